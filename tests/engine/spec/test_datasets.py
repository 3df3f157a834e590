"""A dataset's file: what it may say, and what is wrong with it, word for word."""

from __future__ import annotations

import pytest
from support import values_of

from onespec.engine.findings import Findings
from onespec.engine.plan.make import make_plan
from onespec.engine.registry import discover

AE, ADSL, DM = "spec/sdtm/ae.yaml", "spec/adam/adsl.yaml", "spec/sdtm/dm.yaml"
READ = "  - read: {from: events}"
TERM = "  AETERM:  {collected: events.EVENT}"
UNUSED = (
    "STOP  SPEC-UNUSED  crf.yaml:36, events.EVENT: events.EVENT is used by no dataset. "
    "Fix: Map it, or add 'not_submitted: reason'."
)
VERBS = "Fix: Give it exactly one of: collected, assigned, protocol, derived, predecessor, not_available."


@pytest.mark.parametrize(
    ("file", "old", "new", "lines"),
    [
        (
            AE,
            "dataset: AE",
            "dataset: AX",
            ["STOP  SPEC-DATASET  sdtm/ae.yaml:1: There is no SDTMIG dataset 'AX'. Fix: Did you mean 'TA'?"],
        ),
        (
            AE,
            "keys:",
            "key:",
            [
                "STOP  SPEC-MISSING  sdtm/ae.yaml:1: Dataset AE has no keys. Fix: Add 'keys: [...]'.",
                "STOP  SPEC-KEY  sdtm/ae.yaml:2: 'key' is not an entry of a dataset. Fix: Did you mean 'keys'?",
            ],
        ),
        (
            AE,
            "AEDECOD, AESTDTC, AESPID]\nrecords",
            "AEDECODE]\nrecords",
            ["STOP  SPEC-KEYS  sdtm/ae.yaml:2: There is no variable 'AEDECODE' in AE. Fix: Did you mean 'AEDECOD'?"],
        ),
        (
            AE,
            "keys: [STUDYID, USUBJID, ",
            "keys: [STUDYID, ",
            [
                "STOP  SPEC-KEYS  sdtm/ae.yaml:2: The keys of AE lack USUBJID, so they identify no record. "
                "Fix: Add USUBJID to the keys."
            ],
        ),
        (
            AE,
            READ,
            "  - read",
            [
                "STOP  SPEC-STEP  sdtm/ae.yaml:4: A record step is one operation with its parameters. "
                "Fix: Write '- read: {from: ...}'."
            ],
        ),
        (
            AE,
            READ,
            "  - read: events",
            ["STOP  SPEC-STEP  sdtm/ae.yaml:4: 'read' needs parameters. Fix: Write '- read: {from: ...}'."],
        ),
        (
            AE,
            f"records:\n{READ}\n",
            "",
            [
                "STOP  SPEC-MISSING  sdtm/ae.yaml:1: The dataset has no record steps. "
                "Fix: Add 'records:' with a list of steps."
            ],
        ),
        (
            AE,
            READ,
            "  - read: {from: events, set: {AEXX: 1}}",
            [
                "STOP  SPEC-VARIABLE  sdtm/ae.yaml:4: AE.AEXX is set by a record step, "
                "but the standard does not know it. "
                "Fix: Add 'AEXX: {label: ..., type: ...}' under 'variables:', or a qualifier under 'supplemental:'."
            ],
        ),
        (
            AE,
            TERM,
            "  AETERM:  {collected: events.EVENT, assigned: x}",
            [f"STOP  SPEC-VERB  sdtm/ae.yaml:11, AETERM: AE.AETERM has 2 verbs (collected, assigned). {VERBS}"],
        ),
        (
            AE,
            TERM,
            "  AETERM:  {label: x}",
            [UNUSED, f"STOP  SPEC-ORIGIN  sdtm/ae.yaml:11, AETERM: AE.AETERM has no origin. {VERBS}"],
        ),
        (
            AE,
            TERM,
            "  AETERM: events.EVENT",
            [
                UNUSED,
                (
                    "STOP  SPEC-CORE  sdtm/ae.yaml:1, AETERM: AE lacks AETERM (Reported Term for the Adverse Event), "
                    "which the standard says is required. "
                    "Fix: Add 'AETERM:' with its origin, or '{not_available: reason}'."
                ),
                "STOP  SPEC-VARIABLE  sdtm/ae.yaml:11: Variable AETERM must be a mapping. "
                "Fix: Write AETERM: {verb: ...}.",
            ],
        ),
        (
            AE,
            TERM,
            f"{TERM}\n  AETRM: {{assigned: x}}",
            [
                "STOP  SPEC-VARIABLE  sdtm/ae.yaml:12, AETRM: AE.AETRM is not in the standard "
                "and lacks a label or type. "
                "Fix: Did you mean 'AETERM'? Otherwise add 'label:' and 'type:'."
            ],
        ),
        (
            AE,
            TERM,
            "  AETERM:  {collected: events.EVENT, type: txt}",
            ["STOP  SPEC-TYPE  sdtm/ae.yaml:11: AE.AETERM has type 'txt'. Fix: Did you mean 'text'?"],
        ),
        (
            AE,
            TERM,
            "  AETERM:  {collected: events.EVENT, codelist: SEKS}",
            [
                "STOP  SPEC-CODELIST  sdtm/ae.yaml:11, AETERM: There is no codelist 'SEKS'. "
                "Fix: Known: AGEU, ARMCD, FRM, NY, PRODUCT, SEX, UNIT."
            ],
        ),
        (
            AE,
            "AEACN:   {not_available: not collected, codelist: none}",
            "AEACN:   {assigned: NONE}",
            [
                "STOP  SPEC-CODELIST  sdtm/ae.yaml:27, AEACN: AE.AEACN needs a codelist: "
                "codelists.yaml has no codelist C66767. "
                "Fix: Add a codelist with 'nci: C66767', or 'codelist: none'."
            ],
        ),
        (
            AE,
            TERM,
            f"{TERM[:-1]}, label: {'x' * 41}}}",
            [
                f"STOP  SPEC-LABEL  sdtm/ae.yaml:11, AETERM: The label '{'x' * 41}' of AETERM has 41 bytes; "
                "a transport file holds 40. Fix: Shorten it."
            ],
        ),
        (
            AE,
            TERM,
            f"{TERM}\n  AELONGNAME: {{assigned: x, label: x, type: text}}",
            [
                "STOP  SPEC-NAME  sdtm/ae.yaml:12, AELONGNAME: A transport file cannot hold the name 'AELONGNAME'. "
                "Fix: Use 1 to 8 of A-Z, 0-9 and _, not beginning with a digit."
            ],
        ),
        (
            ADSL,
            "class: ADSL",
            "class: SL",
            ["STOP  SPEC-CLASS  adam/adsl.yaml:3: There is no ADaM class 'SL'. Fix: Did you mean 'ADSL'?"],
        ),
        (
            ADSL,
            "label: Subject-Level Analysis Dataset\n",
            "",
            ["STOP  SPEC-MISSING  adam/adsl.yaml:1: Dataset ADSL has no 'label'. Fix: Add 'label:'."],
        ),
        (
            AE,
            "keys:",
            "value_level:\n  AETRM: [AESPID]\nkeys:",
            ["STOP  SPEC-VALUE-LEVEL  sdtm/ae.yaml:3: There is no variable 'AETRM' in AE. Fix: Did you mean 'AETERM'?"],
        ),
        (
            AE,
            "keys:",
            "value_level:\n  AETERM: {by: [AESPID, AESER], codelists: {1: NY}}\nkeys:",
            [
                "STOP  SPEC-VALUE-LEVEL  sdtm/ae.yaml:3: AETERM: "
                "what is said by value needs exactly one variable under 'by'. Fix: Write 'by: VAR'."
            ],
        ),
        (
            AE,
            "keys:",
            "value_level:\n  AETERM: {by: AESER, assigned: [Y]}\nkeys:",
            [
                "STOP  SPEC-VALUE-LEVEL  sdtm/ae.yaml:3: AETERM: 'assigned' says which values the sponsor states where "
                "the protocol states the others, and this variable has another verb than 'protocol'. "
                "Fix: Give it the verb 'protocol', or take 'assigned' out."
            ],
        ),
        (
            DM,
            "keys:",
            "value_level:\n  ARM: {by: ARMCD, assigned: [PLB]}\nkeys:",
            [
                "STOP  SPEC-CONSTANT  sdtm/dm.yaml:27, ARM: 'PLB' is no term of codelist ARMCD, which DM.ARMCD has. "
                "Fix: Did you mean 'PBO'?"
            ],
        ),
        (
            AE,
            READ,
            "  - read: {from: events, where: {SERIOUS: [Y]}}",
            [
                "STOP  SPEC-WHERE  sdtm/ae.yaml:4: A list needs a comparator: 'SERIOUS'. "
                "Fix: Write SERIOUS: {IN: [...]}."
            ],
        ),
        (
            AE,
            READ,
            "  - read: {from: events, where: {SERIOUS: {IS: Y}}}",
            [
                "STOP  SPEC-WHERE  sdtm/ae.yaml:4: There is no comparator 'IS'. "
                "Fix: Known: EQ, NE, LT, LE, GT, GE, IN, NOTIN."
            ],
        ),
        (
            AE,
            READ,
            "  - read: {from: events, where: {SERIOUS: {EQ: [Y, N]}}}",
            ["STOP  SPEC-WHERE  sdtm/ae.yaml:4: 'EQ' takes one value. Fix: Use IN or NOTIN for a list."],
        ),
        (
            AE,
            TERM,
            "  AETERM:  {assigned: study.TERM}",
            [UNUSED, "STOP  SPEC-VALUE  sdtm/ae.yaml:11: study.yaml has no value 'TERM'. Fix: Add it under 'values:'."],
        ),
    ],
)
def test_a_fault_of_a_dataset(other, file, old, new, lines):
    other.replace(file, old, new)
    assert other.faults() == lines


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        (
            "cheks:\n  - x\n",
            [
                "STOP  SPEC-KEY  checks.yaml:1: 'cheks' is not an entry of checks.yaml. Fix: Did you mean 'checks'?",
                "STOP  SPEC-TYPE  checks.yaml:1: 'checks' must be a list. "
                "Fix: Write one '- must_exist: {from: ...}' a line.",
            ],
        ),
        (
            "checks:\n  - must_exist\n",
            [
                "STOP  SPEC-STEP  checks.yaml:2: A check is one operation with its parameters. "
                "Fix: Write '- must_exist: {from: ...}'."
            ],
        ),
        (
            "checks:\n  - must_exst: {from: AE}\n",
            ["STOP  SPEC-METHOD  checks.yaml:2: There is no check 'must_exst'. Fix: Did you mean 'must_exist'?"],
        ),
        (
            "checks:\n  - must_exist: {from: AE, match: [AETRM], counterpart: {from: EX, match: [EXTRT]}}\n",
            ["STOP  SPEC-VARIABLE  checks.yaml:2: There is no variable 'AETRM' in AE. Fix: Did you mean 'AETERM'?"],
        ),
        (
            "checks:\n  - must_exist: {from: AE, match: [AETERM]}\n",
            [
                "STOP  SPEC-PARAMETER  checks.yaml:2: must_exist needs the parameter 'counterpart'. "
                "Fix: Add 'counterpart:'."
            ],
        ),
    ],
)
def test_a_fault_of_checks_yaml(other, text, lines):
    other.append("spec/checks.yaml", text)
    assert other.faults() == lines


