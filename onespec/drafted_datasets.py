# pyright: standard
"""A new dataset from a form: the standard's required and expected variables, with those that the form's fields show."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from onespec.drafted_tests import DraftTest, draft_tests, made_of_tests, table_of, tests_text
from onespec.engine.build.ownership import CannotBuild
from onespec.engine.disk import write_whole
from onespec.engine.findings import Findings, NotThere, Stopped, nearest
from onespec.engine.registry import Registry, discover
from onespec.engine.spec.common import with_common
from onespec.engine.spec.entries import EntryReader
from onespec.engine.spec.extends import methods_file
from onespec.engine.spec.forms import Field, Form
from onespec.engine.spec.guessed import MARK, UNANSWERED
from onespec.engine.spec.in_full import COMMON
from onespec.engine.spec.inherited import Inherited
from onespec.engine.spec.loader import load_study
from onespec.engine.spec.model import Study as Model
from onespec.engine.spec.roles import Roles
from onespec.engine.spec.standards import BEYOND, Fact, dataset_fact, facts
from onespec.engine.spec.verbs import Collected, NotAvailable
from onespec.engine.spec.yamltext import Map, no_entries, one_entry, sequence_of
from onespec.packages import operation_packages

_EVERY = {  # what every dataset has but DM, where common.yaml does not say it
    "STUDYID": "{predecessor: DM.STUDYID}",
    "DOMAIN": "{assigned: --}",
    "USUBJID": "{predecessor: DM.USUBJID}",
    "--SEQ": "{derived: sequence}",
}


def new_dataset(folder: Path, name: str, source: str) -> Path:
    """Write the file of an SDTM dataset that reads a form; one that is there is not replaced.

    Raises `NotThere` for a dataset that the standard, or a form that the study does not know, `CannotBuild` where the
    file exists, `Stopped` where the specification cannot be read.
    """
    if name == "ADSL" and source == "DM":
        return new_adsl(folder)
    study = read_model(folder)
    file = _free(folder / "sdtm" / f"{name.lower()}.yaml")
    if source not in study.forms:
        close = nearest(source, list(study.forms))
        raise NotThere(f"there is no form '{source}'" + (f"; did you mean '{close}'?" if close else ""))
    common = Inherited(folder, Findings()).file(COMMON, needed=False)
    text = draft_dataset(study, name, study.forms[source], common)
    file.parent.mkdir(parents=True, exist_ok=True)
    write_whole(file, text.encode())
    return file


def draft_dataset(study: Model, name: str, form: Form, common: Map) -> str:
    """The file of a dataset: verbs that the fields show, the other required and expected variables to be answered.

    What ``common`` gives it, common.yaml, it does not say again.
    """
    known = dataset_fact(name)
    if known is None or name.startswith("SUPP"):
        raise NotThere(f"SDTMIG 3.4 has no dataset '{name}' that is made from a form")
    variables = facts("sdtm", name, known.cls)
    wanted = [v for v in variables.values() if v.core in ("Req", "Exp")]
    given = _inherited(study, name, form, common, ())
    shown = {v: s for v, s in _shown(study, name, form, variables, wanted).items() if v not in given}
    given = _inherited(study, name, form, common, shown)
    every = {v.replace("--", name): verb.replace("--", name) for v, verb in _EVERY.items() if name != "DM"}
    tests: list[DraftTest] = []
    if known.cls == "Findings" and not {f"{name}TESTCD", f"{name}ORRES"} & shown.keys():
        tests = draft_tests(study, name, form, variables, [field for field, _ in shown.values()])
        every |= made_of_tests(name, form, variables) if tests else {}
    lines, open_ = [], []
    for fact in variables.values():
        if fact.name in shown:
            field, why = shown[fact.name]
            lines.append(f"  {fact.name}: {{collected: {form.name}.{field}}}  {MARK}{why}")
        elif name == "DM" and fact.name == "USUBJID":
            why = "STUDYID and SUBJID; with the site where numbers restart in each"
            lines.append(f"  USUBJID: {{derived: concatenate, with: {{parts: [STUDYID, SUBJID]}}}}  {MARK}{why}")
        elif fact.name in every and fact.name not in given:
            lines.append(f"  {fact.name}: {every[fact.name]}")
        elif fact in wanted and fact.name not in given:
            open_.append(fact)
    by_field = {field: variable for variable, field in given.items()}
    by_field |= {field: variable for variable, (field, _) in shown.items()}
    keys = [
        "STUDYID",
        "USUBJID",
        *([f"{name}TESTCD"] if tests else []),
        *(by_field[k] for k in form.key if k in by_field and by_field[k] != "SUBJID"),
    ]
    lost = [k for k in form.key if k not in by_field and k != form.subject]
    why = f"the key of {form.name}" + (f", of which {', '.join(lost)} is not mapped" if lost else "")
    head = [
        f"dataset: {name}",
        f"keys: [{', '.join(keys)}]  {MARK}{why}",
        "records:",
        f"  - gather: {{from: {form.name}, tests: {table_of(name)}}}" if tests else f"  - read: {{from: {form.name}}}",
    ]
    more = tests_text(name, form, tests, variables) if tests else []
    return "\n".join([*head, "variables:", *(lines or ["  {}"]), *_unanswered(open_), *more]) + "\n"


def _inherited(study: Model, name: str, form: Form, common: Map, own: Iterable[str]) -> dict[str, str]:
    """The variables that common.yaml gives a dataset with its ``own`` ones; the field of one that is collected."""
    entry, variables = one_entry("dataset", name, 1), no_entries()
    entry.put("records", sequence_of([(one_entry("read", one_entry("from", form.name, 1), 1), 1)], 1), 1)
    for variable in own:
        variables.put(variable, one_entry(Collected.word, form.name, 1), 1)
    entry.put("variables", variables, 1)
    reader = EntryReader(COMMON, Findings())
    full = with_common(reader, entry, "sdtm", common, Roles(entry, study.forms), Registry())["variables"]
    return {v: str(full[v].get(Collected.word, "")).partition(".")[2] for v in full if v not in variables}


def new_adsl(folder: Path) -> Path:
    """Write ADSL with the required and conditional variables that DM has; the required others are to be answered."""
    study = read_model(folder)
    file = _free(folder / "adam" / "adsl.yaml")
    if "adam" not in study.standards:
        raise NotThere("study.yaml declares no standard 'adam'; add it under 'standards:'")
    if "DM" not in study.datasets:
        raise NotThere("ADSL is drafted from DM, and there is no dataset 'DM'")
    variables = facts("adam", "ADSL", "ADSL").values()
    there = {v.name for v in study.datasets["DM"].columns if not isinstance(v.verb, NotAvailable)}
    lines = [f"  {v.name}: {{predecessor: DM.{v.name}}}" for v in variables if v.name in there and v.name != "DOMAIN"]
    head = ["dataset: ADSL", "label: Subject-Level Analysis Dataset", "class: ADSL"]
    head += ["structure: One record per subject", "keys: [STUDYID, USUBJID]", "records:", "  - read: {from: DM}"]
    first = [v._replace(name=v.name.replace("xx", "01")) for v in variables]  # of the first period
    open_ = [v for v in first if v.core == "Req" and v.name not in there]
    file.parent.mkdir(parents=True, exist_ok=True)
    write_whole(file, ("\n".join([*head, "variables:", *lines, *_unanswered(open_)]) + "\n").encode())
    return file


def read_model(folder: Path) -> Model:
    """A study's specification as it is so far; raises `Stopped` where a file cannot be read."""
    findings = Findings()
    study = load_study(folder, discover(operation_packages(), methods_file(folder), findings), findings)
    if study is None:
        raise Stopped(findings)
    return study


