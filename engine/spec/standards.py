"""The facts of the standards: what a variable of a dataset is called, its type, role and core.

Sources: SDTMIG 3.4 and SDTM 2.0; ADaMIG 1.3, ADaM OCCDS 1.1, ADaM BDS for TTE 1.0.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from importlib import resources
from typing import NamedTuple

from onespec.engine.languages import ENGLISH
from onespec.engine.spec.labels import label_in_chinese, standard_label

SHIPPED = {"sdtm": ("SDTMIG", "3.4"), "adam": ("ADaMIG", "1.3")}  # the guides whose facts ship: name and version
_FILES = {"sdtm": "sdtmig-3.4-variables.csv", "adam": "adamig-1.3-variables.csv"}
# Where a variable of an ADaM class is looked for, in this order.
_ADAM_STRUCTURES = {
    "ADSL": ("ADSL",),
    "BDS": ("BDS", "ADSL"),
    "TTE": ("TTE", "BDS", "ADSL"),
    "OCCDS": ("OCCDS", "ADSL"),
    "ADAE": ("ADAE", "OCCDS", "ADSL"),
}
ADAM_CLASSES = {
    "ADSL": "SUBJECT LEVEL ANALYSIS DATASET",
    "BDS": "BASIC DATA STRUCTURE",
    "TTE": "BASIC DATA STRUCTURE",
    "OCCDS": "OCCURRENCE DATA STRUCTURE",
    "ADAE": "OCCURRENCE DATA STRUCTURE",
}
_ISO = {
    "ISO 8601 datetime or interval": "datetime",
    "ISO 8601 duration": "durationDatetime",
    "ISO 8601 duration or interval": "durationDatetime",
}
# Placeholders of ADaM variable names (ADaMIG 1.3, section 3.1.5).
_PLACEHOLDERS = {"xx": r"(?P<xx>\d\d)", "zz": r"(?P<zz>\d\d)", "y": r"(?P<y>\d{1,2})", "w": r"(?P<w>\d)"}
_PLACEHOLDER = re.compile("|".join(_PLACEHOLDERS))
BEYOND = 10_000  # the order of variables of the general model that the guide does not list for the domain


class Fact(NamedTuple):
    """What the standard says of one variable.

    filled  its label in other languages, where its name has digits for placeholders
    """

    name: str
    order: int
    label: str
    type: str
    role: str
    core: str
    codelists: tuple[str, ...]
    values: str
    filled: Mapping[str, str] = {}

    @property
    def said(self) -> dict[str, str]:
        """Its label in other languages, looked up when it is asked for."""
        return dict(self.filled) or label_in_chinese(self.label)

    @property
    def labels(self) -> dict[str, str]:
        """Its label in each language."""
        return {ENGLISH: self.label, **self.said}


@dataclass(frozen=True)
class DatasetFact:
    """What the standard says of one dataset.

    numbered  the variable whose long text stands in further variables of the dataset (SDTMIG 3.4, 4.5.3.2); "" of most
    """

    name: str
    label: str
    cls: str
    structure: str
    numbered: str
    said: Mapping[str, str] = field(default_factory=dict, hash=False)


@lru_cache
def _rows(file: str) -> tuple[dict[str, str], ...]:
    text = (resources.files("onespec.standards") / file).read_text(encoding="utf-8")
    header, *rows = csv.reader(text.splitlines())
    return tuple(dict(zip(header, row, strict=True)) for row in rows)


def tables_of_dictionaries(versions: Mapping[str, str]) -> dict[str, list[dict[str, str]]]:
    """The shipped tables of dictionaries, name -> version: ``standard.ctcae`` is ctcae-5.0.csv where 5.0 is declared.

    So a study names the table of the version that it declares, and another version is another value.
    """
    there = {path.name for path in resources.files("onespec.standards").iterdir()}
    files = {name.lower(): f"{name.lower()}-{version}.csv" for name, version in versions.items()}
    return {f"standard.{name}": [dict(row) for row in _rows(file)] for name, file in files.items() if file in there}


@lru_cache
def dataset_fact(name: str) -> DatasetFact | None:
    """The SDTMIG's dataset of that name; ``SUPPxx`` has the facts of SUPPQUAL."""
    wanted = "SUPPQUAL" if name.startswith("SUPP") else name
    for row in _rows("sdtmig-3.4-datasets.csv"):
        if row["DATASET"] == wanted:
            label = row["LABEL"].replace("[domain name]", name[4:])
            said = {n: t.replace("[domain name]", name[4:]) for n, t in standard_label(row["LABEL"]).items()}
            return DatasetFact(name, label, row["CLASS"], row["STRUCTURE"], row["NUMBERED"], said)
    return None


def dataset_names() -> list[str]:
    return [row["DATASET"] for row in _rows("sdtmig-3.4-datasets.csv")]


@lru_cache
def facts(standard: str, dataset: str, cls: str) -> dict[str, Fact]:
    """All variables that the standard gives a dataset, in its order.

    standard  ``sdtm`` (``dataset`` decides; variables of the general model follow those of the guide)
              or ``adam`` (``cls`` decides: ADSL, BDS, TTE, OCCDS, ADAE)
    """
    out: dict[str, Fact] = {}
    if standard == "adam":
        for structure in _ADAM_STRUCTURES.get(cls, ()):
            for _, row in _rows_by(standard).get(structure, ()):
                if (name := row["NAME"]) not in out:
                    out[name] = _fact(name, len(out), row, _adam_type(name, row["TYPE"]))
        return out
    for row in _guide(dataset):
        out[row["NAME"]] = _fact(row["NAME"], int(row["ORDER"]), row, _sdtm_type(row))
    if out and not dataset.startswith("SUPP"):
        for row in _general(cls):
            name = row["NAME"].replace("--", dataset)
            if name not in out:
                out[name] = _fact(name, BEYOND, row, _sdtm_type(row))
    return out


