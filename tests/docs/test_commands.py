"""Every command that a page says to type exists, with its options."""

from __future__ import annotations

import re

import pytest
from support import ROOT

from onespec.cli.main import COMMANDS, DEBUG, main

from .markdown import PAGES, commands

MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")
TYPED = {program: [(p, c) for p in PAGES for c in commands(p, program)] for program in ("make", "onespec")}


def ids(value):
    return value.name if hasattr(value, "name") else value[:60]


def test_the_pages_say_what_to_type():
    assert len(TYPED["make"]) > 10 and len(TYPED["onespec"]) > 10


@pytest.mark.parametrize(("page", "command"), TYPED["make"], ids=ids)
def test_a_target_and_its_variables_exist(page, command):
    """`make all STUDY=... RAW=...`; a file in .venv is a target of the Makefile's own."""
    for word in command.split()[1:]:
        name, is_variable, _ = word.partition("=")
        pattern = rf"^{name} *\?=" if is_variable else rf"^{name}:"
        assert re.search(pattern, MAKEFILE, re.MULTILINE) or word.startswith(".venv/"), f"{page.name}: {command}"


@pytest.mark.parametrize(("page", "command"), TYPED["onespec"], ids=ids)
def test_a_command_and_its_options_exist(page, command, capsys):
    _, name, *words = (word for word in command.split() if word != DEBUG)
    assert name in COMMANDS, f"{page.name}: {command}"
    with pytest.raises(SystemExit) as ended:
        main([name, *(words[:1] if name in ("ct", "new", "spec") else []), "--help"])
    options, known = (set(re.findall(r"--[a-z][\w-]*", text)) for text in (command, capsys.readouterr().out))
    assert ended.value.code == 0 and options - {DEBUG} <= known, f"{page.name}: {command}"
