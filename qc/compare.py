"""Compare two datasets: everything that PROC COMPARE tells, and what it does not.

compare_tables(open_table(Path("dm.xpt")), open_table(Path("qc/dm.xpt")), ("USUBJID",), "--by", Settings())
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path

import pandas as pd

from onespec.engine.findings import STOP, Finding, Findings, Stopped, unknown
from onespec.qc.attributes import attribute_differences
from onespec.qc.beside import beside, without
from onespec.qc.explained import Wanted
from onespec.qc.formats.faults import unreadable
from onespec.qc.formats.open import files_of, open_table
from onespec.qc.in_step import Plan, add_rows
from onespec.qc.parts import LARGE, MOST_PARTS, READ
from onespec.qc.result import KINDS, Comparison, Side
from onespec.qc.tables import Source, Table, as_numbers
from onespec.qc.tally import Tally, Told
from onespec.qc.values import EXACT, Method, Texts

IGNORABLE = (*(k for k in KINDS if k not in ("value", "base row", "compare row", "type")), "blanks", "case")
Keys = Callable[[str], tuple[str, ...]]  # a dataset's keys by its name; () when they are not known


@dataclass(frozen=True)
class Settings:
    """How to compare.

    by         keys for every dataset, and by_from who says so; when empty, the specification's (``spec_keys``) or the
               file's own
    method     for every variable, ``methods`` for single ones
    ignore     of IGNORABLE: levels that do not count; ``blanks`` trailing blanks, ``case`` upper and lower case
    show       of how many differing rows the values are listed
    wanted     which differences are counted besides, for waivers
    large      rows from which on a dataset is compared in parts
    encoding   of texts in formats that do not say which it is
    """

    by: tuple[str, ...] = ()
    by_from: str = "--by"
    spec_keys: Keys = lambda name: ()
    method: Method = EXACT
    methods: dict[str, Method] = field(default_factory=dict)
    ignore: frozenset[str] = frozenset()
    show: int = 20
    wanted: tuple[Wanted, ...] = ()
    large: int = LARGE
    encoding: str = ""


def compare_paths(base: Path, compare: Path, settings: Settings) -> list[Comparison]:
    """Two files, or two folders dataset by dataset.

    ``error`` of a comparison tells what cannot be read or compared; it is never raised.
    """
    if base.is_dir() and compare.is_dir():
        try:
            left, right = files_of(base), files_of(compare)
        except Stopped as stopped:
            return [failed(base.name.upper(), stopped, base, compare)]
        return [
            _compare_paths(name, left.get(name), right.get(name), settings)
            for name in sorted(left.keys() | right.keys())
        ]
    return [_compare_paths(base.stem.upper(), base, compare, settings)]


def _compare_paths(name: str, base: Path | None, compare: Path | None, settings: Settings) -> Comparison:
    if base is None or compare is None:
        where, has = ("base", "compare") if base is None else ("compare", "base")
        finding = Finding(
            "COMPARE-MISSING",
            STOP,
            f"{name} stands in {has} only.",
            f"Add it to {where}, or take it out of {has}.",
            dataset=name,
        )
        return _failed(name, [finding], base, compare)
    try:
        return compare_tables(open_table(base, settings.encoding), open_table(compare, settings.encoding), settings)
    except Stopped as stopped:
        return failed(name, stopped, base, compare)
    except OSError as error:  # it is told of this dataset; the others are compared
        where = str(error.filename or base)
        message, fix = f"The file cannot be read: {error.strerror or error}.", "Permit reading it, or get it again."
        return _failed(name, [Finding("FILE-READ", STOP, message, fix, file=where)], base, compare)


def failed(name: str, stopped: Stopped, base: Path | None, compare: Path | None) -> Comparison:
    return _failed(name, list(stopped.findings.stops), base, compare)


def _failed(name: str, findings: list[Finding], base: Path | None, compare: Path | None) -> Comparison:
    return Comparison(name, _unread(base), _unread(compare), error=findings)


def _unread(path: Path | None) -> Side:
    """A file of which nothing but its bytes is known."""
    known = path is not None and path.is_file() and not unreadable(path)
    return Side(Source.of(path) if path and known else Source(str(path or "")), None, 0, 0)


def compare_tables(base: Table, compare: Table, settings: Settings) -> Comparison:
    """The comparison of two tables; raises `Stopped` when a key of ``--by`` or a file's rows cannot be used."""
    base, compare = _settled(base, compare), _settled(compare, base)
    base, compare = beside(base, compare), beside(compare, base)
    keys, keys_from = _keys(base, compare, settings)
    attributes, unstated = attribute_differences(base, compare, settings.ignore)
    types = {
        n: base.attributes[n].type
        for n in base.attributes
        if n in compare.attributes and base.attributes[n].type == compare.attributes[n].type
    }
    compared = [n for n in types if n not in keys]
    methods = {n: settings.methods.get(n, settings.method if types[n] == "Num" else EXACT) for n in compared}
    texts = Texts("blanks" in settings.ignore, "case" in settings.ignore)
    base, compare = without(base, keys, texts), without(compare, keys, texts)
    new = partial(Tally, keys, compared, methods, texts, Told(settings.show, settings.wanted))
    tally, (base_rows, compare_rows) = add_rows(base, compare, _plan(base, compare, settings, new, bool(keys)))
    if "row order" not in settings.ignore:
        attributes += tally.row_order()
    result = Comparison(
        base.name or compare.name,
        _side(base, base_rows, tally, "again_base"),
        _side(compare, compare_rows, tally, "again_compare"),
        keys,
        keys_from,
        _methods(settings),
        tuple(sorted(settings.ignore)),
        unstated,
        attributes,
    )
    tally.into(result)
    return result


