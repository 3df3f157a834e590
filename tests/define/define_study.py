"""A small study, written down as a literal model, with the measures of its imagined data."""

import sys
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Annotated

from onespec.engine.contract import Codelist, Column, FieldsOf, Name, Rows, Selection, Table, Term
from onespec.engine.findings import Findings
from onespec.engine.plan.make import plan_study
from onespec.engine.plan.references import Plan
from onespec.engine.registry import Registry, method, records
from onespec.engine.run.measure import DatasetMeasure, Measure
from onespec.engine.spec.conditions import Condition
from onespec.engine.spec.forms import Field, Form
from onespec.engine.spec.model import Dataset, Dictionary, Document, Standard, Step, Study, Values, Variable
from onespec.engine.spec.verbs import Assigned, Collected, Derived, NotAvailable, Predecessor, Protocol
from onespec.engine.spec.yamltext import Map, Seq


@method("{date} minus {reference} in days, plus 1 when {date} is on or after {reference}")
def study_day(date: Column, reference: Column) -> Column: ...


@method("the date part of {date}; a missing day is the last of the month", imputes=True)
def impute_last(date: Column) -> Column: ...


@method("{end} - {start} + 1 in {unit}")
def duration(start: Column, end: Column, unit: str = "days") -> Column: ...


@records("One record for each row of {source}.")
def read(source: Selection) -> Rows: ...


@records(
    "One record for each row of {source} and each field that {tests} lists for it.",
    produces={"FIELD": "the field", "RESULT": "the field's value", "LBDTC": "the date"},
)
def gather(source: Selection, tests: Annotated[Table, FieldsOf("FIELD", "RESULT")]) -> Rows: ...


@records(
    "One record for each filled qualifier of {source}.",
    produces={n: f"{n} of the qualifier" for n in ("IDVAR", "IDVARVAL", "QNAM", "QLABEL", "QVAL", "QORIG")},
)
def supplemental(source: Selection, qualifiers: Table) -> Rows: ...


@records("One record for each row of {source} with a value in {result}.", produces={"RESULT": "the result"})
def read_tests(source: Selection, tests: Table, result: Name) -> Rows: ...


@records("The first row of {source} for each {by}.")
def read_by(source: Selection, by: list[Name]) -> Rows: ...


@dataclass(kw_only=True)
class Event(Selection):
    """Records with a date."""

    told = "[{date} of ]{source}"

    date: Name = ""


@records(
    "One record for each subject of {subjects}, at the earliest date of {events}, no later than {until}.",
    produces={"ADT": "date of {events}", "CNSR": "0 for an event"},
)
def time_to_event(subjects: Selection, events: list[Event], until: str, date: Name = "") -> Rows: ...


REGISTRY = Registry()
REGISTRY.add_module(sys.modules[__name__])


def named(*items):
    return {item.name: item for item in items}


def written(value):
    """Entries as the loader gives them."""
    if isinstance(value, dict):
        out = Map({k: written(v) for k, v in value.items()})
        out.lines = dict.fromkeys(out, 1)
        return out
    return Seq(map(written, value)) if isinstance(value, list) else value


def planned(study: Study, registry: Registry = REGISTRY) -> Plan:
    """The plan of a study whose references need not all exist."""
    return plan_study(study, registry, Findings())


def terms(**decodes):
    return {t: Term(t, decode, nci, (), i) for i, (t, (decode, nci)) in enumerate(decodes.items(), 1)}


CODELISTS = named(
    Codelist("SEX", "Sex", "C66731", "sdtm", False, "text", terms(F=("Female", "C16576"), M=("Male", "C20197"))),
    Codelist(
        "TESTCD",
        "Laboratory Test Code",
        "C65047",
        "sdtm",
        True,
        "text",
        terms(ALT=("Alanine Aminotransferase", "C64433"), UPRO=("Urine Protein", "C64796"), XNEW=("New Marker", "")),
    ),
    Codelist("RESULT", "Qualitative Result", "", "", False, "text", terms(NEGATIVE=("", ""), POSITIVE=("", ""))),
    Codelist(
        "PARAMCD",
        "Parameter Code",
        "",
        "",
        False,
        "text",
        terms(OS=("Overall Survival", ""), PFS=("Progression-Free Survival", "")),
    ),
    Codelist("UNUSED", "Unused", "", "", False, "text", terms(A=("", ""))),
)

