"""The merged list of all engines: order, lines, explanations, exit codes; the command on a whole study."""

import csv
import json

import pytest
from compared import frame
from packages import CORE_REPORT, model, package
from support import OTHER, contents

from onespec.cli.main import main
from onespec.conformance.breach import CORE, ONESPEC, POINTBLANK, Breach
from onespec.conformance.explained import Explanation
from onespec.conformance.run import Run
from onespec.conformance.validate import counted, run_own, validate
from onespec.engine.findings import Findings

RULES = {"ran": 3, "not applicable": 1, "failed": 0}
MISSING = Breach(ONESPEC, "OS0101", "AE", 2, ("AESTDTC",), ("",), "No date.")
TWICE = Breach(POINTBLANK, "SDTM-147", "AE", 1, ("AESEQ",), ("1",), "Twice.")
WHOLE = Breach(CORE, "CORE-000001", "", None, (), (), "No TS.")


@pytest.fixture(scope="module")
def study():
    return model(OTHER / "spec")


def judged(tmp_path, study, *explanations, core=True):
    ae = frame(
        STUDYID=["S", "S"],
        USUBJID=["S-1", "S-2"],
        AEDECOD=["Cough", ""],
        AESTDTC=["2027-01-01", ""],
        AESPID=["1", "2"],
        AESEQ=[1, 1],
    )
    runs = [
        Run(CORE, "0.16.0", RULES, [WHOLE]) if core else Run(CORE, "not run"),
        Run(POINTBLANK, "1.1.1", RULES, [TWICE]),
        Run(ONESPEC, "ours", RULES, [MISSING]),
    ]
    return validate(study, package(tmp_path, AE=ae), runs, list(explanations), Findings())


def entry(breach, count=1):
    return Explanation(breach.rule, breach.engine, (), (), "", "It is so.", "A. Example", "2027-11-02", count, 3)


def test_one_list_by_dataset_and_engine(tmp_path, study):
    found = judged(tmp_path, study)
    assert [j.breach.rule for j in found.judged] == ["CORE-000001", "OS0101", "SDTM-147"]
    assert [run.engine for run in found.runs] == [ONESPEC, POINTBLANK, CORE]
    assert (
        found.verdict == "3 breaches by onespec and pointblank and CORE: 3 unexplained, 0 explained." and not found.good
    )


def test_a_breach_has_the_keys_of_its_record_its_subject_and_its_line(tmp_path, study):
    whole, missing, twice = judged(tmp_path, study).judged
    assert (missing.keys, missing.breach.subject) == (("USUBJID=S-2", "AESPID=2"), "S-2")  # blank keys are left out
    assert twice.keys == ("USUBJID=S-1", "AEDECOD=Cough", "AESTDTC=2027-01-01", "AESPID=1")
    lines = (OTHER / "spec" / "sdtm" / "ae.yaml").read_text(encoding="utf-8").splitlines()
    assert lines[int(missing.breach.spec.removeprefix("sdtm/ae.yaml:")) - 1].strip().startswith("AESTDTC:")
    assert (whole.keys, whole.breach.subject, whole.breach.spec) == ((), "", "")


def test_everything_explained(tmp_path, study):
    found = judged(tmp_path, study, *map(entry, (WHOLE, MISSING, TWICE)))
    assert (found.good, found.stale, found.verdict) == (
        True,
        [],
        "3 breaches by onespec and pointblank and CORE: 0 unexplained, 3 explained.",
    )


@pytest.mark.parametrize("count", [2, 3])
def test_an_entry_that_explains_fewer_is_stale(tmp_path, study, count):
    found = judged(tmp_path, study, *map(entry, (WHOLE, MISSING)), entry(TWICE, count))
    assert not found.good and [(e.rule, n) for e, n in found.stale] == [("SDTM-147", 1)]
    assert found.verdict.endswith("0 unexplained, 3 explained, 1 explanation stale.")


def test_entries_of_an_engine_that_did_not_run_wait_for_it(tmp_path, study):
    found = judged(tmp_path, study, *map(entry, (WHOLE, MISSING, TWICE)), core=False)
    assert (found.good, found.verdict) == (True, "2 breaches by onespec and pointblank: 0 unexplained, 2 explained.")


@pytest.mark.parametrize(
    ("number", "noun", "text"),
    [(1, "breach", "1 breach"), (0, "breach", "0 breaches"), (1200, "explanation", "1,200 explanations")],
)
def test_counted(number, noun, text):
    assert counted(number, noun) == text


def test_own_checks_are_counted_by_the_datasets_that_there_are(tmp_path, study):
    few, more = (
        run_own(
            package(tmp_path / "-".join(names), **{n: frame(STUDYID=["S"], USUBJID=["S-1"]) for n in names}), study
        ).rules
        for names in (("AE",), ("AE", "LB"))
    )
    assert sum(few.values()) == sum(more.values()) and 0 < few["ran"] < more["ran"]


# -- the command -----------------------------------------------------------------------------------


def run(study, *more):
    return main(["validate", "--study", str(study.spec), "--raw", str(study.raw), "--out", str(study.out), *more])


