"""Names of members that every system can hold, and those that lead elsewhere."""

from __future__ import annotations

import pytest

from onespec.submission.archive.names import LONGEST, clashes, fault


@pytest.mark.parametrize("name", ["data/raw/ae.csv", "data/不良事件.csv", "a b/c-d_e.f", "data/..a", "x" * LONGEST])
def test_plain_names(name):
    assert fault(name) == ""


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("", "the name is empty"),
        ("x" * 401, "longer than 400 bytes"),
        ("../a", "leads out"),
        ("data/../../a", "leads out"),
        ("/etc/passwd", "absolute"),
        ("C:/a", "drive letter"),
        ("c:a", "drive letter"),
        ("data\\a", "backslash"),
        ("..\\a", "backslash"),
        ("data//a", "is empty"),
        ("data/./a", "is empty"),
        ("data/", "is empty"),
        ("data/CON", "device"),
        ("data/con.csv", "device"),
        ("data/Aux.tar.gz", "device"),
        ("data/lpt1 .txt", "device"),
        ("data/COM¹", "device"),
        ("data/a.", "ends with a dot or blank"),
        ("data/a /b", "ends with a dot or blank"),
        ("data/a:b", "Windows does not permit"),
        ("data/a?", "Windows does not permit"),
        ("data/a\nb", "nobody sees"),
        ("data/a\x00", "nobody sees"),
        ("data/\u202efdp.exe", "nobody sees"),
        ("data/\ud800", "nobody sees"),
    ],
)
def test_names_that_are_refused(name, why):
    assert why in fault(name)


@pytest.mark.parametrize(
    ("names", "pairs"),
    [
        (["data/a", "data/b", "data/c/a"], []),
        (["data/a", "data/A"], [("data/A", "data/a")]),
        (["data/\u00e9", "data/e\u0301"], [("data/e\u0301", "data/\u00e9")]),
        (["Data/a", "data/b"], [("data/b", "Data")]),
        (["data/a", "data/a/b"], [("data/a", "data/a")]),
        (["STRASSE", "straße"], [("straße", "STRASSE")]),
    ],
)
def test_names_that_are_one_file_on_some_system(names, pairs):
    assert list(clashes(names)) == pairs
