"""Statistics of the displays that are not in two builds alike."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from onespec.results.ard import Row, rows_of
from onespec.results.run import Computed

NONE = "none"  # in the place of a statistic that one of the builds does not have
SIZE = "Number of subjects"

_Key = tuple[object, ...]


class StatChange(NamedTuple):
    """A statistic of a display: where it stands, and how it is printed before and after."""

    display: str
    number: str
    line: str
    column: str
    stat: str
    old: str
    new: str


def moved(
    old: Iterable[Computed], new: Iterable[Computed], named: Callable[[str], str] = lambda text: text
) -> Iterator[StatChange]:
    """The numbers that differ, display by display; those of a line are found again by what the line is about.

    named  how what a line of ``old`` is about is called in ``new``

    What a listing shows are values of datasets, and no statistics: they are left out.
    """
    before = {c.plan.display.name: _found(c, named) for c in old}
    after = {c.plan.display.name: _found(c, str) for c in new}
    for display in {**after, **before}:
        then, now = before.get(display, {}), after.get(display, {})
        for key in {**now, **then}:
            was, is_ = then.get(key), now.get(key)
            if was is None or is_ is None or was[0].value != is_[0].value or was[0].stat.text != is_[0].stat.text:
                row, line = is_ or was or _nothing()
                shown = _printed(was), _printed(is_)
                if shown[0] == shown[1]:
                    shown = tuple(NONE if each is None else f"{each[0].value!r}" for each in (was, is_))
                yield StatChange(display, row.number, line, row.column, row.stat.label, *shown)


def _found(computed: Computed, named: Callable[[str], str]) -> dict[_Key, tuple[Row, str]]:
    """The numbers of a display by what they are about; of several that are about one thing, by their order, too."""
    out: dict[_Key, tuple[Row, str]] = {}
    times: dict[_Key, int] = {}
    for row in rows_of(computed):
        if isinstance(row.stat.value, str):
            continue
        line = computed.results[row.analysis - 1][1].lines[row.line - 1].label.en if row.analysis else SIZE
        within = tuple((variable, named(value)) for variable, value in row.within)
        about = (
            *(row.analysis, named(line), row.group, within, row.variable),
            *(named(row.level), row.column, row.stat.name),
        )
        times[about] = times.get(about, 0) + 1
        out[*about, times[about]] = row, line
    return out


def _printed(found: tuple[Row, str] | None) -> str:
    return found[0].stat.text if found else NONE


def _nothing() -> tuple[Row, str]:
    raise AssertionError("a key is of one side at least")
