"""CORE's report in its documented shape, and an executable that writes it."""

import json
import sys
from pathlib import Path

import pytest
from compared import frame
from packages import CORE_REPORT as REPORT
from packages import package

from onespec.conformance.breach import CORE, Breach
from onespec.conformance.core import core_breaches, read_core, run_core
from onespec.engine.findings import Findings
from onespec.engine.spec.model import Standard

SDTM = Standard("sdtm", "SDTMIG", "3.4", "2025-03-28")


@pytest.fixture
def ae(tmp_path):
    return package(tmp_path / "sdtm", AE=frame(USUBJID=["S-1", "S-2"], AESEQ=[1, 1]))


def test_a_breach_for_each_issue():
    assert core_breaches(REPORT) == [
        Breach(
            CORE, "CORE-000701", "AE", 2, ("EPOCH", "AESTDTC"), ("", "2027-01-02"), "EPOCH is missing.", subject="S-2"
        ),
        Breach(CORE, "CORE-000900", "AE", None, ("$count",), ("3",), "Too many."),
        Breach(CORE, "CORE-000712", "AE", None, (), (), "rule evaluation error: Failed to execute rule operation"),
        Breach(CORE, "CORE-000900", "AE", None, (), (), "Too many. (2 more records, which the report does not list)"),
    ]


def test_what_ran_is_counted(ae):
    run = read_core(REPORT, ae, Findings())
    assert (run.judges, run.rules, len(run.breaches)) == (
        "0.16.0, rules for SDTMIG 3.4",
        {"ran": 3, "not applicable": 2, "failed": 1},
        4,
    )


def test_it_is_the_shape_that_pointblank_reads():
    """pointblank's own reader of CORE's reports sees the same records."""
    import pointblank

    theirs = pointblank.ConformanceReport.from_core_report(REPORT).findings()
    assert [(f.rule_id, f.row, tuple(f.variables)) for f in theirs] == [
        (b.rule, b.row, b.variables) for b in core_breaches(REPORT)[:3]
    ]


@pytest.mark.parametrize(
    ("report", "message"),
    [
        ("{", "CORE's report cannot be read: Expecting property name"),
        ("[]", "This is no JSON report of CORE: it has no list of rules (Rules_Report)."),
        ('{"Rules_Report": []}', "This is no JSON report of CORE"),
        ('{"Rules_Report": [{}], "Issue_Details": {"a": 1}}', "This is no JSON report of CORE"),
        (
            json.dumps(REPORT | {"Dataset_Details": [{"filename": "ae.xpt", "length": 5}]}),
            "CORE's report is about other datasets: it has 5 records of AE, the package 2.",
        ),
        (
            json.dumps(REPORT | {"Dataset_Details": [{"filename": "lb.xpt", "length": 5}]}),
            "CORE's report is about other datasets: it has 5 records of LB, the package none.",
        ),
    ],
)
def test_a_report_that_is_none(tmp_path, ae, report, message):
    (tmp_path / "report.json").write_text(report, encoding="utf-8")
    findings = Findings()
    assert not read_core(tmp_path / "report.json", ae, findings).done
    assert [f.rule for f in findings.stops] == ["CORE"] and findings[0].message.startswith(message) and findings[0].fix


ODD = [None, 1, 1.5, True, "x", [], {}, [1], ["a"], [None], {"a": 1}, "\ud800", 10**30, "\u00b2", -1, "1" * 5000]


def paths(value, path=()):
    """The way to each value of a report."""
    yield path
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, each in items:
        yield from paths(each, (*path, key))


def test_a_report_of_another_shape_is_a_finding_or_a_text(tmp_path, ae):
    """Whatever stands in the place of a value."""
    tried = 0
    for path in paths(REPORT):
        for odd in ODD:
            report = json.loads(json.dumps({"all": REPORT}))
            place = report
            for key in ("all", *path)[:-1]:
                place = place[key]
            place[("all", *path)[-1]] = odd
            (tmp_path / "report.json").write_text(json.dumps(report["all"]), encoding="utf-8")
            findings = Findings()
            run = read_core(tmp_path / "report.json", ae, findings)
            assert run.done or findings.stops, (path, odd)
            "".join(f"{b}" for b in run.breaches).encode()  # what a file cannot hold is an escape
            tried += 1
    assert tried > 500


