"""docs/first-study.md, done as it says: its commands, its outputs, and the files that a person writes between them."""

from __future__ import annotations

import re

import pytest
from support import OTHER, ROOT, contents

from onespec.cli.main import main

from .markdown import blocks

PAGE = ROOT / "docs" / "first-study.md"
STEPS = [(b.marked.removeprefix("first study: "), b.text) for b in blocks(PAGE)]

# By a person, in this order.
WRITTEN = ("sdtm/ex.yaml", "sdtm/ae.yaml", "sdtm/dm.yaml", "adam/adsl.yaml", "append to study.yaml")
# By the program: what a command says, and lines that a file has at this step.
SHOWN = ("command", "output", "in first/crf.yaml", "in first/sdtm/re.yaml", "in build/first/adam/define.xml")


@pytest.fixture
def done(tmp_path, monkeypatch, capsys):
    """The folder after the whole page, and what each command said beside what the page shows."""
    monkeypatch.chdir(tmp_path)
    said = []
    for what, text in STEPS:
        if what == "command":
            words = text.replace("tests/studies/other", str(OTHER)).split()
            assert main(words[1:]) == 0, text + capsys.readouterr().err
            said.append([capsys.readouterr().out, ""])
        elif what == "output":
            said[-1][1] = text
        elif what.startswith("in "):
            assert text in (tmp_path / what.removeprefix("in ")).read_text(encoding="utf-8"), what
        elif what.startswith("append to "):
            with (tmp_path / "first" / what.removeprefix("append to ")).open("a", encoding="utf-8") as file:
                file.write(text)
        else:
            (tmp_path / "first" / what).write_text(text, encoding="utf-8")
    return tmp_path, said


def test_the_page_is_done_as_it_stands(done):
    folder, said = done
    for actual, shown in said:
        assert actual == shown
    made = contents(folder / "build" / "first")
    datasets = {"sdtm/dm.xpt", "sdtm/ae.xpt", "sdtm/ex.xpt", "sdtm/re.xpt", "adam/adsl.xpt"}
    assert datasets | {"sdtm/define.xml", "adam/define.xml"} <= made.keys()
    assert re.search(b'Name="AESTDY"', made["sdtm/define.xml"])
    assert any(b"not mapped yet" in data for name, data in made.items() if name.startswith("reports/"))


def test_the_page_takes_at_most_ten_commands():
    assert 5 < sum(what == "command" for what, _ in STEPS) <= 10


def test_a_person_writes_what_is_known():
    assert tuple(what for what, _ in STEPS if what not in SHOWN) == WRITTEN
