"""Why a second program gives another value on the edition: what in the record, or its subject, makes it so.

A program that derives an analysis dataset from the edition imputes a moved partial date anew, sorts by a term that was
replaced, and compares with the data cut, from which the dates were moved away.  Each difference is given to the first
of these that is there in its record; one that has none of them is counted apart.

Names are those of ADaMIG 1.3: ``*DT`` and its flag ``*DTF`` (3.1.2), ``*FL`` (3.1.4), ``EOSSTT`` (3.2.4), and AVAL as
the time to ADT (ADaM Basic Data Structure for Time-to-Event Analyses 1.0).
"""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import numpy as np
import pandas as pd

from onespec.engine.xpt.reader import read_xpt
from onespec.qc.result import Comparison
from onespec.submission.sharing.actions import Context
from onespec.submission.sharing.survey import SUBJECT

IMPUTED, ORDER, CUT, NONE = "imputed", "order", "cut", "none"
REASONS = (IMPUTED, ORDER, CUT, NONE)
_REPLACED = ("rare", "below", "term", "reviewed", "group")  # actions that put another text in the place of one


class Reasons:
    """What is known of the records of one dataset of the edition.

    source    the built file; ``shared`` that of the edition, and ``rows`` the built position of each of its records
    at_cut    subjects (built identifiers) that have a date on a masked day of the study, or were ongoing on it
    """

    def __init__(self, source: Path, shared: Path, rows: np.ndarray, context: Context, at_cut: set[str]):
        self._header, self._new = read_xpt(shared, context.encoding)
        old = read_xpt(source, context.encoding)[1].take(rows).reset_index(drop=True)
        flags = [n for n in self._new if str(n).endswith("DTF")]
        self._imputed = np.logical_or.reduce([self._new[f] != "" for f in flags]) if flags else np.zeros(len(old), bool)
        self._at_cut = old[SUBJECT].isin(at_cut).to_numpy()
        self._anew: set[tuple[int, str]] = set()  # row and flag where the program alone imputes, or does not
        moved = self._imputed | self._replaced(old, context)
        self._disordered = self._new[SUBJECT].isin(set(self._new[SUBJECT][moved])).to_numpy()

    def _replaced(self, old: pd.DataFrame, context: Context) -> np.ndarray:
        """The records in which a text was replaced by another one."""
        out = np.zeros(len(old), bool)
        for name in map(str, self._new):
            decision = context.decisions.get((self._header.name, name))
            if decision and decision.action in _REPLACED:
                before, after = old[name], self._new[name]
                out |= ~((before == after) | (before.isna() & after.isna())).to_numpy()
        return out

    def of(self, row: int, variable: str = "") -> str:
        """Why a value of a record (from 1), or without ``variable`` the whole record, is another one."""
        at, own = row - 1, f"{variable.removesuffix('DY') + 'DT' if variable.endswith('DY') else variable}F"
        own = {"AVAL": "ADTF"}.get(variable, own)
        if self._is_imputed(at, own) or (at, variable) in self._anew or (at, own) in self._anew:
            return IMPUTED
        if (not variable or "DUR" in variable or variable.endswith("FL")) and self._imputed[at]:
            return IMPUTED
        if (not variable or variable.endswith(("SEQ", "FL"))) and self._disordered[at]:
            return ORDER
        return CUT if self._at_cut[at] else NONE

    def _is_imputed(self, at: int, flag: str) -> bool:
        return flag in self._new and self._new[flag].iloc[at] != ""

    def count(self, compared: Comparison) -> dict[str, int]:
        """The reasons of all differences, which are all listed; reasons of none are left out.

        A record that the program alone has is the counterpart of one that it does not have.
        """
        self._anew = {(c.base_row - 1, c.variable) for c in compared.cells if c.variable.endswith("DTF")}
        alone, others = [self.of(row.row) for row in compared.only_base_first], compared.only_compare
        found = Counter(self.of(cell.base_row, cell.variable) for cell in compared.cells)
        found.update(alone)
        found.update((*alone, *[NONE] * others)[:others])
        for each in compared.attributes:
            found[ORDER if each.kind == "row order" and self._disordered.any() else NONE] += 1
        return {reason: found[reason] for reason in REASONS if found[reason]}
