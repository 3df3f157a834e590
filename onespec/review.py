# pyright: standard
"""The review of a drafted study: its guesses as a list to fill in, and the filled list read back.

An accepted guess loses its mark, and its comment says who accepted it: no other byte of its file changes.
A rejected one stays, and is a query.  A list that does not fit the present files is refused, and nothing is written.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

from onespec.engine.build.ownership import CannotBuild
from onespec.engine.disk import write_whole
from onespec.engine.findings import QUERY, STOP, Findings, Stopped
from onespec.engine.sheets import FORMULA, NoWorkbook, read_sheet, sheet_names
from onespec.engine.spec.guessed import MARK, Guess, guesses
from onespec.engine.visible import visible
from onespec.told import Told

SHEET = "Guesses"
HEAD = ("file", "line", "guess", "evidence", "accepted", "by", "comment")
ACCEPTED, REJECTED = "yes", "no"
_ACCEPTED = "# accepted by "
_REJECTED, _STALE, _ANSWER = "GUESS-REJECTED", "GUESS-STALE", "GUESS-ANSWER"


Before = tuple[str, str, str]  # file and text of an accepted guess, and what its comment says of it


class Answer(NamedTuple):
    """A row of a filled list; ``row`` is its row in the sheet, where 1 is the head."""

    row: int
    file: str
    line: str
    guess: str
    evidence: str
    accepted: str
    by: str
    comment: str


@dataclass(frozen=True)
class Reviewed(Told):
    """A list that was read back: the guesses that were accepted, how many are open, and the rejected as findings."""

    accepted: list[Guess]
    open: int
    findings: Findings

    def text(self) -> str:
        rejected = len(self.findings)
        said = f"{len(self.accepted)} accepted, {rejected} rejected, {self.open} open. 'onespec check' reads them anew."
        return "\n".join([*(f.text() for f in self.findings), said])

    def facts(self) -> dict[str, Any]:
        from onespec.findings_text import findings_facts

        listed = [guess._asdict() for guess in self.accepted]
        return findings_facts(self.findings) | {"accepted": listed, "open": self.open}


def write_review(folder: Path, file: Path) -> Listed:
    """Write the guesses of a study as a workbook to fill in.

    Raises `CannotBuild` where the file exists: it may be a filled list.
    """
    from openpyxl import Workbook
    from openpyxl.worksheet.datavalidation import DataValidation

    from onespec.engine.workbook import add_sheet, workbook_bytes

    if file.exists():
        raise CannotBuild(f"{file} exists, and a list that somebody has filled is not replaced. Name another file.")
    found, book = guesses(folder), Workbook()
    book.remove(book.worksheets[0])
    sheet = add_sheet(book, SHEET, HEAD, [(g.file, g.line, g.said, g.evidence, "", "", "") for g in found])
    answers = DataValidation(type="list", formula1=f'"{ACCEPTED},{REJECTED}"', allow_blank=True)
    answers.add(f"E2:E{len(found) + 1}")
    sheet.add_data_validation(answers)
    file.parent.mkdir(parents=True, exist_ok=True)
    write_whole(file, workbook_bytes(book))
    return Listed(file, len(found))


def read_review(folder: Path, file: Path) -> Reviewed:
    """Read a filled list back into the study's files.

    What an earlier reading has accepted stays so.  Raises `Stopped` where the list does not fit the files, and writes
    nothing.
    """
    findings = Findings()
    answers = [a for a in _read(file, findings) if _is_answered(a, file, findings)]
    placed = _placed(answers, guesses(folder), _accepted_before(folder, {a.file for a in answers}), file, findings)
    accepted = {guess: a for a, guess in placed if a.accepted == ACCEPTED}
    files = _accepted(folder, accepted, file, findings)
    if findings.stops:
        raise Stopped(findings)
    for a, guess in placed:
        if a.accepted == REJECTED:
            message = f"{a.by or 'Somebody'} rejects the guess '{guess.said}'{f': {a.comment}' if a.comment else ''}."
            fix = f"Correct the line, and remove its '{MARK.strip()}'."
            findings.add(_REJECTED, QUERY, message, fix, file=guess.file, line=guess.line)
    for path, data in files.items():
        write_whole(path, data)
    return Reviewed(list(accepted), len(guesses(folder)) - len(findings), findings)


def _accepted_before(folder: Path, files: set[str]) -> list[Before]:
    """File and text of each guess that is accepted, and what its comment says after the mark."""
    from onespec.engine.workbook import in_cell

    out = []
    for path in sorted(folder.rglob("*.yaml")):
        name = path.relative_to(folder).as_posix()
        for line in path.read_bytes().split(b"\n") if name in files else ():
            said, mark, rest = line.decode(errors="replace").partition(_ACCEPTED)
            if mark:
                out.append((name, in_cell(said.strip()), in_cell(rest.strip())))
    return out


def _read(file: Path, findings: Findings) -> list[Answer]:
    """The rows of a list; texts as a reader of the sheet sees them."""
    try:
        if SHEET not in sheet_names(file):
            raise NoWorkbook(f"it has no sheet '{SHEET}'")
        sheet = read_sheet(file, SHEET)
    except NoWorkbook as wrong:
        findings.add(_ANSWER, STOP, f"The list cannot be read: {wrong}.", "Write it anew.", file=str(file))
        return []
    cells = [[_text(cell) for cell in row] for row in sheet.cells]
    for doubt in sheet.doubts:
        if doubt.kind == FORMULA:
            message = f"The cell holds a formula without a result: {doubt.text}."
            findings.add(_ANSWER, STOP, message, "Write the answer itself.", file=str(file), row=doubt.row + 1)
    if not cells or tuple(cells[0][: len(HEAD)]) != HEAD:
        findings.add(
            _ANSWER, STOP, f"The head is not {', '.join(HEAD)}.", "Keep the columns as written.", file=str(file)
        )
        return []
    wide = ([*row, *[""] * len(HEAD)][: len(HEAD)] for row in cells[1:])
    answers = (Answer(number, *row) for number, row in enumerate(wide, 2) if any(row))
    return [a._replace(accepted=a.accepted.casefold()) for a in answers]


def _text(cell: object) -> str:
    return str(int(cell)) if isinstance(cell, float) and cell.is_integer() else str(cell).strip()


def _is_answered(answer: Answer, file: Path, findings: Findings) -> bool:
    """Whether a row says yes or no; a row that says neither is open, and one that says something else is a stop."""
    said, where = answer.accepted, {"file": str(file), "row": answer.row}
    if said not in ("", ACCEPTED, REJECTED):
        message = f"'{said}' is no answer."
        findings.add(_ANSWER, STOP, message, f"Write {ACCEPTED} or {REJECTED}.", column="accepted", **where)
    elif said and not answer.by:
        findings.add(_ANSWER, STOP, "Nobody has signed the answer.", "Write who gives it.", column="by", **where)
    return said in (ACCEPTED, REJECTED)


def _placed(
    answers: list[Answer], found: list[Guess], before: list[Before], file: Path, findings: Findings
) -> list[tuple[Answer, Guess]]:
    """The guess of each answer: of the same text and evidence in the same file that on its line, or the only one.

    An answer of one that was accepted ``before`` is done.
    """
    from onespec.engine.workbook import in_cell

    def content(guess: Guess) -> tuple[str, str, str]:
        return guess.file, in_cell(guess.said).strip(), in_cell(guess.evidence).strip()

    out: dict[Guess, Answer] = {}
    alike = Counter((a.file, a.guess, a.evidence) for a in answers)
    for a in answers:
        wanted = a.file, a.guess, a.evidence
        same = [g for g in found if content(g) == wanted]
        here = [g for g in same if str(g.line) == a.line] or (same if len(same) == alike[wanted] == 1 else [])
        if here and here[0] not in out:
            out[here[0]] = a
            continue
        done = [b for b in before if b[:2] == wanted[:2] and b[2].endswith(f": {a.evidence}")]
        if done and a.accepted == ACCEPTED:
            before.remove(done[0])
            continue
        message = f"The guess '{a.guess}' of {a.file} is not there" + (
            " once, and not on its line." if same else " any more."
        )
        fix = "Write the list anew, and answer what it still asks."
        findings.add(_STALE, STOP, message, fix, file=str(file), row=a.row)
    return [(a, guess) for guess, a in out.items()]


def _accepted(folder: Path, accepted: dict[Guess, Answer], file: Path, findings: Findings) -> dict[Path, bytes]:
    """The files with the comments of accepted guesses written anew, and not a byte else."""
    out: dict[Path, bytes] = {}
    for name in dict.fromkeys(guess.file for guess in accepted):
        before = (folder / name).read_bytes()
        lines = before.split(b"\n")
        for guess, answer in accepted.items():
            if guess.file == name:
                head, _, evidence = lines[guess.line - 1].partition(MARK.encode())
                by = visible(" ".join(answer.by.split()))
                lines[guess.line - 1] = head + f"{_ACCEPTED}{by}: ".encode() + evidence
        out[folder / name] = after = b"\n".join(lines)
        if not _say_the_same(before, after):
            message = f"In {name} the mark of a guess stands inside a text, not in a comment."
            findings.add(_STALE, STOP, message, "Correct the line by hand.", file=str(file))
    return out


def _say_the_same(one: bytes, other: bytes) -> bool:
    """Whether two YAML files hold the same."""
    import yaml

    try:
        return yaml.load(one, Loader=yaml.BaseLoader) == yaml.load(other, Loader=yaml.BaseLoader)
    except yaml.YAMLError:
        return False


@dataclass(frozen=True)
class Listed(Told):
    """A list that was written: how many guesses stand in the file."""

    file: Path
    guesses: int

    def text(self) -> str:
        asked = "Write yes or no under 'accepted' and a name under 'by'; 'onespec review --read' takes the file back."
        return f"{self.guesses} guesses in {self.file}. {asked}"

    def facts(self) -> dict[str, Any]:
        return {"file": str(self.file), "guesses": self.guesses}