def _free(file: Path) -> Path:
    if file.exists():
        raise CannotBuild(f"{file} exists, and would be written over.")
    return file


def _shown(
    study: Model, name: str, form: Form, variables: dict[str, Fact], wanted: list[Fact]
) -> dict[str, tuple[str, str]]:
    """Variable -> the field that shows it, and how: by name, label, codelist, or as what numbers or dates the rows."""
    fields = {n: f for n, f in form.fields.items() if n != form.subject}
    coded = {n: study.codelists[f.codelist].nci for n, f in fields.items() if f.codelist in study.codelists}
    out: dict[str, tuple[str, str]] = {}
    if name == "DM":
        out["SUBJID"] = (form.subject, "the subject column of the register")

    def take(variable: str, field: str, why: str) -> None:
        fits = field in fields and variable in variables and _can_be(variables[variable], fields[field], coded)
        if fits and variable not in out and field not in {f for f, _ in out.values()}:
            out[variable] = (field, why)

    for field in fields.values():
        label = field.label.get("en", field.name).casefold()
        for fact in variables.values():
            if fact.name == field.name.upper() or fact.name == name + field.name.upper():
                take(fact.name, field.name, "the same name")
            elif fact.label.casefold() == label:
                take(fact.name, field.name, "the same label")
    codes = Counter(code for fact in wanted for code in fact.codelists)
    held = Counter(coded.values())
    for fact in wanted:
        for field, code in coded.items():
            if code and code in fact.codelists and codes[code] == held[code] == 1:
                take(fact.name, field, f"the only one of both with codelist {code}")
    dates = [n for n, f in fields.items() if f.is_date]
    keyed = [d for d in dates if d in form.key]
    listed = [f.name for f in wanted] + [f.name for f in variables.values() if f.order < BEYOND]
    role = next((n.removeprefix(name) for n in listed if n in (f"{name}STDTC", f"{name}DTC")), "")
    if role and name != "DM" and (len(dates) == 1 or keyed):
        take(name + role, (keyed or dates)[0], "the date of the key" if keyed else "the only date")
    for field in form.key:
        if field in fields and not fields[field].is_date:
            take(f"{name}SPID", field, "it numbers the rows")
    return out


def _can_be(fact: Fact, field: Field, coded: dict[str, str]) -> bool:
    """Whether a field's values can be those of a variable; ``coded`` is the NCI code of each field's codelist."""
    if fact.codelists and coded.get(field.name) not in fact.codelists:
        return False
    if fact.type == "Num":
        return field.is_number
    return field.is_date == ("ISO 8601" in fact.values and "duration" not in fact.values)


def _unanswered(facts_: list[Fact]) -> list[str]:
    if not facts_:
        return []
    names = ", ".join(f.name for f in facts_)
    return ["not_available:", f"  {UNANSWERED}: [{names}]  {MARK}no field shows them"]
