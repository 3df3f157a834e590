"""Cycles of treatment: samples before each cycle, delays, dose levels, interruptions, and the harm they do."""

from datetime import date

from . import clean, study
from .draws import Draws
from .laboratory import Laboratory
from .outcomes import DIED, PROGRESSED
from .plan import Dose, Event, Plan
from .study import DATA_CUT, add_days

DRUGS = ("oxaliplatin", "capecitabine", "bevacizumab")
UNCHANGED, REDUCED, INTERRUPTED, WITHDRAWN = "DOSE NOT CHANGED", "DOSE REDUCED", "DRUG INTERRUPTED", "DRUG WITHDRAWN"
NEUTROPHILS, PLATELETS, PROTEIN_HELD = 1.5, 75, 2.0  # limits for giving a cycle

# Percent of cycles, drugs, most severe grade, days that it lasts.
SYMPTOMS = {
    "nausea": (16, ("oxaliplatin", "capecitabine"), 2, (2, 9)),
    "vomiting": (8, ("oxaliplatin", "capecitabine"), 3, (1, 5)),
    "diarrhoea": (8, ("capecitabine",), 3, (2, 10)),
    "fatigue": (8, DRUGS, 2, (5, 40)),
    "appetite": (8, ("oxaliplatin", "capecitabine"), 2, (4, 30)),
    "epistaxis": (4, ("bevacizumab",), 1, (1, 3)),
    "fever": (3, (), 2, (1, 4)),
    "infusion": (1, ("oxaliplatin",), 2, (1, 1)),
}