def dataset(other, name):
    findings = Findings()
    plan = make_plan(other.spec, discover(("onespec.sdtm", "onespec.adam")), findings)
    assert findings == []
    return plan.study.datasets[name]


def test_variables_stand_in_the_order_of_the_standard(other):
    """The file lists AEDECOD before AELLT; the SDTMIG has them the other way round."""
    assert list(dataset(other, "AE").variables)[5:9] == ["AETERM", "AELLT", "AELLTCD", "AEDECOD"]


def test_a_variable_of_the_sponsor_follows_the_one_above_it(other):
    other.replace(AE, TERM, f"{TERM}\n  AEWHO: {{assigned: x, label: Who, type: text}}")
    assert list(dataset(other, "AE").variables)[5:8] == ["AETERM", "AEWHO", "AELLT"]


def test_what_the_standard_knows_need_not_be_said(other):
    variable = dataset(other, "AE").variables["AESER"]
    assert (variable.label, variable.type, variable.role, variable.core, variable.codelist) == (
        "Serious Event",
        "text",
        "Record Qualifier",
        "Exp",
        "NY",
    )


def test_a_copied_variable_inherits(other):
    other.replace(DM, "  AGEU:     {assigned: YEARS}", "  AGEU:     {assigned: YEARS, label: Years}")
    copied = dataset(other, "ADSL").variables["AGEU"]
    assert (copied.codelist, copied.label) == ("AGEU", "Age Units")  # the standard's own label goes before the source's