@lru_cache
def names_in_guide(dataset: str) -> frozenset[str]:
    """The variables that the guide lists for a dataset of SDTM."""
    return frozenset(row["NAME"] for row in _guide(dataset))


def _guide(dataset: str) -> list[dict[str, str]]:
    wanted = "SUPPQUAL" if dataset.startswith("SUPP") else dataset
    return [row for _, row in _rows_by("sdtm").get(wanted, ())]


@lru_cache
def _general(cls: str) -> list[dict[str, str]]:
    """The rows of the general model that a domain of the class may have, in their order in the file."""
    rows = (_rows_by("sdtm").get(of, []) for of in dict.fromkeys((cls, "General Observations")))
    return [row for _, row in sorted((each for of in rows for each in of), key=lambda each: each[0])]


@lru_cache
def domain_names() -> frozenset[str]:
    """The variables of all domains and of the general model, ``--`` for the domain's name."""
    listed = ((of, row["NAME"]) for of in dataset_names() for _, row in _rows_by("sdtm").get(of, ()))
    general = (row["NAME"] for _, row in _rows_by("sdtm").get("General Observations", ()))
    return frozenset([*general, *(n.replace(of, "--", 1) if n.startswith(of) else n for of, n in listed)])


@lru_cache
def model_order(dataset: str, cls: str) -> dict[str, int]:
    """Place of each variable of the general model in a domain of the class (SDTM 2.0, 3.1: the qualifiers stand
    between the identifiers and the variables of timing).
    """
    general = [row for _, row in _rows_by("sdtm").get("General Observations", ())]
    timing = next((i for i, row in enumerate(general) if row["ROLE"] == "Timing"), 0)
    qualifiers = [row for _, row in _rows_by("sdtm").get(cls, ())]
    names = (row["NAME"].replace("--", dataset) for row in (*general[:timing], *qualifiers, *general[timing:]))
    return {name: place for place, name in enumerate(names)}


@lru_cache
def _rows_by(standard: str) -> dict[str, list[tuple[int, dict[str, str]]]]:
    """The rows of a standard's variables by dataset (ADaM: by structure), each with its place in the file."""
    out: dict[str, list[tuple[int, dict[str, str]]]] = {}
    for place, row in enumerate(_rows(_FILES[standard])):
        out.setdefault(row["STRUCTURE" if standard == "adam" else "DATASET"], []).append((place, row))
    return out


@lru_cache
def own_structure(cls: str) -> frozenset[str]:
    """The variables of an ADaM class's own structure."""
    structure = _ADAM_STRUCTURES.get(cls, ("",))[0]
    return frozenset(row["NAME"] for row in _rows(_FILES["adam"]) if row["STRUCTURE"] == structure)


def find(standard: str, dataset: str, cls: str, name: str) -> Fact | None:
    """The fact of one variable; ADaM's placeholders (xx, y, zz, w) match digits."""
    known = facts(standard, dataset, cls)
    if name in known:
        return known[name]
    if standard == "adam":
        for before, fact in _with_placeholders(cls):
            match = re.fullmatch(_regex(fact.name), name) if name.startswith(before) else None
            if match:
                given = match.groupdict()
                said = {language: _filled(text, given) for language, text in fact.said.items()}
                return fact._replace(name=name, label=_filled(fact.label, given), filled=said)
    return None


def _filled(label: str, given: Mapping[str, str]) -> str:
    """A label with digits for its placeholders."""
    for placeholder, digits in given.items():
        label = re.sub(rf"\b{placeholder}\b", digits, label)
    return label


@lru_cache
def _with_placeholders(cls: str) -> list[tuple[str, Fact]]:
    """The variables of an ADaM class whose names have placeholders, each with what stands before the first."""
    split = ((_PLACEHOLDER.split(name, 1), fact) for name, fact in facts("adam", "", cls).items())
    return [(parts[0], fact) for parts, fact in split if parts[1:]]


@lru_cache(None)
def _regex(pattern: str) -> str:
    """The name pattern as a regular expression: placeholders are the name's only lower-case letters."""
    return _PLACEHOLDER.sub(lambda m: _PLACEHOLDERS[m[0]], pattern)


def _fact(name: str, order: int, row: dict[str, str], type_: str) -> Fact:
    return Fact(
        name,
        order,
        row["LABEL"],
        type_,
        row.get("ROLE", ""),
        row["CORE"],
        tuple(row["CODELISTS"].split()),
        row["VALUES"],
    )


def _sdtm_type(row: dict[str, str]) -> str:
    return _ISO.get(row["VALUES"], "text") if row["TYPE"] == "Char" else "float"


def _adam_type(name: str, type_: str) -> str:
    """ADaMIG 1.3, 3.1.1: names ending DT, TM, DTM are numeric dates, times and datetimes."""
    if type_ == "Char":
        return "text"
    if name.endswith("DTM"):
        return "sasdatetime"
    if name.endswith("DT"):
        return "sasdate"
    return "sastime" if name.endswith("TM") else "float"
