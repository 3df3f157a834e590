"""The true endpoints of each subject, computed from its plan by the text of the endpoints, not from the exports.

Conventions
- The response is the investigator's overall response. An assessment counts when it is dated on or after
  the first dose, not after the data cut, not after the start of new anticancer therapy (the day itself
  counts), and not after the first progression. A subject without a baseline assessment has none that count.
- An assessment with an unknown day stands at the last day of its month. Of two on one day the worse counts,
  in the order CR, PR, SD, NON-CR/NON-PD, PD; NE only when there is no other.
- Adequate: any response but NE. Missed: planned assessments whose whole window lies strictly between the last
  adequate assessment (the first dose when there is none) and the event.
- An event after the start of new therapy is no event of PFS; on the day itself it is. A subject with new therapy
  before any adequate assessment is censored for it at the first dose, if assessed at all.
- A death after the data cut is not known.
- Last known alive is the latest date, not after the data cut and not after death, on which the subject was seen:
  visits, scans and assessments, doses from start to end, samples, vital signs, adverse events from start to end, the
  survival contacts with the subject alive, and the first dose. The date of the end of study is no contact (a lost
  subject's is set later) and does not count.
- Durations are in days, both ends included.

CNSR: 0 event; 1 last adequate assessment (OS: last known alive); 2 new therapy; 3 first dose, no adequate
assessment; 4 event after two or more missed assessments; 5 first dose, no baseline assessment. PFSRULE is the number
of the rule that held.
"""

from dataclasses import dataclass
from datetime import date

from .plan import Plan
from .study import DATA_CUT, SCHEDULE, add_days

WORST_LAST = ("NE", "CR", "PR", "SD", "NON-CR/NON-PD", "PD")
STABLE_DAYS = 42  # from first dose, for SD and NON-CR/NON-PD
CONFIRM_DAYS = 28
MOST_NE_BETWEEN = 1
MOST_MISSED = 1

COLUMNS = (
    "SUBJID",
    "TREATED",
    "SCRNFAIL",
    "OUTCOME",
    "TRTSDT",
    "BOR",
    "CBOR",
    "RSPDT",
    "CRSPDT",
    "PDDT",
    "DTHDT",
    "LSTADT",
    "NEWTRTDT",
    "LSTALVDT",
    "PFSDT",
    "PFS",
    "PFSCNSR",
    "PFSRULE",
    "OSDT",
    "OS",
    "OSCNSR",
    "DORDT",
    "DOR",
    "DORCNSR",
    "TTRDT",
    "TTR",
    "TTRCNSR",
)


@dataclass
class Reading:
    """What counts of one treated subject."""

    first_dose: date
    responses: list[tuple[date, str]]  # one a day, by date, up to the first progression
    new_therapy: date | None
    death: date | None
    baseline: bool
    assessed: bool  # after the first dose, be it after new therapy

    @property
    def adequate(self) -> list[date]:
        return [day for day, response in self.responses if response != "NE"]

    @property
    def progression(self) -> date | None:
        return next((day for day, response in self.responses if response == "PD"), None)


def truth_row(plan: Plan) -> dict:
    """One row of truth.csv."""
    row = {"SUBJID": plan.number, "TREATED": "Y" if plan.treated else "N", "SCRNFAIL": "N" if plan.treated else "Y"}
    if not plan.treated:
        return row | {"OUTCOME": "Screen failure"}
    reading = read_plan(plan)
    confirmed, confirmed_kind = confirmed_response(reading.responses)
    progression_free = pfs(reading)
    row |= {
        "OUTCOME": plan.outcome.name,
        "TRTSDT": reading.first_dose,
        "BOR": best_response(reading),
        "CBOR": confirmed_best_response(reading, confirmed_kind),
        "RSPDT": next((day for day, response in reading.responses if response in ("CR", "PR")), None),
        "CRSPDT": confirmed,
        "PDDT": reading.progression,
        "DTHDT": reading.death,
        "LSTADT": max(reading.adequate, default=None),
        "NEWTRTDT": reading.new_therapy,
        "LSTALVDT": last_known_alive(plan),
        "PFSRULE": progression_free[2],
    }
    row |= _time("PFS", reading.first_dose, *progression_free[:2])
    row |= _time("OS", reading.first_dose, *overall_survival(plan, reading))
    row |= _time("DOR", confirmed, *progression_free[:2]) if confirmed else {}
    return row | _time("TTR", reading.first_dose, *time_to_response(reading, confirmed))


def _time(name: str, start: date, end: date, cnsr: int) -> dict:
    return {f"{name}DT": end, name: (end - start).days + 1, f"{name}CNSR": cnsr}


