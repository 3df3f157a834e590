"""`library:` of checks.yaml: checks of the library by all, group or name; off with a reason; parameters laid over."""

from __future__ import annotations

import pytest
from support import read_findings

from onespec.engine.findings import Findings
from onespec.engine.languages import LANGUAGES
from onespec.engine.plan.edit_checks import ASIDE, NOT_TAKEN, OFF, ON, standing
from onespec.engine.plan.make import make_plan
from onespec.engine.registry import CHECK, discover
from onespec.engine.spec.edit_checks import library
from onespec.packages import operation_packages

REGISTRY = discover(operation_packages())
TERMS = "with: {EC-AE-15: {message: Twice.}}"


def plan_of(other):
    findings = Findings()
    plan = make_plan(other.spec, REGISTRY, findings)
    assert [f.text() for f in findings] == []
    return plan


def states(other) -> dict[str, tuple[str, str]]:
    return {s.check.id: (s.state, s.why) for s in standing(plan_of(other))}


# -- what is on ----------------------------------------------------------------------------------


def test_a_check_by_its_name(other):
    other.append("spec/checks.yaml", "library: EC-AE-02\n")
    plan = plan_of(other)
    (check,) = plan.checks
    assert (check.step.operation, check.step.source, check.step.taken.id) == ("not_before", "AE", "EC-AE-02")
    assert {id_ for id_, (state, _) in states(other).items() if state != NOT_TAKEN} == {"EC-AE-02"}


def test_a_group_and_what_the_study_lacks_is_left_aside_with_the_reason(other):
    other.append("spec/checks.yaml", "library: [AE, EC-EX-02]\n")
    found = states(other)
    assert found["EC-AE-02"] == (ON, "")
    assert found["EC-AE-15"] == (ON, "")
    assert found["EC-EX-02"] == (ON, "")
    assert found["EC-EX-06"] == (NOT_TAKEN, "")
    assert found["EC-AE-20"] == (ASIDE, "There is no variable 'AETOXGR' in AE.")
    assert found["EC-AE-22"] == (ASIDE, "There is no variable 'AECONTRT' in AE.")
    assert found["EC-AE-19"] == (ASIDE, "EC-AE-19 looks at AE.AEREL, which is not available: not collected.")
    assert found["EC-AE-01"] == (ASIDE, "EC-AE-01 looks at AE.AEENDTC, which is not available: not collected.")


def test_all_of_them_and_those_of_several_datasets_look_at_the_ones_that_are_there(other):
    other.append("spec/checks.yaml", "library: all\n")
    found = states(other)
    assert NOT_TAKEN not in {state for state, _ in found.values()}
    assert found["EC-DS-01"] == (ASIDE, "There is no form or dataset 'DS'.")
    assert found["EC-ICF-01"][0] == ASIDE
    assert found["EC-SV-01"][0] == ASIDE
    plan = plan_of(other)
    assert {c.step.source for c in plan.checks} <= {"AE", "DM", "EX"}
    assert found["EC-DTH-01"][0] == ASIDE  # the study has no date of death


def test_off_with_a_reason(other):
    other.append("spec/checks.yaml", "library:\n  take: AE\n  but: {EC-AE-02: Events are collected from birth.}\n")
    found = states(other)
    assert found["EC-AE-02"] == (OFF, "Events are collected from birth.")
    assert found["EC-AE-15"] == (ON, "")


def test_parameters_of_the_study_are_laid_over_those_of_the_library(other):
    other.append(
        "spec/checks.yaml",
        "library:\n  take: [EC-AE-15]\n  with: {EC-AE-15: {by: [AETERM], where: {AESER: Y}, message: Twice.}}\n",
    )
    (check,) = plan_of(other).checks
    written = check.step.as_written
    assert (written["by"], written["date"], written["message"]) == (["AETERM"], "AESTDTC", "Twice.")
    assert written["fix"] == library().checks["EC-AE-15"].fix["en"]
    assert [(c.name, c.values) for c in check.step.where] == [("AESER", ("Y",))]


def test_checks_of_the_study_s_own_stand_beside_them(other):
    other.append(
        "spec/checks.yaml",
        "library: EC-AE-02\nchecks:\n  - not_before: {from: EX, date: EXSTDTC, limit: DM.RFICDTC, meaning: consent}\n",
    )
    assert [(c.step.source, c.step.taken and c.step.taken.id) for c in plan_of(other).checks] == [
        ("EX", None),
        ("AE", "EC-AE-02"),
    ]


def test_a_dataset_holds_the_records_that_a_check_of_the_library_finds(other):
    other.append("spec/checks.yaml", "library: {take: EC-AE-02, with: {EC-AE-02: {name: too_early}}}\n")
    assert other.faults() == [
        "STOP  SPEC-UNUSED  checks.yaml:1: Check too_early has a name, and no step 'found' of a dataset names it. "
        "Fix: Take the name out, or use it."
    ]


