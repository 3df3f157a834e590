"""The other study's annotations, literally; and the habits of the field on what the shipped study has."""

from dataclasses import replace

import pytest
from acrf_plans import STUDIES, plan_of

from onespec.define.acrf.annotations import annotated, dataset_heads
from onespec.define.acrf.colours import PLAIN, colours
from onespec.define.acrf.drawn import drawn_forms


def of(study: str, form: str, field: str) -> list[str]:
    return [a.text for a in annotated(plan_of(study)) if (a.form, a.field) == (form, field)]


def test_the_other_study():
    texts = [f"{a.form}.{a.field}: {a.text}" for a in annotated(plan_of("other")) if a.form in ("enrol", "events")]
    assert texts == [
        "enrol.PATIENT: SUBJID",
        "enrol.CENTRE: SITEID",
        "enrol.CONSENT: RFICDTC",
        "enrol.BORN: BRTHDTC",
        "enrol.GENDER: SEX",
        "enrol.GROUP: ARMCD",
        "enrol.GROUP: ACTARMCD",
        "events.PATIENT: [IDENTIFIES THE SUBJECT]",
        "events.NO: AESPID",
        "events.EVENT: AETERM",
        "events.TERM: [USED FOR AE.AEDECOD]",  # coded: the coder's, in define.xml too
        "events.BODY: [USED FOR AE.AEBODSYS]",
        "events.BEGAN: AESTDTC",
        "events.SERIOUS: AESER",
        "events.MONITOR: [NOT SUBMITTED]",
    ]


@pytest.mark.parametrize(
    ("study", "form", "field", "texts"),
    [
        ("readers", "lesions", "DIAM", ['TRORRES when TRTESTCD = "LDIAM"', 'TRSTRESC when TRTESTCD = "LDIAM"']),
        ("shipped", "vital_signs", "SYSBP", ['VSORRES when VSTESTCD = "SYSBP"', 'VSSTRESC when VSTESTCD = "SYSBP"']),
        ("shipped", "ae", "AERELOXA", ['SUPPAE.QVAL when QNAM = "AERELOXA"']),
        ("shipped", "demography", "NATION_EN", ['SUPPDM.QVAL when QNAM = "NATION"']),  # a translation
        ("shipped", "demography", "ICFTIM", ["DM.RFICDTC", "DMDTC", "DSSTDTC"]),  # the time of a date
        ("shipped", "demography", "SUBJINIT", ["[NOT SUBMITTED]"]),
        ("shipped", "ae", "AEONGO", ['AEENRTPT = "ONGOING"']),  # a tick makes a constant
        ("shipped", "death", "DTHAUT", ['DDORRES when DDTESTCD = "AUTOPIND"', 'DDSTRESC when DDTESTCD = "AUTOPIND"']),
        ("shipped", "history", "乙型肝炎", ['MHOCCUR when MHTERM = "HEPATITIS B"']),  # the topic, without value level
        ("shipped", "conmeds", "CMAENO", ["RELREC (CM, AE)"]),
        ("shipped", "ecog", "SITEID", ["[REPEATS SITEID]"]),
        ("shipped", "visits", "VISIT", ["[USED FOR VISITNUM, SV.VISIT]"]),
        ("shipped", "capecitabine", "CAPADJ", ['SUPPEC.QVAL when QNAM = "ADJFL"']),
    ],
)
def test_habits(study, form, field, texts):
    assert of(study, form, field) == texts


@pytest.mark.parametrize("study", STUDIES)
def test_each_column_of_each_form_has_an_annotation(study):
    plan = plan_of(study)
    columns = {(form.name, name) for form in plan.study.forms.values() for name in form.columns}
    assert {(a.form, a.field) for a in annotated(plan)} == columns


def test_a_ticked_box_is_its_term():
    plan = plan_of("other")
    form = plan.study.forms["enrol"]
    gender = form.fields["GENDER"]
    boxes = {name: replace(gender, name=name, type="text", codelist="") for name in ("MALE", "FEMALE")}
    made = replace(gender, checkboxes={"MALE": "M", "FEMALE": "F"})
    changed = replace(form, fields=form.fields | {"GENDER": made} | boxes)
    study = replace(plan.study, forms=plan.study.forms | {"enrol": changed})
    found = [(a.field, a.text) for a in annotated(replace(plan, study=study)) if a.variable == "SEX"]
    assert found == [("MALE", 'SEX = "M"'), ("FEMALE", 'SEX = "F"')]


def test_heads_tell_datasets_with_their_labels():
    plan = plan_of("other")
    heads = dataset_heads(plan, annotated(plan))
    assert heads == {"AE": "AE (Adverse Events)", "DM": "DM (Demographics)", "EX": "EX (Exposure)"}


def test_domains_of_one_form_have_colours_of_their_own():
    plan = plan_of("shipped")
    found = annotated(plan)
    given = colours(plan, found)
    assert given["SUPPAE"] == given["AE"] != PLAIN
    for form in drawn_forms(plan.study):
        domains = {a.dataset.removeprefix("SUPP") for a in found if a.form in form.names and a.dataset}
        assert len({given[domain] for domain in domains}) == len(domains)


def test_an_answer_that_leaves_a_variable_blank_makes_nothing():
    """A normal ECG has no clinical significance."""
    told = [each.text for each in annotated(plan_of("shipped")) if each.variable == "EGCLSIG"]
    assert told == ['EGCLSIG = "N"', 'EGCLSIG = "Y"']
