"""The command: exit codes, the text, reports, a corrected copy."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import pytest

from onespec.cli.main import main

SMALL = Path(__file__).parents[1] / "define" / "check" / "small.xml"


@pytest.fixture
def define(tmp_path) -> Path:
    """A define.xml whose files are not there."""
    return Path(shutil.copy(SMALL, tmp_path / "define.xml"))


def asked(capsys, *words: object) -> tuple[int, str, str]:
    code = main(["define-check", *map(str, words)])
    said = capsys.readouterr()
    return code, said.out, said.err


def test_findings_are_grouped_by_their_rule(define, capsys):
    code, out, _ = asked(capsys, define, "--show", 1)
    assert code == 1
    assert "ERROR DX1101 (DX 5.3.16; TCG), 5 findings\n" in out
    assert "def:leaf LF.DM: The file dm.xpt is not there.\n  and 4 more\n  Fix: Put the file" in out
    assert re.search(r"define\.xml: Define-XML 2\.1, \d+ rules asked; 6 errors\.\n$", out)


def test_reports_hold_all_and_replace_nothing_of_others(define, capsys, tmp_path):
    made = [tmp_path / "found.json", tmp_path / "found.csv"]
    assert asked(capsys, define, "--json", made[0], "--csv", made[1])[0] == 1
    facts, table = json.loads(made[0].read_text()), made[1].read_text(encoding="utf-8-sig").splitlines()
    assert (len(facts["findings"]), facts["count"], len(table)) == (6, {"error": 6, "warning": 0, "note": 0}, 7)
    before = [path.read_bytes() for path in made]
    assert asked(capsys, define, "--json", made[0], "--csv", made[1])[0] == 1  # its own are replaced
    assert [path.read_bytes() for path in made] == before
    made[1].write_text("mine,alone\n")
    code, _, err = asked(capsys, define, "--csv", made[1])
    assert code == 2 and "would be replaced" in err and made[1].read_text() == "mine,alone\n"


def test_a_corrected_copy_stands_beside_the_file(define, capsys, tmp_path):
    define.write_text(define.read_text().replace('SASFieldName="AGE"', 'SASFieldName="AGES"'))
    before = define.read_bytes()
    code, out, _ = asked(capsys, define, "--fix")
    assert code == 1 and "MENDED DX0612: 1\n" in out and out.endswith(f"Written: {tmp_path / 'define-mended.xml'}\n")
    assert define.read_bytes() == before
    assert (tmp_path / "define-mended.xml").read_bytes() == SMALL.read_bytes()
    assert asked(capsys, define, "--fix")[0] == 1  # the same bytes again


def test_the_file_itself_is_never_the_copy(define, capsys):
    before = define.read_bytes()
    code, _, err = asked(capsys, define, "--fix", "--output", define)
    assert code == 2 and "never changed" in err and define.read_bytes() == before


@pytest.mark.parametrize("words", [["absent.xml"], ["define.xml", "--data", "absent"]])
def test_what_is_not_there_is_said(words, define, capsys, monkeypatch):
    monkeypatch.chdir(define.parent)
    code, out, err = asked(capsys, *words)
    assert (code, out) == (2, "") and "absent" in err and "Traceback" not in err


def test_what_is_no_define_is_refused(define, capsys):
    define.write_text("<html/>")
    assert asked(capsys, define) == (
        2,
        "",
        f"onespec define-check: {define}: The file is no define.xml: its root is html, that of one is ODM.\n",
    )


def test_faults_of_the_schema_are_listed_by_their_kind(define, capsys):
    """Three attributes that are not allowed are one kind, an element that is not expected is another."""
    spoiled = define.read_text().replace("<ProtocolName>", '<ProtocolName A="1" B="2">')
    spoiled = spoiled.replace("<StudyName>", '<StudyName C="3">').replace("<def:Standards>", "<def:Standards><Other/>")
    define.write_text(spoiled)
    out = asked(capsys, define, "--show", 1)[1]
    assert out.count("ERROR DX0001 (DX, schema)") == 2 and "ERROR DX0001 (DX, schema), 3 findings\n" in out
    assert "The schema finds 4 faults.\n" in out


def test_the_encoding_is_one(define, capsys):
    code, _, err = asked(capsys, define, "--data", define.parent, "--encoding", "klingon")
    assert code == 2 and err.startswith("onespec define-check: --encoding klingon: there is no such encoding.")
