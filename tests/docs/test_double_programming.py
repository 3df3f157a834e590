"""docs/double-programming.md: its examples are executed, its numbers counted."""

from __future__ import annotations

import re

import pytest
from compared import frame, write
from support import ROOT

from onespec.cli.main import main
from onespec.engine.findings import Findings
from onespec.qc.compare import Settings, compare_tables
from onespec.qc.power.errors import read_errors
from onespec.qc.report import Entry
from onespec.qc.tables import from_frame
from onespec.qc.waivers import ALL_KINDS, Register, read_waivers

from .markdown import block

PAGE = (ROOT / "docs" / "double-programming.md").read_text(encoding="utf-8")


def test_the_waiver_explains_three_cells(tmp_path):
    """Of AFP before 2026; a fourth difference, of another date, stays."""
    (tmp_path / "waivers.yaml").write_text(block("double-programming.md", "waivers:"), encoding="utf-8")
    findings = Findings()
    register = Register(read_waivers(tmp_path, findings))
    base = frame(
        LBTESTCD=["AFP"] * 4, LBDTC=["2025-01-01", "2025-02-01", "2025-12-31", "2026-01-01"], LBSTRESC=["1.5"] * 4
    )
    other = base.assign(LBSTRESC=["1.4", "1.4", "1.4", "1.4"])
    settings = Settings(by=("LBTESTCD", "LBDTC"), wanted=register.wanted("LB", base, other))
    entry = Entry(compare_tables(from_frame(base, "LB"), from_frame(other, "LB"), settings))
    register.explain(entry, base, other, findings)
    (line,) = register.lines()
    assert not findings
    assert (line.place, line.cells, line.explains, entry.unexplained) == ("waivers.yaml:2", 3, 3, 1)


def test_the_kinds_of_differences():
    sentence = PAGE.partition("`kind` is ")[2].partition(".\n")[0].partition(" (then ")[0]
    assert set(re.findall(r"`([^`]+)`", sentence)) <= set(ALL_KINDS)


def alternatives() -> list[str]:
    """What stands in brackets in the usage of `onespec compare`; FILE is any name."""
    usage = block("double-programming.md", "onespec compare")
    return [option for each in re.findall(r"\[([^]]+)\]", usage) for option in each.split(" | ")]


@pytest.mark.parametrize("option", alternatives())
def test_an_option_of_compare(tmp_path, monkeypatch, option):
    monkeypatch.chdir(tmp_path)
    write(tmp_path / "a.xpt", frame(USUBJID=["1", "1"], AESEQ=[1, 2], AVAL=[3, 10]))
    assert main(["compare", "a.xpt", "a.xpt", *option.split()]) == 0
    assert (tmp_path / "FILE").exists() == option.endswith("FILE")


def test_as_many_errors_are_seeded_as_were_measured():
    (folder,) = (path.parent for path in ROOT.rglob("errors.yaml") if "tests" not in path.relative_to(ROOT).parts)
    outputs, sources, _ = read_errors(folder, Findings())
    measured = re.search(
        r"(\d+) errors \((\d+) in [a-z]+ datasets, (\d+) in the specification, (\d+) in the program\)", PAGE
    )
    total, in_outputs, in_specification, in_program = map(int, measured.groups())
    assert (in_outputs, in_program) == (len(outputs), sum(not e.file.startswith("specs/") for e in sources))
    assert "three more, in shared tables," in PAGE and in_specification + in_program + 3 == len(sources)
    assert total == in_outputs + in_specification + in_program
