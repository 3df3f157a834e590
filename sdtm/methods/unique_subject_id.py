"""Unique subject identifier."""

from onespec.engine.columns import blank
from onespec.engine.contract import Column, Report
from onespec.engine.registry import method
from onespec.sdtm.methods.concatenate import concatenate


@method(
    '{study}, {site} and {subject_number} joined with "-": one value for one person in all studies of the sponsor.',
    reports=("SUBJECT-ID",),
    stops=("SUBJECT-ID",),
)
def unique_subject_id(study: Column, site: Column, subject_number: Column, report: Report) -> Column:
    """Character; blank, and a stop, for a subject without a site or a number.

    Example::

        USUBJID: {derived: unique_subject_id, with: {study: STUDYID, site: SITEID, subject_number: SUBJID}}

        DM | STUDYID | SITEID | SUBJID | USUBJID
           | ABC-01  | S1     | 101    | ABC-01-S1-101
    """
    lacking = blank(site) | blank(subject_number)
    report.stop(
        "SUBJECT-ID",
        "The subject has no site or no subject number, so no USUBJID.",
        "Correct the subject's row in the register of subjects.",
        lacking,
        subject_number,
    )
    return concatenate([study, site, subject_number]).mask(lacking)
