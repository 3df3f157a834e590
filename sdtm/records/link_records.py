"""Relationships of records: a reference on a form links one record to another (SDTMIG 3.4, section 8.2)."""

from dataclasses import dataclass, field

import numpy as np

from onespec.engine.columns import Column, as_text, blank, combinations, concat, number, positions_in, text
from onespec.engine.contract import Bundle, Name, Report, Rows, Selection
from onespec.engine.groups import nth_of
from onespec.engine.registry import records


@dataclass(kw_only=True)
class Member(Selection):
    """Records of one side: ``match`` names the columns to compare, ``idvar`` the column that identifies a record."""

    idvar: Name
    match: list[Name] = field(default_factory=list)


@dataclass(frozen=True)
class Link(Bundle):
    """The columns of a row that links two records.

    reference   names the other record: it stands beside the one column of ``to.match``
    match       name the row's own record: they stand beside ``record.match``
    """

    reference: Name
    match: list[Name] = field(default_factory=list)


@records(
    "Two records for each row of {source} with a {reference}: one for the subject's record of {to} that {reference} "
    "names, one for the subject's record of {record}. The latter is the one with the same {match}. Both carry {relid} "
    "and a number within the subject.",
    produces={
        "RDOMAIN": "Domain of the record.",
        "IDVAR": "The variable that identifies the record.",
        "IDVARVAL": "Its value in the record, as text.",
        "RELID": "The same for the two records of a relationship.",
    },
    reports=("LINK-MISSING",),
)
def link_records(source: Selection, link: Link, record: Member, to: Member, relid: str, report: Report) -> Rows:
    """Two records a relationship, in the order of ``source``; its domains are the names of the datasets.

    A reference to a record that the subject does not have, or has twice, is reported and makes no record.

    Example::

        - link_records:
            from: medications
            reference: FOR_EVENT
            match: [NO]
            record: {from: CM, idvar: CMSPID, match: [CMSPID]}
            to: {from: AE, idvar: AESPID, match: [AESPID]}
            relid: R

        medications | USUBJID | NO | FOR_EVENT
                    | 1       | 1  | 2
                    | 1       | 2  |
                    | 1       | 3  | 9

        CM | USUBJID | CMSPID
           | 1       | 1
           | 1       | 2
           | 1       | 3

        AE | USUBJID | AESPID
           | 1       | 1
           | 1       | 2

        RELREC | USUBJID | RDOMAIN | IDVAR  | IDVARVAL | RELID
               | 1       | CM      | CMSPID | 1        | R1
               | 1       | AE      | AESPID | 2        | R1

        QUERY LINK-MISSING, subject 1, 9: FOR_EVENT asks for one record of AE that the subject does not have; no
          relationship is made.
    """
    reference, referring = link.reference, source.frame[link.reference]
    own, other = _found(source, link.match, record), _found(source, [reference], to)
    refers = ~blank(referring)
    for name, at in ((to.name, other), (record.name, np.where(other < 0, 0, own))):
        report.query(
            "LINK-MISSING",
            f"{reference} asks for one record of {name} that the subject does not have; no relationship is made.",
            "Ask the site which record is meant.",
            refers & (at < 0),
            referring,
            column=reference,
        )
    row = np.flatnonzero(refers & (own >= 0) & (other >= 0))
    subject, side = source.subject.take(row), np.tile([0, 1], len(row))  # the two records of a row stand together
    ids = relid + as_text(number(nth_of(subject.codes) + 1))
    identified = concat([as_text(of.frame[of.idvar]).take(at[row]) for of, at in ((record, own), (to, other))])
    values = {
        "RDOMAIN": text([record.name, to.name]).take(side),
        "IDVAR": text([record.idvar, to.idvar]).take(side),
        "IDVARVAL": identified.take(side * len(row) + np.repeat(np.arange(len(row)), 2)),
        "RELID": ids.repeat(2),
    }
    return Rows(subject=subject.repeat(2), values=values, source=source.name, position=np.repeat(row, 2))


def _found(source: Selection, names: list[str], side: Member) -> np.ndarray:
    """Of each row of the source, the position of the subject's one record of a side with equal values.

    -1 where the subject has no such record, or several.
    """
    wanted, there = _compared(source, names), _compared(side, side.match)
    codes, first = combinations(there)
    once = np.append(np.bincount(codes, minlength=len(first))[codes] == 1, False)
    at = positions_in(wanted, there)
    return np.where(once[at], at, -1)


def _compared(side: Selection, names: list[str]) -> list[Column]:
    return [side.subject, *(as_text(side.frame[name]) for name in names)]
