"""Check: records whose own values contradict one another."""

from onespec.engine.contract import Name, Report, Selection
from onespec.engine.registry import check


@check("There is no such record: {source}.", reports=("CHECK-CONTRADICTION",))
def must_not_be(source: Selection, shown: Name, message: str, report: Report, fix: str = "") -> None:
    """A query for each record that the selection takes: its ``where`` says what cannot be.

    ``shown`` is the column that the query shows; ``message`` and ``fix`` say in the study's own words what is wrong and
    what to do.

    Example::

        - must_not_be:
            from: AE
            where: {AEOUT: FATAL, AESDTH: {NE: "Y"}}
            shown: AEOUT
            message: The event is fatal and does not say that it led to death.

        AE | AEOUT     | AESDTH
           | FATAL     | Y
           | FATAL     |
           | RECOVERED |

        QUERY CHECK-CONTRADICTION, subject 2, FATAL: The event is fatal and does not say that it led to death.
    """
    every = [True] * len(source.frame)
    report.query("CHECK-CONTRADICTION", message, fix or "Ask the site which is right.", every, source.frame[shown])
