"""The folder of a specification: what is in it is read, or told."""

from __future__ import annotations

import shutil

import pytest

from onespec.cli.main import main
from onespec.engine.spec.folder import writing_order


def check(study, capsys) -> tuple[int, str]:
    capsys.readouterr()
    return main(["check", "--study", str(study.spec)]), capsys.readouterr().err


@pytest.mark.parametrize("place", ["adam", "tables", "sdtm"])
def test_a_folder_that_cannot_be_read_is_a_stop(other, capsys, place):
    shutil.rmtree(other.spec / place)
    (other.spec / place).symlink_to(other.spec / place)
    code, said = check(other, capsys)
    assert code == 1 and f"SPEC-FILE  {place}: The folder cannot be read: Too many levels of symbolic links." in said


@pytest.mark.parametrize(
    "place", ["adam/adsl.yaml", "tables/arms.csv", "codelists.yaml", "crf.yaml", "checks.yaml", "methods.py"]
)
def test_a_file_that_cannot_be_read_is_a_stop(other, capsys, place):
    (other.spec / place).unlink(missing_ok=True)
    (other.spec / place).symlink_to(other.spec / "nowhere")
    code, said = check(other, capsys)
    assert code == 1 and f"SPEC-FILE  {place}: The file cannot be read: No such file or directory." in said


@pytest.mark.parametrize(
    ("old", "new", "right"),
    [
        ("adam/adsl.yaml", "adam/adsl.yml", "adsl.yaml"),
        ("adam/adsl.yaml", "adam/ADSL.YAML", "ADSL.yaml"),
        ("tables/arms.csv", "tables/arms.CSV", "arms.csv"),
        ("codelists.yaml", "codelists.yml", "codelists.yaml"),
        ("", "checks.yml", "checks.yaml"),
    ],
)
def test_a_file_whose_name_nobody_looks_for_is_a_stop(other, capsys, old, new, right):
    if old:
        (other.spec / old).rename(other.spec / new)
    else:
        (other.spec / new).touch()
    code, said = check(other, capsys)
    assert code == 1 and f"SPEC-FILE  {new}: The file is not read: its name does not end in" in said
    assert f"Rename it to {right}, or remove it." in said


def test_notes_beside_the_files_are_nobodys_mistake(other, capsys):
    for name in ("sdtm/README.md", "notes.yml", "tables/source.xlsx", ".checks.yml"):
        (other.spec / name).write_text("")
    assert check(other, capsys)[0] == 0


def test_a_standard_without_datasets_is_a_stop(other, capsys):
    """Else its earlier outputs would go without a word."""
    (other.spec / "adam").rename(other.spec / "ADaM")
    code, said = check(other, capsys)
    assert code == 1
    assert "study.yaml declares the standard 'adam', and no file of the folder adam describes a dataset." in said


def test_files_in_the_order_in_which_a_person_writes_them():
    listed = ["reports/x.csv", "adam/adae.yaml", "adam/adsl.yaml", "sdtm/ae.yaml", "../up/sdtm/dm.yaml", "study.yaml"]
    assert sorted(listed, key=writing_order) == listed[::-1]
