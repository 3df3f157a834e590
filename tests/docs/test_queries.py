"""docs/living-trial.md, queries: the commands in their order, on the study of the tests."""

from __future__ import annotations

import shutil

from support import OTHER, ROOT

from onespec.cli.main import main

from .markdown import blocks

BLOCKS = [b for b in blocks(ROOT / "docs" / "living-trial.md") if b.marked.startswith("queries: ")]


def test_the_commands_say_what_the_page_shows(tmp_path, monkeypatch, capsys):
    for part in ("spec", "raw"):
        shutil.copytree(OTHER / part, tmp_path / part)
    monkeypatch.chdir(tmp_path)
    said = ""
    for block in BLOCKS:
        what = block.marked.removeprefix("queries: ")
        if what == "command":
            assert main(block.text.split()[1:]) == 0
            said = capsys.readouterr().out
        elif what == "output":
            assert said == block.text
        elif what == "register":
            assert block.text in (tmp_path / "spec" / "queries.yaml").read_text(encoding="utf-8")
    assert {b.marked for b in BLOCKS} == {f"queries: {w}" for w in ("command", "output", "register", "check")}


def test_a_check_says_its_words_in_both_languages(tmp_path, monkeypatch, capsys):
    """The check of the page, asked of the end of an event that the study of the tests does not have."""
    from onespec.engine.findings import Findings
    from onespec.engine.spec.questions import in_english
    from onespec.engine.spec.yamltext import load_yaml

    [block] = [b for b in BLOCKS if b.marked == "queries: check"]
    (tmp_path / "checks.yaml").write_text("checks:\n" + block.text, encoding="utf-8")
    findings = Findings()
    asked = load_yaml(tmp_path / "checks.yaml", "checks.yaml", findings)
    known = in_english(asked, findings)
    assert findings == [] and known["Ask the site which is right."] == "请研究中心核实哪一项正确。"
    assert asked["checks"][0]["must_not_be"]["message"] == "The event is ongoing but has an end date."
