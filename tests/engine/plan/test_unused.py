"""What is defined must be used."""

from __future__ import annotations

import pytest

METHOD = """from onespec.engine.columns import Column
from onespec.engine.registry import method

@method("{value}.")
def same(value: Column) -> Column:
    return value
"""
USE = "Fix: Use it, or remove it."


@pytest.mark.parametrize(
    ("file", "text", "line"),
    [
        (
            "spec/codelists.yaml",
            "ROUTE:\n  terms:\n    ORAL: {}\n",
            f"STOP  SPEC-UNUSED  codelists.yaml:20: Codelist ROUTE is defined and not used. {USE}",
        ),
        ("spec/tables/more.csv", "A\n1\n", f"STOP  SPEC-UNUSED  tables/more.csv:1: Table more is not used. {USE}"),
        (
            "spec/study.yaml",
            "  country: SWE\n",
            f"STOP  SPEC-UNUSED  study.yaml:15: The value study.country is not used. {USE}",
        ),
        ("spec/methods.py", METHOD, f"STOP  SPEC-UNUSED  methods.py: The study's method same is not used. {USE}"),
    ],
)
def test_a_definition_that_nothing_uses(other, file, text, line):
    other.append(file, text)
    assert other.faults() == [line]


def test_a_dictionary_that_nothing_uses(other):
    other.replace("spec/study.yaml", "dictionaries:\n", "dictionaries:\n  WHODRUG: {name: WHODrug, version: x}\n")
    assert other.faults() == [f"STOP  SPEC-UNUSED  study.yaml:12: Dictionary WHODRUG is defined and not used. {USE}"]


def test_a_field_that_only_a_check_names_is_not_mapped(other):
    other.replace(
        "spec/crf.yaml",
        "MONITOR: {label: {en: Monitor's mark}, type: text, not_submitted: no study data}",
        "MONITOR: {label: {en: Monitor's mark}, type: text}",
    )
    other.append(
        "spec/checks.yaml",
        "checks:\n  - must_exist: {from: events, match: [MONITOR], counterpart: {from: enrol, match: [CENTRE]}}\n",
    )
    assert other.faults() == [
        "STOP  SPEC-UNUSED  crf.yaml:41, events.MONITOR: events.MONITOR is used by no dataset. "
        "Fix: Map it, or add 'not_submitted: reason'."
    ]