FORMS = named(
    Form(
        "demo",
        {"en": "Demography"},
        ("demo.csv",),
        "utf-8",
        "",
        ("SUBJ",),
        ("SUBJ",),
        named(
            Field("SUBJ", {"en": "Subject number"}, "text", page="1"),
            Field("SEX", {"en": "Sex"}, "code", "SEX", page="1"),
            Field("ICDAT", {"en": "Date of consent"}, "date", format=("YYYY-MM-DD",), time="ICTIM", page="1"),
            Field("ICTIM", {"en": "Time of consent"}, "time", page="2"),
        ),
    ),
    Form(
        "labs",
        {"en": "Laboratory"},
        ("labs.csv",),
        "utf-8",
        "",
        ("SUBJ",),
        ("SUBJ",),
        named(
            Field("谷丙转氨酶", {"en": "ALT", "zh": "谷丙转氨酶"}, "result", page="7"),
            Field("尿蛋白", {"en": "Urine protein"}, "code", "RESULT", page="10 9"),
            Field("CS", {"en": "Clinically significant"}, "text", page="8"),
        ),
    ),
)

TABLES = {
    "lb_tests": [
        {"FORM": "labs", "FIELD": "谷丙转氨酶", "LBTESTCD": "ALT", "LBSTRESU": "U/L"},
        {"FORM": "labs", "FIELD": "尿蛋白", "LBTESTCD": "UPRO", "LBSTRESU": ""},
        {"FORM": "other", "FIELD": "CS", "LBTESTCD": "ALT", "LBSTRESU": "U/L"},
    ]
}

DM = Dataset(
    "DM",
    "Demographics",
    "sdtm",
    "Special-Purpose",
    "One record per subject",
    ("STUDYID", "USUBJID"),
    (
        Step("read", "demo", (Condition("SEX", "NE", ("",)),), {}, {}),
        Step("refuse", "demo", (Condition("SEX", "EQ", ("",)),), {}, {}, reason="no sex, no subject"),
    ),
    named(
        Variable("STUDYID", "Study Identifier", "text", "Identifier", "Req", "", Protocol("S1")),
        Variable("USUBJID", "Unique Subject Identifier", "text", "Identifier", "Req", "", Collected(("demo.SUBJ",))),
        Variable(
            "RFICDTC",
            "Date/Time of Informed Consent",
            "datetime",
            "Record Qualifier",
            "Exp",
            "",
            Collected(("demo.ICDAT",)),
        ),
        Variable("SEX", "Sex", "text", "Record Qualifier", "Req", "SEX", Collected(("demo.SEX",))),
        Variable(
            "DTHFL",
            "Subject Death Flag",
            "text",
            "Record Qualifier",
            "Exp",
            "",
            NotAvailable("deaths were not collected"),
        ),
        Variable("ARMNRS", "Reason Arm is Null", "text", "Record Qualifier", "Exp", "", Assigned("")),
    ),
    comment="Screen failures are included.",
)

LB = Dataset(
    "LB",
    "Laboratory Test Results",
    "sdtm",
    "Findings",
    "One record per test",
    ("STUDYID", "USUBJID", "LBTESTCD"),
    (Step("gather", "labs", (), {}, {"tests": "lb_tests"}),),
    named(
        Variable("STUDYID", "Study Identifier", "text", "Identifier", "Req", "", Protocol("S1")),
        Variable("DOMAIN", "Domain Abbreviation", "text", "Identifier", "Req", "", Assigned("LB")),
        Variable("USUBJID", "Unique Subject Identifier", "text", "Identifier", "Req", "", Predecessor(("DM.USUBJID",))),
        Variable("LBSEQ", "Sequence Number", "float", "Identifier", "Req", "", Assigned("1")),
        Variable(
            "LBTESTCD",
            "Lab Test or Examination Short Name",
            "text",
            "Topic",
            "Req",
            "TESTCD",
            Assigned("lb_tests.LBTESTCD"),
        ),
        Variable(
            "LBORRES", "Result in Original Units", "text", "Result Qualifier", "Exp", "", Collected(("labs.RESULT",))
        ),
        Variable(
            "LBSTRESN",
            "Numeric Result",
            "float",
            "Result Qualifier",
            "Exp",
            "",
            Derived("study_day", {"date": "LBORRES", "reference": "labs.CS"}),
            format="8.1",
        ),
        Variable(
            "LBDY",
            "Study Day",
            "float",
            "Timing",
            "Perm",
            "",
            Derived("study_day", {"date": "LBDTC", "reference": "DM.RFICDTC"}),
        ),
        Variable(
            "LBENDY",
            "Study Day of End",
            "float",
            "Timing",
            "Perm",
            "",
            Derived("study_day", {"date": "LBDTC", "reference": "DM.RFICDTC"}),
        ),
        Variable("LBXTRA", "Sponsor's Own", "text", "", "", "", Assigned("X"), comment="Not in the guide."),
        Variable("LBCLSIG", "Clinically Significant", "text", verb=Collected(("labs.CS",)), supplemental=True),
        Variable("LBGRADE", "Grade", "integer", verb=Derived("impute_last", {"date": "LBDTC"}), supplemental=True),
    ),
    value_level={"LBORRES": ("LBTESTCD",)},
)

