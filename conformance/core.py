"""CDISC's own engine of rules, CORE: its JSON report is read here, whoever has made it; pointblank starts CORE itself.

The report's shape is that of ``core validate -of JSON`` (CORE 0.16): Conformance_Details, Dataset_Details (filename,
length), Issue_Summary (dataset, core_id, issues), Issue_Details (core_id, message, dataset, USUBJID, row, variables,
values; a blank is "null", and a rule that failed has its error in ``values``), Rules_Report (core_id, status).
"""

from __future__ import annotations

import json
import re
import shlex
import shutil
import tempfile
from collections import Counter
from pathlib import Path

from onespec.conformance.breach import CORE, Breach
from onespec.conformance.package import Package
from onespec.conformance.run import FAILED, NOT_APPLICABLE, RAN, Run
from onespec.engine.disk import bytes_of
from onespec.engine.findings import STOP, Findings
from onespec.engine.spec.model import Standard

RULE, OPTION, VARIABLE = "CORE", "--core", "ONESPEC_CORE"
STATES = {"SUCCESS": RAN, "ISSUE REPORTED": RAN, "SKIPPED": NOT_APPLICABLE, "EXECUTION ERROR": FAILED}
_ROW = re.compile("[0-9]{1,10}")
_NAME_IT = "Name the JSON file that CORE has written (core validate -of JSON)."
_LISTS = ("Dataset_Details", "Issue_Summary", "Issue_Details", "Rules_Report")


def not_run() -> Run:
    """What stands in a report for which there is no CORE."""
    return Run(
        CORE,
        f"not run: name its executable with {OPTION} or {VARIABLE}, or a report that it has made with --core-report",
    )


def run_core(package: Package, command: str, standard: Standard, findings: Findings) -> Run:
    """CORE's rules on the package's folder.

    ``command`` is CORE's executable, or what starts it (``python /core/core.py``).

    Whatever keeps CORE from giving a report is a finding.
    """
    words = _words(command)
    if not words or not shutil.which(words[0]):
        return _failed(
            findings,
            f"CORE cannot be started: there is no executable '{words[0] if words else ''}'.",
            f"Name CORE's executable with {OPTION} or {VARIABLE}, or leave it out.",
        )
    try:
        import pointblank
    except ImportError:
        return _failed(
            findings,
            "CORE is started by pointblank, which is not installed.",
            "make validate installs it; else pip install 'onespec[validate]'.",
        )
    folder = package.folder.resolve()
    define = folder / "define.xml"
    with tempfile.TemporaryDirectory() as place:
        try:
            pointblank.validate_cdisc_submission(
                folder,
                standard=standard.name.lower(),
                version=standard.version,
                define=define if define.exists() else None,
                core=[str(Path(w).absolute()) if Path(w).is_file() else w for w in words],  # a link is a venv's python
                core_cwd=_home(words),
                workdir=place,
            )
        except (
            RuntimeError,
            OSError,
            ValueError,
            TypeError,
        ) as error:  # pointblank's own errors of CORE are RuntimeErrors
            if not isinstance(error, (ValueError, TypeError)):
                return _failed(
                    findings,
                    f"CORE has not given a report: {_said(error)}",
                    "Run CORE by itself on the datasets to see what it lacks.",
                )
        return read_core(Path(place) / "core_report.json", package, findings)


