import doctest
import zipfile

import openpyxl
import pytest

from onespec.engine import sheet_bounds
from onespec.engine.sheet_bounds import Extent, NotWorkbook, looked_at
from onespec.engine.sheets import NoWorkbook, read_sheet


def book():
    """Four sheets; the third has a cell in B2."""
    made = openpyxl.Workbook()
    made.active.title = "Empty"
    for name, rows in {"Short": 2, "Variables": 3, "Wide": 3}.items():
        sheet = made.create_sheet(name)
        for row in range(1, rows + 1):
            sheet.append([f"{name} {row}", row, "x", None])
    return made


def spoiled(folder, name, change):
    """A workbook with one part changed."""
    whole, path = folder / "whole.xlsx", folder / "spoiled.xlsx"
    book().save(whole)
    with zipfile.ZipFile(whole) as old, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.namelist():
            data = old.read(part)
            new.writestr(part, change(data) if part == name else data)
    return path


def test_its_examples():
    assert doctest.testmod(sheet_bounds).failed == 0


def test_how_far_the_filled_cells_reach(tmp_path):
    made = book()
    made["Variables"]["AB9"] = "x"
    made["Short"]["A1000"].number_format = "0.0"  # has a format, and holds nothing
    made["Wide"]["A1"].value = "#N/A"
    made.save(tmp_path / "a.xlsx")
    found = looked_at(tmp_path / "a.xlsx")
    assert found["Variables"] == Extent(9, 28, False)
    assert (found["Short"], found["Wide"], found["Empty"]) == (Extent(2, 3, False), Extent(3, 3, True), Extent())


@pytest.mark.parametrize("said", [b"<!DOCTYPE x>", b'<!DOCTYPE x [<!ENTITY a "b">]>', b"<!entity"])
def test_a_part_that_declares_entities_is_refused(said, tmp_path):
    path = spoiled(tmp_path, "xl/workbook.xml", lambda data: said + data)
    with pytest.raises(NotWorkbook, match="xl/workbook.xml declares a document type or an entity"):
        looked_at(path)


def test_a_workbook_that_unpacks_to_more_than_any_specification_is_refused(tmp_path, monkeypatch):
    path = spoiled(tmp_path, "xl/styles.xml", lambda data: data + b" " * 3_000_000)
    assert path.stat().st_size < 30_000
    looked_at(path)
    monkeypatch.setattr(sheet_bounds, "LARGEST", 2_000_000)
    with pytest.raises(NotWorkbook, match="holds 2 MB in .* when unpacked"):
        looked_at(path)


def test_a_workbook_that_unpacks_to_much_more_than_it_is_packed_to_is_refused(tmp_path, monkeypatch):
    path = spoiled(tmp_path, "xl/styles.xml", lambda data: data + b" " * 3_000_000)
    monkeypatch.setattr(sheet_bounds, "_ANY", 1_000_000)
    monkeypatch.setattr(sheet_bounds, "_PACKED", 50)
    with pytest.raises(NotWorkbook, match="no workbook says the same so often"):
        looked_at(path)


@pytest.mark.parametrize("place", ["XFD1048576", "ZZ200000"])
def test_one_cell_far_away_is_refused(tmp_path, place):
    """What reads the sheet would make a table of all cells up to there."""
    made = book()
    made["Variables"][place] = "x"
    made.save(tmp_path / "far.xlsx")
    with pytest.raises(NoWorkbook, match=f"Sheet Variables has something in cell {place}"):
        read_sheet(tmp_path / "far.xlsx", "Variables")
    assert read_sheet(tmp_path / "far.xlsx", "Short").cells[0] == ["Short 1", 1.0, "x"]


def test_a_workbook_that_says_less_than_it_holds_is_refused(tmp_path):
    """The directory of the archive gives a part a smaller size than its content has."""
    path = spoiled(tmp_path, "xl/styles.xml", lambda data: data + b" " * 100_000)
    with zipfile.ZipFile(path) as archive:
        size = archive.getinfo("xl/styles.xml").file_size
    data = path.read_bytes()
    assert data.count(size.to_bytes(4, "little")) == 2
    path.write_bytes(data.replace(size.to_bytes(4, "little"), (500).to_bytes(4, "little")))
    with pytest.raises(NotWorkbook, match="damaged"):
        looked_at(path)


def test_a_workbook_that_does_not_say_where_its_sheets_are_is_refused(tmp_path):
    path = tmp_path / "a.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
    with pytest.raises(NotWorkbook, match="damaged"):
        looked_at(path)


@pytest.mark.parametrize("place", [b'"ZZZZ99999999"', b"'XFD99999999'", b'"&#65;1"', b'""', b'"2"'])
def test_a_cell_at_a_place_that_no_sheet_has_is_refused(place, tmp_path):
    """What reads the sheet would ask for as much memory as the place says."""
    path = spoiled(tmp_path, "xl/worksheets/sheet3.xml", lambda data: data.replace(b'"B2"', place, 1))
    with pytest.raises(NotWorkbook, match="which is no place of a sheet"):
        looked_at(path)


def test_rows_far_away_count_where_cells_have_no_place(tmp_path):
    def change(data):
        return data.replace(b'<row r="2"', b'<row r="999999"', 1).replace(b' r="A2"', b"", 1)

    assert looked_at(spoiled(tmp_path, "xl/worksheets/sheet3.xml", change))["Variables"].rows == 999999


def test_a_part_that_begins_before_the_file_is_damage(tmp_path):
    """As where bytes of a file are missing: zipfile raises ValueError."""
    book = openpyxl.Workbook()
    book.save(tmp_path / "x.xlsx")
    data = (tmp_path / "x.xlsx").read_bytes()
    (tmp_path / "x.xlsx").write_bytes(data[:30] + data[60:])
    with pytest.raises(NotWorkbook, match="damaged"):
        looked_at(tmp_path / "x.xlsx")
