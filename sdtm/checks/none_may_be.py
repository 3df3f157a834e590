"""Check: none of several fields has a value."""

from typing import Annotated

import numpy as np

from onespec.engine.columns import as_text
from onespec.engine.contract import Name, Report, Selection, TermOf
from onespec.engine.registry import check


@check("In each record of {source} none of {fields} is {value}.", reports=("CHECK-NONE",))
def none_may_be(source: Selection, fields: list[Name], value: Annotated[str, TermOf("fields")], report: Report) -> None:
    """A query for each record in which one of ``fields`` has the value.

    Example::

        - none_may_be: {from: eligibility, fields: [REASON1, REASON2], value: "Y"}

        eligibility | REASON1 | REASON2
                    | N       | N
                    | N       | Y

        QUERY CHECK-NONE, subject 2, no value: One of REASON1, REASON2 is Y in the record of eligibility.
    """
    one = np.logical_or.reduce([as_text(source.frame[name]) == value for name in fields])
    report.query(
        "CHECK-NONE",
        f"One of {', '.join(fields)} is {value} in the record of {source.name}.",
        "Ask the site which is right.",
        one,
    )
