"""A dataset of the edition: its variables by their actions, its records in the order of the new identifiers."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from onespec.engine.series import TEXT
from onespec.submission.sharing.actions import ACTING, LAST, Context, Records, null_flavour
from onespec.submission.sharing.rules import Decision
from onespec.submission.sharing.survey import SUBJECT

REMOVE = "remove"


@dataclass(frozen=True)
class Changed:
    """A dataset of the edition.

    frame  its records; ``rows``: the position of each among the built ones
    left   the positions of records of subjects who are left out; ``would``: what these would be
    """

    frame: pd.DataFrame
    rows: np.ndarray
    left: np.ndarray
    would: pd.DataFrame


def changed(dataset: str, frame: pd.DataFrame, context: Context) -> Changed:
    """The records of a dataset as they are shared."""
    decisions = {str(n): context.decisions[dataset, str(n)] for n in frame}
    records = Records(dataset, frame, frame.copy(deep=False), context)
    for name, decision in sorted(decisions.items(), key=lambda item: item[1].action in LAST):
        if decision.action != REMOVE:
            records.new[name] = ACTING[decision.action](records, decision)
    if {"TSPARMCD", "TSVAL", "TSVALNF"} <= decisions.keys():
        records.new["TSVALNF"] = null_flavour(records)
    keep = np.ones(len(frame), bool)
    if "QNAM" in frame and "QVAL" in frame:
        keep = _qualifiers(records)
    out = np.zeros(len(frame), bool)
    if SUBJECT in frame:
        out = keep & frame[SUBJECT].isin(context.survey.left_out).to_numpy()
        keep &= ~out
    new = records.new[[n for n, d in decisions.items() if d.action != REMOVE]]
    rows = _order(new, np.flatnonzero(keep))
    left = np.flatnonzero(out)
    return Changed(new.take(rows).reset_index(drop=True), rows, left, new.take(left).reset_index(drop=True))


def _qualifiers(records: Records) -> np.ndarray:
    """QVAL by what is said of each QNAM; True for the records that stay."""
    old, context = records.old, records.context
    keep, out = np.ones(len(old), bool), old["QVAL"].to_numpy(object, copy=True)
    for (domain, name), rows in old.groupby(["RDOMAIN", "QNAM"], sort=False).indices.items():
        decision = context.decisions[str(domain), str(name)]
        if decision.action == REMOVE:
            keep[rows] = False
            continue
        out[rows] = _values(records, decision, rows).to_numpy(object)
    records.new["QVAL"] = pd.Series(out, old.index, dtype=TEXT)
    return keep


def _values(records: Records, decision: Decision, rows: np.ndarray) -> pd.Series:
    """The values of one qualifier, as if it were a variable of a dataset of its own."""
    name = decision.known.name
    alone = pd.DataFrame({SUBJECT: records.subjects.take(rows), name: records.old["QVAL"].take(rows)})
    own = Records(decision.known.dataset, alone, alone.copy(deep=False), records.context)
    return ACTING[decision.action](own, decision)


def _order(frame: pd.DataFrame, rows: np.ndarray) -> np.ndarray:
    """The rows by their new subject; those of a subject, and of nobody, as they stood."""
    if SUBJECT not in frame:
        return rows
    return rows[np.argsort(frame[SUBJECT].to_numpy(object)[rows], kind="stable")]