def read_core(report: dict | Path, package: Package, findings: Findings) -> Run:
    """CORE's report, as its file or its content; one that is unreadable, or of other datasets, is a finding."""
    if isinstance(report, Path):
        try:
            report = json.loads(bytes_of(report).decode("utf-8-sig"))
        except OSError as error:
            return _failed(findings, f"CORE's report cannot be read: {error.strerror}: {report}.", _NAME_IT)
        except RecursionError:
            return _failed(findings, "CORE's report cannot be read: it is nested too deep.", _NAME_IT)
        except ValueError as error:
            return _failed(findings, f"CORE's report cannot be read: {_said(error)}.", _NAME_IT)
    if (
        not isinstance(report, dict)
        or not all(_is_list(report.get(n, [])) for n in _LISTS)
        or not report.get("Rules_Report")
    ):
        return _failed(
            findings,
            "This is no JSON report of CORE: it has no list of rules (Rules_Report).",
            "Name the file that 'core validate -of JSON' has written.",
        )
    for entry in report.get("Dataset_Details", []):
        name, rows = _name(entry.get("filename")), entry.get("length")
        held = package.tables[name].rows if name in package.tables else None
        if held is None or isinstance(rows, int) and rows != held:
            says = f"{rows:,} records" if isinstance(rows, int) else "the dataset"
            return _failed(
                findings,
                f"CORE's report is about other datasets: it has {says} of {name}, the package "
                f"{'none' if held is None else f'{held:,}'}.",
                "Run CORE on this package.",
            )
    details = report.get("Conformance_Details")
    details = details if isinstance(details, dict) else {}
    engine, standard, version = (_line(details.get(n)) for n in ("CORE_Engine_Version", "Standard", "Version"))
    title = f"{engine}, rules for {standard} {version.removeprefix('V')}"
    states = Counter(STATES.get(str(r.get("status")).upper(), FAILED) for r in report["Rules_Report"])
    return Run(CORE, title, {s: states[s] for s in (RAN, NOT_APPLICABLE, FAILED)}, core_breaches(report))


def core_breaches(report: dict) -> list[Breach]:
    """A breach for each entry of Issue_Details, and one for those of Issue_Summary that are not listed there."""
    out = [_breach(entry) for entry in report.get("Issue_Details", [])]
    listed = Counter((b.rule, b.dataset) for b in out)
    for entry in report.get("Issue_Summary", []):
        rule, dataset, count = _line(entry.get("core_id")), _name(entry.get("dataset")), entry.get("issues", 0)
        if isinstance(count, int) and count > listed[rule, dataset]:
            out.append(
                Breach(
                    CORE,
                    rule,
                    dataset,
                    None,
                    (),
                    (),
                    f"{_line(entry.get('message'))} ({count - listed[rule, dataset]:,} more records, which the "
                    "report does not list)",
                )
            )
    return out


def _breach(entry: dict) -> Breach:
    variables, values = entry.get("variables"), entry.get("values")
    message = _line(entry.get("message"))
    if not isinstance(variables, list) or not isinstance(values, list):  # the rule failed
        variables, values, message = [], [], f"{message}: {_line(values)}" if values else message
    values = ["" if v in (None, "null") else _whole(v) for v in values][: len(variables)]
    row = str(entry.get("row", ""))
    return Breach(
        CORE,
        _line(entry.get("core_id")),
        _name(entry.get("dataset")),
        int(row) if _ROW.fullmatch(row) else None,
        tuple(map(_whole, variables)),
        (*values, *[""] * (len(variables) - len(values))),
        message,
        subject=_line(entry.get("USUBJID")),
    )


def _words(command: str) -> list[str]:
    """A command in its words; a path may have blanks."""
    if Path(command).exists():
        return [command]
    try:
        return shlex.split(command)
    except ValueError:  # a quotation mark without its partner
        return [command]


def _is_list(entry: object) -> bool:
    return isinstance(entry, list) and all(isinstance(item, dict) for item in entry)


def _name(file: object) -> str:
    """Name of a dataset, which CORE gives as it is or as its file."""
    return _line(file).upper().removesuffix(".XPT")


def _line(text: object) -> str:
    return " ".join(_whole(text or "").split())


def _whole(value: object) -> str:
    """As text that a file can hold: JSON may have half of a character."""
    return str(value).encode("utf-8", "backslashreplace").decode()


def _home(words: list[str]) -> Path | None:
    """Where CORE runs: it looks for its resources in the folder that it is started in."""
    files = [Path(shutil.which(w) or w) for w in words]
    return next((f.resolve().parent for f in reversed(files) if (f.resolve().parent / "resources").is_dir()), None)


def _said(error: Exception) -> str:
    """An error in one line: what it says first and last, without the command."""
    lines = [
        line.strip()
        for line in str(error).splitlines()
        if line.strip() and not line.startswith(("Command:", "stderr:", "stdout:"))
    ]
    return " ".join(dict.fromkeys([lines[0], lines[-1]])) if lines else type(error).__name__


def _failed(findings: Findings, message: str, fix: str) -> Run:
    findings.add(RULE, STOP, message, fix)
    return Run(CORE, f"failed: {message}")
