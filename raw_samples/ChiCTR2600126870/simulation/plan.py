"""The plan of one subject: what really happened, before anybody wrote it on a form."""

from dataclasses import dataclass, field
from datetime import date

from .outcomes import Outcome
from .study import month_end


@dataclass
class Person:
    sex: str
    birth: date
    height: int  # cm
    weight: float  # kg
    bsa: float  # m2
    nation: tuple[str, str]
    hepatitis_b: bool
    hepatitis_c: bool
    ecog: int
    afp: float  # ug/L at baseline
    outside: int  # percent of samples that go to the outside laboratory


@dataclass
class Lesion:
    number: str
    organ: str
    side: str
    node: bool
    words: tuple[str, str]  # Chinese, English
    method: str
    base: int = 0  # tenths of a millimetre


@dataclass
class Scan:
    """One assessment, or one that was missed (then only visit and date, the planned one)."""

    visit: str  # blank: unscheduled, numbered later
    date: date
    missed: bool = False
    measured: list = field(default_factory=list)  # (Lesion, status, size)
    states: list = field(default_factory=list)  # (Lesion, status)
    new: list = field(default_factory=list)  # (Lesion, certainty)
    target: str = ""
    nontarget: str = ""
    recist: str = ""
    overall: str = ""  # the investigator's
    day_unknown: bool = False

    @property
    def analysis_date(self) -> date:
        """The date that an analysis can know: an unknown day counts as the last of the month."""
        return month_end(self.date) if self.day_unknown else self.date


@dataclass
class Event:
    """An adverse event; `end` blank: ongoing."""

    term: str
    start: date
    end: date | None
    grade: int
    drugs: tuple = ()  # drugs that it may be related to
    actions: dict = field(default_factory=dict)  # drug -> ACN term
    fatal: bool = False


@dataclass
class Dose:
    """What one cycle gave of one drug; not given: date blank."""

    visit: str
    date: date | None
    end: date | None
    amount: int
    adjusted: bool
    reason: str
    period: int = 1


@dataclass
class Sample:
    """A blood or urine sample; values in the units of the trial hospital."""

    visit: str
    date: date
    outside: bool
    values: dict
    long: bool = False  # reported on the long form of the local laboratory


@dataclass
class Plan:
    index: int
    number: str
    person: Person
    consent: date
    screening: date
    outcome: Outcome | None = None  # none: screen failure
    first_dose: date | None = None
    lesions: list[Lesion] = field(default_factory=list)  # target
    others: list[Lesion] = field(default_factory=list)  # non-target
    baseline_scan: Scan | None = None
    scans: list[Scan] = field(default_factory=list)
    end_of_treatment: date | None = None
    later: date | None = None
    death: date | None = None
    last_contact: date | None = None  # of a subject who was lost or withdrew
    contacts: list[date] = field(default_factory=list)  # survival follow-up, alive
    visits: list[tuple[str, date]] = field(default_factory=list)  # cycles and the visits after them
    doses: dict = field(default_factory=lambda: {"oxaliplatin": [], "capecitabine": [], "bevacizumab": []})
    samples: list[Sample] = field(default_factory=list)
    pressures: list = field(default_factory=list)  # (visit, date, systolic, diastolic)
    events: list[Event] = field(default_factory=list)
    clean: bool = False  # nothing is on its forms that data management would ask about

    def event_number(self, event: Event) -> int:
        """Its number on the form of adverse events: by start."""
        return 1 + [id(e) for e in sorted(self.events, key=lambda e: e.start)].index(id(event))

    @property
    def treated(self) -> bool:
        return self.outcome is not None
