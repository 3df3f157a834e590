"""Toxicity grade of a result, by rules that may depend on the baseline (ADaMIG 1.3: ATOXGR, ATOXGRL, ATOXGRH)."""

from onespec.engine.contract import Column, Report
from onespec.engine.registry import method
from onespec.sdtm.methods._grades import Baseline, LabResult, Rules, explain_baseline_rule, graded, report_ungraded


@method(
    "The highest GRADE of {grades} that holds among the rows whose {keys} equal {values} (in this order) "
    "and whose UNIT equals {unit} (a blank there stands for any value). A row holds when {value} compares as "
    "IS (LT, LE, GT, GE) with the limit LLN times {low} + ULN times {high} + BASE times {base} + LIMIT (0 when "
    "blank), both rounded to {digits} significant digits, or when it is the text LIMIT (EQ); and when {base_range} is "
    "its BASELINE, or is not what stands there behind NOT (a blank stands for any). Without {base} and {base_range} "
    "the rows for a baseline within its limits hold, and none with BASE. "
    '"0" when {value} is a number, there are limits for it and none of them holds. '
    "A value such as <0.5 or >1000 has a grade when all that it may stand for has the same; so has one without {low}, "
    "{high}, {base} or {base_range} when what is missing makes no difference. Otherwise blank, as without a value or "
    "without rows. Neither symptoms nor treatment decide.",
    explain=explain_baseline_rule,
    reports=("GRADE-UNIT", "GRADE-OPEN"),
)
def toxicity_grade_on_baseline(result: LabResult, baseline: Baseline, rules: Rules, report: Report) -> Column:
    """Character: a grade of the table, or 0.

    ``grades`` has the columns that ``keys`` names and UNIT, TERM, BASELINE, GRADE (a whole number), IS, LLN, ULN, BASE,
    LIMIT.  A key for the direction keeps low and high apart; without it the higher of both counts.  A result of a test
    with rows whose grade stays open, and one in a unit that no row has, are reported.

    Example::

        ATOXGRH:
          derived: toxicity_grade_on_baseline
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
               | ALT    |      | ALT increased  | NOT HIGH | 1     | GT |     | 1   |      |
               | ALT    |      | ALT increased  | NOT HIGH | 2     | GT |     | 3   |      |
               | ALT    |      | ALT increased  | HIGH     | 1     | GE |     |     | 1.5  |
               | ALT    |      | ALT increased  | HIGH     | 2     | GT |     |     | 3    |

        ADLB | PARAMCD | AVALC | LB.LBSTRESU | ANRLO | ANRHI | BASE | BNRIND | ATOXGRH
             | ALT     | 130   | U/L         | 5     | 40    | 30   | NORMAL | 2
             | ALT     | 130   | U/L         | 5     | 40    | 80   | HIGH   | 1
             | ALT     | 110   | U/L         | 5     | 40    | 80   | HIGH   | 0
             | ALT     | 110   | U/L         | 5     | 40    |      |        | 1
             | AST     | 130   | U/L         | 5     | 40    | 30   | NORMAL |
    """
    grade, _, lacking = graded(result, rules.keys, rules.values, rules.grades, baseline, rules.digits)
    report_ungraded(report, result, grade, lacking)
    return grade
