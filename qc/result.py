"""What a comparison of one dataset found."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import IntFlag

from onespec.engine.findings import Finding
from onespec.qc.tables import Source


class Sysinfo(IntFlag):
    """The return code of PROC COMPARE.

    Source: Base SAS Procedures Guide, The COMPARE Procedure, "Macro Return Codes (SYSINFO)".
    BASEBY, COMPBY and BYVAR are about its BY statement, which this comparison has not; they are never set.
    """

    DSLABEL = 1
    DSTYPE = 2
    INFORMAT = 4
    FORMAT = 8
    LENGTH = 16
    LABEL = 32
    BASEOBS = 64
    COMPOBS = 128
    BASEBY = 256
    COMPBY = 512
    BASEVAR = 1024
    COMPVAR = 2048
    VALUE = 4096
    TYPE = 8192
    BYVAR = 16384
    ERROR = 32768


# Every kind of difference: what it is called, and its bit; variable order and row order have none in SAS.
KINDS = {
    "dataset label": Sysinfo.DSLABEL,
    "dataset type": Sysinfo.DSTYPE,
    "informat": Sysinfo.INFORMAT,
    "format": Sysinfo.FORMAT,
    "length": Sysinfo.LENGTH,
    "label": Sysinfo.LABEL,
    "base row": Sysinfo.BASEOBS,
    "compare row": Sysinfo.COMPOBS,
    "base variable": Sysinfo.BASEVAR,
    "compare variable": Sysinfo.COMPVAR,
    "value": Sysinfo.VALUE,
    "type": Sysinfo.TYPE,
    "variable order": Sysinfo(0),
    "row order": Sysinfo(0),
}
ROWS = ("base row", "compare row")


@dataclass(frozen=True)
class Difference:
    """A difference of the dataset or one of its variables: what base and compare say."""

    kind: str
    variable: str
    base: str
    compare: str


@dataclass(frozen=True)
class Cell:
    """One differing value; rows count from 1."""

    base_row: int
    compare_row: int
    keys: tuple[str, ...]
    variable: str
    base: str
    compare: str
    difference: float | None = None


@dataclass(frozen=True)
class Row:
    """One row of one table; rows count from 1."""

    row: int
    keys: tuple[str, ...]


@dataclass(frozen=True)
class VariableResult:
    """A compared variable.

    largest    of the differences between numbers, by the method's measure, and the cell that has it
    change     the commonest pair of differing values, and how often it stands among the first thousand
    """

    name: str
    type: str
    method: str
    differing: int
    largest: float | None = None
    largest_cell: Cell | None = None
    change: tuple[str, str, int] | None = None


@dataclass(frozen=True)
class Driver:
    """A value of a key that holds more of the differing values than of the rows; ``of``: all differing values."""

    variable: str
    value: str
    cells: int
    of: int
    rows: int


@dataclass(frozen=True)
class Side:
    """One of the two datasets; ``again`` rows repeat the keys of an earlier one."""

    source: Source
    label: str | None
    variables: int
    rows: int
    again: int = 0
    again_first: tuple[Row, ...] = ()


@dataclass
class Comparison:
    """The comparison of one dataset.

    keys_from     where the keys come from: ``--by``, the specification, the file, or "row position"
    matched       pairs of rows
    only_base     number of rows without a counterpart, and the first of them
    cells         every differing value of the first differing rows
    near          keys without which so many of the rows only in one table meet a row only in the other
    heaviest      the rows with the most differing values: (row, how many)
    unstated      levels that a side states nothing about and that were therefore not compared
    places        of each variable, and of the rows without a counterpart: a number for the places of its differences
    explained     how many differences each of the ``wanted`` of the settings meets
    error         why there is no comparison
    """

    name: str
    base: Side
    compare: Side
    keys: tuple[str, ...] = ()
    keys_from: str = ""
    methods: str = "exact"
    ignored: tuple[str, ...] = ()
    unstated: tuple[str, ...] = ()
    attributes: list[Difference] = field(default_factory=list)
    matched: int = 0
    only_base: int = 0
    only_compare: int = 0
    only_base_first: list[Row] = field(default_factory=list)
    only_compare_first: list[Row] = field(default_factory=list)
    near: list[tuple[str, int]] = field(default_factory=list)
    variables: list[VariableResult] = field(default_factory=list)
    differing_rows: int = 0
    cells: list[Cell] = field(default_factory=list)
    heaviest: list[tuple[Row, int]] = field(default_factory=list)
    drivers: list[Driver] = field(default_factory=list)
    places: dict[str, int] = field(default_factory=dict)
    explained: tuple[int, ...] = ()
    error: list[Finding] = field(default_factory=list)

    @property
    def differing_values(self) -> int:
        return sum(v.differing for v in self.variables)

    @property
    def identical(self) -> bool:
        return not (self.error or self.attributes or self.only_base or self.only_compare or self.differing_values)

    @property
    def sysinfo(self) -> Sysinfo:
        bits = Sysinfo.ERROR if self.error else Sysinfo(0)
        for difference in self.attributes:
            bits |= KINDS[difference.kind]
        found = ("base row", self.only_base), ("compare row", self.only_compare), ("value", self.differing_values)
        for kind, count in found:
            bits |= KINDS[kind] if count else Sysinfo(0)
        return bits

    @property
    def verdict(self) -> str:
        return "not compared" if self.error else "identical" if self.identical else "differs"


def near_text(comparison: Comparison) -> str:
    """Which keys keep the rows without counterpart apart."""
    near = " or ".join(f"{key} ({counted(count, 'pair')})" for key, count in comparison.near[:3])
    return f"Rows without a counterpart would meet if they had the same {near}." if near else ""


def counted(count: int, thing: str) -> str:
    """``1 row``, ``2 rows``."""
    return f"{count:,} {thing}{'' if count == 1 else 's'}"


def summary(comparison: Comparison, base: str = "base", compare: str = "compare") -> str:
    """What differs, in one line; ``base`` and ``compare`` are what the sides are called."""
    c = comparison
    if c.error:
        return c.error[0].message
    kinds: dict[str, list[str]] = {}
    for difference in c.attributes:
        kinds.setdefault(difference.kind, []).append(difference.variable)
    words = {"base variable": f"variable only in {base}", "compare variable": f"variable only in {compare}"}
    out = [f"{words.get(kind, kind)}{': ' + _few(names) if any(names) else ''}" for kind, names in kinds.items()]
    out += [f"{counted(c.only_base, 'row')} only in {base}"] if c.only_base else []
    out += [f"{counted(c.only_compare, 'row')} only in {compare}"] if c.only_compare else []
    if c.differing_values:
        worst = sorted((v for v in c.variables if v.differing), key=lambda v: -v.differing)
        names = _few([f"{v.name} {v.differing:,}" for v in worst])
        out.append(f"{counted(c.differing_values, 'value')} in {counted(c.differing_rows, 'row')} ({names})")
    return "; ".join(out)


def _few(names: list[str], most: int = 5) -> str:
    return ", ".join(names[:most]) + (f" and {len(names) - most} more" if len(names) > most else "")
