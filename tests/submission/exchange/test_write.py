"""A folder of transport files in the forms of exchange: what stands in them, and that it is all there."""

from __future__ import annotations

import datetime
import json
import zlib
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow.parquet as pq
import pytest
from jsonschema import Draft201909Validator
from odmlib.dataset_json_1_1 import DatasetJSON

from onespec.engine.findings import NotThere
from onespec.engine.xpt.reader import read_xpt
from onespec.engine.xpt.writer import XptVariable, write_xpt
from onespec.qc.compare import Settings, compare_tables
from onespec.qc.formats.open import open_table
from onespec.submission.exchange import measured
from onespec.submission.exchange.write import write_formats

CREATED = datetime.datetime(2027, 12, 1)
# What the tables of the specification say of a file: "Top-level Metadata Attributes" and "Column Metadata".
_TEXT, _OID, _COUNT = {"type": "string"}, {"type": "string", "minLength": 1}, {"type": "integer", "minimum": 1}
_TIME = {"type": "string", "pattern": r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?([+-]\d\d:\d\d|Z)?$"}
_COLUMN = {
    "itemOID": _OID,
    "name": _OID,
    "label": _TEXT,
    "dataType": {"enum": "string integer decimal float double boolean datetime date time URI".split()},
    "targetDataType": {"enum": ["integer", "decimal"]},
    "length": _COUNT,
    "displayFormat": _TEXT,
    "keySequence": _COUNT,
}
_TOP = {
    "datasetJSONCreationDateTime": _TIME,
    "datasetJSONVersion": {"type": "string", "pattern": r"^1\.1(\.(0|[1-9][0-9]*))?$"},
    "fileOID": _OID,
    "dbLastModifiedDateTime": _TIME,
    "originator": _TEXT,
    "sourceSystem": {"type": "object", "required": ["name", "version"], "additionalProperties": False}
    | {"properties": {"name": _TEXT, "version": _TEXT}},
    "studyOID": _OID,
    "metaDataVersionOID": _OID,
    "metaDataRef": _TEXT,
    "itemGroupOID": _OID,
    "records": {"type": "integer", "minimum": 0},
    "name": _OID,
    "label": _TEXT,
    "columns": {
        "type": "array",
        "items": {"type": "object", "properties": _COLUMN, "additionalProperties": False}
        | {"required": ["itemOID", "name", "label", "dataType"]},
    },
    "rows": {"type": "array", "items": {"type": "array", "items": {"type": ["string", "number", "boolean", "null"]}}},
}
_REQUIRED = ["datasetJSONCreationDateTime", "datasetJSONVersion", "itemGroupOID", "records", "name", "label", "columns"]
SCHEMA = Draft201909Validator(
    {"type": "object", "properties": _TOP, "additionalProperties": False, "required": _REQUIRED}
)
# "Supported Column Data Type Combinations": the type of a value in JSON.
_JSON = {"string": str, "integer": int, "float": (int, float), "date": str, "datetime": str, "time": str}


def held_to_the_specification(content: dict) -> None:
    assert not [error.message for error in SCHEMA.iter_errors(content)]
    order = [name for name in _TOP if name in content]
    assert list(content) == order
    assert content["records"] == len(content["rows"])
    for place, column in enumerate(content["columns"]):
        assert list(column) == [name for name in _COLUMN if name in column]
        assert column.get("targetDataType", "integer") == "integer"
        for row in content["rows"]:
            assert row[place] is None or isinstance(row[place], _JSON[column["dataType"]]), (column, row[place])
    keys = sorted(c["keySequence"] for c in content["columns"] if "keySequence" in c)
    assert keys == list(range(1, len(keys) + 1))


def transport_file(source: Path, to: Path, reader=DatasetJSON.read_json) -> None:
    """A transport file of what odmlib reads."""
    read = reader(str(source))
    kinds = ["Char" if c.dataType in ("string", *_TIMES) and not c.targetDataType else "Num" for c in read.columns]
    variables = [
        XptVariable(c.name, c.label, kind, c.length if kind == "Char" else 8, c.displayFormat or "")
        for c, kind in zip(read.columns, kinds, strict=True)
    ]
    rows = read.rows or []
    frame = pd.DataFrame(
        {
            c.name: pd.Series([row[i] or "" for row in rows], dtype="str")
            if kind == "Char"
            else pd.Series([_number(row[i], c.dataType) for row in rows], dtype="float64")
            for i, (c, kind) in enumerate(zip(read.columns, kinds, strict=True))
        }
    )
    created = datetime.datetime.fromisoformat(read.datasetJSONCreationDateTime)
    write_xpt(to, read.name, read.label, variables, [frame], created=created, encoding="utf-8")


_TIMES = ("date", "datetime", "time")
_SAS = datetime.datetime(1960, 1, 1)


def _number(value: object, kind: str) -> float:
    if value is None:
        return np.nan
    if kind not in _TIMES:
        return float(value)
    since = datetime.datetime.fromisoformat(value) - _SAS
    return since.days if kind == "date" else since.total_seconds()


@pytest.fixture(scope="module")
def written(built, tmp_path_factory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("exchange")
    for standard in ("sdtm", "adam"):
        (folder / standard).mkdir()
        done = write_formats(built / standard, built / standard / "define.xml", folder / standard)
        assert done.notes == ()
    return {p.name: p for p in folder.rglob("*.*")}


def test_every_dataset_in_every_form(written, built):
    names = {p.stem for p in built.rglob("*.xpt")}
    assert set(written) == {f"{n}.{ending}" for n in names for ending in ("json", "ndjson", "dsjc", "parquet")}


def test_json_is_as_the_specification_says(written):
    for path in written.values():
        if path.suffix == ".json":
            held_to_the_specification(json.loads(path.read_text("utf-8")))


def test_all_three_forms_of_json_hold_the_same(written):
    for path in written.values():
        if path.suffix == ".json":
            content = json.loads(path.read_text("utf-8"))
            head, *rows = path.with_suffix(".ndjson").read_text("utf-8").splitlines()
            assert json.loads(head) | {"rows": [json.loads(row) for row in rows]} == content
            assert zlib.decompress(path.with_suffix(".dsjc").read_bytes()) == path.with_suffix(".ndjson").read_bytes()


def test_an_independent_reader_gives_the_bytes_of_the_transport_file_again(written, built, tmp_path):
    for original in sorted(built.rglob("*.xpt")):
        for ending, reader in (("json", DatasetJSON.read_json), ("ndjson", DatasetJSON.read_ndjson)):
            transport_file(written[f"{original.stem}.{ending}"], tmp_path / "again.xpt", reader)
            assert (tmp_path / "again.xpt").read_bytes() == original.read_bytes(), original.name


def test_the_comparison_finds_no_difference(written, built):
    for name in ("adsl", "adtte", "adlb", "ae", "lb", "suppae", "ts"):
        (original,) = built.rglob(f"{name}.xpt")
        for ending in ("json", "ndjson", "dsjc", "parquet"):
            result = compare_tables(open_table(original), open_table(written[f"{name}.{ending}"]), Settings())
            assert result.matched and result.identical, (name, ending)


def test_what_define_says_stands_in_it(written):
    content = json.loads(written["adsl.json"].read_text("utf-8"))
    columns = {c["name"]: c for c in content["columns"]}
    assert content["datasetJSONCreationDateTime"] == "2027-12-01T00:00:00"
    assert content["metaDataRef"] == "define.xml"
    assert content["metaDataVersionOID"] == "MDV.CHICTR2600126870.ADAM"
    assert content["sourceSystem"]["name"] == "onespec"
    assert columns["TRTSDT"] == {
        "itemOID": "IT.ADSL.TRTSDT",
        "name": "TRTSDT",
        "label": "Date of First Exposure to Treatment",
        "dataType": "date",
        "targetDataType": "integer",
        "displayFormat": "DATE9.",
    }
    assert columns["USUBJID"]["keySequence"] == 2


def test_parquet_carries_the_same_beside_its_fields(written):
    schema = pq.read_schema(written["adsl.parquet"])
    field = schema.field("TRTSDT")
    assert str(field.type) == "date32[day]"
    assert field.metadata[b"label"] == b"Date of First Exposure to Treatment"
    assert field.metadata[b"displayFormat"] == b"DATE9."
    assert schema.metadata[b"records"] == b"35"


# -- small files -----------------------------------------------------------------------------------

DEFINE = """<ODM xmlns="http://www.cdisc.org/ns/odm/v1.3" xmlns:def="http://www.cdisc.org/ns/def/v2.1"
 xmlns:xlink="http://www.w3.org/1999/xlink" FileOID="F" CreationDateTime="2027-12-01T00:00:00">
<Study OID="S"><MetaDataVersion OID="M" Name="M" def:DefineVersion="2.1.0">
<ItemGroupDef OID="IG.X" Name="X" def:ArchiveLocationID="LF.X">
<Description><TranslatedText>Ecks</TranslatedText></Description>
<ItemRef ItemOID="IT.X.ID" KeySequence="1"/><ItemRef ItemOID="IT.X.N"/><def:leaf ID="LF.X" xlink:href="x.xpt"/>
</ItemGroupDef>
<ItemDef OID="IT.X.ID" Name="ID" DataType="text" Length="2"/>
<ItemDef OID="IT.X.N" Name="N" DataType="float" Length="8"/>
</MetaDataVersion></Study></ODM>"""


def small(folder: Path, ids: list[str], numbers: list[float], encoding: str = "utf-8") -> Path:
    (folder / "in").mkdir(exist_ok=True)
    variables = [XptVariable("ID", "Id", "Char", 6), XptVariable("N", "Number", "Num", 8)]
    frame = pd.DataFrame({"ID": pd.Series(ids, dtype="str"), "N": pd.Series(numbers, dtype="float64")})
    write_xpt(folder / "in" / "x.xpt", "X", "Ecks", variables, [frame], created=CREATED, encoding=encoding)
    (folder / "define.xml").write_text(DEFINE, encoding="utf-8")
    (folder / "out").mkdir(exist_ok=True)
    return folder / "in"


def test_a_dataset_whole(tmp_path):
    source = small(tmp_path, ["A", ""], [1.5, np.nan])
    done = write_formats(source, tmp_path / "define.xml", tmp_path / "out", ["ndjson"], CREATED)
    assert done.files == {"x.ndjson": 2}
    head, *rows = (tmp_path / "out" / "x.ndjson").read_text().splitlines()
    assert rows == ['["A",1.5]', '["",null]']
    assert json.loads(head) == {
        "datasetJSONCreationDateTime": "2027-12-01T00:00:00",
        "datasetJSONVersion": "1.1.0",
        "fileOID": "F.X",
        "sourceSystem": {"name": "onespec", "version": json.loads(head)["sourceSystem"]["version"]},
        "studyOID": "S",
        "metaDataVersionOID": "M",
        "metaDataRef": "define.xml",
        "itemGroupOID": "IG.X",
        "records": 2,
        "name": "X",
        "label": "Ecks",
        "columns": [
            {"itemOID": "IT.X.ID", "name": "ID", "label": "Id", "dataType": "string", "length": 6, "keySequence": 1},
            {"itemOID": "IT.X.N", "name": "N", "label": "Number", "dataType": "float", "length": 8},
        ],
    }


def test_the_bytes_are_the_same_however_a_file_is_cut(tmp_path, monkeypatch):
    source = small(tmp_path, [str(i) for i in range(400)], [i / 7 for i in range(400)])
    forms = ["dataset-json", "ndjson", "dsjc"]
    write_formats(source, tmp_path / "define.xml", tmp_path / "out", forms)
    whole = {p.name: p.read_bytes() for p in (tmp_path / "out").iterdir()}
    monkeypatch.setattr(measured, "PART", 1)
    write_formats(source, tmp_path / "define.xml", tmp_path / "out", forms)
    assert {p.name: p.read_bytes() for p in (tmp_path / "out").iterdir()} == whole
    held_to_the_specification(json.loads(whole["x.json"]))


def test_without_a_record(tmp_path):
    source = small(tmp_path, [], [])
    write_formats(source, tmp_path / "define.xml", tmp_path / "out")
    content = json.loads((tmp_path / "out" / "x.json").read_text())
    held_to_the_specification(content)
    assert content["records"] == 0 and content["rows"] == []
    assert len(pq.read_table(tmp_path / "out" / "x.parquet")) == 0


def test_texts_of_another_encoding_are_utf_8(tmp_path):
    source = small(tmp_path, ["中文"], [1.0], "gb18030")
    write_formats(source, tmp_path / "define.xml", tmp_path / "out", encoding="gb18030")
    assert json.loads((tmp_path / "out" / "x.json").read_text("utf-8"))["rows"] == [["中文", 1]]
    assert read_xpt(source / "x.xpt", "gb18030")[1]["ID"].tolist() == ["中文"]


def test_a_dataset_that_define_does_not_describe_is_told(tmp_path):
    source = small(tmp_path, ["A"], [1.0])
    (tmp_path / "define.xml").write_text(DEFINE.replace("x.xpt", "y.xpt").replace('Name="X"', 'Name="Y"'))
    done = write_formats(source, tmp_path / "define.xml", tmp_path / "out", ["dataset-json"])
    assert done.notes == ("X: define.xml does not describe it; its OIDs are made from its names.",)
    assert json.loads((tmp_path / "out" / "x.json").read_text())["itemGroupOID"] == "IG.X"


def test_another_format(tmp_path):
    source = small(tmp_path, ["A"], [1.0])
    with pytest.raises(NotThere, match="There is no format 'csv'|parquet"):
        write_formats(source, tmp_path / "define.xml", tmp_path / "out", ["csv"])
