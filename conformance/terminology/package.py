"""A package of CDISC controlled terminology, whichever of NCI EVS's forms it came in."""

from __future__ import annotations

import re
from dataclasses import dataclass

from onespec.engine.spec.terminology import PublishedCodelist

# As NCI EVS names its packages: in file names, sheets and the FileOID of the XML.
STANDARDS = (
    "SDTM",
    "ADaM",
    "SEND",
    "CDASH",
    "Define-XML",
    "Protocol",
    "Glossary",
    "DDF",
    "MRCT",
    "QRS",
    "QS-FT",
    "COA",
    "TMF",
)
_STANDARD = re.compile(r"(?<![A-Za-z])(" + "|".join(STANDARDS) + r")(?![A-Za-z])", re.IGNORECASE)
_DATE = re.compile(r"(?<!\d)\d{4}-\d\d-\d\d(?!\d)")


@dataclass(frozen=True)
class TerminologyPackage:
    """A package, its codelists by NCI code.

    standard   one of STANDARDS, date YYYY-MM-DD; "" where the file does not say
    """

    file: str
    standard: str
    date: str
    codelists: dict[str, PublishedCodelist]

    @property
    def name(self) -> str:
        return " ".join(t for t in (self.standard or self.file, "CT", self.date) if t)


def standard_and_date(*texts: str) -> tuple[str, str]:
    """What the first text that names a standard, and the first that holds a date, say.

    >>> standard_and_date("CDISC_CT.SDTM.2025-03-28", "ADaM Terminology.odm.xml")
    ('SDTM', '2025-03-28')
    """
    standards = [m[1].casefold() for m in map(_STANDARD.search, texts) if m]
    dates = [m[0] for m in map(_DATE.search, texts) if m]
    return next((s for s in STANDARDS if standards and s.casefold() == standards[0]), ""), dates[0] if dates else ""
