"""The register of explained differences: ``specs/<study>/waivers.yaml``.

    waivers:
      - dataset: LB
        where: {LBTESTCD: AFP, LBDTC: {LT: 2026-01-01}}   # as in the specification; left out: everywhere
        variable: LBSTRESC
        kind: value
        reason: The second program rounds half up.
        who: A. Example, statistical programming
        date: 2027-11-02
        cells: 3

A waiver explains the exact number of differences that it says (``cells``: values, rows, or statements), and a
difference is explained once, by the first waiver that meets it.  One that explains more, fewer or none is stale.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

from onespec.engine.declared import WHERE, Key, Permitted, called
from onespec.engine.findings import STOP, Findings, nearest, unknown
from onespec.engine.spec.conditions import Condition
from onespec.engine.spec.signed import DATE, REASON, WHO, SignedReader
from onespec.engine.spec.yamltext import Map
from onespec.qc.explained import BASE_ROW, COMPARE_ROW, VALUE, Wanted
from onespec.qc.metadata import KINDS as STATEMENT_KINDS
from onespec.qc.report import Entry, WaiverLine
from onespec.qc.result import KINDS, ROWS, Difference

FILE = "waivers.yaml"
NO_PROGRAM = "no second program"  # one difference a dataset
COUNTED = (VALUE, BASE_ROW, COMPARE_ROW)  # differences of single rows
ALL_KINDS = (*KINDS, *STATEMENT_KINDS, NO_PROGRAM)


@called("a waiver")
@dataclass(frozen=True)
class Waiver:
    """An explained difference.

    ``datasets`` has several names only where kind is NO_PROGRAM.
    """

    datasets: Annotated[tuple[str, ...], Key("The dataset; several for no second program.", True, name="dataset")]
    where: Annotated[tuple[Condition, ...], Key("Which records: an AND of conditions; all when left out.", shape=WHERE)]
    variable: Annotated[str, Key("The variable that differs.")]
    kind: Annotated[str, Key("The kind of difference.", required=True, only=Permitted(ALL_KINDS))]
    reason: Annotated[str, REASON]
    who: Annotated[str, WHO]
    date: Annotated[str, DATE]
    cells: Annotated[int, Key("How many differences it explains, exactly.", required=True)]
    line: int = 0

    def report(self, explains: int) -> WaiverLine:
        where = ", ".join(c.text() for c in self.where)
        return WaiverLine(
            f"{FILE}:{self.line}",
            ", ".join(self.datasets),
            where,
            self.variable,
            self.kind,
            self.reason,
            self.who,
            self.date,
            self.cells,
            explains,
        )


@called(FILE)
@dataclass(frozen=True)
class Waivers:
    """The register of explained differences."""

    waivers: Annotated[tuple[Waiver, ...], Key("The differences that are explained.")]


def read_waivers(study: Path, findings: Findings) -> list[Waiver]:
    """The waivers of a study, none when it has no register; every fault is a finding."""
    register = SignedReader(FILE, "waivers", Waiver, "WAIVER", "a waiver", findings)
    waivers = [_waiver(register, item, line) for item, line in register.signed(study)]
    return [w for w in waivers if w]


def _waiver(register: SignedReader, item: Map, line: int) -> Waiver | None:
    before = len(register.findings)
    texts = register.texts(item, "variable", "kind", "cells")
    datasets, where, kind = register.names(item, "dataset"), register.where(item), texts["kind"]
    stop = lambda message, fix: register.fault(message, fix, line)  # noqa: E731
    if kind not in ALL_KINDS:
        stop(*unknown("kind of difference", kind, ALL_KINDS))
    if len(datasets) != 1 and kind != NO_PROGRAM or not datasets:
        stop("A waiver is about one dataset.", "Write 'dataset: NAME'.")
    if bool(texts["variable"]) != (kind == "value") and kind in ("value", *ROWS, NO_PROGRAM):
        stop(
            f"A waiver of kind '{kind}' has {'no' if kind == 'value' else 'a'} variable.",
            f"{'Name' if kind == 'value' else 'Remove'} it.",
        )
    if where and kind not in ("value", *ROWS):
        stop(f"A waiver of kind '{kind}' cannot have 'where'.", "Remove it.")
    register.number("cells", texts["cells"], "differences", line)
    register.date(texts["date"], line)
    if len(register.findings) > before:
        return None
    return Waiver(
        datasets,
        where,
        texts["variable"],
        kind,
        texts["reason"],
        texts["who"],
        texts["date"],
        int(texts["cells"]),
        line,
    )


class Register:
    """The waivers of a run.

    It takes the differences of one dataset after another, and says at the end which waivers are stale.
    """

    def __init__(self, waivers: list[Waiver]):
        self.waivers = waivers
        self.explains = [0] * len(waivers)

    def wanted(self, name: str, base: Collection[str], compare: Collection[str]) -> tuple[Wanted, ...]:
        """What a comparison counts for the waivers of a dataset: of values and rows, in the order of the register.

        base, compare  the variables of both tables; a waiver that asks for another one has no place
        """
        return tuple(Wanted(w.kind, w.variable, w.where) for _, w in self._counted(name, base, compare))

    def _counted(self, name: str, base: Collection[str], compare: Collection[str]) -> Iterator[tuple[int, Waiver]]:
        for i, waiver in enumerate(self.waivers):
            if name in waiver.datasets and waiver.kind in COUNTED:
                if not _absent(waiver, base, compare):
                    yield i, waiver

    def explain(self, entry: Entry, base: Collection[str], compare: Collection[str], findings: Findings) -> None:
        """Count the entry's explained and unexplained differences; its comparison was made with what is ``wanted``."""
        c, explained = entry.comparison, 0
        statements: list[Difference] = [*c.attributes, *entry.facts]
        total = c.differing_values + c.only_base + c.only_compare + len(statements)
        counts = {i: n for (i, _), n in zip(self._counted(c.name, base, compare), c.explained, strict=True)}
        for i, waiver in enumerate(self.waivers):
            if c.name not in waiver.datasets:
                continue
            if waiver.kind in COUNTED:
                count = counts.get(i, 0)
                for name in _absent(waiver, base, compare):
                    _no_variable(waiver, name, base if waiver.kind != COMPARE_ROW else compare, findings)
            else:
                rest = [d for d in statements if (d.kind, d.variable) != (waiver.kind, waiver.variable)]
                statements, count = rest, len(statements) - len(rest)
            self.explains[i] += count
            explained += count
        entry.explained, entry.unexplained = explained, total - explained

    def no_program(self, entry: Entry) -> None:
        """An entry of a dataset that has no second program: one difference, and its statements."""
        entry.unexplained = 1 + len(entry.facts)
        for i, waiver in enumerate(self.waivers):
            if entry.comparison.name not in waiver.datasets:
                continue
            if waiver.kind == NO_PROGRAM:
                count = 1
            else:
                count = sum((d.kind, d.variable) == (waiver.kind, waiver.variable) for d in entry.facts)
            self.explains[i] += count
            entry.explained += count
        entry.unexplained -= entry.explained

    def lines(self) -> list[WaiverLine]:
        return [w.report(n) for w, n in zip(self.waivers, self.explains, strict=True)]


def _absent(waiver: Waiver, base: Collection[str], compare: Collection[str]) -> list[str]:
    """Variables that a waiver's conditions name and its table has not."""
    return [c.name for c in waiver.where if c.name not in (compare if waiver.kind == COMPARE_ROW else base)]


def _no_variable(waiver: Waiver, name: str, known: Collection[str], findings: Findings) -> None:
    close = nearest(name, known)
    findings.add(
        "WAIVER",
        STOP,
        f"{waiver.datasets[0]} has no variable '{name}'.",
        f"Did you mean '{close}'?" if close else "Correct the waiver.",
        file=FILE,
        line=waiver.line,
    )
