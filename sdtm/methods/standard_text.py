"""Result in the standard unit, as text."""

from functools import partial

from onespec.engine.columns import blank, on_unique
from onespec.engine.contract import Column, Report
from onespec.engine.registry import method
from onespec.sdtm.methods._factors import Conversion, Factors, explain_factor, factors_of
from onespec.sdtm.methods._results import misread, parts


@method(
    "A number in {value} keeps its digits when {from} is {to}; otherwise it is multiplied by the factor of "
    "{factors} for {test}, {from} and {to}, the offset stated there (if any) is added, and the sum is rounded half up "
    "to the decimals stated there, trailing zeros left out; blank, and asked about, when there is no such factor, or "
    "when {value} has digits and is no number (12,5 or 12.5*). A comparator stands directly before the number "
    '("< 0.5" becomes "<0.5"), a number has a digit before its decimal point (".5" becomes "0.5") and no plus sign. '
    "A qualitative {value} (also 2+) is carried as it is.",
    explain=explain_factor,
    reports=("UNIT-FACTOR", "UNIT-NUMBER"),
)
def standard_text(value: Column, from_: Column, to: Column, test: Column, factors: Factors, report: Report) -> Column:
    """Character, in decimal arithmetic (0.1 mg/dL times 88.4 is 8.84).

    A converted number has no trailing zeros; one in the standard unit keeps the digits that were reported.

    ``factors`` has the columns FROM, TO, FACTOR, DECIMALS (blank: not rounded), OFFSET (may be left out) and one that
    names the test (blank: any test), the first of its others.  FACTOR and OFFSET are numbers, or quotients, which are
    exact: 5/9 and -160/9 from F to C.  A factor is greater than 0, so that a comparator stays what it is.  A number in
    a unit without a factor, and a text with digits that is no number in a unit that is not the standard one, are
    reported and give a blank; they stay in ``value``.

    Example::

        LBSTRESC:
          derived: standard_text
          with: {value: LBORRES, from: LBORRESU, to: LBSTRESU, test: LBTESTCD, factors: unit_factors}

        unit_factors | LBTESTCD | FROM  | TO     | FACTOR | DECIMALS
                     | CREAT    | mg/dL | umol/L | 88.4   | 1

        LB | LBTESTCD | LBORRES | LBORRESU | LBSTRESU | LBSTRESC
           | CREAT    | < 0.1   | mg/dL    | umol/L   | <8.8
           | CREAT    | 80.0    | umol/L   | umol/L   | 80.0
           | CREAT    | trace   | mg/dL    | umol/L   | trace
           | CREAT    | 1,1     | mg/dL    | umol/L   |

        QUERY UNIT-NUMBER, subject 4, 1,1: The result has digits and is no number, so it cannot be converted; the
          standardised result is blank.
    """
    out = on_unique(partial(_converted, factors_of(factors)), value, from_, to, test)
    lost = blank(out) & ~blank(value)
    unread = value.each(_misread) == 1
    report.query(
        "UNIT-FACTOR",
        "The unit has no factor to the standard unit; the standardised result is blank.",
        "Correct the unit, or add its factor to the table of factors.",
        lost & ~unread,
        value + " " + from_,
    )
    report.query(
        "UNIT-NUMBER",
        "The result has digits and is no number, so it cannot be converted; the standardised result is blank.",
        "Ask the laboratory or the site for the number.",
        lost & unread,
        value,
    )
    return out


def _converted(rules: dict[tuple[str, str, str], Conversion], value: str, from_: str, to: str, test: str) -> str:
    """The result in the standard unit; blank when a number has no factor."""
    comparator, number = parts(value)
    if number is None:
        return "" if from_ != to and misread(value) else value
    if from_ == to:
        return comparator + f"{number:f}"
    rule = rules.get((test, from_, to)) or rules.get(("", from_, to))
    return comparator + rule.of(number) if rule else ""


def _misread(value: str) -> float:
    return float(misread(value))
