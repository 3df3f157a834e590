"""docs/conformance.md: its examples are executed.  Its lists of checks and defects: tests/conformance/test_power.py."""

from __future__ import annotations

import re
from collections import Counter

from checked import define, package
from support import ROOT

from onespec.conformance.breach import CORE, Breach
from onespec.conformance.check_list import read_checks
from onespec.conformance.data import World
from onespec.conformance.explained import explain, read_explanations
from onespec.conformance.own import run_checks
from onespec.engine.findings import Findings

from .markdown import block

PAGE = (ROOT / "docs" / "conformance.md").read_text(encoding="utf-8")


def test_the_entry_explains_prior_treatment_and_nothing_else(tmp_path):
    (tmp_path / "conformance.yaml").write_text(block("conformance.md", "explained:"), encoding="utf-8")
    findings = Findings()
    entries = read_explanations(tmp_path, findings)
    found = package(CM={"CMCAT": ["PRIOR", "CONCOMITANT"]}, PR={"PRCAT": ["PRIOR"]}, AE={"AETERM": ["Fever"]})
    breaches = [
        Breach(CORE, "CORE-000701", "CM", 1, ("EPOCH",), ("",), "EPOCH is missing."),
        Breach(CORE, "CORE-000701", "CM", 2, ("EPOCH",), ("",), "EPOCH is missing."),
        Breach(CORE, "CORE-000701", "CM", 1, ("CMDOSE",), ("",), "Another variable."),
        Breach(CORE, "CORE-000701", "AE", 1, ("EPOCH",), ("",), "Another dataset."),
        Breach(CORE, "CORE-000702", "CM", 1, ("EPOCH",), ("",), "Another rule."),
    ]
    assert explain(entries, breaches, found, findings) == [0, -1, -1, -1, -1]
    assert [(e.count, e.date) for e in entries] == [(146, "2027-12-01")]


def test_the_check_finds_an_end_before_the_start(tmp_path):
    """In AE where the event happened, and not in DS."""
    entry = block("conformance.md", "OS0801:")
    (tmp_path / "checks.yaml").write_text(
        "checks:\n" + "".join(f"  {line}\n" for line in entry.splitlines()), encoding="utf-8"
    )
    dates = {"STDTC": ["2027-01-02", "2027-01-02", "2027-01-01"], "ENDTC": ["2027-01-01", "2027-01-01", "2027-01-02"]}
    found = package(
        AE={"AESTAT": ["", "NOT DONE", ""]} | {f"AE{n}": v for n, v in dates.items()},
        DS={"DSSTAT": [""] * 3} | {f"DS{n}": v for n, v in dates.items()},
    )
    findings = Findings()
    checks = read_checks(tmp_path, findings)
    assert not findings.stops
    breaches = run_checks(checks, World(found, None, define()))
    assert [(b.rule, b.dataset, b.row, b.message, b.fix) for b in breaches] == [
        ("OS0801", "AE", 1, "The end is before the start.", "Ask the site which date is right.")
    ]


def test_every_rule_of_ct_check_is_listed_once():
    table = PAGE.partition("## Controlled terminology")[2].partition("\n## ")[0]
    listed = Counter(
        rule for line in table.splitlines() if line.startswith("| CT-") for rule in re.findall(r"CT-[A-Z]+", line)
    )
    sources = [*(ROOT / "conformance" / "terminology").glob("*.py"), ROOT / "engine" / "spec" / "held_terms.py"]
    used = {rule for path in sources for rule in re.findall(r'"(CT-[A-Z]+)"', path.read_text(encoding="utf-8"))}
    assert listed == Counter(used)
