"""The package as a reviewer opens it."""

import datetime

import pandas as pd
import pyreadstat
import pytest

from onespec.conformance.package import read_package
from onespec.engine.findings import Stopped
from onespec.engine.xpt.writer import XptVariable, write_xpt


def test_texts_in_an_encoding_that_is_named(tmp_path):
    rows = pd.DataFrame({"DMTEXT": pd.Series(["WORD"], dtype="str")})
    variables = [XptVariable("DMTEXT", "", "Char", 8)]
    write_xpt(tmp_path / "dm.xpt", "DM", "", variables, [rows], created=datetime.datetime(2025, 1, 1))
    whole = (tmp_path / "dm.xpt").read_bytes()
    (tmp_path / "dm.xpt").write_bytes(whole.replace(b"WORD    ", "né".encode("cp1252").ljust(8)))
    assert read_package(tmp_path, "cp1252").tables["DM"].frame["DMTEXT"].tolist() == ["né"]
    with pytest.raises(Stopped, match="are not UTF-8"):
        read_package(tmp_path)


def test_a_file_of_version_8_is_noted(tmp_path):
    rows = pd.DataFrame({"USUBJID": ["1"]})
    pyreadstat.write_xport(rows, tmp_path / "dm.xpt", table_name="DM", file_format_version=8)
    pyreadstat.write_xport(rows, tmp_path / "ae.xpt", table_name="AE", file_format_version=5)
    assert read_package(tmp_path).notes() == ["Transport files of version 8, where a submission takes version 5: DM."]
