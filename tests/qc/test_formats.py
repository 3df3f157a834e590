"""The same dataset in every format is the same dataset; a file that cannot be read is one clear finding."""

import json
import struct
import zlib
from pathlib import Path

import numpy as np
import pandas as pd
import pyreadstat
import pytest
from compared import write

from onespec.engine.findings import Stopped
from onespec.engine.xpt.ibm import missing_codes, special_missing
from onespec.engine.xpt.writer import XptVariable
from onespec.qc.compare import Settings, compare_paths
from onespec.qc.formats import dataset_json
from onespec.qc.formats.open import files_of, open_table

SAS = (
    Path(__file__).parent / "data" / "ae.sas7bdat"
)  # written by ReadStat: special missing value .A in AVAL, missing AESTDT
ROWS = pd.DataFrame(
    {
        "USUBJID": pd.Series(["1", "1", "2"], dtype="str"),
        "AESEQ": [1.0, 2, 1],
        "AESTDT": [24000, 24001, np.nan],
        "AVAL": [0.1, special_missing("A"), -5],
    }
)
LABELS = {n: f"Label of {n}" for n in ROWS}
BY = Settings(by=("USUBJID", "AESEQ"))
BY_ID = Settings(by=("ID",))
LABEL = frozenset({"label"})


@pytest.fixture
def folder(tmp_path):
    """The dataset as a transport file, and beside it in every other format."""
    rows = ROWS.astype({"USUBJID": "str"})
    variables = {
        "USUBJID": XptVariable("USUBJID", LABELS["USUBJID"], "Char", 8),
        "AESTDT": XptVariable("AESTDT", LABELS["AESTDT"], "Num", 8, "DATE9."),
    }
    write(tmp_path / "ae.xpt", rows, **variables)
    text = "usubjid,aeseq,aestdt,aval\n1,1,24000,0.1\n1,2,24001,.A\n2,1,.,-5\n"
    (tmp_path / "ae.csv").write_text(text, encoding="utf-8-sig")
    table = pd.DataFrame([line.split(",") for line in text.splitlines()[1:]], columns=list(ROWS))
    table.to_excel(tmp_path / "ae.xlsx", index=False)
    plain = rows.assign(AVAL=[0.1, np.nan, -5])
    plain.to_parquet(tmp_path / "ae.parquet")
    columns = [
        {"itemOID": f"IT.AE.{n}", "name": n, "label": LABELS[n], "dataType": kind, "length": 8} | more
        for n, kind, more in (
            ("USUBJID", "string", {"keySequence": 1}),
            ("AESEQ", "integer", {"keySequence": 2}),
            ("AESTDT", "date", {"targetDataType": "integer", "displayFormat": "DATE9."}),
            ("AVAL", "double", {}),
        )
    ]
    values = [["1", 1, "2025-09-16", 0.1], ["1", 2, "2025-09-17", None], ["2", 1, None, -5]]
    head = {"datasetJSONVersion": "1.1.0", "name": "AE", "label": "Adverse Events", "columns": columns}
    (tmp_path / "ae.json").write_text(json.dumps(head | {"rows": values}), encoding="utf-8")
    (tmp_path / "ae.ndjson").write_text("\n".join(map(json.dumps, [head, *values])), encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize("name", ["ae.csv", "ae.xlsx", "ae.parquet", "ae.json", "ae.ndjson", "sas7bdat"])
def test_every_format(folder, name):
    other = SAS if name == "sas7bdat" else folder / name
    (c,) = compare_paths(folder / "ae.xpt", other, BY)
    lost = (
        [] if name in ("ae.csv", "ae.xlsx", "sas7bdat") else [("AVAL", ".A", ".")]
    )  # these formats know one kind of missing value
    assert [(x.variable, x.base, x.compare) for x in c.cells] == lost
    assert (c.attributes, c.matched) == ([], 3)


@pytest.mark.parametrize("name", ["ae.csv", "ae.parquet", "ae.ndjson", "ae.xpt", "ae.xlsx", "sas7bdat"])
def test_parts_are_the_whole(folder, name):
    table = open_table(SAS if name == "sas7bdat" else folder / name)
    pd.testing.assert_frame_equal(pd.concat(table.parts(2), ignore_index=True), table.frame())


def test_what_a_format_does_not_state_is_not_compared(folder):
    (c,) = compare_paths(folder / "ae.xpt", folder / "ae.parquet", BY)
    assert c.unstated == ("dataset label", "dataset type", "length", "label", "format", "informat")


def test_dataset_json_knows_its_keys(folder):
    (c,) = compare_paths(folder / "ae.json", folder / "ae.ndjson", Settings())
    assert (c.verdict, c.keys, c.keys_from) == ("identical", ("USUBJID", "AESEQ"), "the file")


def test_a_text_among_numbers_is_another_type(folder):
    (folder / "b.csv").write_text("USUBJID,AESEQ,AESTDT,AVAL\n1,1,24000,high\n1,2,24001,\n2,1,,-5\n", encoding="utf-8")
    (c,) = compare_paths(folder / "ae.xpt", folder / "b.csv", BY)
    assert [(d.kind, d.variable, d.base, d.compare) for d in c.attributes] == [("type", "AVAL", "Num", "Char")]


def test_texts_of_two_csv_files_are_compared_as_they_stand(tmp_path):
    for name, text in (("a", "ID,X\n010,1.0\n"), ("b", "ID,X\n010,1\n")):
        (tmp_path / f"{name}.csv").write_text(text)
    assert compare_paths(tmp_path / "a.csv", tmp_path / "b.csv", Settings())[0].differing_values == 1
    (tmp_path / "b.csv").write_text("ID,X\n10,1.0\n")
    assert compare_paths(tmp_path / "a.csv", tmp_path / "b.csv", Settings())[0].cells[0].variable == "ID"


GB = "USUBJID,AETERM\n1,发热\n".encode("gb18030")


@pytest.mark.parametrize(
    ("name", "content", "rule", "message"),
    [
        ("a.xpt", b"", "XPT-FILE", "The file is empty."),
        ("a.xpt", b"USUBJID\n1\n", "XPT-FILE", "The file is not a SAS transport file."),
        ("a.xpt", "cut", "XPT-TRUNCATED", "The file ends at byte"),
        ("a.csv", b"", "FILE-EMPTY", "The file is empty."),
        ("a.csv", GB, "FILE-ENCODING", "Byte 17 is not UTF-8; the file reads as GB18030."),
        (
            "a.csv",
            b"A\n1\n" * 20000 + "发热\n".encode("gb18030"),
            "FILE-ENCODING",
            "Byte 80000 is not UTF-8; the file reads as GB18030.",
        ),
        ("a.csv", "A,B\n1,2\n".encode("utf-16"), "FILE-ENCODING", "Byte 0 is not UTF-8; the file is UTF-16."),
        ("a.csv", b"PK\x03\x04\0\0", "FILE-FORMAT", "The file is not text."),
        ("a.csv", b"A,B\n1,2\n1,2,3\n", "FILE-ROW", "The row has 3 cells, the header 2."),
        ("a.csv", b"A,a\n1,2\n", "FILE-COLUMN", "Two columns are named A."),
        ("a.xlsx", b"", "FILE-EMPTY", "The file is empty."),
        ("a.xlsx", GB, "FILE-FORMAT", "not a readable XLSX workbook"),
        ("a.xlsx", "cut", "FILE-FORMAT", "not a readable XLSX workbook"),
        ("a.parquet", b"", "FILE-EMPTY", "The file is empty."),
        ("a.parquet", GB, "FILE-FORMAT", "not a complete Parquet file"),
        ("a.parquet", "cut", "FILE-FORMAT", "not a complete Parquet file"),
        ("a.json", b"", "FILE-EMPTY", "The file is empty."),
        ("a.json", GB, "FILE-ENCODING", "the file reads as GB18030"),
        ("a.json", "cut", "FILE-FORMAT", "the file was cut"),
        ("a.json", b"{}", "FILE-FORMAT", "The file is not Dataset-JSON"),
        ("a.json", b"[" * 100_000, "FILE-FORMAT", "it is a thousand levels deep"),
        ("a.ndjson", b'{"a":' * 100_000, "FILE-FORMAT", "it is a thousand levels deep"),
        (
            "a.json",
            b'{"columns": [{"name": "A", "dataType": "string"}], "rows": [["x"], ["\\ud800"]]}',
            "FILE-FORMAT",
            "A text holds '\\ud800', which is half a character",
        ),
        ("a.json", b"[1]", "FILE-FORMAT", "The file is not Dataset-JSON"),
        ("a.sas7bdat", b"", "FILE-EMPTY", "The file is empty."),
        ("a.sas7bdat", GB, "FILE-FORMAT", "not a readable SAS dataset"),
        ("a.sas7bdat", "cut", "FILE-FORMAT", "not a readable SAS dataset"),
        ("a.txt", b"A\n", "FILE-FORMAT", "Files of type '.txt' are not read."),
    ],
)
def test_bad_files(folder, name, content, rule, message):
    path = folder / "bad" / name
    path.parent.mkdir()
    if content == "cut":
        whole = SAS.read_bytes() if name == "a.sas7bdat" else (folder / f"ae{path.suffix}").read_bytes()
        content = whole[: len(whole) * 2 // 3]
    path.write_bytes(content)
    (c,) = compare_paths(folder / "ae.xpt", path, Settings())
    (finding,) = c.error
    assert (finding.rule, c.verdict, int(c.sysinfo)) == (rule, "not compared", 32768)
    assert message in finding.message and finding.fix and finding.file == str(path)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (zlib.compress(b" " * 5000), "The file holds more than 0 MB when unpacked."),
        (zlib.compress(b"{}" * 50)[:-6], "This is no zlib stream, or the file was cut."),
        (b"{}", "This is no zlib stream, or the file was cut."),
    ],
)
def test_a_packed_file_that_has_no_bound_or_no_end(tmp_path, monkeypatch, content, said):
    monkeypatch.setattr(dataset_json, "LARGEST", 1000)
    (tmp_path / "a.dsjc").write_bytes(content)
    with pytest.raises(Stopped) as caught:
        open_table(tmp_path / "a.dsjc")
    assert [f.message for f in caught.value.findings] == [said]


