"""Files that somebody names: none is replaced but one of this program."""

from __future__ import annotations

import pytest
from support import contents

import onespec
from onespec.cli.main import main


def page(study, output) -> int:
    places = "--study", str(study.spec), "--raw", str(study.raw), "--out", str(study.out)
    return main(["subject", "101", *places, "--output", str(output)])


def test_a_page_replaces_a_page_and_nothing_else(other, capsys):
    place, thesis = other.folder / "101.html", other.folder / "thesis.html"
    thesis.write_text("<html><body>five years</body></html>")
    assert [page(other, place), page(other, place)] == [0, 0]
    assert page(other, thesis) == 2
    assert f"{thesis} is no html that this program wrote, and would be replaced." in capsys.readouterr().err
    assert thesis.read_text() == "<html><body>five years</body></html>"


def test_a_page_does_not_leave_its_folder(other, monkeypatch):
    """A subject's number is text: it may hold anything."""
    monkeypatch.chdir(other.folder)
    for file in ("enrol", "events", "inhaler", "peak_flow"):
        path = other.raw / f"{file}.csv"
        path.write_text(path.read_text().replace("101", "x/../../P"))
    study = onespec.open(other.spec, other.raw, other.out)
    written = study.subject("x/../../P").write()
    assert written.parent == study.beside("pages") and written.is_file()
    assert "x/../../P" not in written.name


@pytest.mark.parametrize("kind", ["html", "json", "xlsx"])
def test_a_report_replaces_a_report_and_nothing_else(built_other, tmp_path, kind, capsys):
    base, report, data = built_other / "sdtm" / "ae.xpt", tmp_path / f"r.{kind}", tmp_path / f"data.{kind}"
    data.write_text('{"datasetJSONVersion": "1.1"}')
    assert [main(["compare", str(base), str(base), f"--{kind}", str(report)]) for _ in "12"] == [0, 0]
    assert main(["compare", str(base), str(base), f"--{kind}", str(data)]) == 2
    assert "would be replaced" in capsys.readouterr().err
    assert data.read_text() == '{"datasetJSONVersion": "1.1"}'


def test_a_report_does_not_replace_what_is_compared(built_other, tmp_path, capsys):
    base = tmp_path / "ae.xpt"
    base.write_bytes((built_other / "sdtm" / "ae.xpt").read_bytes())
    before = contents(tmp_path)
    assert main(["compare", str(base), str(base), "--json", str(base)]) == 2
    assert contents(tmp_path) == before


def test_two_reports_are_two_files(built_other, tmp_path, capsys):
    base, report = built_other / "sdtm" / "ae.xpt", str(tmp_path / "report")
    assert main(["compare", str(base), str(base), "--html", report, "--json", report]) == 2
    assert "two reports" in capsys.readouterr().err and contents(tmp_path) == {}


def test_a_schema_replaces_a_schema_and_nothing_else(tmp_path, capsys):
    assert [main(["schema", "--out", str(tmp_path)]) for _ in "12"] == [0, 0]
    (tmp_path / "study.schema.json").write_text("{}")
    before = contents(tmp_path)
    assert main(["schema", "--out", str(tmp_path)]) == 2
    assert "study.schema.json is no json that this program wrote" in capsys.readouterr().err
    assert contents(tmp_path) == before