SUPPLB = Dataset(
    "SUPPLB",
    "Supplemental Qualifiers for LB",
    "sdtm",
    "Relationship",
    "One record per qualifier",
    ("STUDYID", "USUBJID", "QNAM"),
    (Step("supplemental", "LB", (), {}, written({"qualifiers": [{"QNAM": "LBCLSIG"}, {"QNAM": "LBGRADE"}]})),),
    named(
        Variable("STUDYID", "Study Identifier", "text", "Identifier", "Req", "", Predecessor(("LB.STUDYID",))),
        Variable("RDOMAIN", "Related Domain Abbreviation", "text", "Identifier", "Req", "", Assigned("LB")),
        Variable("USUBJID", "Unique Subject Identifier", "text", "Identifier", "Req", "", Predecessor(("LB.USUBJID",))),
        Variable("QNAM", "Qualifier Variable Name", "text", "Topic", "Req"),
        Variable("QVAL", "Data Value", "text", "Result Qualifier", "Req"),
    ),
    value_level={"QVAL": ("QNAM",)},
    parent="LB",
)

TA = Dataset(
    "TA",
    "Trial Arms",
    "sdtm",
    "Trial Design",
    "One record per planned Element per Arm",
    ("ARMCD",),
    (Step("read", "", (), {}, {}),),
    named(
        Variable("ARMCD", "Planned Arm Code", "text", "Topic", "Req", "", Protocol("A"), dictionary="MEDDRA"),
        Variable("TAETORD", "Order", "float", "Timing", "Req", "", Protocol("1"), dictionary="MEDDRA"),
    ),
)

ADSL = Dataset(
    "ADSL",
    "Subject-Level Analysis Dataset",
    "adam",
    "ADSL",
    "One record per subject",
    ("STUDYID", "USUBJID"),
    (Step("read", "DM", (), {}, {}),),
    named(
        Variable("STUDYID", "Study Identifier", "text", "", "Req", "", Predecessor(("DM.STUDYID",))),
        Variable("USUBJID", "Unique Subject Identifier", "text", "", "Req", "", Predecessor(("DM.USUBJID",))),
        Variable("SEX", "Sex", "text", "", "Req", "SEX", Predecessor(("DM.SEX",))),
        Variable(
            "TRTSDT",
            "Date of First Exposure",
            "sasdate",
            "",
            "Cond",
            "",
            Derived("impute_last", {"date": "DM.RFICDTC"}),
        ),
    ),
)