SUBSETS = "EVENTNY: {name: Yes or No of an Event, nci: C66742, terms: [N, Y]}\n"


def test_of_several_subsets_a_variable_takes_that_of_its_field_or_of_the_variable_it_is_copied_from(other):
    other.append("spec/codelists.yaml", SUBSETS)
    other.replace("spec/crf.yaml", "label: {en: Serious}, type: code, codelist: NY", "type: code, codelist: EVENTNY")
    other.replace(ADSL, "  SAFFL: ", "  DTHFL:   {predecessor: DM.DTHFL}\n  SAFFL: ")
    other.replace(
        DM, "  DTHFL:    {not_available: nobody died}", "  DTHFL:    {not_available: nobody died, codelist: NY}"
    )
    assert other.faults() == []
    assert dataset(other, "AE").variables["AESER"].codelist == "EVENTNY"
    assert dataset(other, "ADSL").variables["DTHFL"].codelist == "NY"


@pytest.mark.parametrize("field", ["type: text", "type: code, codelist: SEX"])
def test_a_field_that_does_not_tell_the_subset_leaves_it_to_the_variable(other, field):
    other.append("spec/codelists.yaml", SUBSETS)
    other.replace("spec/crf.yaml", "type: code, codelist: NY, page: 9", f"{field}, page: 9")
    assert (
        "STOP  SPEC-CODELIST  sdtm/ae.yaml:14, AESER: AE.AESER needs a codelist: several codelists of the study are "
        "subsets of C66742: NY, EVENTNY. Fix: Add 'codelist: NAME' to the variable."
    ) in other.faults()