def test_a_missing_file_names_the_nearest(folder):
    with pytest.raises(Stopped) as caught:
        open_table(folder / "ae.xptt")
    assert caught.value.findings[0].fix == "Is it 'ae.xpt'?"


def test_folders(folder, tmp_path):
    left, right = tmp_path / "left", tmp_path / "right"
    for path in (left, right):
        path.mkdir()
        (path / "dm.csv").write_text("USUBJID\n1\n")
    (left / "ae.xpt").write_bytes((folder / "ae.xpt").read_bytes())
    assert list(files_of(left)) == ["AE", "DM"]
    found = compare_paths(left, right, Settings())
    assert [(c.name, c.verdict) for c in found] == [("AE", "not compared"), ("DM", "identical")]
    assert found[0].error[0].message == "AE stands in base only."
    (right / "dm.xpt").write_bytes((folder / "ae.xpt").read_bytes())
    assert "holds DM twice" in compare_paths(left, right, Settings())[0].error[0].message


def test_errors_and_formulas_of_a_workbook_are_no_blanks(tmp_path):
    for name, cell in (("a", None), ("b", "#N/A"), ("c", "=2+3")):
        pd.DataFrame({"ID": ["1"], "AVAL": [cell]}).to_excel(tmp_path / f"{name}.xlsx", index=False)
    found = {
        name: [
            (x.base, x.compare) for x in compare_paths(tmp_path / "a.xlsx", tmp_path / f"{name}.xlsx", BY_ID)[0].cells
        ]
        for name in "abc"
    }
    assert found == {"a": [], "b": [("", "#N/A")], "c": [("", "=2+3")]}


