"""Name of the toxicity that a grade by a baseline stands for (ADaMIG 1.3: ATOXDSCL, ATOXDSCH)."""

from onespec.engine.contract import Column
from onespec.engine.registry import method
from onespec.sdtm.methods._grades import Baseline, LabResult, Rules, explain_baseline_rule, graded


@method(
    "TERM of the row of {grades} that gives {value} its grade, found as for the grade: by {keys} equal to {values}, "
    "{unit}, {low}, {high}, {base} and {base_range}, with {digits} significant digits. Blank where the grade is 0 or "
    "blank.",
    explain=explain_baseline_rule,
)
def toxicity_term_on_baseline(result: LabResult, baseline: Baseline, rules: Rules) -> Column:
    """Character; the parameters are those of `toxicity_grade_on_baseline`.

    Example::

        ATOXDSCH:
          derived: toxicity_term_on_baseline
          with:
            value: AVALC
            low: ANRLO
            high: ANRHI
            unit: LB.LBSTRESU
            base: BASE
            base_range: BNRIND
            keys: [TESTCD]
            values: [PARAMCD]
            grades: grades
            digits: 8

        grades | TESTCD | UNIT | TERM           | BASELINE | GRADE | IS | LLN | ULN | BASE | LIMIT
               | ALT    |      | ALT increased  |          | 1     | GT |     | 1   |      |

        ADLB | PARAMCD | AVALC | LB.LBSTRESU | ANRLO | ANRHI | BASE | BNRIND | ATOXDSCH
             | ALT     | 41    | U/L         | 5     | 40    | 30   | NORMAL | ALT increased
             | ALT     | 40    | U/L         | 5     | 40    | 30   | NORMAL |
    """
    _, rule, _ = graded(result, rules.keys, rules.values, rules.grades, baseline, rules.digits)
    return rules.grades["TERM"].take(rule)