def test_an_inherited_choice_is_laid_over(other):
    (other.folder / "sponsor").mkdir()
    (other.folder / "sponsor" / "study.yaml").write_text("language: en\n", encoding="utf-8")
    (other.folder / "sponsor" / "checks.yaml").write_text("library: {take: [AE, EX]}\n", encoding="utf-8")
    other.append("spec/study.yaml", "extends: ../sponsor\n")
    other.append("spec/checks.yaml", "library: {but: {EC-AE-02: Not here.}}\n")
    found = states(other)
    assert (found["EC-AE-02"], found["EC-AE-15"], found["EC-EX-02"]) == ((OFF, "Not here."), (ON, ""), (ON, ""))


def test_the_questions_are_known_in_chinese_too_and_a_study_may_say_its_own(other):
    own = "{en: Twice., zh: 重复。}"
    other.append(
        "spec/checks.yaml", f"library: {{take: [EC-AE-15, EC-DM-06], with: {{EC-AE-15: {{message: {own}}}}}}}\n"
    )
    checks = library().checks
    questions = plan_of(other).study.questions
    assert questions["Twice."] == "重复。"
    assert questions[checks["EC-DM-06"].message["en"]] == checks["EC-DM-06"].message["zh"]
    assert questions[checks["EC-DM-06"].fix["en"]] == checks["EC-DM-06"].fix["zh"]


# -- what is asked -------------------------------------------------------------------------------


def test_a_query_names_its_check_and_the_report_counts_them(other):
    other.append("spec/checks.yaml", "library: [EC-AE-02, EC-DM-06]\n")
    other.replace("raw/events.csv", "10/01/2021", "10/01/2020")
    assert other.build() == 0
    (query,) = [f for f in read_findings(other.out / "reports" / "queries.csv") if f.check]
    assert (query.check, query.rule, query.subject) == ("EC-AE-02", "CHECK-BEFORE", "101")
    rows = [line.split(",") for line in (other.out / "reports" / "edit-checks.csv").read_text("utf-8-sig").splitlines()]
    counts = {row[0]: row[3:7] for row in rows}
    assert counts["check"] == ["state", "why", "records", "subjects"]
    assert counts["EC-AE-02"] == ["on", "", "1", "1"]
    assert counts["EC-DM-06"] == ["on", "", "0", "0"]
    assert counts["EC-AE-15"] == ["not taken", "", "", ""]


def test_a_study_that_takes_none_has_no_report_of_them(other):
    assert other.build() == 0
    assert not (other.out / "reports" / "edit-checks.csv").exists()


def test_a_changed_choice_is_run_again(other):
    other.append("spec/checks.yaml", "library: EC-AE-15\n")
    assert other.build() == 0
    other.replace("spec/checks.yaml", "library: EC-AE-15", "library: {take: EC-AE-15, with: {EC-AE-15: {by: [AESER]}}}")
    other.replace("raw/events.csv", "10/01/2021", "10/01/2020")
    assert other.build() == 0
    assert not [f for f in other.queries if f.check]


