"""checks.yaml: what it may say, and each fault with its line."""

from __future__ import annotations

import re
from collections import Counter

import pytest
from checked import package

from onespec.conformance.check_list import functions, read_checks, standards_folder
from onespec.conformance.data import Data, World
from onespec.conformance.guides import ADAM, GUIDES, SDTM
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
    return [f"{f.rule} {f.line}: {f.message}" for f in findings.stops]


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
    assert check.looks_at(World(package_).called(name))
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
    names = ("AE", "DS", "MH", "DM", "LB", "SUPPAE", "")
    world = World(package(**{n: {"USUBJID": ["1"]} for n in names if n}))
    assert [n for n in names if check.looks_at(world.called(n))] == ["AE", "MH", "DM", "SUPPAE"]


def test_variables_by_pattern(tmp_path):
    """``*FL``: all that end so; ``TRTxxP``: all of the pattern; of a list each once."""
    p = package(ADSL={"USUBJID": ["1"], "SAFFL": ["X"], "FASFL": ["Y"], "TRT01P": ["X"], "TRT1P": ["X"], "FL": ["X"]})
    text = """\
  OA0304:
    check: values_allowed
    datasets: [ADSL]
    with: {variables: ["*FL", SAFFL, TRTxxP], values: [Y, N]}
    message: m.
    fix: f.
    source: s
"""
    (tmp_path / "adam-checks.yaml").write_text(HEAD + text, encoding="utf-8")
    (check,) = read_checks(tmp_path, Findings(), ADAM)
    found = of_check(check, Data(World(p, guide=ADAM), p.tables["ADSL"]))
    assert [b.variables for b in found] == [("SAFFL",), ("TRT01P",)]


def test_datasets_of_adam_by_name_and_structure(tmp_path):
    (tmp_path / "adam-checks.yaml").write_text(
        HEAD + GOOD.replace("[Events]", "[BDS, ADSL]\n    except: [ADLB]"), encoding="utf-8"
    )
    (check,) = read_checks(tmp_path, Findings(), ADAM)
    names = {"ADSL": "USUBJID", "ADLB": "PARAMCD", "ADVS": "PARAMCD", "ADTTE": "CNSR", "ADAE": "AETERM", "": ""}
    world = World(package(**{n: {v: ["1"]} for n, v in names.items() if n}), guide=ADAM)
    assert [n for n in names if check.looks_at(world.called(n))] == ["ADSL", "ADVS", "ADTTE"]


# -- the checks that ship ----------------------------------------------------------------------------


def shipped(guide):
    findings = Findings()
    checks = read_checks(standards_folder(), findings, guide)
    assert findings.stops == []
    return checks


@pytest.mark.parametrize(("guide", "form"), [(SDTM, r"OS\d{4}"), (ADAM, r"OA\d{4}")])
def test_the_shipped_list_is_sound(guide, form):
    checks = shipped(guide)
    assert Counter(c.id for c in checks).most_common(1)[0][1] == 1
    assert all(re.fullmatch(form, c.id) for c in checks)
    assert [c.id for c in checks] == sorted(c.id for c in checks)


def test_the_shipped_lists_use_every_function():
    assert {c.operation.name for guide in GUIDES for c in shipped(guide)} == set(functions().names(CHECK))


def test_messages_and_fixes_are_sentences():
    for c in (c for guide in GUIDES for c in shipped(guide)):
        assert c.message.endswith(".") and c.fix.endswith("."), c.id
        assert ("{detail}" in c.message) <= ("detail" in open(c.operation.file, encoding="utf-8").read()), c.id
