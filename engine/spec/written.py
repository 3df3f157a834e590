"""What a dataset's file and checks.yaml hold, as it is written: their keys (`onespec.engine.declared`).

`datasets`, `variables` and `check_steps` make the model of it, with the help of the standard and the codelists.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Annotated, Any

from onespec.engine.contract import Codelist
from onespec.engine.declared import DEFAULTS, PARAMETERS, SELECTIONS, STEPS, WHERE, Key, Permitted, called
from onespec.engine.languages import ENGLISH, LANGUAGES
from onespec.engine.limits import NAME
from onespec.engine.registry import CHECK, METHOD, RECORDS
from onespec.engine.spec.labels import SHORT
from onespec.engine.spec.model import VARIABLE_TYPES
from onespec.engine.spec.standards import ADAM_CLASSES
from onespec.engine.spec.to_write import TO_WRITE, ToWrite
from onespec.engine.spec.verbs import VERBS, NotAvailable
from onespec.engine.spec.yamltext import Map

# What a key holds as it is written, for the JSON Schema and the reference.
MATCH, TABLES = "match", "tables"
REASONS, LIBRARY = "reasons", "library"
OVERRIDES = "overrides"
HELPER_VERBS = tuple(verb for verb in VERBS if verb != NotAvailable.word)
FOUND = "found"  # the step of the records that a check finds
_NAMES = Permitted(like=NAME)
HELPERS = Permitted(
    (),
    "SPEC-NAME",
    "'{value}' is no name of a helper.",
    "Begin with a small letter; go on with small letters, digits and _: it is never taken for a variable then.",
    re.compile("[a-z][a-z0-9_]*"),
)
_TYPES = Permitted(
    VARIABLE_TYPES, "SPEC-TYPE", "'{key}' of helper {name} is '{value}'.", "Known: {known}.", column=True
)
PARTS = Permitted(
    (),
    "SPEC-PARTS",
    "'{key}' of {name} is no number of parts: '{value}'.",
    "Write a whole number from 2 to 10.",
    re.compile("[2-9]|10"),
    column=True,
)


_SAID = Permitted((*LANGUAGES, SHORT), "SPEC-KEY", "There is no language '{value}'.", "Known: {known}.")
LABEL = Key(
    "At most 40 bytes; the standard's when left out. Or {en: ..., zh: ..., short: ...}: short is what a transport file "
    "holds where zh has more than 40 bytes of the edition's encoding.",
    alone=ENGLISH,
    names=_SAID,
)


@called("a selection")
@dataclass(frozen=True)
class Selected:
    """Rows of a form or dataset."""

    use: Annotated[str, Key("The named selection that it is laid over.")]
    from_: Annotated[str, Key("The form or dataset that the rows stand on.")]
    where: Annotated[Any, Key("Which of its rows: an AND of conditions.", shape=WHERE)]
    set: Annotated[dict[str, str], Key("Constants that the records get.")]


@called("a refusal")
@dataclass(frozen=True)
class Refusal:
    """Rows, or cells of rows, that no record holds; a query for each."""

    from_: Annotated[str, Key("The form whose rows are refused.", required=True)]
    where: Annotated[Any, Key("Which of its rows: an AND of conditions.", shape=WHERE)]
    fields: Annotated[tuple[str, ...], Key("The fields that are refused; the whole rows when left out.")]
    reason: Annotated[str, Key("Why they are not mapped.", required=True)]


@called("a step found")
@dataclass(frozen=True)
class Found:
    """The records that a check of checks.yaml finds, a record for each; the rule stands there."""

    check: Annotated[str, Key("The name of the check.", required=True)]
    message: Annotated[str, Key("The variable that takes what the check says of the record.", required=True)]
    set: Annotated[dict[str, str], Key("Constants that the records get.")]


@called("variable {name}", "Variable {name}", one=(*VERBS, TO_WRITE))
@dataclass(frozen=True)
class WrittenVariable:
    """One of the first six keys, its verb, says where its values come from; the rest adds to the standard."""

    collected: Annotated[tuple[str, ...], Key("form.FIELD, or a list with one field a form: the CRF's value.")]
    assigned: Annotated[str, Key("A constant, or table.COLUMN: the sponsor's value.")]
    protocol: Annotated[str, Key("A constant, or table.COLUMN: the protocol's value.")]
    derived: Annotated[str, Key("The method that computes it.", of=METHOD)]
    predecessor: Annotated[tuple[str, ...], Key("DS.VAR, or a list with one variable a dataset: a copied value.")]
    not_available: Annotated[str, Key("Why it is blank on all records.")]
    to_write: Annotated[ToWrite, Key("Instead of a verb: what an import says of an origin that is still to write.")]
    with_: Annotated[Map, Key("The parameters of the method; beside them where and match.", shape=PARAMETERS)]
    match: Annotated[Any, Key("Which row of the table: its columns, each with a reference.", shape=MATCH)]
    label: Annotated[dict[str, str], LABEL]
    type: Annotated[str, Key("Its type; the standard's when left out.", only=Permitted(VARIABLE_TYPES))]
    codelist: Annotated[str, Key("Its codelist, or none; the one with the standard's NCI code when left out.")]
    format: Annotated[str, Key("Its display format.")]
    comment: Annotated[str, Key("Its comment in define.xml.")]
    dictionary: Annotated[str, Key("The dictionary that its values are of.")]
    evaluator: Annotated[str, Key("Who judged, of a supplemental qualifier (QEVAL).")]
    parts: Annotated[str, Key("Of a text longer than 200 bytes: how many parts hold it, 2 to 10.", only=PARTS)]


@called("helper {name}", "Helper {name}", one=HELPER_VERBS)
@dataclass(frozen=True)
class WrittenHelper:
    """What is computed for variables of the dataset, and not submitted; its verb says where its values come from."""

    collected: Annotated[tuple[str, ...], Key("form.FIELD, or a list with one field a form: the CRF's value.")]
    assigned: Annotated[str, Key("A constant, or table.COLUMN: the sponsor's value.")]
    protocol: Annotated[str, Key("A constant, or table.COLUMN: the protocol's value.")]
    derived: Annotated[str, Key("The method that computes it.", of=METHOD)]
    predecessor: Annotated[tuple[str, ...], Key("DS.VAR, or a list with one variable a dataset: a copied value.")]
    with_: Annotated[Map, Key("The parameters of the method; beside them where and match.", shape=PARAMETERS)]
    match: Annotated[Any, Key("Which row of the table: its columns, each with a reference.", shape=MATCH)]
    type: Annotated[str, Key("Its type; left out, that of the variable that it copies.", only=_TYPES)]


@called("a value level")
@dataclass(frozen=True)
class WrittenLevel:
    """The definitions of a variable that depend on another one; a text or a list alone is its by."""

    by: Annotated[tuple[str, ...], Key("The variables for whose values define.xml defines it.", required=True)]
    codelists: Annotated[dict[str, str], Key("The codelist for each value of the one variable under by.")]
    assigned: Annotated[
        tuple[str, ...], Key("Of a variable with the verb protocol: the values of by that the sponsor states.")
    ]


@called("a dataset", "The file")
@dataclass(frozen=True)
class WrittenDataset:
    """One dataset, and its supplemental qualifiers."""

    dataset: Annotated[str, Key("Its name: the standard's domain, or AD...", required=True)]
    label: Annotated[
        dict[str, str],
        Key("Its label (ADaM), as of a variable; the standard's when left out.", alone=ENGLISH, names=_SAID),
    ]
    class_: Annotated[str, Key("Its class (ADaM).", only=Permitted(tuple(ADAM_CLASSES)), beside=("label", "structure"))]
    structure: Annotated[str, Key("What one record is (ADaM); the standard's when left out.")]
    keys: Annotated[tuple[str, ...], Key("The variables that identify a record, and sort those of a subject.", True)]
    records: Annotated[Any, Key("How its records arise: a list of record steps.", True, shape=STEPS, of=RECORDS)]
    selections: Annotated[Any, Key("Selections by name, for its steps.", shape=SELECTIONS)]
    defaults: Annotated[Any, Key("Operation -> what all its steps share; a step says what differs.", shape=DEFAULTS)]
    leave_out: Annotated[tuple[str, ...], Key("Variables of common.yaml that it does not take.")]
    not_available: Annotated[Any, Key("Reason -> the variables that are blank for it.", shape=REASONS)]
    variables: Annotated[
        dict[str, WrittenVariable], Key("Its variables; those that steps set may be left out.", names=_NAMES)
    ]
    supplemental: Annotated[dict[str, WrittenVariable], Key("Its supplemental qualifiers (SUPP--).", names=_NAMES)]
    helpers: Annotated[
        dict[str, WrittenHelper], Key("What is computed for its variables, and not submitted.", names=HELPERS)
    ]
    value_level: Annotated[dict[str, WrittenLevel], Key("Variables that define.xml defines by value.", alone="by")]
    comment: Annotated[str, Key("Its comment in define.xml.")]
    codelists: Annotated[dict[str, Codelist], Key("Codelists, as in codelists.yaml; they serve the whole study.")]
    tables: Annotated[Any, Key("Tables, each a list of rows; they serve the whole study.", shape=TABLES)]


@called("checks.yaml")
@dataclass(frozen=True)
class WrittenChecks:
    """Checks between records: those of the library that the study takes, and its own."""

    library: Annotated[Any, Key("The checks of the library that the study takes.", shape=LIBRARY)]
    defaults: Annotated[Any, Key("Check -> what all checks of the kind share.", shape=DEFAULTS, of=CHECK)]
    checks: Annotated[Any, Key("The checks, each one operation with its parameters.", shape=STEPS, of=CHECK)]


@called("the library")
@dataclass(frozen=True)
class WrittenLibrary:
    """Checks of the library; a text or a list alone is its take."""

    take: Annotated[tuple[str, ...], Key("all, groups of checks (AE), or single ones (EC-AE-07).", required=True)]
    but: Annotated[dict[str, str], Key("Check -> the reason why it is not taken.")]
    with_: Annotated[Any, Key("Check -> parameters that are laid over its own.", shape=OVERRIDES)]


@called("common.yaml")
@dataclass(frozen=True)
class WrittenCommon:
    """What datasets say alike: variables by standard or class, for each dataset that gives them no origin itself.

    ``--`` stands for the domain's name.
    """

    sdtm: Annotated[dict[str, WrittenVariable], Key("Variables of SDTM datasets for which SDTMIG lists them.")]
    interventions: Annotated[dict[str, WrittenVariable], Key("Of Interventions.", name="Interventions")]
    events: Annotated[dict[str, WrittenVariable], Key("Of Events.", name="Events")]
    findings: Annotated[dict[str, WrittenVariable], Key("Of Findings.", name="Findings")]
    about: Annotated[dict[str, WrittenVariable], Key("Of Findings About.", name="Findings About")]
    special: Annotated[dict[str, WrittenVariable], Key("Of special-purpose domains.", name="Special-Purpose")]
    adam: Annotated[dict[str, WrittenVariable], Key("Variables of ADaM datasets.")]
    bds: Annotated[dict[str, WrittenVariable], Key("Of BDS datasets.", name="BDS")]
    tte: Annotated[dict[str, WrittenVariable], Key("Of BDS datasets for time to event.", name="TTE")]
    occds: Annotated[dict[str, WrittenVariable], Key("Of occurrence datasets.", name="OCCDS")]
    adae: Annotated[dict[str, WrittenVariable], Key("Of datasets of adverse events.", name="ADAE")]
