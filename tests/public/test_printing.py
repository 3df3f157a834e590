"""Any define.xml as PDF: what is refused, and what is told."""

from __future__ import annotations

from datetime import datetime

import pytest

import onespec
from onespec import printing
from onespec.printing import _instant, print_define
from onespec.reporting import NoReport

SMALL = """\
<ODM xmlns="http://www.cdisc.org/ns/odm/v1.3" xmlns:def="http://www.cdisc.org/ns/def/v2.1"
  CreationDateTime="2026-01-31T08:00:00">
<Study OID="S.1"><GlobalVariables><StudyName>S\u00e9</StudyName></GlobalVariables>
<MetaDataVersion OID="MDV.1" Name="N" def:DefineVersion="2.1.0">
<ItemGroupDef OID="IG.VS" Name="VS"><ItemRef ItemOID="IT.GONE"/></ItemGroupDef>
</MetaDataVersion></Study></ODM>"""


@pytest.fixture
def file(tmp_path):
    place = tmp_path / "define.xml"
    place.write_text(SMALL, encoding="utf-8")
    return place


def test_a_file_that_is_not_valid_is_set_all_the_same(file):
    printed = print_define(file)
    assert printed.notes == ()
    assert printed.write() == file.with_name("define.pdf")
    assert file.with_name("define.pdf").read_bytes() == printed.content == print_define(file).content


def test_only_a_document_of_this_program_is_replaced(file):
    printed = print_define(file)
    other = file.with_name("other.pdf")
    assert printed.write(other) == printed.write(other)
    other.write_bytes(printed.content.replace(b"%PDF-1.7", b"%PDF-9.9")[:500])
    with pytest.raises(OSError, match="that this program wrote"):
        printed.write(other)


def test_a_date_that_is_none_is_told(file):
    file.write_text(SMALL.replace("2026-01-31T08:00:00", "31JAN2026"), encoding="utf-8")
    (note,) = print_define(file).notes
    assert note == "CreationDateTime is '31JAN2026', which is no date; the PDF bears 1970-01-01."


def test_a_character_that_no_font_has_is_told(file):
    file.write_text(SMALL.replace("S\u00e9", "S\u0e01"), encoding="utf-8")
    (note,) = print_define(file).notes
    assert note == "No face of the fonts has U+0E01; each stands by its number, as [U+0E01]."


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"language": "fr"}, "There is no language 'fr'."),
        ({"profile": "nmp"}, "There is no profile 'nmp'. Did you mean 'nmpa'?"),
    ],
)
def test_what_nobody_has_described_is_refused(file, given, said):
    with pytest.raises(onespec.NotThere, match=said[:-1]):
        print_define(file, **given)


def test_what_is_no_define_is_refused(file):
    file.write_text(SMALL.replace("def/v2.1", "def/v1.0"), encoding="utf-8")
    with pytest.raises(onespec.NotThere, match=r"define\.xml: The file is Define-XML 1\.0"):
        print_define(file)


def test_what_is_not_installed_is_said(file, monkeypatch):
    monkeypatch.setattr(printing, "LIBRARIES", ("typst", "no_such_library"))
    with pytest.raises(NoReport, match=r"define\.pdf needs no_such_library; .* pip install 'onespec\[report\]'"):
        print_define(file)


def test_chinese_needs_the_font(file, monkeypatch):
    monkeypatch.setattr("onespec.engine.paper.fonts.chinese_fonts", lambda: ({}, ("The font is not there.",)))
    with pytest.raises(NoReport, match="The font is not there"):
        print_define(file, "zh")


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2026-01-31T08:00:00", datetime(2026, 1, 31, 8)),
        ("2026-01-31T20:00:00-05:00", datetime(2026, 2, 1, 1)),
        ("2026-01-31T08:00:00Z", datetime(2026, 1, 31, 8)),
        ("0001-01-01T00:00:00+09:00", None),
        ("1969-12-31", None),
        ("", None),
        ("soon", None),
    ],
)
def test_moments(text, moment):
    assert _instant(text) == moment