def test_a_sas7bdat_whose_numbers_are_all_special_missing_ones(tmp_path):
    """AVAL is 0.1, .A, -5 in the file; here the others are .A too."""
    special = b"\0\0\0\0\0\xbe\xf8\x7f"  # as ReadStat writes it
    data = SAS.read_bytes()
    assert all(data.count(each) == 1 for each in (special, struct.pack("<d", 0.1), struct.pack("<d", -5)))
    for number in (0.1, -5):
        data = data.replace(struct.pack("<d", number), special)
    (tmp_path / "ae.sas7bdat").write_bytes(data)
    frame = open_table(tmp_path / "ae.sas7bdat").frame()
    assert missing_codes(frame["AVAL"].to_numpy()).tolist() == ["A", "A", "A"]


@pytest.mark.parametrize("encoding", ["cp1252", "gbk", "shift_jis"])
def test_texts_in_an_encoding_that_the_reader_is_told(tmp_path, encoding):
    word = {"cp1252": "né", "gbk": "声音", "shift_jis": "ソ"}[encoding]
    rows = pd.DataFrame({"ID": pd.Series(["1", "2"], dtype="str"), "T": pd.Series(["WORD", "x"], dtype="str")})
    blank = write(tmp_path / "ae.xpt", rows).read_bytes()
    (tmp_path / "ae.xpt").write_bytes(blank.replace(b"WORD    ", word.encode(encoding).ljust(8)))
    (tmp_path / "ae.csv").write_bytes(f"ID,T\n1,{word}\n2,x\n".encode(encoding))
    (tmp_path / "utf8.csv").write_text(f"ID,T\n1,{word}\n2,x\n", encoding="utf-8")
    assert open_table(tmp_path / "ae.xpt", encoding).frame()["T"].tolist() == [word, "x"]
    assert open_table(tmp_path / "ae.csv", encoding).frame()["T"].tolist() == [word, "x"]
    (found,) = compare_paths(tmp_path / "ae.xpt", tmp_path / "ae.csv", Settings(by=("ID",), encoding=encoding))
    assert (found.error, found.matched, found.differing_values) == ([], 2, 0)
    for name, rule in (("ae.xpt", "XPT-ENCODING"), ("ae.csv", "FILE-ENCODING")):
        (other,) = compare_paths(tmp_path / name, tmp_path / "utf8.csv", Settings(by=("ID",)))
        assert [f.rule for f in other.error] == [rule]


