"""The mark of a period that the data cut ends."""

from onespec.engine.columns import blank, blanks
from onespec.engine.contract import Column
from onespec.engine.registry import method


@method('"Y" where the period ran at the data cut, so that its end is the date of the cut; otherwise blank.')
def ended_at_cut(cut: Column) -> Column:
    """Character; ``cut`` is a field ``cut_of:`` of the form, which the data cut fills.

    Example::

        ENDFL: {derived: ended_at_cut, with: {cut: dosing.CUT}}

        EX | EXSTDTC    | EXENDTC    | dosing.CUT | ENDFL
           | 2027-10-09 | 2027-10-22 |            |
           | 2027-10-30 | 2027-10-31 | Y          | Y
    """
    return blanks(len(cut)).mask(~blank(cut), "Y")
