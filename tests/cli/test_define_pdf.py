"""`onespec define-pdf`: the file in its place, and refusals in plain words."""

from __future__ import annotations

import pytest

from onespec.cli.main import main

SMALL = """\
<ODM xmlns="http://www.cdisc.org/ns/odm/v1.3" xmlns:def="http://www.cdisc.org/ns/def/v2.1">
<Study OID="S.1"><MetaDataVersion OID="MDV.1" Name="N" def:DefineVersion="2.1.0"/></Study></ODM>"""


@pytest.fixture
def file(tmp_path):
    place = tmp_path / "define.xml"
    place.write_text(SMALL, encoding="utf-8")
    return place


def test_it_writes_beside_the_define_and_says_what_is_to_be_told(file, capsys):
    assert main(["define-pdf", str(file)]) == 0
    said = capsys.readouterr().out
    assert said.startswith("CreationDateTime is not said; the PDF bears 1970-01-01.\nPDF: ")
    assert file.with_suffix(".pdf").read_bytes().startswith(b"%PDF-")


def test_it_writes_where_it_is_told_to(file):
    place = file.with_name("other.pdf")
    assert main(["define-pdf", str(file), "--output", str(place), "--language", "zh", "--profile", "nmpa"]) == 0
    assert place.read_bytes().startswith(b"%PDF-") and not file.with_suffix(".pdf").exists()


@pytest.mark.parametrize(
    ("text", "code", "said"),
    [
        ("<a/>", 1, "The file is no define.xml: its root is a"),
        ('<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>', 1, "The file declares a document type"),
        (None, 2, "No such file"),
    ],
)
def test_refusals(file, capsys, text, code, said):
    file.unlink() if text is None else file.write_text(text, encoding="utf-8")
    assert main(["define-pdf", str(file)]) == code
    assert said in capsys.readouterr().err
