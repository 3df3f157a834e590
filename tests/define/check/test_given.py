"""A define.xml is held against data in other formats than transport files, too."""

from __future__ import annotations

import json
from copy import deepcopy
from pathlib import Path

import pandas as pd
import pytest

import onespec

from .data_seeds import put
from .small import DATA, SMALL, write_dataset, write_small


@pytest.fixture
def define(tmp_path) -> Path:
    """A small define.xml and its datasets: one a transport file, one Dataset-JSON, one Parquet."""
    path = write_small(tmp_path)
    label, variables = DATA["VS"]
    columns = [
        {
            "itemOID": f"IT.VS.{name}",
            "name": name,
            "label": said,
            "dataType": "string" if size else "double",
            **({"length": size} if size else {}),
        }
        for name, said, size, _ in variables
    ]
    rows = [list(row) for row in zip(*(values for *_, values in variables), strict=True)]
    head = {
        "datasetJSONCreationDateTime": "2027-01-01T00:00:00",
        "datasetJSONVersion": "1.1.0",
        "itemGroupOID": "IG.VS",
        "records": len(rows),
        "name": "VS",
        "label": label,
    }
    (tmp_path / "vs.json").write_text(json.dumps(head | {"columns": columns, "rows": rows}))
    (tmp_path / "vs.xpt").unlink()
    pd.DataFrame({name: values for name, _, _, values in DATA["SUPPDM"][1]}).to_parquet(tmp_path / "suppdm.parquet")
    (tmp_path / "suppdm.xpt").unlink()
    return path


def test_datasets_in_other_formats_have_no_finding(define):
    checked = onespec.check_define(define, define.parent)
    assert [f["message"] for f in checked.facts()["findings"]] == []


def test_a_fault_in_them_is_found(define):
    path = define.parent / "vs.json"
    path.write_text(path.read_text().replace("36.6", "36.65").replace('"Vital Signs"', '"Signs"'))
    rules = {f["rule"] for f in onespec.check_define(define, define.parent).facts()["findings"]}
    assert rules == {"DX2008", "DX2010", "DX2104", "DX2204", "DX2208"}


def test_a_file_that_cannot_be_read_is_a_finding(define):
    (define.parent / "vs.json").write_text("{")
    (found,) = onespec.check_define(define, define.parent).facts()["findings"]
    assert (found["rule"], found["oid"]) == ("DX2017", "IG.VS")


def test_texts_in_another_encoding_have_their_lengths_in_it(tmp_path):
    """Two Chinese characters are four bytes of GBK."""
    path = write_small(
        tmp_path,
        SMALL.replace('Name="COUNTRY" DataType="text" Length="3"', 'Name="COUNTRY" DataType="text" Length="4"'),
    )
    file = tmp_path / "dm.xpt"
    put("DM", "COUNTRY", None, "CHNX", 4)(data := deepcopy(DATA))
    write_dataset(file, "DM", *data["DM"])
    file.write_bytes(file.read_bytes().replace(b"CHNX", "\u4e2d\u56fd".encode("gbk")))
    assert [f["rule"] for f in onespec.check_define(path, tmp_path).facts()["findings"]] == ["DX2017"]
    assert onespec.check_define(path, tmp_path, encoding="gbk").facts()["findings"] == []
    with pytest.raises(onespec.WrongSetting, match="klingon"):
        onespec.check_define(path, tmp_path, encoding="klingon")
