"""How a study is shared: ``specs/<study>/sharing.yaml``.

    dates: {days: 365}
    variables:
      TRLNKID: {as: kept, reason: The program has made it (T1, NT1).}
      CMINDC: {as: direct, action: reviewed}
      TU.TUDESC: {as: direct, action: remove}
    reviewed: [Hypertension, Diarrhoea]
    risk:
      sex and age: [SEX, AGE]

A name of ``variables`` is a variable, a qualifier (QNAM), or either of one dataset (``TU.TUDESC``); ``*`` stands for
any letters.  What a study does not say, the defaults of the program do (`defaults.yaml`).  No dataset depends on it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated, Any

from onespec.engine.declared import Given, Key, Permitted, called
from onespec.engine.findings import Findings
from onespec.engine.spec.entries import EntryReader
from onespec.engine.spec.yamltext import Map, load_yaml

FILE, RULE = "sharing.yaml", "SHARE-REGISTER"
DIRECT, QUASI, KEPT = "direct", "quasi", "kept"
KEEP, TERM, RARE = "keep", "term", "rare"
ACTIONS = (
    KEEP,
    "subject",
    "site",
    "record",
    "shift",
    "time",
    "age",
    "group",
    RARE,
    "below",
    TERM,
    "reviewed",
    "parameters",
    "related",
    "remove",
)
_KINDS = Permitted((DIRECT, QUASI, KEPT), RULE, "'{value}' is not what a variable is.")
_ACTIONS = Permitted(ACTIONS, RULE, "'{value}' is no action.")
_NUMBER = Permitted(
    (), RULE, "'{key}' is no whole number: '{value}'.", "Write one from 1.", re.compile(r"[1-9]\d{0,4}")
)
_TIMES = Permitted(("keep", "remove"), RULE, "'{value}' is neither keep nor remove.")
_DAY = Permitted((), RULE, "'{value}' is no date.", "Write YYYY-MM-DD.", re.compile(r"\d{4}-(0[1-9]|1[0-2])-[0-3]\d"))


@called("dates", "dates", "Write {days: 365}.")
@dataclass(frozen=True)
class Dates:
    """How dates are moved: each subject's by a number of whole days from the key, all of them earlier."""

    days: Annotated[str, Key("The most days.", only=_NUMBER, default="365")] = "365"
    times: Annotated[str, Key("keep or remove the time of day.", only=_TIMES, default=KEEP)] = KEEP
    on_masked: Annotated[
        str, Key("keep or remove subjects who have a date on a masked day of the study.", only=_TIMES, default=KEEP)
    ] = KEEP


@called("a variable", "Variable {name}", "Write {as: direct, action: remove}.", shape="Variable {name}")
@dataclass(frozen=True)
class Said:
    """What a variable is, and what is done with it."""

    name: Annotated[str, Given.NAME]
    as_: Annotated[str, Key("direct, quasi or kept.", required=True, only=_KINDS)]
    action: Annotated[str, Key("What is done; keep when left out, for what is kept.", only=_ACTIONS)] = ""
    levels: Annotated[
        tuple[str, ...],
        Key("Variables of the record that stand for it, the first filled one (term, rare).", name="from"),
    ] = ()
    reason: Annotated[str, Key("Why.")] = ""
    line: Annotated[int, Given.LINE] = field(default=0, compare=False)


@called("a set", "Set '{name}'", "Write a list of variables.", shape="Set '{name}'")
@dataclass(frozen=True)
class QuasiSet:
    """Quasi-identifiers that are looked at together."""

    name: Annotated[str, Given.NAME]
    variables: Annotated[tuple[str, ...], Key("Of DM or ADSL.", required=True)]
    line: Annotated[int, Given.LINE] = field(default=0, compare=False)


@called("a difference", "The difference", "Write {rule: ..., dataset: ..., count: ..., reason: ...}.")
@dataclass(frozen=True)
class Difference:
    """A verdict of conformance that the edition has and the built datasets do not, or in another number."""

    rule: Annotated[str, Key("The rule's identifier.", required=True)]
    dataset: Annotated[str, Key("The dataset.", required=True)]
    count: Annotated[str, Key("How many more breaches the edition has, exactly.", required=True)]
    reason: Annotated[str, Key("Why.", required=True)]
    who: Annotated[str, Key("Who says so.", required=True)]
    date: Annotated[str, Key("Since when.", required=True, only=_DAY)]
    line: Annotated[int, Given.LINE] = field(default=0, compare=False)


@called(FILE)
@dataclass(frozen=True)
class Sharing:
    """What is done with a study's data before they are shared."""

    dates: Annotated[Dates, Key("How dates are moved.")] = field(default_factory=Dates)
    age: Annotated[str, Key("Ages above it are one group.", only=_NUMBER, default="89")] = "89"
    rare: Annotated[str, Key("A term of fewer subjects is rare.", only=_NUMBER, default="2")] = "2"
    search: Annotated[
        str, Key("Letters from which on an original text is searched for.", only=_NUMBER, default="6")
    ] = "6"
    variables: Annotated[dict[str, Said], Key("What variables are.")] = field(default_factory=dict)
    reviewed: Annotated[tuple[str, ...], Key("Texts that somebody has read and that identify nobody.")] = ()
    parameters: Annotated[tuple[str, ...], Key("More trial summary parameters that are masked.")] = ()
    documents: Annotated[tuple[str, ...], Key("Documents of the study that are shared, by their file names.")] = ()
    risk: Annotated[dict[str, QuasiSet], Key("Quasi-identifiers that are looked at together.", alone="variables")] = (
        field(default_factory=dict)
    )
    displays: Annotated[tuple[str, ...], Key("Displays whose numbers the data guide shows; all are compared.")] = ()
    differences: Annotated[tuple[Difference, ...], Key("Verdicts of conformance that the edition changes.")] = ()
    there: bool = False


def read_sharing(study: Path, findings: Findings) -> Sharing:
    """What a study says; the defaults alone where it has no such file.  What is wrong with it is a stop each."""
    path = study / FILE
    if not path.exists():
        return Sharing()
    reader = EntryReader(FILE, findings)
    written = load_yaml(path, FILE, findings)
    read = reader.entry(Sharing, written, {"there": True})
    for said in read.variables.values():
        if said.as_ != KEPT and not said.action:
            fix = f"Write 'action:', one of {', '.join(ACTIONS)}."
            reader.stop(
                RULE, f"Variable {said.name} is {said.as_}, and nothing is said of what is done.", fix, said.line
            )
    return Sharing(**vars(read) | {"differences": tuple(_differences(reader, written))})


def _differences(reader: EntryReader, written: Map) -> list[Difference]:
    listed: Any = written.get("differences") or []
    if not isinstance(listed, list) or not all(isinstance(item, Map) for item in listed):
        reader.stop(RULE, "'differences' must be a list of mappings.", "Write - {rule: ..., dataset: ...}.")
        return []
    out = [reader.entry(Difference, item, {"line": item.line}) for item in listed]
    for each in out:
        if not re.fullmatch(r"[+-]?\d+", each.count) or not int(each.count):
            reader.stop(RULE, f"'count' is no number of breaches: '{each.count}'.", "Write 2, or -1.", each.line)
    return out
