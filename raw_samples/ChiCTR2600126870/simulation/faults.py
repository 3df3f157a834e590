"""Faults that people make on forms, planted after the forms were filled: each defence has something to find.

Each fault goes to the first subject, from a given one on, whose rows it fits.  Nothing is drawn, so the rest of the
export stays as it is.  `finding` is the rule by which the build must find it; blank: the value is right, and must come
through as it is.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date

from .clerk import MONTHS, iso
from .forms import FORMS
from .plan import Plan
from .study import DATA_CUT, SITE, add_days

Rows = dict[str, list[dict]]  # of one subject, by form
COLUMNS = ("FAULT", "FINDING", "FILE", "ROW", "SUBJID", "FIELD", "VALUE")


@dataclass(frozen=True)
class Fault:
    """`plant` changes the rows of a subject and gives the row at fault, or none where the subject's rows do not fit."""

    name: str
    finding: str
    form: str
    column: str
    since: int  # index of the first subject who may have it
    plant: Callable[[Plan, Rows], dict | None]


@dataclass
class Planted:
    fault: Fault
    subject: str
    row: dict
    value: str = ""


@dataclass
class Faults:
    """The faults still to be planted, and those that were."""

    open: list[Fault] = field(default_factory=lambda: list(FAULTS))
    planted: list[Planted] = field(default_factory=list)

    def plant(self, plan: Plan, rows: Rows) -> None:
        """Plant what fits this subject; one fault a form and subject, so that none hides another."""
        taken: set[str] = set()
        for fault in list(self.open):
            if plan.index < fault.since or fault.form in taken or not plan.treated:
                continue
            row = fault.plant(plan, rows)
            if row is not None:
                taken.add(fault.form)
                self.open.remove(fault)
                subject = str(row.get(FORMS[fault.form].subject, plan.number))
                self.planted.append(Planted(fault, subject, row, str(row.get(fault.column, ""))))

    def truth(self, written: dict[int, int]) -> list[dict]:
        """The rows of faults.csv; `written`: the number in its file of each row that was written, by identity."""
        out = []
        for planted in (p for p in self.planted if id(p.row) in written):
            fault, row = planted.fault, written[id(planted.row)]
            cells = (
                fault.name,
                fault.finding,
                FORMS[fault.form].file,
                row,
                planted.subject,
                fault.column,
                planted.value,
            )
            out.append(dict(zip(COLUMNS, cells, strict=True)))
        return out


def _first(rows: list[dict], fits: Callable[[dict], bool]) -> dict | None:
    return next((row for row in rows if fits(row)), None)


def _set(form: str, fits: Callable[[Plan, dict], bool], **cells: str | Callable[[Plan, dict], str]):
    """A plant that fills cells of the first row that fits: with a text, or with what a function gives."""

    def plant(plan: Plan, rows: Rows) -> dict | None:
        row = _first(rows[form], lambda row: fits(plan, row))
        if row is not None:
            row.update({name: cell if isinstance(cell, str) else cell(plan, row) for name, cell in cells.items()})
        return row

    return plant


def _is_day(text: str) -> bool:
    return len(text) == 10 and text[4] == text[7] == "-" and text.replace("-", "").isdigit()


def _day(text: str) -> date:
    return date.fromisoformat(text)


def _is_cycle(text: str, *numbers: int) -> bool:
    return text.strip() in {name for n in numbers for name in (f"C{n}D1", f"第{n}周期第1天", f"CYCLE {n} DAY 1")}


def _usual(plan: Plan, row: dict) -> bool:
    """A medicine that the subject took before the trial and still takes."""
    return not row["CMAENO"] and not row["CMENDAT"]


def _for_event(plan: Plan, row: dict) -> bool:
    """A medicine for an adverse event that is over, both dates known."""
    return bool(row["CMAENO"]) and _is_day(row["CMSTDAT"]) and _is_day(row["CMENDAT"])


def _early_event(plan: Plan, row: dict) -> bool:
    return row["AESPID"] == "1" and not row["AESTTIM"] and _is_day(row["AESTDAT"])


