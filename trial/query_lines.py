"""The queries of a register as a list to send shows them: labels in both languages, site, question."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from onespec.engine.queries import ANSWERED, OPEN
from onespec.engine.raw.identity import BETWEEN
from onespec.engine.spec.model import Study
from onespec.engine.spec.query_register import Entry, Register
from onespec.trial.queries import Facts
from onespec.trial.query_book import Line
from onespec.trial.questions import Said, chinese

SENT = (OPEN, ANSWERED)  # what is accepted, or closed, is not asked
_LANGUAGES = ("en", "zh")


def lines_of(study: Study, register: Register, asked: Mapping[str, Facts], sites: Mapping[str, str]) -> list[Line]:
    """The open and answered queries.

    asked  by id what the last build says of them
    """
    own = study.questions
    return [_line(study, e, asked.get(e.id, {}), sites, own) for e in register.queries if e.status in SENT]


def counted(register: Register, sites: Mapping[str, str]) -> dict[tuple[str, str], int]:
    """How many queries there are by site and status."""
    return dict(Counter((sites.get(entry.subject, ""), entry.status) for entry in register.queries))


def _line(study: Study, entry: Entry, facts: Facts, sites: Mapping[str, str], own: Mapping[str, str]) -> Line:
    form, field = _labels(study, entry, facts)
    said = [Said(*each) for each in facts.get("said", ())]
    fixes = dict.fromkeys(each.fix for each in said if each.fix)
    english, in_chinese = " ".join([entry.message, *fixes]), chinese(said, entry.value, own)
    row = entry.row.removeprefix(entry.subject).removeprefix(BETWEEN) if entry.subject else entry.row
    return Line(entry, sites.get(entry.subject, ""), form, row, field, english, in_chinese)


def _labels(study: Study, entry: Entry, facts: Facts) -> tuple[str, str]:
    """What the CRF calls form and field; of a value without a raw cell what its dataset calls the variable."""
    form = study.forms.get(entry.form or str(facts.get("form_of_row", "")))
    dataset, _, variable = entry.field.rpartition(".")
    if form and entry.form and entry.field in form.fields:
        field = _both(form.fields[entry.field].label, entry.field)
    elif dataset in study.datasets and variable in study.datasets[dataset].variables:
        field = _both({"en": study.datasets[dataset].variables[variable].label}, entry.field)
    else:
        field = entry.field
    return (_both(form.label, form.name) if form else dataset), field


def _both(label: Mapping[str, str], name: str) -> str:
    """A label in each language that it has, a line each."""
    said = dict.fromkeys(label[language] for language in _LANGUAGES if label.get(language))
    return "\n".join(said) or name
