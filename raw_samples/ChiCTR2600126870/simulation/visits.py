"""What stands around the cycles: screening, end of treatment, safety follow-up, unscheduled visits."""

from . import clean
from .draws import Draws
from .laboratory import Laboratory
from .outcomes import ADVERSE, DIED, LOST
from .plan import Event, Plan
from .study import DATA_CUT, add_days
from .treatment import DRUGS, WITHDRAWN, Treatment

MOST_UNSCHEDULED = 9
STOPPING = ("proteinuria", "thrombocytopenia", "hypertension", "hand_foot")


def live_through(plan: Plan, draws: Draws) -> None:
    """Fill the plan of a subject from screening to the last visit."""
    _screen(plan, draws)
    if plan.treated:
        Treatment(plan, draws).run()
        _end_visits(plan, draws)
        _stopping_event(plan, draws)
        _fatal_event(plan, draws)
        _number_unscheduled(plan)


def _screen(plan: Plan, draws: Draws) -> None:
    lab = Laboratory(plan, draws)
    day = plan.screening
    values = {**lab.haematology(0), **lab.chemistry(day), **lab.coagulation(), **lab.urine(False), **lab.afp(day)}
    if not plan.treated and plan.index % 2:
        values["PLAT"] = float(draws.between(38, 68))
    if plan.clean:
        values |= {test: min(values[test], highest) for test, highest in clean.HIGHEST.items()}
        values |= {"HGB": max(values["HGB"], clean.LOWEST_HAEMOGLOBIN)}
    lab.sample("SCREENING", day, values)
    plan.visits.append(("SCREENING", day))
    plan.pressures.append(("SCREENING", day, draws.between(108, 136), draws.between(64, 86)))
    if plan.treated and draws.chance(12):
        plan.events.append(Event("insomnia", day, None, 1))


def _end_visits(plan: Plan, draws: Draws) -> None:
    end = plan.end_of_treatment
    if end is None or end > DATA_CUT or plan.outcome.ends in (DIED, LOST):
        return
    plan.visits.append(("END OF TREATMENT", end))
    lab = Laboratory(plan, draws)
    lab.sample(
        "END OF TREATMENT",
        end,
        {**lab.haematology(3), **lab.chemistry(end), **lab.coagulation(), **lab.urine(False), **lab.afp(end)},
    )
    plan.pressures.append(("END OF TREATMENT", end, draws.between(110, 148), draws.between(66, 92)))
    last_dose = max(dose.end for doses in plan.doses.values() for dose in doses if dose.date)
    safety = add_days(max(last_dose, end), draws.between(28, 33))
    if safety < min(day for day in (DATA_CUT, plan.death, plan.last_contact) if day):
        plan.visits.append(("SAFETY FOLLOW-UP", safety))
        plan.pressures.append(("SAFETY FOLLOW-UP", safety, draws.between(108, 138), draws.between(64, 86)))


def _stopping_event(plan: Plan, draws: Draws) -> None:
    """The adverse event for which treatment was ended."""
    end = plan.end_of_treatment
    if plan.outcome.ends != ADVERSE or end is None:
        return
    day = add_days(end, -draws.between(1, 4))
    open_terms = {event.term for event in plan.events if event.end is None or event.end >= day}
    term = draws.pick([term for term in STOPPING if term not in open_terms] or ["fever"])
    over = add_days(end, draws.between(20, 60))
    horizon = min(limit for limit in (DATA_CUT, plan.death) if limit)
    plan.events.append(Event(term, day, over if over < horizon else None, 3, DRUGS, dict.fromkeys(DRUGS, WITHDRAWN)))


def _fatal_event(plan: Plan, draws: Draws) -> None:
    if plan.death and plan.outcome.cause == "ADVERSE EVENT":
        term = draws.pick(("bleeding", "pneumonia"))
        drugs = ("bevacizumab",) if term == "bleeding" else ()
        start = max(add_days(plan.death, -draws.between(1, 5)), plan.first_dose)
        plan.events.append(Event(term, start, plan.death, 5, drugs, dict.fromkeys(drugs, WITHDRAWN), fatal=True))


def _number_unscheduled(plan: Plan) -> None:
    """UNSCHEDULED 1, 2, ... by date, over scans and samples alike."""
    extra = [item for item in [*plan.scans, *plan.samples] if not item.visit]
    extra.sort(key=lambda item: item.date)
    for number, item in enumerate(extra[:MOST_UNSCHEDULED], 1):
        item.visit = f"UNSCHEDULED {number}"
        plan.visits.append((item.visit, item.date))
