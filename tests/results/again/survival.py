"""Times to an event: curves by statsmodels, subjects at risk counted."""

from __future__ import annotations

from math import exp, log, sqrt

from scipy.stats import norm
from statsmodels.duration.survfunc import SurvfuncRight

from .voice import Key, Shown, Values, Voice, counted, texts_of
from .written import WrittenStep

Height = tuple[float, float | None]  # when a falling curve gets to it; the height


class Survival:
    """A curve by statsmodels, and its limits on a transformed scale."""

    def __init__(self, times: list[tuple[float, bool]], interval: str = "log-log"):
        self.times, self.interval = times, interval
        self.steps: list[tuple[float, float, float]] = []  # time of an event, height after it, standard error
        if any(event for _, event in times):
            curve = SurvfuncRight([t for t, _ in times], [int(event) for _, event in times])
            self.steps = list(zip(curve.surv_times, curve.surv_prob, curve.surv_prob_se, strict=True))

    def height(self, time: float) -> tuple[float, float | None, float | None] | None:
        """With its limits; nothing after the last subject left, unless all had the event."""
        last = max((t for t, _ in self.times), default=0)
        if not self.times or (time > last and not (self.steps and self.steps[-1][1] == 0)):
            return None
        own = [(s, se) for t, s, se in self.steps if t <= time]
        return (own[-1][0], *self.limits(*own[-1])) if own else (1.0, *self.limits(1.0, 0.0))

    def limits(self, s: float, se: float) -> tuple[float | None, float | None]:
        z = float(norm.ppf(0.975))
        if self.interval == "plain":
            return (None, None) if se != se else (max(s - z * se, 0), min(s + z * se, 1))
        if s == 0 or (self.interval == "log-log" and s == 1):
            return None, None
        if self.interval == "log":
            return s * exp(-z * se / s), min(s * exp(z * se / s), 1)
        width = z * se / (s * abs(log(s)))
        return exp(log(s) * exp(width)), exp(log(s) * exp(-width))

    def quantile(self, share: float) -> tuple[float | None, float | None, float | None]:
        """When the curve, and each of its limits, gets below the height."""
        limits = [(t, *self.limits(s, se)) for t, s, se in self.steps]
        curves = (
            [(t, s) for t, s, _ in self.steps],
            [(t, low) for t, low, _ in limits],
            [(t, up) for t, _, up in limits],
        )
        low, middle, up = (
            self._below([h for h in c if h[1] is not None], 1 - share) for c in (curves[1], *curves[::2])
        )
        return middle, low, up

    @staticmethod
    def _below(curve: list[Height], height: float) -> float | None:
        """On a stretch at the height itself: its middle."""
        at = [t for t, s in curve if s is not None and s < height + sqrt(2.0**-52)]
        under = [t for t, s in curve if s is not None and s < height - sqrt(2.0**-52)]
        return (at[0] + under[0]) / 2 if under else None


def times_of(voice: Voice, step: WrittenStep, among: str) -> list[tuple[float, bool]]:
    time, censored, divisor = step.given["time"], step.given["censored"], step.given.get("divisor", 1)
    return voice.sql(
        f"select {time} / {divisor}::double, {censored} = 0 from {among} and {time} is not null order by 1"
    )


def survival_summary(voice: Voice, step: WrittenStep, shown: Shown) -> Values:
    given, out = step.given, {}
    unit, time = given["unit"], given["time"]
    for pos in range(len(shown.groups)):
        times = times_of(voice, step, f"rec where pos = {pos}")
        curve, n, events = Survival(times, given.get("interval", "log-log")), len(times), sum(e for _, e in times)
        out[Key("Subjects", (), "", "", pos, "n")] = n
        (without,) = voice.sql(f"select count(*) from rec where pos = ? and {time} is null", pos)[0]
        out[Key("Without a time", (), "", "", pos, "n")] = without
        out |= counted("Subjects with event", (), ("", ""), pos, events, n)
        out |= counted("Censored subjects", (), ("", ""), pos, n - events, n)
        for said, name, share in (
            ("Median", "median", 0.5),
            ("First quartile", "p25", 0.25),
            ("Third quartile", "p75", 0.75),
        ):
            label = f"{said} (95% CI), {unit}"
            for stat, value in zip((name, "conf.low", "conf.high"), curve.quantile(share), strict=True):
                out[Key(label, (), time, "", pos, stat)] = value
        for at in given.get("at", ()):
            found = curve.height(at) or (None, None, None)
            for stat, value in zip(("estimate", "conf.low", "conf.high"), found, strict=True):
                out[Key("", (), "", f"{at:g}", pos, stat)] = None if value is None else 100 * value
            out[Key("", (), "", f"{at:g}", pos, "n.risk")] = sum(t >= at for t, _ in times)
    return out


def kaplan_meier_curves(voice: Voice, step: WrittenStep, shown: Shown) -> Values:
    out: Values = {}
    for pos in range(len(shown.groups)):
        times = times_of(voice, step, f"rec where pos = {pos}")
        curve = Survival(times)
        for at in {t for t, _ in times}:
            height = curve.height(at)
            assert height is not None
            found = {
                "n.risk": sum(t >= at for t, _ in times),
                "n.event": sum(t == at and event for t, event in times),
                "n.censor": sum(t == at and not event for t, event in times),
                "estimate": 100 * height[0],
            }
            out |= {Key("", (), step.given["time"], f"{at:g}", pos, s): value for s, value in found.items()}
    return out


def median_forest(voice: Voice, step: WrittenStep, shown: Shown) -> Values:
    by, out = step.given["by"], {}
    for level in texts_of(voice, by):
        times = times_of(voice, step, f"own where txt({by}) = '{level}'")
        found = Survival(times, step.given.get("interval", "log-log")).quantile(0.5)
        out |= {
            Key("", (), by, level, 0, "n.event"): sum(e for _, e in times),
            Key("", (), by, level, 0, "N"): len(times),
        }
        for stat, value in zip(("median", "conf.low", "conf.high"), found, strict=True):
            out[Key("", (), by, level, 1, stat)] = value
    return out