class Treatment:
    """Gives the cycles of one subject and keeps what carries over from one cycle to the next."""

    def __init__(self, plan: Plan, draws: Draws):
        self.plan, self.draws, self.lab = plan, draws, Laboratory(plan, draws)
        self.level = {"oxaliplatin": 0, "capecitabine": 0}
        self.oxaliplatin_stopped = False
        self.treated_pressure = False
        self.last = dosing_limit(plan)
        self.horizon = min(day for day in (DATA_CUT, plan.death, plan.last_contact) if day)
        self.open: dict[str, date] = {}  # term -> end of the event of this term now open

    def run(self) -> None:
        start, number = self.plan.first_dose, 1
        while number <= study.LAST_CYCLE and start <= self.last:
            start = self.cycle(number, start)
            if start is None:
                break
            late = self.draws.pick((0, 0, 0, 1, 2, 7)) if number > 1 else 0
            start = add_days(start, study.CYCLE_DAYS + (min(late, clean.LATE) if self.plan.clean else late))
            number += 1

    def cycle(self, number: int, planned: date) -> date | None:
        """The day on which the cycle was given; none when it could not be given any more."""
        visit = f"CYCLE {number} DAY 1"
        counts = self.lab.haematology(number - 1)
        low = counts["NEUT"] < NEUTROPHILS or counts["PLAT"] < PLATELETS
        start = add_days(planned, 7) if low else planned
        if start > self.last:
            return None
        drawn = add_days(planned, -1 if number > 1 and self.draws.chance(40) else 0)
        urine = self.lab.urine(bevacizumab=number > 1)
        self.lab.sample(
            visit,
            drawn,
            {
                **counts,
                **self.lab.chemistry(drawn),
                **self.lab.coagulation(),
                **urine,
                **(self.lab.afp(drawn) if number % 2 else {}),
            },
        )
        if low:
            self.lab.sample(visit, start, self.lab.haematology(number - 1, recovered=True))
            self._low_counts(counts, drawn, start)
        self._liver(self.plan.samples[-1 - low].values, drawn)
        self._pressure(visit, number, start)
        self._give(visit, number, start, urine)
        self.plan.visits.append((visit, start))
        self._symptoms(number, start)
        self._nadir(number, start)
        return start

    def _give(self, visit: str, number: int, start: date, urine: dict) -> None:
        self._neuropathy(number, start)
        self._oxaliplatin(visit, number, start)
        self._capecitabine(visit, start)
        held = urine.get("PROTEXR", 0) >= PROTEIN_HELD
        if urine["PROT"] >= 3:
            grade = 3 if urine.get("PROTEXR", 0) >= 3.5 else 2
            self.event(
                "proteinuria",
                start,
                21 + self.draws.below(30),
                grade,
                ("bevacizumab",),
                {"bevacizumab": INTERRUPTED if held else UNCHANGED},
            )
        reason = "ADVERSE EVENT" if held else ""
        if number > 1 and not held and self.draws.chance(1.5):
            held, reason = True, "SUBJECT REQUEST"
        amount = round(self.plan.person.weight * study.BEVACIZUMAB_MG_KG)
        self._dose("bevacizumab", visit, None if held else start, start, 0 if held else amount, held, reason)

    def _oxaliplatin(self, visit: str, number: int, start: date) -> None:
        if self.oxaliplatin_stopped:
            return
        level = study.LEVELS[self.level["oxaliplatin"]]
        amount = round(self.plan.person.bsa * study.OXALIPLATIN_MG_M2 * level / 100)
        day = add_days(start, 1) if number == 1 and self.plan.index % 35 == 8 else start
        self._dose("oxaliplatin", visit, day, day, amount, level < 100, "ADVERSE EVENT" if level < 100 else "")

    def _capecitabine(self, visit: str, start: date) -> None:
        """Two weeks of tablets; a hand-foot syndrome may cut them into two periods, or end them early."""
        level = study.LEVELS[self.level["capecitabine"]]
        amount = max(500, round(self.plan.person.bsa * study.CAPECITABINE_MG_M2 * level / 100 / 500) * 500)
        end, reduced = min(add_days(start, 13), self.stop), level < 100
        reason = "ADVERSE EVENT" if reduced else ""
        pause = add_days(start, self.draws.between(4, 8))
        if self.draws.chance(6) and pause < end:
            action = {"capecitabine": INTERRUPTED}
            grade = 2 if self.draws.chance(75) else 3
            term = self.draws.pick(("hand_foot", "hand_foot", "diarrhoea"))
            if self.event(term, pause, self.draws.between(5, 18), grade, ("capecitabine",), action):
                self._dose("capecitabine", visit, start, pause, amount, True, "ADVERSE EVENT")
                again = add_days(pause, self.draws.between(3, 5))
                if again <= end and grade == 2:
                    self._dose("capecitabine", visit, again, end, amount, True, "ADVERSE EVENT", 2)
                self.lower("capecitabine", grade == 3)
                return
        self._dose("capecitabine", visit, start, end, amount, reduced, reason)

    @property
    def stop(self) -> date:
        """No tablet after this day."""
        days = [DATA_CUT, self.plan.end_of_treatment, self.plan.later and add_days(self.plan.later, -1)]
        return min(day for day in days if day)

    def _dose(self, drug, visit, day, end, amount, adjusted, reason, period=1) -> None:
        self.plan.doses[drug].append(Dose(visit, day, end if day else None, amount, adjusted, reason, period))

    def lower(self, drug: str, when: bool) -> None:
        if when:
            self.level[drug] = min(self.level[drug] + 1, len(study.LEVELS) - 1)

    def event(self, term, start, days, grade, drugs=(), actions=None) -> bool:
        """Record an adverse event unless one of its kind is still open; whether it was recorded."""
        if start > self.horizon or self.open.get(term, date.min) >= start:
            return False
        end = add_days(start, days)
        self.open[term] = end
        self.plan.events.append(Event(term, start, end if end < self.horizon else None, grade, drugs, actions or {}))
        return True

    def _low_counts(self, counts: dict, day: date, recovered: date) -> None:
        reduce = self.draws.chance(55)
        action = REDUCED if reduce else INTERRUPTED
        drugs, days = ("oxaliplatin", "capecitabine"), (recovered - day).days
        for term, value, limits in (
            ("neutropenia", counts["NEUT"], (1.5, 1.0, 0.5)),
            ("thrombocytopenia", counts["PLAT"], (75, 50, 25)),
        ):
            if value < limits[0]:
                grade = 2 + sum(value < limit for limit in limits[1:])
                self.event(term, day, days, grade, drugs, dict.fromkeys(drugs, action))
        for drug in drugs:
            self.lower(drug, reduce)

    def _liver(self, values: dict, day: date) -> None:
        for term, test, limit in (("alt", "ALT", 50), ("ast", "AST", 40), ("bilirubin", "BILI", 22.2)):
            if values[test] > limit * (1.5 if test == "BILI" else 3):
                grade = 3 if values[test] > limit * (3 if test == "BILI" else 5) else 2
                self.event(term, day, self.draws.between(10, 25), grade, ("capecitabine",), {"capecitabine": UNCHANGED})
        if values["HGB"] < 100:
            self.event("anaemia", day, self.draws.between(21, 60), 3 if values["HGB"] < 80 else 2, ("oxaliplatin",))

    def _pressure(self, visit: str, number: int, day: date) -> None:
        rise = min(2 * (number - 1), 12) - (14 if self.treated_pressure else 0)
        systolic, diastolic = round(self.draws.normal(121 + rise, 8)), round(self.draws.normal(76 + rise / 2, 5))
        self.plan.pressures.append((visit, day, systolic, diastolic))
        if number > 1 and (systolic >= 140 or diastolic >= 90):
            grade = 3 if systolic >= 160 or diastolic >= 100 else 2
            if self.event(
                "hypertension", day, self.draws.between(15, 90), grade, ("bevacizumab",), {"bevacizumab": UNCHANGED}
            ):
                self.treated_pressure = True

    def _neuropathy(self, number: int, day: date) -> None:
        if self.oxaliplatin_stopped:
            return
        if number >= 7 and self.draws.chance(35) or number >= 9:
            self.oxaliplatin_stopped = True
            self.event("neuropathy", day, self.draws.between(60, 200), 2, ("oxaliplatin",), {"oxaliplatin": WITHDRAWN})
        elif number > 1 and self.draws.chance(8):
            self.event("neuropathy", day, self.draws.between(5, 15), 1, ("oxaliplatin",), {"oxaliplatin": UNCHANGED})

    def _symptoms(self, number: int, start: date) -> None:
        for term, (percent, drugs, worst, (low, high)) in SYMPTOMS.items():
            if self.draws.chance(percent):
                day = add_days(start, 0 if term == "infusion" else self.draws.between(0, 9))
                grade = worst if self.draws.chance(25) else 1
                self.event(term, day, self.draws.between(low, high), grade, drugs, dict.fromkeys(drugs, UNCHANGED))

    def _nadir(self, number: int, start: date) -> None:
        """Counts between two cycles, taken outside the hospital, on the long form."""
        day = add_days(start, self.draws.between(9, 13))
        outside = [sample for sample in self.plan.samples if sample.long]
        if len(outside) >= 5 or not self.draws.chance(14) or day >= self.horizon:
            return
        counts = self.lab.haematology(number, depth=0.62)
        if self.draws.chance(40):
            counts.update(
                {
                    test: value
                    for test, value in self.lab.chemistry(day).items()
                    if test in ("ALT", "AST", "BILI", "CREAT")
                }
            )
        self.lab.sample("", day, counts, long=True)
        if counts["NEUT"] < 1.0:
            self.event(
                "neutropenia",
                day,
                self.draws.between(4, 8),
                4 if counts["NEUT"] < 0.5 else 3,
                ("oxaliplatin", "capecitabine"),
            )


def dosing_limit(plan: Plan) -> date:
    """The last day on which a cycle may begin."""
    end = plan.end_of_treatment
    if end is None or end > DATA_CUT:
        return DATA_CUT
    if plan.outcome.ends == PROGRESSED:
        progressions = [scan.date for scan in plan.scans if scan.overall == "PD"]
        return add_days(min([end, *progressions]), -1)
    return add_days(end, -4 if plan.outcome.ends == DIED else -1)