def _in_first_month(plan: Plan, row: dict) -> bool:
    """An event of the month in which treatment began, but not on its first day."""
    if not _is_day(row["AESTDAT"]) or row["AESTTIM"]:
        return False
    start, end = _day(row["AESTDAT"]), row["AEENDAT"]
    begun = plan.first_dose
    same_month = (start.year, start.month) == (begun.year, begun.month)
    return same_month and begun < start and begun.day > 1 and _is_day(end) and _day(end).month != start.month


def _number_used_twice(plan: Plan, rows: Rows) -> dict | None:
    """Two medicines under one number: the second row has the number of the first."""
    medicines = rows["conmeds"]
    if len(medicines) < 2:
        return None
    medicines[1]["CMSPID"] = medicines[0]["CMSPID"]
    return medicines[1]


def _mistyped_subject(plan: Plan, rows: Rows) -> dict | None:
    """A row under a number that nobody has."""
    known = rows["ecog"][-1]
    row = {**known, FORMS["ecog"].subject: f"9{plan.number[1:]}"}
    rows["ecog"].append(row)
    return row


def _second_consent(plan: Plan, rows: Rows) -> dict | None:
    """A new version of the consent form, signed while the subject is treated."""
    day = add_days(plan.consent, 120)
    if plan.end_of_treatment is not None and plan.end_of_treatment <= day:
        return None
    form, stamp = FORMS["reconsent"], f"{iso(day)} 10:15:00"
    row = {form.site: SITE, form.subject: plan.number, "RICFDAT": iso(day), "RICFVER": "V2.0", "ENTRYTS": stamp}
    rows["reconsent"].append(row)
    return row


def _no_haematology(plan: Plan, rows: Rows) -> dict | None:
    """The form of haematology was not filled in for a cycle that was given; the row is the cycle's first drug."""
    lost = [row for row in rows["haematology"] if _is_cycle(row["访视"], 4)]
    given = _first(rows["oxaliplatin"], lambda row: _is_cycle(row["VISIT"], 4) and bool(row["OXDOSE"]))
    if not lost or given is None:
        return None
    rows["haematology"] = [row for row in rows["haematology"] if not _is_cycle(row["访视"], 4)]
    return given


def _life_threatening(plan: Plan, rows: Rows) -> dict | None:
    """Grade 4 in the laboratory and on the form of adverse events, of one and the same neutropenia."""
    event = _first(rows["ae"], lambda row: row["AEDECOD"] == "Neutrophil count decreased" and _is_day(row["AESTDAT"]))
    sample = event and _first(rows["haematology"], lambda row: row["采样日期"].strip() == event["AESTDAT"])
    if not event or not sample:
        return None
    sample["中性粒细胞"] = "0.42"
    event.update(AETOXGR="4", AESER="是", AESLIFE="是")
    return event


