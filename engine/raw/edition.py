"""The text of a field in an edition that takes it from another field (``in:`` of crf.yaml)."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from onespec.engine.findings import QUERY, Problem
from onespec.engine.kinds import Text
from onespec.engine.raw.account import USED
from onespec.engine.raw.typed_form import TypedForm
from onespec.engine.spec.forms import Field

RULE = "RAW-EDITION"


def text_of_edition(out: TypedForm, field: Field, typed: Mapping[str, Text]) -> Text:
    """The text of the field that the edition takes; where that is blank, the field's own, and a query."""
    own, taken = typed[field.name], typed[field.taken]
    lacking = own.notna() & ~taken.notna()
    problem = f"has no text of this edition in {field.taken}; carried as it stands"
    out.report(field.name, lacking, Problem(RULE, QUERY, problem, "Have the term given in the edition's language."))
    out.mark(field.taken, np.flatnonzero(out.filled[field.taken]), USED)
    return own.where(lacking, taken)