# -- misuse --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        (
            "library: EC-AE-99\n",
            ["SPEC-REFERENCE  checks.yaml:1: There is no edit check or group of them 'EC-AE-99'. Fix: Did you mean"],
        ),
        (
            "library: [AEE]\n",
            ["SPEC-REFERENCE  checks.yaml:1: There is no edit check or group of them 'AEE'. Fix: Did you mean 'AE'?"],
        ),
        (
            "library: [nonsense]\n",
            [
                "SPEC-REFERENCE  checks.yaml:1: There is no edit check or group of them 'nonsense'. "
                "Fix: Groups: DM, IE, DS, EX, EC, AE, CM, MH, LB, VS, EG, TU, TR, RS, SV, SS, DD, ICF, DTH. "
                "onespec list edit-checks lists the checks."
            ],
        ),
        (
            "library: []\n",
            ["SPEC-MISSING  checks.yaml:1: 'library' does not say which checks it takes. Fix: Write 'all', groups"],
        ),
        (
            "library: {but: {EC-AE-02: reason}}\n",
            [
                "SPEC-MISSING  checks.yaml:1: 'library' does not say which checks it takes.",
                "SPEC-UNUSED  checks.yaml:1: EC-AE-02 is left out, and 'take' does not name it.",
            ],
        ),
        ("library: {take: [AE, AE]}\n", ["SPEC-TWICE  checks.yaml:1: 'AE' stands twice. Fix: Remove one."]),
        (
            "library: {tak: AE, take: AE}\n",
            ["SPEC-KEY  checks.yaml:1: 'tak' is not an entry of 'library'. Fix: Did you mean 'take'?"],
        ),
        (
            "library:\n  take: AE\n  but:\n    EC-AE-02:\n",
            [
                "SPEC-MISSING  checks.yaml:4: There is no reason why EC-AE-02 is left out. "
                "Fix: Write 'EC-AE-02: reason'."
            ],
        ),
        (
            "library:\n  take: AE\n  but: [EC-AE-02]\n",
            ["SPEC-TYPE  checks.yaml:3: 'but' must be a mapping (name: value)."],
        ),
        (
            "library:\n  take: AE\n  but: {EC-EX-02: reason}\n",
            [
                "SPEC-UNUSED  checks.yaml:3: EC-EX-02 is left out, and 'take' does not name it. "
                "Fix: Remove the line, or take the check."
            ],
        ),
        (
            "library:\n  take: AE\n  but: {EC-AE-2: reason}\n",
            ["SPEC-REFERENCE  checks.yaml:3: There is no edit check or group of them 'EC-AE-2'. Fix: Did you mean"],
        ),
        (
            "library:\n  take: [AE, EC-AE-02]\n  but: {EC-AE-02: reason}\n",
            ["SPEC-TWICE  checks.yaml:3: EC-AE-02 is taken by its name, and left out. Fix: Remove one."],
        ),
        (
            "library:\n  take: AE\n  but: {EC-AE-02: reason}\n  with: {EC-AE-02: {date: AESTDTC}}\n",
            ["SPEC-TWICE  checks.yaml:4: EC-AE-02 is given parameters, and left out. Fix: Remove one."],
        ),
        (
            "library:\n  take: AE\n  with:\n    EC-AE-15: {bye: [AETERM]}\n",
            ["SPEC-PARAMETER  checks.yaml:4: must_not_repeat has no parameter 'bye'."],
        ),
        (
            "library:\n  take: AE\n  with:\n    EC-AE-15: {by: [AETRM]}\n",
            ["SPEC-VARIABLE  checks.yaml:4: There is no variable 'AETRM' in AE. Fix: Did you mean 'AETERM'?"],
        ),
        (
            "library:\n  take: AE\n  with: {EC-AE-15: AETERM}\n",
            ["SPEC-TYPE  checks.yaml:3: EC-AE-15 must be a mapping of parameters."],
        ),
        ("library: EC-DS-01\n", ["SPEC-REFERENCE  checks.yaml:1: There is no form or dataset 'DS'."]),
        (
            "library: EC-AE-19\n",
            [
                "SPEC-VARIABLE  checks.yaml:1: EC-AE-19 looks at AE.AEREL, which is not available: not collected. "
                "Fix: Leave the check out under 'but:', with the reason, or name another variable under 'with:'."
            ],
        ),
        (
            "checks:\n  - must_not_repeat: {from: AE, by: [AETERM], edit_check: EC-AE-15}\n",
            ["SPEC-PARAMETER  checks.yaml:2: must_not_repeat has no parameter 'edit_check'."],
        ),
    ],
)
def test_a_fault_of_the_library_is_a_stop_with_its_line(other, text, lines):
    other.append("spec/checks.yaml", text)
    found = other.faults()
    assert len(found) == len(lines), found
    for line, start in zip(found, lines, strict=True):
        assert line.startswith(f"STOP  {start}")


# -- the library itself --------------------------------------------------------------------------


def test_every_check_is_whole():
    """A title, a message and a fix in both languages, a source, a group, and an operation with known parameters."""
    titles = [check.title["en"] for check in library().checks.values()]
    assert len(library().checks) >= 60
    for id_, check in library().checks.items():
        operation = REGISTRY[CHECK, check.operation]
        assert id_.startswith(f"EC-{check.group}-") and check.group in library().groups
        assert all(check.title.get(language) for language in LANGUAGES)
        assert all(check.fix.get(language) for language in LANGUAGES)
        assert check.message["zh"] and check.source
        assert check.parameters.keys() - {"from", "where"} <= operation.yaml_parameters.keys(), id_
        assert ("message" in operation.yaml_parameters) == bool(check.message.get("en")), id_
        assert check.datasets and all(name.isupper() for name in check.datasets), id_
    assert len({(c.group, c.title["en"]) for c in library().checks.values()}) == len(titles)
    assert all(any(ord(c) > 127 for c in check.title["zh"]) for check in library().checks.values())


def test_the_groups_stand_together_in_their_order_and_their_checks_are_numbered():
    ids = list(library().checks)
    assert ids == [f"EC-{group}-{n:02d}" for group in library().groups for n in range(1, len(library().of(group)) + 1)]


def test_no_message_names_a_study():
    said = " ".join(t for c in library().checks.values() for t in (*c.title.values(), *c.message.values()))
    assert "INCL" not in said and "OXALIPLATIN" not in said.upper()