def test_names_of_a_transport_file_are_the_same_in_small_letters(tmp_path):
    rows = pd.DataFrame({"ID": pd.Series(["1", "2"], dtype="str"), "AVAL": [1.0, 2.0]})
    upper = write(tmp_path / "ae.xpt", rows).read_bytes()
    (tmp_path / "lower").mkdir()
    (tmp_path / "lower" / "ae.xpt").write_bytes(
        upper.replace(b"AVAL    ", b"aVal    ").replace(b"ID      ", b"id      ")
    )
    (found,) = compare_paths(tmp_path / "ae.xpt", tmp_path / "lower" / "ae.xpt", Settings(by=("ID",), ignore=LABEL))
    assert (found.attributes, found.matched, found.differing_values) == ([], 2, 0)
    for name in ("id", "iD"):
        (tmp_path / "ae.xpt").write_bytes(upper.replace(b"AVAL    ", name.encode().ljust(8)))
        with pytest.raises(Stopped) as stopped:
            open_table(tmp_path / "ae.xpt")
        assert [f.rule for f in stopped.value.findings] == ["FILE-COLUMN"]


def test_version_8_is_compared(tmp_path):
    rows = pd.DataFrame({"A_long_name": ["1", "2"], "AVAL": [1.0, 2.0]})
    pyreadstat.write_xport(rows, tmp_path / "a.xpt", table_name="A", file_format_version=8)
    (tmp_path / "a.csv").write_text("a_long_name,aval\n1,1\n2,3\n", encoding="utf-8")
    (found,) = compare_paths(tmp_path / "a.xpt", tmp_path / "a.csv", Settings(by=("A_LONG_NAME",)))
    assert [(x.keys, x.base, x.compare) for x in found.cells] == [(("2",), "2", "3")]
