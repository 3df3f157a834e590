"""Reason why an arm is blank (SDTMIG 3.4, DM, ARMNRS)."""

from onespec.engine.columns import blank, blanks
from onespec.engine.contract import Column, Report
from onespec.engine.registry import method


@method(
    '"SCREEN FAILURE" when {arm} and {actual_arm} are blank and {eligible} is N; "NOT ASSIGNED" when {arm} is blank '
    'otherwise; "ASSIGNED, NOT TREATED" when {arm} is filled and {actual_arm} is blank; otherwise blank.',
    reports=("ARM-UNPLANNED",),
)
def arm_null_reason(arm: Column, actual_arm: Column, eligible: Column, report: Report) -> Column:
    """Character, terms of the codelist Arm Null Reason (C142179).

    A subject whose eligibility is not known, in screening still perhaps, is no screen failure.  A treated subject
    without a planned arm is reported.

    Example::

        ARMNRS: {derived: arm_null_reason, with: {arm: ARMCD, actual_arm: ACTARMCD, eligible: enrolment.ELIG}}

        DM | ARMCD | ACTARMCD | enrolment.ELIG | ARMNRS
           | A     | A        | Y              |
           |       |          | N              | SCREEN FAILURE
           |       |          | Y              | NOT ASSIGNED
           | A     |          | Y              | ASSIGNED, NOT TREATED
    """
    report.query(
        "ARM-UNPLANNED",
        "The subject was treated and has no planned arm.",
        "Ask the site for the enrolment, or describe the unplanned treatment in ACTARMUD.",
        blank(arm) & ~blank(actual_arm),
        actual_arm,
    )
    failed = blank(arm) & blank(actual_arm) & (eligible == "N")
    out = blanks(len(arm)).mask(blank(arm), "NOT ASSIGNED").mask(failed, "SCREEN FAILURE")
    return out.mask(~blank(arm) & blank(actual_arm), "ASSIGNED, NOT TREATED")