def test_a_step_sets_a_supplemental_qualifier(other):
    other.replace(
        AE,
        READ,
        "  - read: {from: events, where: {SERIOUS: Y}, set: {AEHOW: REPORT}}\n"
        "  - read: {from: events, where: {SERIOUS: N}, set: {AEMARK: NOT SERIOUS}}",
    )
    qualifiers = "  AEHOW: {label: How Reported}\n  AEMARK: {label: Mark, collected: events.SERIOUS}\n"
    other.append(AE, f"supplemental:\n{qualifiers}")
    assert other.build() == 0
    rows = [row.split(",") for row in values_of(other.out / "sdtm" / "suppae.xpt").splitlines()]
    assert [(row[2][-3:], *row[5:9]) for row in rows[1:]] == [
        ("101", "AEMARK", "Mark", "NOT SERIOUS", "CRF"),
        ("201", "AEHOW", "How Reported", "REPORT", "Assigned"),
        ("201", "AEMARK", "Mark", "Y", "CRF"),
        ("201", "AEMARK", "Mark", "NOT SERIOUS", "CRF"),
    ]
    define = (other.out / "sdtm" / "define.xml").read_text(encoding="utf-8")
    assert '"REPORT" in records of the CRF form "Adverse events" where CRF field "Serious" is "Y".' in define


def test_a_supplemental_qualifier_has_one_origin(other):
    other.replace(AE, READ, "  - read: {from: events, set: {AEHOW: REPORT}}")
    other.append(AE, "supplemental:\n  AEHOW: {label: How Reported, collected: events.MONITOR}\n")
    assert (
        "STOP  SPEC-VERB  sdtm/ae.yaml:4, AEHOW: Qualifier AEHOW is collected, and a step sets 'REPORT': QORIG states "
        "one origin. Fix: Remove its verb, or set another qualifier."
    ) in other.faults()


def test_supplemental_qualifiers_become_a_dataset(other):
    other.append(AE, "supplemental:\n  AEOTHER: {label: Something Else, assigned: x, evaluator: INVESTIGATOR}\n")
    supplement = dataset(other, "SUPPAE")
    assert (supplement.parent, supplement.label, list(supplement.variables)) == (
        "AE",
        "Supplemental Qualifiers for AE",
        ["STUDYID", "RDOMAIN", "USUBJID", "IDVAR", "IDVARVAL", "QNAM", "QLABEL", "QVAL", "QORIG", "QEVAL"],
    )
    assert supplement.steps[0].as_written == {
        "qualifiers": [
            {
                "QNAM": "AEOTHER",
                "QLABEL": "Something Else",
                "QORIG": "Assigned",
                "QEVAL": "INVESTIGATOR",
                "IDVAR": "AESEQ",
            }
        ]
    }
