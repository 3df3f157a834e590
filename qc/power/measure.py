"""How many seeded errors the comparison catches."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from pathlib import Path

import pandas as pd

from onespec.engine.csv_text import write_csv
from onespec.engine.findings import Findings
from onespec.qc.double import Double
from onespec.qc.formats.open import open_table
from onespec.qc.power.errors import OutputError
from onespec.qc.power.seeds import CannotSeed, Dataset
from onespec.qc.report import Entry, Report
from onespec.qc.tables import from_frame
from onespec.qc.waivers import Register

CAUGHT, STOPPED, MISSED, NO_EFFECT, NO_PLACE = "caught", "stopped", "missed", "no effect", "no place"
VERDICTS = (CAUGHT, STOPPED, MISSED, NO_EFFECT, NO_PLACE)


@dataclass(frozen=True)
class Outcome:
    """What became of one seeded error.

    group     the dataset, or "specification", "program"
    verdict   "caught"; "stopped": the build itself refuses it; "missed"; "no effect": the outputs stay as they were,
              because no subject shows it; "no place": it could not be seeded
    by        what the comparison says of it, or why there is no place
    """

    group: str
    error: str
    verdict: str
    by: str = ""


def outputs(
    double: Double, errors: Iterable[OutputError], tell: Callable[[int], None] = lambda done: None
) -> list[Outcome]:
    """Seed each error into its dataset, compare the dataset again."""
    data: dict[str, Dataset] = {}
    before: dict[str, tuple] = {}
    out = []
    for done, error in enumerate(errors, start=1):
        if error.dataset not in double.production or error.dataset not in double.second:
            out.append(
                Outcome(error.dataset, error.error, NO_PLACE, "the dataset has no production file or no second program")
            )
            continue
        if error.dataset not in data:
            table = open_table(double.production[error.dataset], double.edition.encoding)
            data[error.dataset] = Dataset(table, table.frame())
            before[error.dataset] = fingerprint(_compared(double, error.dataset, data[error.dataset]))
        out.append(_output(double, error, data[error.dataset], before[error.dataset]))
        tell(done)
    return out


def _output(double: Double, error: OutputError, data: Dataset, before: tuple) -> Outcome:
    try:
        spoiled = error.seed(data)
    except CannotSeed as reason:
        return Outcome(error.dataset, error.error, NO_PLACE, str(reason))
    entry = _compared(double, error.dataset, spoiled)
    verdict = CAUGHT if entry.unexplained and fingerprint(entry) != before else MISSED
    return Outcome(error.dataset, error.error, verdict, entry.summary(_NAMES))


_NAMES = Report("", [], "production", "second")


def _compared(double: Double, name: str, data: Dataset) -> Entry:
    source = replace(data.table.source, name=str(double.production[name]))
    rows = replace(from_frame(data.frame, data.table.name), source=source)
    table = replace(data.table, parts=rows.parts, blocks=None, rows=rows.rows, source=source)
    return double.compare(name, table, double.production[name], Register(double.waivers), Findings())


def fingerprint(entry: Entry) -> tuple:
    """What differs, and where: equal for equal differences."""
    c = entry.comparison
    return tuple(c.attributes), tuple(entry.facts), tuple(sorted(c.places.items())), len(c.error)


def rebuilt(group: str, error: str, double: Double, sound: Double, before: dict[str, tuple]) -> Outcome:
    """The outcome of a build from spoiled sources; ``before`` holds the fingerprints of the sound build."""
    values, described = changed_datasets(sound, double)
    changed = values | described
    double.production = {n: p for n, p in double.production.items() if n in changed}
    double.second = {n: table for n, table in double.second.items() if n in changed}
    found = [e for e in double.report("").entries if e.unexplained and fingerprint(e) != before.get(e.comparison.name)]
    if found:
        return Outcome(group, error, CAUGHT, f"{found[0].comparison.name}: {found[0].summary(_NAMES)}")
    if not values:
        return Outcome(group, error, NO_EFFECT, "no dataset changes: the data have no subject that shows it")
    return Outcome(group, error, MISSED, f"changed: {', '.join(sorted(values))}")


def changed_datasets(sound: Double, spoiled: Double) -> tuple[set[str], set[str]]:
    """Datasets whose transport file or second result differs between two builds; and those whose define.xml does."""
    values, described = set(sound.production.keys() ^ spoiled.production.keys()), set()
    for name in sound.production.keys() & spoiled.production.keys():
        one, other = sound.production[name], spoiled.production[name]
        second = sound.second.get(name)
        if one.read_bytes() != other.read_bytes() or (
            second is not None
            and spoiled.second is not sound.second
            and not second.frame().equals(spoiled.second[name].frame())
        ):
            values.add(name)
        if (one.parent / "define.xml").read_bytes() != (other.parent / "define.xml").read_bytes():
            described.add(name)
    return values, described


def table(outcomes: Iterable[Outcome]) -> pd.DataFrame:
    """Errors by group and verdict, with a last row for all."""
    frame = pd.DataFrame([(o.group, o.verdict) for o in outcomes], columns=["seeded in", "verdict"])
    out = (
        frame.groupby(["seeded in", "verdict"], sort=False)
        .size()
        .unstack(fill_value=0)
        .reindex(columns=list(VERDICTS), fill_value=0)
    )
    out.loc["all"] = out.sum()
    out.insert(0, "errors", out.sum(axis=1))
    return out


def write_outcomes(path: Path, outcomes: Iterable[Outcome]) -> None:
    """Each seeded error as a line of a table."""
    rows = ((o.group, o.error, o.verdict, o.by) for o in outcomes)
    write_csv(path, ("seeded in", "error", "verdict", "what the comparison says"), rows)
