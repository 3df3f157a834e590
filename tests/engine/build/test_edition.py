"""An edition that is not plain ASCII: the encoding of its texts, from the raw cell to the reader."""

from __future__ import annotations

import json

import pyreadstat
import pytest

import onespec

EVENTS, STUDY = "raw/events.csv", "spec/study.yaml"
READ_AS = {"utf-8": "UTF-8", "gb18030": "GB18030", "euc-cn": "EUC-CN"}


def in_chinese(study, encoding: str, text: str) -> None:
    """The study in an edition that is not ASCII, one event with a text of its own."""
    study.replace(STUDY, "language: en", f"language: zh\nencoding: {encoding}")
    study.replace(EVENTS, "hoarse voice", text)


@pytest.mark.parametrize("encoding", list(READ_AS))
def test_texts_are_written_in_the_declared_encoding(other, encoding):
    in_chinese(other, encoding, "声音嘶哑")
    assert other.build() == 0
    assert json.loads((other.out / "run.json").read_text())["encoding"] == encoding
    frame, _ = pyreadstat.read_xport(other.out / "sdtm/ae.xpt", encoding=READ_AS[encoding])
    assert frame["AETERM"].tolist() == ["声音嘶哑", "asthma attack", "oral thrush"]
    assert onespec.open(other.spec, out=other.out)["AE"]["AETERM"].tolist() == frame["AETERM"].tolist()


@pytest.mark.parametrize(("encoding", "bytes_"), [("utf-8", 24), ("gb18030", 16)])
def test_lengths_count_bytes_of_the_encoding(other, encoding, bytes_):
    in_chinese(other, encoding, "声音嘶哑声音嘶哑")
    assert other.build() == 0
    _, meta = pyreadstat.read_xport(other.out / "sdtm/ae.xpt", encoding=READ_AS[encoding])
    assert meta.variable_storage_width["AETERM"] == bytes_
    define = (other.out / "sdtm/define.xml").read_text(encoding="utf-8")
    item = define.partition('<ItemDef OID="IT.AE.AETERM"')[2].partition(">")[0]
    assert f'Length="{bytes_}"' in item


def test_200_bytes_are_counted_in_the_encoding(other):
    """80 characters: 240 bytes in UTF-8, 160 in GB18030."""
    in_chinese(other, "utf-8", "声音嘶哑" * 20)
    assert other.build() == 1
    assert [f.rule for f in other.findings if f.level == "stop"] == ["VALUE-LENGTH"]
    other.replace(STUDY, "utf-8", "gb18030")
    assert other.build() == 0


def test_a_character_that_the_encoding_lacks_is_told_with_its_raw_cell(other):
    in_chinese(other, "euc-cn", "10㎎后声音嘶哑")
    assert other.build() == 1
    (found,) = [f for f in other.findings if f.level == "stop"]
    assert (found.rule, found.file, found.row, found.column, found.subject) == (
        "VALUE-ENCODING",
        "events.csv",
        1,
        "AETERM",
        "101",
    )
    other.append(STUDY, "levels: {VALUE-ENCODING: query, VALUE-REQUIRED: query}\n")
    assert other.build() == 0


def test_another_encoding_writes_all_anew(other):
    in_chinese(other, "utf-8", "声音嘶哑")
    assert other.build() == 0
    other.replace(STUDY, "utf-8", "gb18030")
    assert other.build() == 0
    assert "声音嘶哑".encode("gb18030") in (other.out / "sdtm/ae.xpt").read_bytes()


def test_an_encoding_that_no_edition_has(other):
    other.replace(STUDY, "language: en", "language: zh\nencoding: big5")
    assert other.build() == 1
    stops = [f.message for f in other.findings if f.level == "stop"]
    assert stops == ["An edition is not written in the encoding 'big5'."]
