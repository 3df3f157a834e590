"""Names and paths that a profile takes."""

from __future__ import annotations

from dataclasses import replace

import pytest

from onespec.submission.package.names import name_faults
from onespec.submission.profiles import profile

PMDA = profile("pmda")
SDTM = "m5/datasets/abc-01/tabulations/sdtm"


def rules(*paths, which=PMDA):
    return [(f.rule, f.file.rpartition("/")[2]) for f in name_faults(which, paths)]


def test_names_without_fault():
    files = "lb.xpt", "define.xml", "define2-1.xsl", "acrf.pdf", "cm-codes.txt", "split/lb12.xpt"
    assert rules(*(f"{SDTM}/{file}" for file in files), "package.json", "editable/csdrg.docx") == []


@pytest.mark.parametrize(
    ("name", "rule"),
    [
        ("LB.xpt", "PACKAGE-NAME"),  # lower case
        ("1lb.xpt", "PACKAGE-NAME"),  # a letter first
        ("l_b.xpt", "PACKAGE-NAME"),
        ("abcdefghi.xpt", "PACKAGE-NAME"),  # nine letters
        ("lab ranges.txt", "PACKAGE-NAME"),
        ("标注.pdf", "PACKAGE-NAME"),
        ("x" * 61 + ".txt", "PACKAGE-NAME"),  # 65
        ("define.html", "PACKAGE-FORMAT"),
    ],
)
def test_a_name_that_is_not_taken(name, rule):
    assert rules(f"{SDTM}/{name}") == [(rule, name)]


def test_a_folder_that_is_not_taken():
    assert rules("m5/datasets/abc 01/tabulations/sdtm/lb.xpt") == [("PACKAGE-NAME", "abc 01")]


def test_a_path_that_is_too_long():
    """m5/datasets/abc-01/tabulations/sdtm/lb.xpt has 42 characters."""
    path = f"{SDTM}/lb.xpt"
    assert len(path) == 42
    assert rules(path, which=replace(PMDA, path=42)) == []
    assert rules(path, which=replace(PMDA, path=41)) == [("PACKAGE-PATH", "lb.xpt")]
