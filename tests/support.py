"""Places and helpers that test files share."""

from __future__ import annotations

import csv
import io
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import openpyxl

from onespec.cli.main import main
from onespec.conformance.series import as_text
from onespec.engine.build.freshness import cache_folder
from onespec.engine.findings import Finding, Findings, finding_order
from onespec.engine.plan.make import make_plan
from onespec.engine.raw.fields import type_form
from onespec.engine.raw.files import Export
from onespec.engine.registry import discover
from onespec.engine.run.evaluate import evaluate
from onespec.engine.run.part import Part
from onespec.engine.spec.crf import read_forms
from onespec.engine.spec.forms import Form
from onespec.engine.xpt.reader import read_xpt
from onespec.packages import operation_packages

ROOT = Path(__file__).parents[1]
SHIPPED = ROOT / "specs" / "ChiCTR2600126870"
SHIPPED_RAW = ROOT / "raw_samples" / "ChiCTR2600126870" / "export"
TRUTH = ROOT / "raw_samples" / "ChiCTR2600126870" / "truth" / "truth.csv"
OTHER = ROOT / "tests" / "studies" / "other"
GOLDEN = ROOT / "tests" / "golden"


def makes_slow(fixture):
    """Of a fixture: the tests that ask for it are slow (stands below ``@pytest.fixture``)."""
    fixture.makes_slow = True
    return fixture


def run_build(spec: Path, raw: Path, out: Path, *more: str) -> int:
    """`onespec build` in this process; returns the exit code."""
    return main(
        ["build", "--study", str(spec), "--raw", str(raw), "--out", str(out), "--quiet", "--workers", "1", *more]
    )


def contents(folder: Path) -> dict[str, bytes]:
    """Every file of a folder: relative name -> bytes."""
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


def onespec(*arguments: object, cwd: Path | None = None) -> subprocess.CompletedProcess:
    """The command line in a process of its own."""
    return subprocess.run(
        [sys.executable, "-m", "onespec.cli.main", *map(str, arguments)],
        cwd=cwd,
        capture_output=True,
        text=True,
        check=False,
    )


def read_findings(path: Path) -> list[Finding]:
    """The findings of a findings.csv or queries.csv."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        return [
            Finding(**{k: (int(v) if v else None) if k in ("line", "row", "count") else v for k, v in _told(row)})
            for row in csv.DictReader(file)
        ]


def _told(row: dict[str, str]) -> list[tuple[str, str]]:
    """Without what a query is known by."""
    return [(k, v) for k, v in row.items() if k not in ("id", "form", "row_name", "field", "status", "first_seen")]


def values_of(dataset: Path) -> str:
    """A transport file's records as CSV: numbers in their shortest form, blank where missing."""
    _, rows = read_xpt(dataset)
    return rows.apply(as_text).to_csv(index=False, lineterminator="\n")


def attributes_of(folder: Path) -> str:
    """What the transport files of a folder say of their variables, as CSV."""
    lines = ["dataset,label,variable,label,type,length,format"]
    for path in sorted(folder.glob("*.xpt")):
        header, _ = read_xpt(path)
        lines += [
            f'{header.name},"{header.label}",{v.name},"{v.label}",{v.type},{v.length},{v.format}'
            for v in header.variables
        ]
    return "\n".join(lines) + "\n"


def cut_export(spec: Path, raw: Path, target: Path, subjects: set[str]) -> None:
    """The rows of a few subjects of an export, in the same files and encodings."""
    target.mkdir(parents=True)
    for form in read_forms(spec, Findings()).values():
        (_cut_csv if form.file.endswith(".csv") else _cut_xlsx)(form, raw / form.file, target / form.file, subjects)


def _cut_csv(form: Form, source: Path, target: Path, subjects: set[str]) -> None:
    header, *rows = csv.reader(io.StringIO(source.read_bytes().decode(form.encoding), newline=""))
    at, out = header.index(form.subject), io.StringIO(newline="")
    csv.writer(out, lineterminator="\n").writerows(
        [header, *(row for row in rows if row and row[at].strip() in subjects)]
    )
    target.write_bytes(out.getvalue().encode(form.encoding))


def _cut_xlsx(form: Form, source: Path, target: Path, subjects: set[str]) -> None:
    book = openpyxl.load_workbook(source)
    sheet = book[form.sheet] if form.sheet else book.worksheets[0]
    at = [cell.value for cell in sheet[1]].index(form.subject) + 1
    for number in range(sheet.max_row, 1, -1):
        if str(sheet.cell(number, at).value) not in subjects:
            sheet.delete_rows(number)
    book.save(target)


@dataclass
class StudyCopy:
    """A copy of a study that a test may spoil: specification, raw export and, where it was built, its outputs."""

    folder: Path

    @property
    def spec(self) -> Path:
        return self.folder / "spec"

    @property
    def raw(self) -> Path:
        return self.folder / "raw"

    @property
    def out(self) -> Path:
        return self.folder / "out"

    def build(self, *more: str) -> int:
        return run_build(self.spec, self.raw, self.out, *more)

    @property
    def findings(self) -> list[Finding]:
        """The findings of the build that was stopped last."""
        return read_findings(cache_folder(self.out) / "findings.csv")

    @property
    def queries(self) -> list[Finding]:
        """What the build asks, of the coder, too."""
        files = [self.out / "reports" / name for name in ("queries.csv", "coding.csv")]
        return sorted((f for file in files if file.exists() for f in read_findings(file)), key=finding_order)

    def faults(self) -> list[str]:
        """What is wrong with the specification, as a user reads it; nothing is built."""
        findings = Findings()
        make_plan(self.spec, discover(operation_packages(), self.spec / "methods.py", findings), findings)
        return [f.text() for f in sorted(findings, key=finding_order)]

    def evaluated(self) -> Part:
        """All subjects in one part, every dataset computed; nothing is written."""
        findings = Findings()
        plan = make_plan(self.spec, discover(operation_packages(), self.spec / "methods.py", findings), findings)
        assert not findings.stops, "\n".join(f.text() for f in findings.stops)
        study, forms = plan.study, {}
        export = Export(study.forms.values(), self.raw)
        for name, form in study.forms.items():
            rows = export.read(form, findings)
            assert rows is not None, name
            forms[name] = type_form(form, rows.cells, rows.numbers, study.codelists, study.language)
        part = Part(plan, forms)
        for node in plan.order:
            evaluate(part, node)
        return part

    def replace(self, file: str, old: str, new: str, encoding: str = "utf-8") -> None:
        """Change one place of a specification or raw file."""
        path = self.folder / file
        text = path.read_bytes().decode(encoding)
        assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in {file}"
        path.write_bytes(text.replace(old, new).encode(encoding))

    def append(self, file: str, text: str) -> None:
        """Add text at the end of a file."""
        path = self.folder / file
        path.write_bytes((path.read_bytes() if path.exists() else b"") + text.encode())

    def copy(self, folder: Path) -> StudyCopy:
        """The study with its outputs in another folder; a build there finds them up to date."""
        shutil.copytree(self.folder, folder, dirs_exist_ok=True)
        return StudyCopy(folder)
