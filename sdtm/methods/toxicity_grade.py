"""Toxicity grade of a laboratory result (SDTMIG 3.4, LB, LBTOXGR)."""

from onespec.engine.contract import Column, Report
from onespec.engine.registry import method
from onespec.sdtm.methods._grades import Grades, LabResult, explain_rule, graded, report_ungraded


@method(
    "The highest GRADE of {grades} that holds among the rows whose {keys} equal {values} (in this order) "
    "and whose UNIT equals {unit} (a blank there stands for any value). A row holds when {value} compares as "
    "IS (LT, LE, GT, GE) with the limit LLN times {low} + ULN times {high} + LIMIT (0 when blank), or when it is the "
    'text LIMIT (EQ). "0" when {value} is a number, there are limits for it and none of them holds. A value such as '
    "<0.5 or >1000 has a grade when all that it may stand for has the same; so has one without {low} or {high} when "
    "the missing limit makes no difference. Otherwise blank, as without a value or without rows. Only what the "
    "laboratory reports decides: neither symptoms, treatment and earlier results, nor multiples of a baseline.",
    explain=explain_rule,
    reports=("GRADE-UNIT", "GRADE-OPEN"),
)
def toxicity_grade(result: LabResult, keys: list[str], values: list[Column], grades: Grades, report: Report) -> Column:
    """Character: a grade of the table, or 0.

    ``grades`` has the columns that ``keys`` names and UNIT, TERM, GRADE (a whole number), IS, LLN, ULN, LIMIT; both
    directions of a test stand in it.  A result of a test with rows whose grade stays open, and one in a unit that no
    row has, are reported.

    Example::

        LBTOXGR:
          derived: toxicity_grade
          with:
            value: LBORRES
            low: LBORNRLO
            high: LBORNRHI
            unit: LBORRESU
            keys: [LBTESTCD]
            values: [LBTESTCD]
            grades: grades

        grades | LBTESTCD | UNIT | TERM           | GRADE | IS | LLN | ULN | LIMIT
               | ALT      |      | ALT increased  | 1     | GT |     | 1   |
               | ALT      |      | ALT increased  | 2     | GT |     | 3   |

        LB | LBTESTCD | LBORRES | LBORRESU | LBORNRLO | LBORNRHI | LBTOXGR
           | ALT      | 30      | U/L      | 5        | 40       | 0
           | ALT      | 41      | U/L      | 5        | 40       | 1
           | ALT      | 121     | U/L      | 5        | 40       | 2
           | AST      | 121     | U/L      | 5        | 40       |
    """
    grade, _, lacking = graded(result, keys, values, grades)
    report_ungraded(report, result, grade, lacking)
    return grade