def _side(table: Table, rows: int, tally: Tally, again: str) -> Side:
    return Side(table.source, table.label, len(table.attributes), rows, tally.counts[again], tuple(tally.rows[again]))


def _plan(base: Table, compare: Table, settings: Settings, tally: Callable[[], Tally], keyed: bool) -> Plan:
    """At once, or in parts when one table has more rows than may stand in memory.

    A file that does not state its rows is judged by 100 bytes a row.
    """
    most = max(t.rows if t.rows is not None else t.source.size // 100 for t in (base, compare))
    if most <= settings.large:
        return Plan(tally, 1, 1 << 40, 1 << 40, large=False)
    if not keyed:  # parts by number: no row may be beyond the last
        most = max(t.rows if t.rows is not None else t.source.size for t in (base, compare))
    parts = min(-(-most // max(settings.large // 4, 1)), MOST_PARTS)
    return Plan(tally, parts, -(-most // parts), min(READ, settings.large), large=True)


def _keys(base: Table, compare: Table, settings: Settings) -> tuple[tuple[str, ...], str]:
    """The keys, and where they come from.

    Keys that the user names must be there, others are used as far as they are there.
    """
    usable = [n for n, a in base.attributes.items() if n in compare.attributes and a.type == compare.attributes[n].type]
    if settings.by:
        for name in settings.by:
            if name not in usable:
                message, fix = unknown("variable", name, usable, "both files with the same type")
                raise Stopped(Findings([Finding("COMPARE-KEY", STOP, message, fix, dataset=base.name, column=name)]))
        return settings.by, settings.by_from
    for keys, origin in (
        (settings.spec_keys(base.name or compare.name), "the specification"),
        (base.keys, "the file"),
        (compare.keys, "the file"),
    ):
        found = tuple(k for k in keys if k in usable)
        if found:
            return found, origin + (
                "" if len(found) == len(keys) else f" (without {', '.join(k for k in keys if k not in found)})"
            )
    return (), "row position"


def _methods(settings: Settings) -> str:
    single = [f"{name} {method.text()}" for name, method in settings.methods.items()]
    return "; ".join([settings.method.text(), *single])


# Types that a file does not state -------------------------------------------------------------


def _settled(table: Table, other: Table) -> Table:
    """A table whose every variable has a type.

    It is a number where the other table says so and every filled cell is a number, text otherwise.
    """
    open_ = [n for n, a in table.attributes.items() if a.type is None]
    if not open_:
        return table
    wanted = {n for n in open_ if n in other.attributes and other.attributes[n].type == "Num"}
    table = _once(table)
    for part in table.parts(LARGE) if wanted else ():
        wanted -= {n for n in wanted if as_numbers(part[n])[1].any()}
    attributes = {
        n: replace(a, type="Num", exact=True) if n in wanted else replace(a, type=a.type or "Char")
        for n, a in table.attributes.items()
    }
    return replace(table, attributes=attributes, parts=lambda rows: _converted(table, wanted, rows))


def _once(table: Table) -> Table:
    """A small table that is looked at twice is read once."""
    if table.source.size > LARGE * 100:
        return table
    frame = table.frame()
    return replace(table, parts=lambda rows: iter([frame]))


def _converted(table: Table, numbers: set[str], rows: int) -> Iterator[pd.DataFrame]:
    for part in table.parts(rows):
        yield part.assign(**{n: as_numbers(part[n])[0] for n in numbers})
