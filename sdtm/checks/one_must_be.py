"""Check: at least one of several fields has a value."""

from typing import Annotated

import numpy as np

from onespec.engine.columns import as_text
from onespec.engine.contract import Name, Report, Selection, TermOf
from onespec.engine.registry import check


@check("In each record of {source} at least one of {fields} is {value}.", reports=("CHECK-ONE",))
def one_must_be(source: Selection, fields: list[Name], value: Annotated[str, TermOf("fields")], report: Report) -> None:
    """A query for each record in which none of ``fields`` has the value.

    Example::

        - one_must_be: {from: eligibility, fields: [MEASURABLE, EVALUABLE], value: "Y"}

        eligibility | MEASURABLE | EVALUABLE
                    | Y          | N
                    | N          |

        QUERY CHECK-ONE, subject 2, no value: None of MEASURABLE, EVALUABLE is Y in the record of eligibility.
    """
    none = ~np.logical_or.reduce([as_text(source.frame[name]) == value for name in fields])
    report.query(
        "CHECK-ONE",
        f"None of {', '.join(fields)} is {value} in the record of {source.name}.",
        "Ask the site which holds.",
        none,
    )