FAULTS = (
    Fault(
        "a day that no calendar has",
        "RAW-DATE",
        "conmeds",
        "CMSTDAT",
        1,
        _set("conmeds", _usual, CMSTDAT=lambda plan, row: f"{plan.consent.year - 1}-02-30"),
    ),
    Fault(
        "a month that no calendar has",
        "RAW-DATE",
        "afp",
        "LBDAT",
        9,
        _set(
            "afp",
            lambda plan, row: _is_cycle(row["VISIT"], 3, 5),
            LBDAT=lambda plan, row: f"{row['LBDAT'][:4]}-13-{row['LBDAT'][8:10]}",
        ),
    ),
    Fault(
        "words where a number belongs",
        "RAW-NUMBER",
        "vital_signs",
        "PULSE",
        3,
        _set("vital_signs", lambda plan, row: _is_cycle(row["VISIT"], 2), PULSE="七十二次"),
    ),
    Fault(
        "a value out of range",
        "RAW-RANGE",
        "vital_signs",
        "TEMP",
        6,
        _set("vital_signs", lambda plan, row: _is_cycle(row["VISIT"], 3), TEMP="33.6"),
    ),
    Fault("a number used for two rows", "RAW-DUPLICATE", "conmeds", "CMSPID", 12, _number_used_twice),
    Fault("a subject who is not in the register", "RAW-SUBJECT", "ecog", "SUBJID", 4, _mistyped_subject),
    Fault(
        "a unit without a factor",
        "UNIT-FACTOR",
        "local_lab",
        "单位",
        10,
        _set("local_lab", lambda plan, row: row["项目"].strip() == "肌酐", 单位="g/L"),
    ),
    Fault(
        "a result that is not plausible",
        "CHECK-PLAUSIBLE",
        "chemistry",
        "K",
        7,
        _set("chemistry", lambda plan, row: _is_cycle(row["VISIT"], 2) and bool(row["K"]), K="10.4"),
    ),
    Fault(
        "an event before informed consent",
        "CHECK-BEFORE",
        "ae",
        "AESTDAT",
        5,
        _set("ae", _early_event, AESTDAT=lambda plan, row: iso(add_days(plan.consent, -3))),
    ),
    Fault(
        "a medicine that begins after death",
        "CHECK-AFTER",
        "conmeds",
        "CMSTDAT",
        7,
        _set(
            "conmeds",
            lambda plan, row: plan.death is not None and _usual(plan, row),
            CMSTDAT=lambda plan, row: iso(add_days(plan.death, 3)),
        ),
    ),
    Fault(
        "an adverse event that is not coded",
        "TERM-UNCODED",
        "ae",
        "AEDECOD",
        22,
        _set(
            "ae",
            lambda plan, row: row["AEDECOD"] == "Nausea",
            **dict.fromkeys(("AELLT", "AELLTCD", "AEDECOD", "AEPTCD", "AESOC", "AESOCCD"), ""),
            **dict.fromkeys(("AELLT_ZH", "AEDECOD_ZH", "AESOC_ZH"), ""),
        ),
    ),
    Fault(
        "a term that is not translated",
        "RAW-TRANSLATION",
        "conmeds",
        "CMINDC",
        24,
        _set("conmeds", _for_event, CMINDC_EN=""),
    ),
    Fault(
        "an end before its start",
        "CHECK-AFTER",
        "conmeds",
        "CMENDAT",
        20,
        _set("conmeds", _for_event, CMENDAT=lambda plan, row: iso(add_days(_day(row["CMSTDAT"]), -4))),
    ),
    Fault(
        "ongoing, with an end date",
        "CHECK-CONTRADICTION",
        "conmeds",
        "CMONGO",
        8,
        _set("conmeds", _for_event, CMONGO="是"),
    ),
    Fault(
        "an overall response that does not follow",
        "CHECK-CONTRADICTION",
        "response",
        "RSTRG",
        3,
        _set("response", lambda plan, row: row["RSOVRL"].strip() == "PR" and row["RSTRG"].strip() == "PR", RSTRG="SD"),
    ),
    Fault("a form missing at a visit that took place", "CHECK-EXIST", "oxaliplatin", "VISIT", 13, _no_haematology),
    Fault("a second informed consent", "", "reconsent", "RICFDAT", 2, _second_consent),
    Fault(
        "a partial date that may lie before or after the first dose",
        "",
        "ae",
        "AESTDAT",
        0,
        _set("ae", _in_first_month, AESTDAT=lambda plan, row: _unknown_day(row["AESTDAT"])),
    ),
    Fault("grade 4 in the laboratory and as an adverse event", "", "ae", "AETOXGR", 0, _life_threatening),
    Fault(
        "a dose that straddles the data cut",
        "",
        "capecitabine",
        "CAPENDAT",
        0,
        _set(
            "capecitabine",
            lambda plan, row: plan.end_of_treatment is None and row["CAPENDAT"].strip() == iso(DATA_CUT),
            CAPENDAT=lambda plan, row: iso(_goes_on(plan)),
        ),
    ),
)


def _goes_on(plan: Plan) -> date:
    """The end of the dose that is not over at the data cut, which the truth must know, too."""
    dose = next(dose for dose in plan.doses["capecitabine"] if dose.end == DATA_CUT)
    dose.end = add_days(DATA_CUT, 6)
    return dose.end


def _unknown_day(text: str) -> str:
    return f"UN{MONTHS[int(text[5:7]) - 1]}{text[:4]}"
