"""Numbers described, by SQL, and proportions with the limits of statsmodels."""

from __future__ import annotations

from statsmodels.stats.proportion import proportion_confint

from .voice import Key, Shown, Values, Voice, counted, missing
from .written import WrittenStep, selected

LINES = {
    "n": "n",
    "mean": "Mean (SD)",
    "sd": "Mean (SD)",
    "median": "Median",
    "p25": "Q1, Q3",
    "p75": "Q1, Q3",
    "min": "Min, Max",
    "max": "Min, Max",
}
# Quartiles as SAS has them (PCTLDEF=5): the middle of two values where a quarter ends exactly between them.
QUARTILE = "case when n * {0} % 4 = 0 then (l[n * {0} // 4] + l[n * {0} // 4 + 1]) / 2 else l[n * {0} // 4 + 1] end"


def described(voice: Voice, name: str, by: str = "''") -> list[tuple[str, int, dict[str, float | None]]]:
    """Of each value of ``by`` that has a number, and each column: the statistics of the numbers."""
    rows = voice.sql(
        f"""with v as (select pos, {by} b, {name}::double x from rec where {name} is not null),
        line as (select distinct {by} b from own where {name} is not null),
        d as (select b, size.pos, count(x) n, avg(x) mean, stddev_samp(x) sd, median(x) med, min(x) low, max(x) high,
              list(x order by x) l from line cross join size left join v using (b, pos) group by all)
        select b, pos, n, mean, sd, med, if(n = 0, null, {QUARTILE.format(1)}), if(n = 0, null, {QUARTILE.format(3)}),
        low, high from d"""
    )
    return [(b, pos, dict(zip(LINES, values, strict=True))) for b, pos, *values in rows]


def summary(voice: Voice, step: WrittenStep, shown: Shown) -> Values:
    name, out = step.given["variable"], {}
    for place in range(len(shown.groups)):  # a variable without any value
        out |= {Key(LINES[s], (), name, "", place, s): 0 if s == "n" else None for s in LINES}
    for _, pos, stats in described(voice, name):
        out |= {Key(LINES[s], (), name, "", pos, s): value for s, value in stats.items()}
    for pos, n in voice.sql(
        f"""select pos, count(col.usubjid) - count(own.usubjid) from size left join col using (pos)
        left join own on own.usubjid = col.usubjid and own.{name} is not null group by pos"""
    ):
        out[Key("Missing", (), name, "", pos, "nmiss")] = n
    return out


def by_visit(voice: Voice, step: WrittenStep, shown: Shown) -> Values:
    visit, values = step.given["visit"], step.given["values"]
    return {
        Key(LINES[s], ((visit, level),), name, "", pos, s): value
        for name in ([values] if isinstance(values, str) else values)
        for level, pos, stats in described(voice, name, f"txt({visit})")
        if level
        for s, value in stats.items()
    }


def means_over_time(voice: Voice, step: WrittenStep, shown: Shown) -> Values:
    visit = step.given["visit"]
    return {
        Key("", (), visit, level, pos, s): stats[s]
        for level, pos, stats in described(voice, step.given["value"], f"txt({visit})")
        if level
        for s in ("n", "mean", "sd")
    }


def exact(n: int, of: int) -> dict[str, float]:
    """A share and its limits by Clopper and Pearson, in percent; nothing of nobody."""
    if not of:
        return {}
    low, high = proportion_confint(n, of, method="beta")
    return {"estimate": 100 * n / of, "conf.low": 100 * float(low), "conf.high": 100 * float(high)}


def proportion(voice: Voice, step: WrittenStep, shown: Shown) -> Values:
    name, wanted, out = step.given["variable"], step.given["wanted"], {}
    for pos, n, of in voice.sql(
        f"""select size.pos, count(distinct rec.usubjid), any_value(total) from size
        left join rec on rec.pos = size.pos and txt(rec.{name}) = ? group by all""",
        wanted,
    ):
        out |= counted("", (), (name, wanted), pos, n, of)
        out |= {Key("", (), name, wanted, pos, s): value for s, value in exact(n, of).items()}
    return out


def forest(voice: Voice, step: WrittenStep, shown: Shown) -> Values:
    """Everybody, then each value of each variable of the subgroups; columns of the display do not matter."""
    given, out = step.given, {}
    voice.records(selected(given["subgroups"]), "subgroup")
    by = given["subgroups"]["by"]
    for name in ("", *([by] if isinstance(by, str) else by)):
        value = f"coalesce(txt(g.{name}), '')" if name else "''"
        for level, n, of in voice.sql(
            f"""select {value}, count(distinct own.usubjid), count(distinct e.usubjid) from everybody e
            left join subgroup g on g.usubjid = e.usubjid
            left join own on own.usubjid = e.usubjid and txt(own.{given["variable"]}) = ? group by 1""",
            given["wanted"],
        ):
            label = missing(level) if name else "All subjects"
            out |= {Key(label, (), name, level, 0, "n"): n, Key(label, (), name, level, 0, "N"): of}
            out |= {Key(label, (), name, level, 1, s): found for s, found in exact(n, of).items()}
    return out
