"""A value where a flag says so."""

from onespec.engine.contract import Column
from onespec.engine.registry import method


@method("{value} when {flag} is Y, blank otherwise.")
def value_when_flagged(value: Column, flag: Column) -> Column:
    """Character or number as ``value`` is.

    Example::

        DCSREAS: {derived: value_when_flagged, with: {value: REASON, flag: SAFFL}}

        ADSL | REASON          | SAFFL | DCSREAS
             | WITHDREW        | Y     | WITHDREW
             | SCREEN FAILURE  | N     |
             | SCREEN FAILURE  |       |
    """
    return value.where(flag == "Y")
