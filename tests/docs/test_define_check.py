"""docs/define-check.md: the findings that it shows, and the rule that it adds."""

from __future__ import annotations

import re
from pathlib import Path

import yaml
from support import ROOT

from onespec.cli.main import main
from onespec.define.check.kinds import found
from onespec.define.check.rules import Rule
from onespec.define.check.world import World

from .markdown import blocks, rewrite

PAGE = ROOT / "docs" / "define-check.md"
SMALL = (ROOT / "tests" / "define" / "check" / "small.xml").read_text(encoding="utf-8")


def test_the_findings_shown_are_those_of_a_spoiled_file(tmp_path, monkeypatch, capsys, request):
    """All files are there but the annotated CRF; a codelist is misspelt where it is used, and a length is left out."""
    for name in re.findall(r'href="([^"]+)"', SMALL):
        if name != "acrf.pdf":
            (tmp_path / name).touch()
    spoiled = SMALL.replace('<CodeListRef CodeListOID="CL.AGEU"/>', '<CodeListRef CodeListOID="CL.AGE"/>')
    spoiled = spoiled.replace('Name="COUNTRY" DataType="text" Length="3"', 'Name="COUNTRY" DataType="text"')
    (tmp_path / "define.xml").write_text(spoiled, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    assert main(["define-check", "define.xml"]) == 1
    out = capsys.readouterr().out
    if request.config.getoption("--update-golden"):
        rewrite(PAGE, {"output: define-check": out})
    assert [each.text for each in blocks(PAGE) if each.marked == "output: define-check"] == [out]


def test_the_rule_shown_finds_what_it_says():
    (shown,) = [each.text for each in blocks(PAGE) if each.marked == "rule: DX0412"]
    ((name, entry),) = yaml.safe_load(shown).items()
    rule = Rule(id=name, given=entry.pop("with", {}), **entry)
    (fault,) = found(World(SMALL.encode(), Path("define.xml")), rule)
    assert fault.node.tag.endswith("}ODM")
    named = World(SMALL.replace("<ODM ", '<ODM SourceSystem="x" ').encode(), Path("define.xml"))
    assert list(found(named, rule)) == []
