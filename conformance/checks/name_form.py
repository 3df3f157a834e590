"""Check: values that are names."""

import re
from collections.abc import Iterator

from onespec.conformance.data import Data, Fault, Variable
from onespec.conformance.reach import OF_SUBJECT
from onespec.conformance.series import on_unique
from onespec.engine.registry import check

_NAME = re.compile("[A-Z_][A-Z0-9_]{0,7}")


@check("{variable} is a name: at most 8 letters, digits and underscores, no digit first.", reach=OF_SUBJECT)
def name_form(data: Data, variable: Variable) -> Iterator[Fault]:
    """ADaMIG 1.3, 3.3.4: PARAMCD must be able to name a variable."""
    wrong = on_unique(lambda v: float(bool(v) and not _NAME.fullmatch(v)), data[variable]) == 1
    yield Fault(wrong, [variable])
