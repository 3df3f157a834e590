"""Displays: the tables, figures and listings of the report, one entry of ``displays/*.yaml`` each.

From the same entry come the numbers, what is printed, ARM in define.xml, and ARS; so none of them can say otherwise.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Annotated, Any

from onespec.engine.declared import DEFAULTS, SELECTIONS, STEPS, Given, Key, Permitted, called
from onespec.engine.languages import CHINESE, ENGLISH
from onespec.engine.registry import ANALYSIS

if TYPE_CHECKING:
    from onespec.engine.spec.model import Step

FOLDER = "displays"

# Analysis Results Metadata 1.0 for Define-XML 2, section 5.3.2: AnalysisReason and AnalysisPurpose.
REASONS = ("SPECIFIED IN PROTOCOL", "SPECIFIED IN SAP", "DATA DRIVEN", "REQUESTED BY REGULATORY AGENCY")
PURPOSES = ("PRIMARY OUTCOME MEASURE", "SECONDARY OUTCOME MEASURE", "EXPLORATORY OUTCOME MEASURE")
NO_OUTCOME = "DESCRIPTIVE ANALYSIS"  # our own term: the terminology of the purpose is extensible, and it is required

_RULE = "SPEC-DISPLAY"
_REASON = Permitted(REASONS, _RULE, "'{value}' is no reason of an analysis.", "Write one of: {known}.")
# Another purpose is the sponsor's own term; one that begins like those of ARM is a misspelling of them.
_PURPOSE = Permitted(
    (),
    _RULE,
    "'{value}' is no purpose of an analysis.",
    f"Write one of: {', '.join(PURPOSES)}; or a term of your own, in capitals.",
    re.compile(f"{'|'.join(PURPOSES)}|(?!PRI|SEC|EXP)[A-Z][A-Z0-9 ,/()-]*"),
)
_NUMBER = Permitted(
    (), _RULE, "'{value}' is no number of a display.", "Write 14.2.1.", re.compile(r"\d+(\.\d+)*[a-z]?")
)
_LANGUAGE = Permitted((ENGLISH, CHINESE), "SPEC-KEY", "There is no language '{value}'.", "Known: {known}.")
_YES_NO = Permitted(("no", "yes"), _RULE, "'{key}' is '{value}'.", "Write yes or no.")

Said = dict[str, str]  # language -> words


@called("a footnote", "A footnote", "Write - {en: ..., zh: ...}.")
@dataclass(frozen=True)
class Footnote:
    """A footnote; one text alone is the English one."""

    en: Annotated[str, Key("In English.", required=True)]
    zh: Annotated[str, Key("In Chinese.")] = ""


@dataclass(frozen=True)
class Analysis:
    """One analysis of a display: a step, and what stands above its lines."""

    step: Step
    label: Said = field(default_factory=dict)


@called("a display", "Display {name}", "Write number, title and analyses.")
@dataclass(frozen=True)
class Display:
    """A table, figure or listing of the report."""

    name: Annotated[str, Given.NAME]
    number: Annotated[str, Key("Its number; displays stand in this order.", required=True, only=_NUMBER)]
    title: Annotated[
        Said, Key("Its title, in English or in both languages.", required=True, alone=ENGLISH, names=_LANGUAGE)
    ]
    analyses: Annotated[
        Any, Key("Its analyses, each one operation with its parameters.", True, shape=STEPS, of=ANALYSIS)
    ]
    population: Annotated[
        str, Key("The flag of the subject-level dataset: whoever has Y is counted; all when left out.")
    ]
    group: Annotated[
        str, Key("The variable of the subject-level dataset whose values are the columns; one when left out.")
    ]
    total: Annotated[bool, Key("Whether a column of all groups follows.", only=_YES_NO, default="no")]
    reason: Annotated[str, Key("Why the analysis was made (ARM).", only=_REASON, default="SPECIFIED IN SAP")]
    purpose: Annotated[
        str, Key(f"What for (ARM): {', '.join(PURPOSES)}, or another one.", only=_PURPOSE, default=NO_OUTCOME)
    ]
    footnotes: Annotated[tuple[Footnote, ...], Key("Its footnotes.")] = ()
    line: Annotated[int, Given.LINE] = 0
    file: Annotated[str, Given.FILE] = ""
    section: Said = field(default_factory=dict)
    made: tuple[Analysis, ...] = ()

    @property
    def order(self) -> tuple[tuple[int, str], ...]:
        """Its place: by number, 14.2.10 after 14.2.9."""
        parts = re.findall(r"(\d+)([a-z]?)", self.number)
        return tuple((int(digits), letter) for digits, letter in parts)


@called("displays", "The file")
@dataclass(frozen=True)
class WrittenDisplays:
    """Displays of one section of the report."""

    section: Annotated[Said, Key("The heading above them.", alone=ENGLISH, names=_LANGUAGE)]
    words: Annotated[dict[str, str], Key("English text of a value or label -> its Chinese, in all displays.")]
    defaults: Annotated[Any, Key("Analysis -> what all analyses of the kind share.", shape=DEFAULTS, of=ANALYSIS)]
    selections: Annotated[Any, Key("Selections by name.", shape=SELECTIONS)]
    displays: Annotated[dict[str, Display], Key("The displays, by name.", required=True)]


@dataclass(frozen=True)
class Displays:
    """All displays of a study in the order of their numbers, and the Chinese of words in them."""

    listed: tuple[Display, ...] = ()
    words: dict[str, str] = field(default_factory=dict)
