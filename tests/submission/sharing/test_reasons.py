"""Why a second program gives another value on the edition, on records that can be read."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest

from onespec.engine.series import TEXT
from onespec.engine.xpt.layout import XptVariable
from onespec.engine.xpt.writer import write_xpt
from onespec.qc.result import Cell, Comparison, Row
from onespec.submission.sharing.actions import Context
from onespec.submission.sharing.key import Key
from onespec.submission.sharing.reasons import CUT, IMPUTED, NONE, ORDER, Reasons
from onespec.submission.sharing.register import Sharing
from onespec.submission.sharing.rules import Decision, Known
from onespec.submission.sharing.survey import Survey

# Of the first subject the end was imputed, of the second a term was replaced, the third was followed up to the cut.
BUILT = {"USUBJID": ["S-1", "S-1", "S-2", "S-3", "S-4"], "AEDECOD": ["Rash", "Rash", "Gout", "Rash", "Rash"]}
SHARED = {"USUBJID": ["A", "A", "B", "C", "D"], "AEDECOD": ["Rash", "Rash", "OTHER", "Rash", "Rash"]}
FLAGS = {"AENDTF": ["D", "", "", "", ""]}


def write(path: Path, columns: dict[str, list[str]]) -> Path:
    frame = pd.DataFrame({n: pd.Series(v, dtype=TEXT) for n, v in columns.items()})
    variables = [XptVariable(n, n, "Char", 8) for n in columns]
    write_xpt(path, "ADAE", "Events", variables, [frame], created=datetime(2027, 1, 1))
    return path


@pytest.fixture
def reasons(tmp_path) -> Reasons:
    built, shared = write(tmp_path / "built.xpt", BUILT | FLAGS), write(tmp_path / "shared.xpt", SHARED | FLAGS)
    decision = Decision(Known("ADAE", "AEDECOD", "adam"), "quasi", "rare")
    context = Context(Key(bytes(32), tmp_path / "key"), Sharing(), Survey(), {("ADAE", "AEDECOD"): decision}, "ascii")
    return Reasons(built, shared, np.arange(5), context, {"S-3"})


@pytest.mark.parametrize(
    ("row", "variable", "why"),
    [
        (1, "AENDT", IMPUTED),
        (1, "AENDY", IMPUTED),
        (1, "ADURN", IMPUTED),
        (1, "AVAL", NONE),  # that a date was imputed is no reason for any value
        (2, "AENDT", NONE),
        (1, "ONTRTFL", IMPUTED),  # what is flagged by dates
        (2, "ASEQ", ORDER),
        (2, "AOCCFL", ORDER),  # the first of several
        (3, "ASEQ", ORDER),
        (3, "AENDT", NONE),
        (4, "AVAL", CUT),
        (5, "ASEQ", NONE),
        (1, "", IMPUTED),
        (3, "", ORDER),
        (5, "", NONE),
    ],
)
def test_of_a_difference(reasons, row, variable, why):
    assert reasons.of(row, variable) == why


def test_a_date_that_the_program_alone_imputes(reasons):
    """The last of several dates: in the edition it is a partial one, which the built dataset did not take."""
    side: object = SimpleNamespace()
    cells = [Cell(5, 5, (), "LSTDT", "1", "2"), Cell(5, 5, (), "LSTDTF", "", "D"), Cell(5, 5, (), "AVAL", "1", "2")]
    assert reasons.count(Comparison("ADAE", side, side, cells=cells)) == {IMPUTED: 2, NONE: 1}


def test_a_time_to_an_imputed_date(tmp_path):
    flags = {"ADTF": ["D", "", "", "", ""]}
    built, shared = write(tmp_path / "built.xpt", BUILT | flags), write(tmp_path / "shared.xpt", SHARED | flags)
    context = Context(Key(bytes(32), tmp_path / "key"), Sharing(), Survey(), {}, "ascii")
    found = Reasons(built, shared, np.arange(5), context, set())
    assert [found.of(1, "AVAL"), found.of(1, "CNSR"), found.of(3, "AVAL")] == [IMPUTED, NONE, NONE]


def test_every_difference_is_counted_once(reasons):
    side: object = SimpleNamespace()
    cells = [Cell(1, 1, (), "AENDT", "1", "2"), Cell(4, 4, (), "AVAL", "1", "2"), Cell(5, 5, (), "AVAL", "1", "2")]
    alone = [Row(1, ())]
    compared = Comparison("ADAE", side, side, cells=cells, only_base=1, only_base_first=alone, only_compare=2)
    assert reasons.count(compared) == {IMPUTED: 3, CUT: 1, NONE: 2}
