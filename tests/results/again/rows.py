"""Displays with a line a record, by SQL: what each line says, (subject or first value, value, value, ...).

Lines of a listing are in order.
"""

from __future__ import annotations

from .voice import Voice
from .written import WrittenDisplay, WrittenStep, selected


def waterfall(voice: Voice, step: WrittenStep, display: WrittenDisplay) -> list[tuple]:
    value, kind = step.given["value"], step.given.get("kind")
    if kind is None:
        called = (
            f"(select txt(e.{display.group}) from everybody e where e.usubjid = own.usubjid)" if display.group else "''"
        )
    else:
        voice.records(selected(kind), "kinds")
        called = f"(select max(txt({kind['kind']})) from kinds k where k.usubjid = own.usubjid)"
    return voice.sql(
        f"select usubjid, {value}, coalesce(nullif({called}, ''), 'Missing') from own where {value} is not null"
    )


def spider(voice: Voice, step: WrittenStep, display: WrittenDisplay) -> list[tuple]:
    time, value, divisor = step.given["time"], step.given["value"], step.given.get("divisor", 1)
    return voice.sql(
        f"select usubjid, {time} / {divisor}::double, {value} from own where {time} is not null and {value} is not null"
    )


def swimmer(voice: Voice, step: WrittenStep, display: WrittenDisplay) -> list[tuple]:
    """The last day of a stretch belongs to it."""
    given, out = step.given, []
    stretches = [(s, s["first"], s["last"], 1) for s in _listed(given["stretches"])]
    events = [(s, s["date"], s["date"], 0) for s in _listed(given.get("events", []))]
    for each, first, last, more in stretches + events:
        voice.records(selected(each), "marked")
        divisor = f"{given.get('divisor', 1)}::double"
        out += voice.sql(
            f"""select m.usubjid, ?, (m.{first} - o.{given["origin"]}) / {divisor},
            (m.{last} - o.{given["origin"]} + {more if first != last else 0}) / {divisor}
            from marked m join own o using (usubjid)
            where m.{first} is not null and m.{last} is not null and o.{given["origin"]} is not null""",
            each["named"],
        )
    return out


def listing(voice: Voice, step: WrittenStep, display: WrittenDisplay) -> list[tuple]:
    columns = ", ".join(f"txt({name})" for name in _listed(step.given["columns"]))
    order = "".join(f"{name} nulls last, " for name in _listed(step.given.get("by", [])))
    return voice.sql(f"select {columns} from own order by {order} recno")


def _listed(given: object) -> list:
    return given if isinstance(given, list) else [given]