def test_a_report_that_never_ends_is_none(ae):
    findings = Findings()
    assert not read_core(Path("/dev/zero"), ae, findings).done
    assert "it is no file, but a pipe or a device" in findings[0].message


def test_a_report_that_is_not_there(tmp_path, ae):
    findings = Findings()
    read_core(tmp_path / "none.json", ae, findings)
    assert findings[0].message == f"CORE's report cannot be read: No such file or directory: {tmp_path / 'none.json'}."


def executable(tmp_path, body):
    """A program in CORE's place; ``given`` are its options."""
    path = tmp_path / "a folder" / "core.py"
    path.parent.mkdir(exist_ok=True)
    path.write_text(
        f"import json, pathlib, sys\ngiven = dict(zip(sys.argv[2::2], sys.argv[3::2]))\n{body}\n", encoding="utf-8"
    )
    return f"{sys.executable} '{path}'"


@pytest.mark.slow
def test_core_is_started_with_the_folder_the_standard_and_define_xml(tmp_path, ae):
    (ae.folder / "define.xml").write_text("<a/>")
    command = executable(
        tmp_path,
        f"""assert sys.argv[1] == "validate"
pathlib.Path(given["-o"] + ".json").write_text(json.dumps({REPORT!r}))
pathlib.Path({str(tmp_path / "given.json")!r}).write_text(json.dumps(given))""",
    )
    findings = Findings()
    run = run_core(ae, command, SDTM, findings)
    given = json.loads((tmp_path / "given.json").read_text())
    assert (list(findings), run.breaches) == ([], core_breaches(REPORT))
    assert [given[n] for n in ("-s", "-v", "-d", "-of", "-dxp")] == [
        "sdtmig",
        "3-4",
        str(ae.folder),
        "JSON",
        str(ae.folder / "define.xml"),
    ]


@pytest.mark.slow
def test_a_link_is_started_by_its_own_name(tmp_path, ae):
    """The Python of a virtual environment is a link to the one that made it, which has none of its packages."""
    python = tmp_path / "venv" / "bin" / "python"
    python.parent.mkdir(parents=True)
    python.symlink_to(sys.executable)
    command = executable(
        tmp_path,
        f"""pathlib.Path(given["-o"] + ".json").write_text(json.dumps({REPORT!r}))
pathlib.Path({str(tmp_path / "started.txt")!r}).write_text(sys.executable)""",
    )
    findings = Findings()
    run_core(ae, command.replace(sys.executable, str(python)), SDTM, findings)
    assert list(findings) == []
    assert (tmp_path / "started.txt").read_text() == str(python)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("body", "message"),
    [
        (
            "print('no rules', file=sys.stderr); sys.exit(3)",
            "CORE has not given a report: CDISC CORE exited with status 3. no rules",
        ),
        ("", "CORE has not given a report: CDISC CORE completed but the expected report was not found"),
        ("pathlib.Path(given['-o'] + '.json').write_text('no JSON')", "CORE's report cannot be read: Expecting value"),
        ("pathlib.Path(given['-o'] + '.json').write_text('[1]')", "This is no JSON report of CORE"),
    ],
)
def test_core_that_fails_is_a_finding(tmp_path, ae, body, message):
    findings = Findings()
    run = run_core(ae, executable(tmp_path, body), SDTM, findings)
    assert not run.done and findings[0].message.startswith(message) and findings[0].fix


@pytest.mark.parametrize("command", ["/no/such/core", "no-such-core --quiet", "'", ""])
def test_core_that_is_not_there_is_a_finding(ae, command):
    findings = Findings()
    assert not run_core(ae, command, SDTM, findings).done
    assert findings[0].message.startswith("CORE cannot be started: there is no executable '")


def test_a_folder_in_the_place_of_core(tmp_path, ae):
    findings = Findings()
    assert not run_core(ae, str(tmp_path), SDTM, findings).done and findings[0].rule == "CORE"