EXPLAINED = """explained:
- {rule: OS0103, reason: No trial design in this example., who: A. Example, date: 2027-11-02, count: 8}
- {rule: SDTM-121, reason: No trial design in this example., who: A. Example, date: 2027-11-02, count: 1}
- {rule: SDTM-122, reason: No trial design in this example., who: A. Example, date: 2027-11-02, count: 1}
"""


def test_the_other_study_lacks_its_trial_design(other_done, capsys):
    assert run(other_done) == 1
    shown = capsys.readouterr().out
    assert "package: Required domain(s) missing: TS\n  SDTM-121 (pointblank), 1 breach\n" in shown
    assert "\n10 breaches by onespec and pointblank: 10 unexplained, 0 explained.\n" in shown
    assert "CORE " in shown and "not run: name its executable with --core or ONESPEC_CORE" in shown


def test_what_is_explained_passes_and_every_breach_stands_in_the_reports(other_done, capsys):
    other_done.append("spec/conformance.yaml", EXPLAINED)
    assert run(other_done) == 0
    assert "\n10 breaches by onespec and pointblank: 0 unexplained, 10 explained.\n" in capsys.readouterr().out
    folder = other_done.out.with_name("out.conformance")
    report = json.loads((folder / "report.json").read_text(encoding="utf-8"))
    with (folder / "report.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert report["good"] and len(report["breaches"]) == len(rows) == 10
    assert {row["explained"] for row in rows} == {"conformance.yaml:2", "conformance.yaml:3", "conformance.yaml:4"}


def test_a_stale_entry_fails(other_done, capsys):
    other_done.append(
        "spec/conformance.yaml",
        EXPLAINED + "- {rule: OS0999, reason: Gone., who: A. Example, date: 2027-11-02, count: 2}\n",
    )
    assert run(other_done) == 1
    assert (
        "STALE  conformance.yaml:5: the entry says that it explains 2 breaches of OS0999; it explains 0."
        in capsys.readouterr().out
    )


def test_the_register_does_not_build_the_datasets_again(other_done, capsys):
    other_done.append("spec/conformance.yaml", EXPLAINED)
    assert (
        main(["build", "--study", str(other_done.spec), "--raw", str(other_done.raw), "--out", str(other_done.out)])
        == 0
    )
    assert "are up to date" in capsys.readouterr().out


def test_datasets_of_an_older_specification_are_told(other_done, capsys):
    other_done.append("spec/conformance.yaml", EXPLAINED)
    assert run(other_done) == 0
    assert "The datasets were built" not in capsys.readouterr().out  # the register is no input of a build
    other_done.append("spec/sdtm/ae.yaml", "# changed\n")
    assert run(other_done) == 0
    assert (
        "The datasets were built from other inputs than those that stand here now (specification/sdtm/ae.yaml)"
        in capsys.readouterr().out
    )


def test_the_same_inputs_give_the_same_reports(other_done):
    folder = other_done.out.with_name("out.conformance")
    run(other_done)
    first = contents(folder)
    run(other_done)
    assert contents(folder) == first and sorted(first) == ["report.csv", "report.html", "report.json"]
    assert not any(str(other_done.folder).encode() in content for content in first.values())


def test_a_report_of_core_is_merged(other_done, tmp_path, capsys):
    (tmp_path / "core.json").write_text(json.dumps(CORE_REPORT | {"Dataset_Details": []}), encoding="utf-8")
    assert run(other_done, "--core-report", str(tmp_path / "core.json")) == 1
    shown = capsys.readouterr().out
    assert "AE EPOCH, AESTDTC: EPOCH is missing.\n  CORE-000701 (CORE), 1 breach, made by sdtm/ae.yaml:" in shown
    assert "14 breaches by onespec and pointblank and CORE: 14 unexplained" in shown


@pytest.mark.parametrize(
    ("spoil", "finding"),
    [
        (
            lambda s: s.append("spec/conformance.yaml", "explained:\n- {rule: OS0103, count: many}\n"),
            "STOP  CONFORMANCE  conformance.yaml:2: 'count' is not the number of breaches explained: 'many'.",
        ),
        (
            lambda s: s.append(
                "spec/conformance.yaml", EXPLAINED.replace("OS0103,", "OS0103, dataset: AE, where: {AETRM: x},")
            ),
            "STOP  CONFORMANCE  conformance.yaml:2: AE has no variable 'AETRM'. Fix: Did you mean 'AETERM'?",
        ),
        (
            lambda s: s.replace("spec/sdtm/ex.yaml", "inhaler.FIRST", "inhaler.FRST"),
            "There is no field 'FRST' in form inhaler.",
        ),
    ],
)
def test_what_cannot_be_understood_ends_with_findings(other_done, capsys, spoil, finding):
    spoil(other_done)
    assert run(other_done) == 2
    assert finding in capsys.readouterr().err


@pytest.mark.parametrize("option", [("--core", "/no/such/core"), ("--core-report", "none.json")])
def test_core_that_cannot_be_had_ends_with_a_finding(other_done, capsys, option):
    assert run(other_done, *option) == 2
    assert "STOP  CORE: CORE" in capsys.readouterr().err


def test_without_datasets(other, capsys):
    assert run(other) == 2
    assert "build them first (make all)" in capsys.readouterr().err
