"""The report as ARS 1.0 has it: valid, every identifier defined, and each result with the groups that it is of."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator, ValidationError

from onespec.engine.plan.references import AnalysisPlan, Chosen
from onespec.engine.spec.conditions import Condition, Joined
from onespec.engine.spec.displays import NO_OUTCOME, PURPOSES
from onespec.engine.spec.model import Dataset, Study, Values, Variable
from onespec.results.ars import ars_files, reporting_event
from onespec.results.contract import NOTHING, Cell, Line, Result, Stat, Words
from onespec.results.run import Computed

from .ars_classes import references, schema
from .results_study import computed

ADSL = Dataset(
    "ADSL", "", "adam", "ADSL", "", (), (), {"SAFFL": Variable("SAFFL", "Safety Population Flag", "text")}, file=""
)
STUDY = Study(
    Path("."),
    "S1",
    "S1 study",
    "A study of nothing",
    "P",
    datetime(2027, 12, 1),
    "en",
    "",
    {},
    {},
    {},
    Values({}),
    {},
    {},
    {},
    {},
    {"ADSL": ADSL},
)


def event(*displays: Computed) -> dict:
    made = reporting_event(STUDY, displays)
    Draft202012Validator(schema()).validate(made)
    assert references(made) == []
    return made


def stat(name: str, value: float | str | None, text: str = "") -> Cell:
    return Cell((Stat(name, name, value, text, NOTHING),))


def with_where(display: Computed, *where: Condition) -> Computed:
    """The display with other conditions in its first analysis."""
    (analysis, result), *rest = display.results
    plan = replace(analysis.plan, source=Chosen("ADAE", where, ()), step=replace(analysis.plan.step, where=where))
    return replace(display, results=((AnalysisPlan(analysis.analysis, plan), result), *rest))


def grouped(made: dict) -> list[tuple[str, dict[str, str]]]:
    """The results of the first analysis: printed value, and the value of each grouping."""
    return [
        (r["formattedValue"], {g["groupingId"]: g.get("groupId") or g["groupValue"] for g in r.get("resultGroups", ())})
        for r in made["analyses"][0]["results"]
    ]


def test_the_table_of_facts_refuses_what_ars_does_not_know():
    good = {"id": "1", "name": "x", "mainListOfContents": {"name": "y", "contentsList": {}}}
    Draft202012Validator(schema()).validate(good)
    for bad in (
        good | {"more": 1},
        good | {"version": "1"},
        {"id": "1", "name": "x"},
        good | {"analyses": [{"id": "1"}]},
    ):
        with pytest.raises(ValidationError):
            Draft202012Validator(schema()).validate(bad)


def test_an_analysis_with_its_population_conditions_groups_and_results():
    share = Stat("n", "n", 1.0, "1"), Stat("N", "N", 3.0, "3"), Stat("p", "Percent", 100 / 3, "33.3")
    line = Line(Words("Mild"), (Cell(share), stat("n", 0.0, "0"), stat("n", 1.0, "1")), "AESEV", "MILD")
    made = event(computed(Result((line,))))
    assert made["analysisSets"] == [
        {
            "id": "AS.SAFFL",
            "label": "Safety Population Flag",
            "level": 1,
            "order": 1,
            "condition": {"dataset": "ADSL", "variable": "SAFFL", "comparator": "EQ", "value": ["Y"]},
        }
    ]
    assert made["dataSubsets"] == [
        {
            "id": "DS.ADAE.TRTEMFL.Y",
            "label": "ADAE where TRTEMFL EQ Y",
            "level": 1,
            "order": 1,
            "condition": {"dataset": "ADAE", "variable": "TRTEMFL", "comparator": "EQ", "value": ["Y"]},
        }
    ]
    (grouping,) = made["analysisGroupings"]
    assert [(g["id"], g["label"], g["condition"]["value"]) for g in grouping["groups"]] == [
        ("AG.ARM.A", "Arm A", ["A"]),
        ("AG.ARM.B", "Arm B", ["B"]),
    ]
    assert made["dataGroupings"] == [
        {
            "id": "DG.ADAE.AESEV",
            "label": "AESEV",
            "groupingDataset": "ADAE",
            "groupingVariable": "AESEV",
            "dataDriven": True,
        }
    ]
    (method,) = made["methods"]
    assert method["description"].startswith(
        "Number and percentage of subjects of the population with each value of variable"
    )
    assert [(o["id"], o["order"]) for o in method["operations"]] == [
        ("OP.counts.n", 1),
        ("OP.counts.N", 2),
        ("OP.counts.p", 3),
    ]
    assert [r["operationId"] for r in method["operations"][2]["referencedOperationRelationships"]] == [
        "OP.counts.n",
        "OP.counts.N",
    ]
    (analysis,) = made["analyses"]
    results = analysis.pop("results")
    assert analysis == {
        "id": "AN.events.1",
        "name": "Severity",
        "label": "Adverse Events",
        "reason": {"controlledTerm": "SPECIFIED IN SAP"},
        "purpose": {"controlledTerm": "PRIMARY OUTCOME MEASURE"},
        "methodId": "MT.counts",
        "analysisSetId": "AS.SAFFL",
        "dataSubsetId": "DS.ADAE.TRTEMFL.Y",
        "dataset": "ADAE",
        "variable": "AESEV",
        "orderedGroupings": [
            {"order": 1, "groupingId": "AG.ARM", "resultsByGroup": True},
            {"order": 2, "groupingId": "DG.ADAE.AESEV", "resultsByGroup": True},
        ],
        "programmingCode": {
            "context": "onespec",
            "code": "- counts:\n    from: ADAE\n    where: {TRTEMFL: Y}\n    variable: AESEV\n",
        },
        "referencedAnalysisOperations": [
            {"referencedOperationRelationshipId": f"OP.counts.p.{role}", "analysisId": "AN.events.1"}
            for role in ("NUMERATOR", "DENOMINATOR")
        ],
    }
    of_level = {"groupingId": "DG.ADAE.AESEV", "groupValue": "MILD"}
    assert results[2] == {
        "operationId": "OP.counts.p",
        "resultGroups": [{"groupingId": "AG.ARM", "groupId": "AG.ARM.A"}, of_level],
        "rawValue": "33.333333333333336",
        "formattedValue": "33.3",
    }
    assert results[4] == {  # the total is of no group
        "operationId": "OP.counts.n",
        "resultGroups": [of_level],
        "rawValue": "1",
        "formattedValue": "1",
    }


def test_lines_that_are_about_the_same_are_told_apart():
    lines = (
        Line(Words("Subjects"), (stat("n", 9.0, "9"),)),
        Line(Words("Events"), (stat("n", 5.0, "5"),)),
        Line(Words("Events"), (stat("n", 6.0, "6"),)),
        Line(Words("Median"), (stat("median", None, "NE"),)),
        Line(Words("12 months"), (stat("rate", float("inf"), "-"),), level="12"),
        Line(Words("PT"), (stat("n", 1.0, "1"),), "AEDECOD", "Rash", (("AEBODSYS", "Skin"),)),
    )
    made = event(replace(computed(Result(lines)), levels=("", "B", "A")))
    assert grouped(made) == [
        ("9", {"DG.LINE": "Subjects"}),
        ("5", {"DG.LINE": "Events (line 2)"}),
        ("6", {"DG.LINE": "Events (line 3)"}),
        ("NE", {}),
        ("-", {"DG.LEVEL": "12"}),
        ("1", {"DG.ADAE.AEBODSYS": "Skin", "DG.ADAE.AEDECOD": "Rash"}),
    ]
    assert ["rawValue" in r for r in made["analyses"][0]["results"]] == [True, True, True, False, False, True]


def test_columns_of_an_analysis_and_blocks_of_lines():
    line = Line(Words("Low"), (stat("n", 1.0, "1"), stat("n", 2.0, "2")), "BNRIND", "LOW", (("", "B"),))
    made = event(computed(Result((line,), (Words("Low"), Words("High")))))
    assert grouped(made) == [
        ("1", {"DG.COLUMN": "Low", "AG.ARM": "AG.ARM.B", "DG.ADAE.BNRIND": "LOW"}),
        ("2", {"DG.COLUMN": "High", "AG.ARM": "AG.ARM.B", "DG.ADAE.BNRIND": "LOW"}),
    ]


def test_own_columns_of_a_group():
    line = Line(Words("x"), (stat("n", 1.0, "1"), stat("n", 2.0, "2")))
    made = event(computed(Result((line,), (Words("A: n"), Words("B: n")), levels=("A", "B"))))
    assert grouped(made) == [
        ("1", {"AG.ARM": "AG.ARM.A", "DG.COLUMN": "A: n"}),
        ("2", {"AG.ARM": "AG.ARM.B", "DG.COLUMN": "B: n"}),
    ]


def test_several_conditions_and_those_that_compare_variables():
    several = Condition("AESER", "EQ", ("Y",)), Condition("AETOXGR", "IN", ("3", "4"))
    (subset,) = event(with_where(computed(Result(())), *several))["dataSubsets"]
    assert subset["id"] == "DS.ADAE.AESER.Y.AETOXGR.IN.3.4"
    assert [(c["order"], c["condition"]["value"]) for c in subset["compoundExpression"]["whereClauses"]] == [
        (1, ["Y"]),
        (2, ["3", "4"]),
    ]
    joined = Condition("ASTDT", "GE", ("ADSL.TRTSDT",), Joined("ADSL", "TRTSDT", "subject"))
    (subset,) = event(with_where(computed(Result(())), several[0], joined))["dataSubsets"]
    assert subset["label"] == "ADAE where AESER EQ Y and ASTDT GE ADSL.TRTSDT"
    assert not {"condition", "compoundExpression"} & set(subset)


def test_outputs_and_their_list():
    first = computed(Result(()))
    display = replace(first.plan.display, name="other", number="14.3.2", footnotes=())
    made = event(first, replace(first, plan=replace(first.plan, display=display)))
    assert made["outputs"][0] == {
        "id": "OUT.events",
        "name": "Table 14.3.1: Adverse Events",
        "displays": [
            {
                "order": 1,
                "display": {
                    "id": "DI.events",
                    "name": "events",
                    "displayTitle": "Adverse Events",
                    "displaySections": [
                        {
                            "sectionType": "Title",
                            "orderedSubSections": [
                                {"order": 1, "subSection": {"id": "SEC.events.Title.1", "text": "Table 14.3.1"}},
                                {"order": 2, "subSection": {"id": "SEC.events.Title.2", "text": "Adverse Events"}},
                            ],
                        },
                        {
                            "sectionType": "Footnote",
                            "orderedSubSections": [
                                {"order": 1, "subSection": {"id": "SEC.events.Footnote.1", "text": "Simulated data."}}
                            ],
                        },
                    ],
                },
            }
        ],
    }
    (section,) = made["mainListOfContents"]["contentsList"]["listItems"]
    assert (section["name"], [i["outputId"] for i in section["sublist"]["listItems"]]) == (
        "Safety",
        ["OUT.events", "OUT.other"],
    )
    assert section["sublist"]["listItems"][0]["sublist"]["listItems"] == [
        {"name": "Severity", "level": 3, "order": 1, "analysisId": "AN.events.1"}
    ]


def test_a_purpose_beside_the_terminology_extends_it():
    display = computed(Result(()))
    own = replace(display.plan.display, purpose=NO_OUTCOME)
    made = event(replace(display, plan=replace(display.plan, display=own)))
    assert made["terminologyExtensions"] == [
        {
            "id": "TERM.PURPOSE",
            "enumeration": "AnalysisPurposeEnum",
            "sponsorTerms": [{"id": "TERM.PURPOSE.DESCRIPTIVE_ANALYSIS", "submissionValue": "DESCRIPTIVE ANALYSIS"}],
        }
    ]
    assert made["analyses"][0]["purpose"] == {"sponsorTermId": "TERM.PURPOSE.DESCRIPTIVE_ANALYSIS"}
    assert NO_OUTCOME not in PURPOSES


def test_a_listing_is_an_output_without_analyses():
    display = computed(Result((Line(Words("S-1"), (stat("value", "x", "x"),)),)))
    ((analysis, result),) = display.results
    assert analysis.plan.operation
    shown = AnalysisPlan(
        analysis.analysis, replace(analysis.plan, operation=replace(analysis.plan.operation, shows="listing"))
    )
    plan = replace(display.plan, analyses=(shown,))
    made = event(replace(display, plan=plan, results=((shown, result),)))
    assert made["outputs"][0]["name"] == "Listing 14.3.1: Adverse Events"
    assert not {"analyses", "methods"} & set(made)


def test_the_file_has_the_same_bytes_and_is_json():
    display = computed(Result((Line(Words("x"), (stat("n", 1.0, "1"),)),)))
    files = ars_files(STUDY, [display])
    assert files == ars_files(STUDY, [display])
    assert json.loads(files["ars.json"]) == reporting_event(STUDY, [display])
