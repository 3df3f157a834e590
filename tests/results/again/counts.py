"""Subjects counted, by SQL."""

from __future__ import annotations

from collections.abc import Callable

from .voice import Key, Shown, Values, Voice, counted, missing, texts_of
from .written import WrittenStep


def with_record(voice: Voice, step: WrittenStep, shown: Shown) -> Values:
    out: Values = {}
    for pos, n, of in voice.sql(
        "select pos, count(distinct rec.usubjid), any_value(total) from size left join rec using (pos) group by pos"
    ):
        out |= counted(step.given["named"], (), ("", ""), pos, n, of)
    return out


def occurrences(voice: Voice, step: WrittenStep, shown: Shown) -> Values:
    """Of each level that is shown or there."""
    name, out = step.given["variable"], {}
    for level, pos, n, of in voice.sql(
        f"""with level as (select unnest(?::varchar[]) level union select txt({name}) from own)
        select level, size.pos, count(distinct rec.usubjid), any_value(total) from level cross join size
        left join rec on rec.pos = size.pos and txt(rec.{name}) = level where level <> '' group by all""",
        [level for level in shown.levels if level],
    ):
        out |= counted("", (), (name, level), pos, n, of)
    return out


def counts(voice: Voice, step: WrittenStep, shown: Shown) -> Values:
    """The same, and those without a value."""
    name, out = step.given["variable"], occurrences(voice, step, shown)
    for pos, n, of in voice.sql(
        f"""select pos, count(col.usubjid) filter (not exists (
            select 1 from own where own.usubjid = col.usubjid and txt(own.{name}) <> '')), any_value(total)
        from size left join col using (pos) group by pos"""
    ):
        out |= counted("Missing", (), (name, ""), pos, n, of)
    return out


def nested(voice: Voice, step: WrittenStep, measure: str, place: Callable[[int], int]) -> Values:
    """Subjects with records (for which ``measure`` is true) of each outer value, and of each inner one within it."""
    outer, inner, out = step.given["outer"], step.given["inner"], {}
    for above, below, pos, n, of in voice.sql(
        f"""with line as (select txt({outer}) a, null b from own union select txt({outer}), txt({inner}) from own)
        select a, b, size.pos, count(distinct rec.usubjid) filter ({measure}), any_value(total) from line
        cross join size left join rec
        on rec.pos = size.pos and txt({outer}) = a and (b is null or txt({inner}) = b) group by all"""
    ):
        if below is None:
            out |= counted(missing(above), (), (outer, above), place(pos), n, of)
        else:
            out |= counted(missing(below), ((outer, above),), (inner, below), place(pos), n, of)
    return out


def nested_counts(voice: Voice, step: WrittenStep, shown: Shown) -> Values:
    return nested(voice, step, "true", lambda pos: pos)


def nested_counts_by_grade(voice: Voice, step: WrittenStep, shown: Shown) -> Values:
    """Two columns a group: any grade, and grades from the least on."""
    high = f"{step.given['grade']} >= {step.given.get('least', 3)}"
    any_grade = nested(voice, step, "true", lambda pos: 2 * pos)
    return any_grade | nested(voice, step, high, lambda pos: 2 * pos + 1)


def worst_grade(voice: Voice, step: WrittenStep, shown: Shown) -> Values:
    """Of the subjects with a grade, those whose greatest one it is."""
    by, grade, out = step.given["by"], step.given["grade"], {}
    worst = f"""with worst as (select pos, txt({by}) b, usubjid, max({grade}) g from rec
        where {grade} is not null and txt({by}) <> '' group by all),
        line as (select distinct txt({by}) b from own where {grade} is not null and txt({by}) <> '')"""
    for level, pos, n in voice.sql(
        f"""{worst} select b, size.pos, count(usubjid) from line cross join size left join worst using (b, pos)
        group by all"""
    ):
        out[Key("n", ((by, level),), grade, "", pos, "n")] = n
    for level, number, pos, n, of in voice.sql(
        f"""{worst}, number as (select unnest(?::varchar[]) g union select txt({grade}) from own)
        select b, number.g, size.pos, count(usubjid) filter (txt(worst.g) = number.g), count(usubjid)
        from line cross join number cross join size left join worst using (b, pos) where number.g <> '' group by all""",
        [level for level in shown.levels if level.isdigit()],
    ):
        out |= counted("", ((by, level),), (grade, number), pos, n, of)
    return out


def shift(voice: Voice, step: WrittenStep, shown: Shown) -> Values:
    """A block of lines a column of the display; a head is a decode of a value, "Missing" for blank, "Total" for all."""
    before, after, out = step.given["before"], step.given["after"], {}
    everything, last = [*dict.fromkeys([*shown.levels, *texts_of(voice, before)])], len(shown.heads) - 1
    assert shown.heads[last] == "Total"
    for pos, group in enumerate(shown.groups):
        within = (("", group),) if len(shown.groups) > 1 else ()
        cells = voice.sql(f"select txt({before}), txt({after}), count(*) from rec where pos = ? group by all", pos)
        of = sum(n for _, _, n in cells)
        out[Key("Total", within, before, "", last, "n")] = of
        ends = [_terms(voice, head, {end for _, end, _ in cells}) for head in shown.heads[:-1]]
        assert sum(n for _, end, n in cells for there in ends if end in there) == of, "each record has one column"
        for place, end in enumerate(ends):
            out[Key("Total", within, before, "", place, "n")] = sum(n for _, b, n in cells if b in end)
        for start in dict.fromkeys([*everything, ""]):
            own = [(b, n) for a, b, n in cells if a == start]
            for place, end in enumerate(ends):
                n = sum(n for b, n in own if b in end)
                out |= counted(missing(start), within, (before, start), place, n, of)
            out[Key(missing(start), within, before, start, last, "n")] = sum(n for _, n in own)
    return out


def _terms(voice: Voice, head: str, values: set[str]) -> set[str]:
    """The values that a head may stand for."""
    if head == "Missing":
        return {""}
    return {value for value in values - {""} if head == value or head in voice.decodes.get(value, ())}
