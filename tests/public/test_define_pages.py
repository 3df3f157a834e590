import pytest

from onespec import NotThere, write_define_html
from onespec.cli.main import main
from onespec.engine.build.ownership import CannotBuild

DEFINE = """<ODM xmlns="http://www.cdisc.org/ns/odm/v1.3" xmlns:def="http://www.cdisc.org/ns/def/v2.1" FileOID="F">
<Study OID="S"><GlobalVariables><StudyName>ONE</StudyName></GlobalVariables>
<MetaDataVersion OID="M" Name="N" def:DefineVersion="2.1.0">
<ItemGroupDef OID="IG.AE" Name="AE"><ItemRef ItemOID="IT.AETERM" Mandatory="Yes"/></ItemGroupDef>
<ItemDef OID="IT.AETERM" Name="AETERM" DataType="text" Odd="1"/>
</MetaDataVersion></Study></ODM>"""


@pytest.fixture
def define(tmp_path):
    path = tmp_path / "define.xml"
    path.write_text(DEFINE, encoding="utf-8")
    return path


def test_the_page_stands_beside_the_file(define, capsys):
    assert main(["define-html", str(define)]) == 0
    assert capsys.readouterr().out == (
        f"{define.with_suffix('.html')}: 1 datasets, 1 variables, 0 definitions at value level, 0 codelists, 0 methods."
        " 1 pieces of the file have no place on the page; it lists them.\n"
    )
    assert "AETERM" in define.with_suffix(".html").read_text(encoding="utf-8")


def test_the_same_file_gives_the_same_page_and_may_be_written_again(define):
    pages = [write_define_html(define)[0].read_bytes() for _ in range(2)]
    assert pages[0] == pages[1]


def test_the_language_is_that_in_which_the_page_opens(define, tmp_path):
    page, _ = write_define_html(define, tmp_path / "zh.html", "zh")
    assert '<html lang="zh"' in page.read_text(encoding="utf-8")


def test_no_file_of_others_is_replaced(define):
    define.with_suffix(".html").write_text("mine", encoding="utf-8")
    for output in (None, define):
        with pytest.raises(CannotBuild):
            write_define_html(define, output)


@pytest.mark.parametrize(
    ("content", "why"),
    [("<ODM", "well-formed"), ("<!DOCTYPE a [<!ENTITY x 'y'>]><ODM/>", "DOCTYPE"), ("<html/>", "root is html")],
)
def test_what_is_no_define_is_refused_in_words(content, why, tmp_path, capsys):
    path = tmp_path / "other.xml"
    path.write_text(content, encoding="utf-8")
    assert main(["define-html", str(path)]) == 1
    assert why in capsys.readouterr().err


def test_a_place_without_a_file_is_told(tmp_path):
    for path in (tmp_path, tmp_path / "no.xml"):
        with pytest.raises(NotThere, match=path.name):
            write_define_html(path)
