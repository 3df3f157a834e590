"""What a report says, whatever it looks like."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from importlib import metadata

from onespec.qc.result import Comparison, Difference, counted, summary
from onespec.qc.tables import Source


@dataclass(frozen=True)
class WaiverLine:
    """A waiver, and what became of it: ``explains`` is how many differences it met."""

    place: str
    dataset: str
    where: str
    variable: str
    kind: str
    reason: str
    who: str
    date: str
    cells: int
    explains: int

    @property
    def stale(self) -> bool:
        return self.cells != self.explains


@dataclass
class Entry:
    """A dataset of a report.

    unexplained   how many differences no waiver explains; all of them where there are no waivers
    explained     how many waivers explain
    facts         differences between the file and its description (define.xml, the standard)
    described     what those were held against
    absent        the other side does not exist, so that there is nothing to compare
    """

    comparison: Comparison
    unexplained: int = 0
    explained: int = 0
    facts: list[Difference] = field(default_factory=list)
    described: str = ""
    absent: bool = False

    @property
    def verdict(self) -> str:
        if self.comparison.error and self.unexplained:
            return "not compared"
        return "differs" if self.unexplained else "explained" if self.explained else "identical"

    def summary(self, report: Report) -> str:
        facts = (
            [
                f"{counted(len(self.facts), 'statement')} of the file differ{'s' * (len(self.facts) == 1)} from "
                f"{self.described}"
            ]
            if self.facts
            else []
        )
        return "; ".join(filter(None, [summary(self.comparison, report.base, report.compare), *facts]))

    @property
    def sysinfo(self) -> str:
        return "" if self.absent else str(int(self.comparison.sysinfo))


@dataclass
class Report:
    """base, compare: what the two sides are called; ``shared``: files that all second programs use;
    ``made``: a time stamp, only where one was asked for."""

    title: str
    entries: list[Entry]
    base: str = "base"
    compare: str = "compare"
    waivers: list[WaiverLine] = field(default_factory=list)
    notes: Sequence[str] = ()
    shared: Sequence[Source] = ()
    made: str = ""
    signatures: tuple[str, ...] = ()

    @property
    def stale(self) -> list[WaiverLine]:
        return [w for w in self.waivers if w.stale]

    @property
    def good(self) -> bool:
        return not self.stale and all(e.verdict in ("identical", "explained") for e in self.entries)

    @property
    def verdict(self) -> str:
        """The first sentence of the report."""
        kinds: dict[str, int] = {}
        for entry in self.entries:
            kinds[entry.verdict] = kinds.get(entry.verdict, 0) + 1
        words = [
            f"{kinds[k]} {words}"
            for k, words in (
                ("differs", "differ" if kinds.get("differs", 0) > 1 else "differs"),
                ("not compared", "could not be compared"),
                ("identical", "identical"),
                ("explained", "explained"),
            )
            if k in kinds
        ]
        stale = [f"{counted(len(self.stale), 'waiver')} stale"] if self.stale else []
        return f"{counted(len(self.entries), 'dataset')}: {', '.join(words + stale)}."

    @property
    def absent(self) -> list[Entry]:
        """Datasets that nothing is compared with, as is explained; they need no line each."""
        return [e for e in self.entries if e.absent and e.verdict == "explained" and not e.facts]

    @property
    def listed(self) -> list[Entry]:
        return [e for e in self.entries if e not in self.absent]


def plain_entry(comparison: Comparison) -> Entry:
    """An entry of a report without waivers: every difference counts."""
    return Entry(comparison, differences(comparison))


def differences(comparison: Comparison) -> int:
    c = comparison
    return len(c.error) + len(c.attributes) + c.only_base + c.only_compare + c.differing_values


def now() -> str:
    """The time stamp of a report for which one was asked."""
    return f"{datetime.now(UTC):%Y-%m-%d %H:%M:%S} UTC"


def program() -> str:
    return f"onespec {metadata.version('onespec')}"


def facts_of(comparison: Comparison) -> list[tuple[str, str, str]]:
    """The two files side by side: what, base, compare."""
    out = [
        (what, getattr(comparison.base.source, field), getattr(comparison.compare.source, field))
        for what, field in (("file", "name"), ("SHA-256", "sha256"))
    ]
    base, compare = comparison.base, comparison.compare
    out.append(("bytes", _bytes(base.source), _bytes(compare.source)))
    if not comparison.error:
        out += [
            ("dataset label", base.label or "", compare.label or ""),
            ("rows", f"{base.rows:,}", f"{compare.rows:,}"),
            ("variables", str(base.variables), str(compare.variables)),
            ("rows that repeat the keys of an earlier one", f"{base.again:,}", f"{compare.again:,}"),
        ]
    return out


def _bytes(source: Source) -> str:
    return f"{source.size:,}" if source.size else ""


def settings_of(comparison: Comparison) -> list[tuple[str, str]]:
    """How it was compared."""
    c = comparison
    keys = f"{', '.join(c.keys)} ({c.keys_from})" if c.keys else "none: rows were compared by position"
    out = [("keys", keys), ("method", c.methods)]
    out += [("ignored", ", ".join(c.ignored))] if c.ignored else []
    out += [("not compared, because a file does not state it", ", ".join(c.unstated))] if c.unstated else []
    return out + [("SYSINFO", f"{int(c.sysinfo)}{f' ({bits_text(c)})' if c.sysinfo else ''}")]


def bits_text(comparison: Comparison) -> str:
    return " + ".join(f"{bit.name} {bit.value}" for bit in comparison.sysinfo)


def number(value: float | None) -> str:
    """A difference, short enough to read."""
    return "" if value is None else f"{value:.6g}"
