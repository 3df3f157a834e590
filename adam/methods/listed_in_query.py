"""What a list of dictionary terms says of an event: customised and standardised queries (OCCDS, CQzzNAM, SMQzzSC)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

import numpy as np

from onespec.engine.columns import as_text, blank, position_in
from onespec.engine.contract import Bundle, Column, Layout, Report, Table
from onespec.engine.frames import Frame
from onespec.engine.registry import method

_COLUMNS = ("QUERY", "NAME", "LEVEL", "TERM", "CODE")


@dataclass(frozen=True)
class Coded(Bundle):
    """An event's terms and their codes: one of each for each level of the dictionary that a list may name."""

    levels: list[str]
    terms: list[Column]
    codes: list[Column]


@method(
    """{column} of the first row of {queries} whose QUERY is {query} and whose term the record has; blank when it has
none of them. Of a row whose LEVEL is one of {levels} the record's term is that of {terms} and its code that of {codes},
in this order. A row's term is that of the record when CODE is its code or, where one of the two has no code, TERM is
its term, whatever the capitals. A record with the term and another code has it, too.""",
    reports=("ADAM-QUERY-CODE",),
)
def listed_in_query(
    queries: Annotated[Table, Layout(_COLUMNS)], query: str, coded: Coded, report: Report, column: str = "NAME"
) -> Column:
    """Character.  Raises ValueError where the table lacks the query or column, or names a level without terms.

    The table is laid out as lists of standardised queries are: a row a term, of the level PT, LLT or another one.
    ``column`` is NAME, or SCOPE, say.

    Example::

        CQ01NAM:
          derived: listed_in_query
          with: {queries: ae_queries, query: SKIN, levels: [PT, LLT], terms: [AEDECOD, AELLT], codes: [AEPTCD, AELLTCD]}

        ae_queries | QUERY | NAME      | LEVEL | TERM       | CODE
                   | SKIN  | Skin      | PT    | Rash       | 10037844
                   | SKIN  | Skin      | LLT   | Skin itchy |
                   | GUT   | Digestion | PT    | Nausea     | 10028813

        ADAE | AEDECOD  | AEPTCD   | AELLT      | AELLTCD  | CQ01NAM
             | Rash     | 10037844 | Red spots  | 10038198 | Skin
             | RASH     |          |            |          | Skin
             | Pruritus | 10037087 | Skin itchy | 10040868 | Skin
             | Nausea   | 10028813 | Nausea     | 10028813 |
             |          |          |            |          |
             | Rash     | 10015150 |            |          | Skin

        QUERY ADAM-QUERY-CODE, subject 6, Rash: The term is in the list SKIN with another code.
    """
    rows = _of(queries, query, coded)
    found = np.full(len(coded.terms[0]), len(rows))
    for level, term, code in zip(coded.levels, coded.terms, coded.codes, strict=True):
        at = np.flatnonzero(rows["LEVEL"] == level)
        listed = as_text(rows["CODE"]).take(at)
        own = as_text(code)
        by_code = np.where(blank(own), -1, position_in(own, listed))
        by_term = np.where(blank(term), -1, position_in(term.str.casefold(), rows["TERM"].take(at).str.casefold()))
        place = np.where(by_code < 0, by_term, by_code)
        found = np.minimum(found, np.append(at, len(rows))[place])  # of -1: none
        report.query(
            "ADAM-QUERY-CODE",
            f"The term is in the list {query} with another code.",
            "Correct the code of the event, or the list.",
            (by_code < 0) & (by_term >= 0) & ~blank(own) & listed.take(by_term).notna(),
            term,
        )
    return rows[column].take(np.where(found < len(rows), found, -1))


def _of(queries: Frame, query: str, coded: Coded) -> Frame:
    """The rows of the table that are the query's."""
    rows = queries.take(np.flatnonzero(queries["QUERY"] == query))
    if not len(rows):
        raise ValueError(f"the table of queries has no query {query}")
    unknown = sorted(set(rows["LEVEL"].tolist()) - set(coded.levels))
    if unknown:
        raise ValueError(f"the query {query} names the level {unknown[0]}, for which no terms are given")
    return rows
