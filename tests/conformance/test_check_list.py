"""checks.yaml: what it may say, and each fault with its line."""

from __future__ import annotations

import re
from collections import Counter

import pytest
from checked import package

from onespec.conformance.check_list import functions, read_checks, standards_folder
from onespec.conformance.data import Data, World
from onespec.conformance.own import of_check, own_breaches
from onespec.engine.findings import Findings, Stopped
from onespec.engine.registry import CHECK

HEAD = "checks:\n"
GOOD = """\
  OS0801:
    check: in_order
    datasets: [Events]
    with: {start: --STDTC, end: --ENDTC}
    message: "--ENDTC is before --STDTC."
    fix: Ask.
    source: IG
"""


def faults(folder, text: str) -> list[str]:
    (folder / "checks.yaml").write_text(text, encoding="utf-8")
    findings = Findings()
    read_checks(folder, findings)
    return [f"{f.rule} {f.line}: {f.message}" for f in findings.stops if f.rule != "SPEC-UNUSED"]


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("check: in_order", "check: in_ordre", "SPEC-METHOD 3: There is no check 'in_ordre'."),
        ("datasets: [Events]", "datasets: [Evnets]", "SPEC-DATASET 4: There is no dataset or class 'Evnets'."),
        (
            "start: --STDTC, end",
            "begin: --STDTC, start: --STDTC, end",
            "SPEC-KEY 5: 'begin' is not an entry of 'with' of in_order.",
        ),
        (", end: --ENDTC", "", "SPEC-PARAMETER 2: in_order needs the parameter 'end'."),
        ("start: --STDTC", "start: [--STDTC]", "SPEC-TYPE 5: 'start' must be one text."),
        ("    fix: Ask.\n", "", "SPEC-MISSING 3: Check OS0801 has no 'fix'."),
        ("    datasets: [Events]\n", "", "SPEC-MISSING 2: Check OS0801 has no 'datasets'."),
        ("source: IG", "sorce: IG\n    source: IG", "SPEC-KEY 8: 'sorce' is not an entry of a check."),
    ],
)
def test_each_fault_has_its_line(tmp_path, old, new, fault):
    assert faults(tmp_path, HEAD + GOOD) == []
    assert old in GOOD
    assert faults(tmp_path, HEAD + GOOD.replace(old, new)) == [fault]


def test_numbers_tables_and_references(tmp_path):
    text = HEAD + "\n".join(
        f"  {name}: {{check: {check}, datasets: all, with: {{{with_}}}, message: m, fix: f, source: s}}"
        for name, check, with_ in (
            ("A", "in_range", "variable: AGE, at_least: none"),
            ("B", "plausible", "test: T, result: R, unit: U, limits: plausible-limit"),
            ("C", "subject_has", "reference: DTHFL"),
            ("D", "exists_in", "variables: {A: B}, references: DM.USUBJID"),
        )
    )
    assert faults(tmp_path, text) == [
        "SPEC-PARAMETER 2: 'at_least' must be a number, not 'none'.",
        "SPEC-TABLE 3: There is no table 'plausible-limit'.",
        "SPEC-TYPE 4: 'DTHFL' of 'reference' is not DS.VAR.",
        "SPEC-TYPE 5: 'variables' must be a text or a list of texts.",
    ]


def test_own_breaches_stops_at_a_faulty_list(tmp_path):
    (tmp_path / "checks.yaml").write_text(HEAD + GOOD.replace("in_order", "nothing"), encoding="utf-8")
    with pytest.raises(Stopped, match="There is no check 'nothing'"):
        own_breaches(package(AE={"AETERM": ["a"]}), standards=tmp_path)


def of(tmp_path, text: str, package_, name: str) -> list[tuple]:
    (tmp_path / "checks.yaml").write_text(HEAD + text, encoding="utf-8")
    check = read_checks(tmp_path, Findings())[0]
    assert check.looks_at(name)
    return [
        (b.rule, b.dataset, b.row, b.variables, b.values, b.message, b.subject)
        for b in of_check(check, Data(World(package_), package_.tables[name]))
    ]


def test_the_prefix_of_the_domain_and_the_record_of_the_file(tmp_path):
    p = package(
        AE={
            "USUBJID": ["1", "2", "3"],
            "AESTDTC": ["2026", "2026", "2026"],
            "AEENDTC": ["2026", "2025", "2025"],
            "AESER": ["Y", "N", "Y"],
        }
    )
    text = GOOD.replace("    with:", "    where: {--SER: Y}\n    with:")
    assert of(tmp_path, text, p, "AE") == [
        ("OS0801", "AE", 3, ("AESTDTC", "AEENDTC"), ("2026", "2025"), "AEENDTC is before AESTDTC.", "3")
    ]


def test_a_dataset_without_the_variable_is_skipped(tmp_path):
    p = package(
        AE={"USUBJID": ["1"], "AESTDTC": ["2026"]}, CE={"USUBJID": ["1"], "CESTDTC": ["2026"], "CEENDTC": ["2025"]}
    )
    assert of(tmp_path, GOOD, p, "AE") == []
    assert (
        of(tmp_path, GOOD.replace("    with:", "    where: {--SER: Y}\n    with:"), p, "CE") == []
    )  # nor has it the variable of the condition


def test_datasets_by_name_class_and_kind(tmp_path):
    (tmp_path / "checks.yaml").write_text(
        HEAD + GOOD.replace("[Events]", "[Events, DM, SUPP--]\n    except: [DS]"), encoding="utf-8"
    )
    check = read_checks(tmp_path, Findings())[0]
    assert [n for n in ("AE", "DS", "MH", "DM", "LB", "SUPPAE", "") if check.looks_at(n)] == [
        "AE",
        "MH",
        "DM",
        "SUPPAE",
    ]


# -- the checks that ship ----------------------------------------------------------------------------


def shipped():
    findings = Findings()
    checks = read_checks(standards_folder(), findings)
    assert findings.stops == []
    return checks


def test_the_shipped_list_is_sound_and_uses_every_function():
    checks = shipped()
    assert {c.operation.name for c in checks} == set(functions().names(CHECK))
    assert Counter(c.id for c in checks).most_common(1)[0][1] == 1
    assert all(re.fullmatch(r"OS\d{4}", c.id) for c in checks)
    assert [c.id for c in checks] == sorted(c.id for c in checks)


def test_messages_and_fixes_are_sentences():
    for c in shipped():
        assert c.message.endswith(".") and c.fix.endswith("."), c.id
        assert ("{detail}" in c.message) <= ("detail" in open(c.operation.file, encoding="utf-8").read()), c.id