ADTTE = Dataset(
    "ADTTE",
    "Time to Event",
    "adam",
    "TTE",
    "One record per subject per parameter",
    ("STUDYID", "USUBJID", "PARAMCD"),
    (
        Step(
            "time_to_event",
            "",
            (),
            {"PARAMCD": "OS"},
            written(
                {
                    "subjects": {"from": "ADSL"},
                    "until": "study.cut",
                    "events": [{"from": "DM", "where": {"DTHFL": "Y"}, "set": {"EVNTDESC": "Death"}}],
                }
            ),
        ),
        Step(
            "time_to_event",
            "",
            (),
            {"PARAMCD": "PFS"},
            written(
                {
                    "subjects": {"from": "ADSL", "where": {"SEX": {"IN": ["F", "M"]}}},
                    "until": "study.cut",
                    "events": [{"from": "LB", "where": {"LBTESTCD": {"NE": ""}}}, {"from": "DM"}],
                }
            ),
        ),
    ),
    named(
        Variable("STUDYID", "Study Identifier", "text", "", "Req", "", Predecessor(("ADSL.STUDYID",))),
        Variable("USUBJID", "Unique Subject Identifier", "text", "", "Req", "", Predecessor(("ADSL.USUBJID",))),
        Variable("PARAMCD", "Parameter Code", "text", "", "Req", "PARAMCD"),
        Variable("STARTDT", "Start Date", "sasdate", "", "Perm", "", Predecessor(("ADSL.TRTSDT",))),
        Variable("ADT", "Analysis Date", "sasdate", "", "Perm"),
        Variable(
            "AVAL", "Analysis Value", "float", "", "Cond", "", Derived("duration", {"start": "STARTDT", "end": "ADT"})
        ),
        Variable("CNSR", "Censor", "float", "", "Cond"),
    ),
    value_level={"AVAL": ("PARAMCD",), "ADT": ("PARAMCD",)},
)

STUDY = Study(
    Path("."),
    "S1",
    "S1 study",
    "A study of nothing",
    "S1-PROT",
    datetime(2027, 12, 1),
    "en",
    "demo",
    {"sdtm": Standard("sdtm", "SDTMIG", "3.4", "2025-03-28"), "adam": Standard("adam", "ADaMIG", "1.3", "2026-03-27")},
    {"MEDDRA": Dictionary("MedDRA", "28.0")},
    {"acrf": Document("Annotated CRF", "acrf.pdf"), "csdrg": Document("Reviewer's Guide", "csdrg.pdf", "sdtm")},
    Values({"cut": "2027-10-31"}),
    {},
    FORMS,
    CODELISTS,
    TABLES,
    named(LB, SUPPLB, DM, TA, ADTTE, ADSL),
)


def of(length, count=2, numeric=False, decimals=0, steps=(0,)):
    return Measure(
        length=length,
        shortest=length,
        decimals=decimals,
        integer=numeric and not decimals,
        numeric=numeric,
        count=count,
        steps=set(steps),
    )


MEASURES = {
    "DM": DatasetMeasure(
        2, {"STUDYID": of(2), "USUBJID": of(4), "RFICDTC": of(10), "SEX": of(1), "DTHFL": of(0, 0), "ARMNRS": of(0, 0)}
    ),
    "LB": DatasetMeasure(
        4,
        {
            "STUDYID": of(2, 4),
            "DOMAIN": of(2, 4),
            "USUBJID": of(4, 4),
            "LBSEQ": of(1, 4, True),
            "LBTESTCD": of(4, 4),
            "LBORRES": of(8, 4),
            "LBSTRESN": of(4, 2, True, 1),
            "LBDY": of(2, 4, True),
            "LBENDY": of(2, 3, True),
            "LBXTRA": of(1, 4),
        },
        {"LBORRES": {("UPRO",): of(8), ("ALT",): of(4, 2, True, 1), ("XNEW",): of(0, 0)}},
    ),
    "SUPPLB": DatasetMeasure(
        2,
        {"STUDYID": of(2), "RDOMAIN": of(2), "USUBJID": of(4), "QNAM": of(7), "QVAL": of(1)},
        {"QVAL": {("LBCLSIG",): of(1, 1), ("LBGRADE",): of(1, 1, True)}},
    ),
    "TA": DatasetMeasure(0),
    "ADSL": DatasetMeasure(2, {"STUDYID": of(2), "USUBJID": of(4), "SEX": of(1), "TRTSDT": of(5, 2, True)}),
    "ADTTE": DatasetMeasure(
        4,
        {
            "STUDYID": of(2, 4),
            "USUBJID": of(4, 4),
            "PARAMCD": of(3, 4),
            "STARTDT": of(5, 4, True),
            "ADT": of(5, 4, True),
            "AVAL": of(3, 4, True),
            "CNSR": of(1, 4, True),
        },
        {
            "AVAL": {("OS",): of(3, 2, True), ("PFS",): of(2, 2, True, steps=(1,))},
            "ADT": {("OS",): of(5, 2, True), ("PFS",): of(5, 2, True, steps=(1,))},
        },
    ),
}
EMPTY = {d.name: DatasetMeasure(0, {v.name: Measure() for v in d.columns}) for d in STUDY.datasets.values()}
MEASURES["TA"] = EMPTY["TA"]