def read_plan(plan: Plan) -> Reading:
    by_day: dict[date, str] = {}
    assessed = False
    for scan in plan.scans:
        day = scan.analysis_date
        if scan.missed or plan.baseline_scan is None or not plan.first_dose <= day <= DATA_CUT:
            continue
        assessed = True
        if plan.later and day > plan.later:
            continue
        by_day[day] = max(scan.overall, by_day.get(day, "NE"), key=WORST_LAST.index)
    responses = []
    for day in sorted(by_day):
        responses.append((day, by_day[day]))
        if by_day[day] == "PD":
            break
    death = plan.death if plan.death and plan.death <= DATA_CUT else None
    later = plan.later if plan.later and plan.later <= DATA_CUT else None
    return Reading(plan.first_dose, responses, later, death, plan.baseline_scan is not None, assessed)


def confirmed_response(responses: list[tuple[date, str]]) -> tuple[date | None, str]:
    """Date of the first response that is confirmed, and the best kind of response that is confirmed."""
    found = []
    for i, (day, response) in enumerate(responses):
        for j in range(i + 1, len(responses)):
            if (responses[j][0] - day).days < CONFIRM_DAYS:
                continue
            following = [later for _, later in responses[i + 1 : j + 1]]
            if response == "CR" and confirms_complete(following) or response == "PR" and confirms_partial(following):
                found.append((day, response))
                break
    if not found:
        return None, ""
    return found[0][0], min((kind for _, kind in found), key=WORST_LAST.index)


def confirms_complete(following: list[str]) -> bool:
    """following: the responses after a CR, up to and including the one that may confirm it."""
    *between, last = following
    return last == "CR" and set(between) <= {"CR", "NE"} and between.count("NE") <= MOST_NE_BETWEEN


def confirms_partial(following: list[str]) -> bool:
    """following: the responses after a PR, up to and including the one that may confirm it."""
    *between, last = following
    if last not in ("CR", "PR") or not set(between) <= {"CR", "PR", "NE"} or between.count("NE") > MOST_NE_BETWEEN:
        return False
    return "CR" not in following or "PR" not in following[following.index("CR") :]


def best_response(reading: Reading) -> str:
    seen = [response for _, response in reading.responses]
    for response in ("CR", "PR"):
        if response in seen:
            return response
    return _best_without_response(reading)


def confirmed_best_response(reading: Reading, confirmed_kind: str) -> str:
    return confirmed_kind or _best_without_response(reading)


def _best_without_response(reading: Reading) -> str:
    """Responses that are not confirmed count as stable disease, if they are late enough."""
    late = {response for day, response in reading.responses if (day - reading.first_dose).days >= STABLE_DAYS}
    seen = {response for _, response in reading.responses}
    if late & {"CR", "PR", "SD"}:
        return "SD"
    if "NON-CR/NON-PD" in late:
        return "NON-CR/NON-PD"
    if "PD" in seen:
        return "PD"
    return "NE" if seen else "MISSING"


def missed_between(first_dose: date, after: date, before: date) -> int:
    """Planned assessments whose whole window lies strictly between two dates."""
    count = 0
    for _, day, window in SCHEDULE:
        planned = add_days(first_dose, day - 1)
        count += after < add_days(planned, -window) and add_days(planned, window) < before
    return count


def nothing_assessed(reading: Reading) -> int:
    """CNSR of a subject without an adequate assessment."""
    return 3 if reading.baseline else 5


def pfs(reading: Reading) -> tuple[date, int, int]:
    """Date, CNSR and the number of the rule that held."""
    start, therapy = reading.first_dose, reading.new_therapy
    died_early = reading.death and missed_between(start, start, reading.death) <= MOST_MISSED
    if not reading.assessed and not died_early:
        return start, nothing_assessed(reading), 1
    events = [day for day in (reading.progression, reading.death) if day and (therapy is None or day <= therapy)]
    event = min(events, default=None)
    last = max((day for day in reading.adequate if event is None or day < event), default=start)
    if therapy and event is None:
        return last, 2, 2
    if event and missed_between(start, last, event) > MOST_MISSED:
        return last, 4 if reading.adequate else nothing_assessed(reading), 3
    if event:
        return event, 0, 4
    return last, 1 if reading.adequate else nothing_assessed(reading), 5


def last_known_alive(plan: Plan) -> date:
    days = [plan.first_dose, *plan.contacts, *(day for _, day in plan.visits)]
    days += [day for scan in plan.scans if not scan.missed for day in (scan.analysis_date, scan.date)]
    doses = [dose for of_drug in plan.doses.values() for dose in of_drug if dose.date]
    days += [day for dose in doses for day in (dose.date, dose.end)]
    days += [sample.date for sample in plan.samples] + [day for _, day, *_ in plan.pressures]
    days += [day for event in plan.events for day in (event.start, event.end)]
    last = min(DATA_CUT, plan.death or DATA_CUT)
    days += [last for dose in doses if dose.end and dose.date <= last < dose.end]  # in treatment on the last day
    return max(day for day in days if day and day <= last)


def overall_survival(plan: Plan, reading: Reading) -> tuple[date, int]:
    return (reading.death, 0) if reading.death else (last_known_alive(plan), 1)


def time_to_response(reading: Reading, confirmed: date | None) -> tuple[date, int]:
    if confirmed:
        return confirmed, 0
    return (max(reading.adequate), 1) if reading.adequate else (reading.first_dose, nothing_assessed(reading))
