"""Name of the toxicity that a grade stands for (SDTMIG 3.4, LB, LBTOX)."""

from onespec.engine.contract import Column
from onespec.engine.registry import method
from onespec.sdtm.methods._grades import Grades, LabResult, explain_rule, graded


@method(
    "TERM of the row of {grades} that gives {value} its grade, found as for the grade: by {keys} equal to "
    "{values}, {unit}, {low} and {high}. Blank where the grade is 0 or blank.",
    explain=explain_rule,
)
def toxicity_term(result: LabResult, keys: list[str], values: list[Column], grades: Grades) -> Column:
    """Character; the parameters are those of `toxicity_grade`.

    Example::

        LBTOX:
          derived: toxicity_term
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

        LB | LBTESTCD | LBORRES | LBORRESU | LBORNRLO | LBORNRHI | LBTOX
           | ALT      | 41      | U/L      | 5        | 40       | ALT increased
           | ALT      | 30      | U/L      | 5        | 40       |
    """
    _, rule, _ = graded(result, keys, values, grades)
    return grades["TERM"].take(rule)
