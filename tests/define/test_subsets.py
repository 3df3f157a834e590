"""Which terms of a codelist a variable lists; codelist SEX has F and M."""

from dataclasses import replace

import pytest

from onespec.define.build import define_xml
from onespec.engine.spec.verbs import Assigned, Derived

from .define_study import MEASURES, STUDY, of, planned
from .fragments import found

CONSTANT, COMPUTED = Assigned("M"), Derived("impute_last", {"date": "labs.CS"})


def listed(verb=CONSTANT, used=("M",), also_in_dm=True, dm=()):
    """The identifier and terms of LB.LBXTRA's list, and those of DM.SEX, which is collected in a coded field."""
    lb, measures = STUDY.datasets["LB"], {**MEASURES}
    coded = replace(lb.variables["LBXTRA"], codelist="SEX", verb=verb)
    datasets = {**STUDY.datasets, "LB": replace(lb, variables={**lb.variables, "LBXTRA": coded})}
    if not also_in_dm:
        dm_sex = replace(STUDY.datasets["DM"].variables["SEX"], codelist="")
        datasets["DM"] = replace(datasets["DM"], variables={**datasets["DM"].variables, "SEX": dm_sex})
    for dataset, name, values in (("LB", "LBXTRA", used), ("DM", "SEX", dm)):
        measure = replace(of(1, len(values)), values=set(values))
        measures[dataset] = replace(measures[dataset], variables={**measures[dataset].variables, name: measure})
    define = define_xml(planned(replace(STUDY, datasets=datasets)), "sdtm", measures)
    return [_terms(define, item) for item in ("IT.LB.LBXTRA", "IT.DM.SEX")]


def _terms(define, item):
    reference = found(define, item).find("{*}CodeListRef")
    if reference is None:
        return None
    codelist = found(define, reference.get("CodeListOID"))
    return codelist.get("OID"), codelist.get("Name"), [t.get("CodedValue") for t in codelist if t.get("CodedValue")]


WHOLE, SUBSET = ("CL.SEX", "Sex", ["F", "M"]), ("CL.SEX.LB.LBXTRA", "Sex, terms of LB.LBXTRA", ["M"])


@pytest.mark.parametrize(
    ("verb", "used", "expected"),
    [
        (CONSTANT, ["M"], SUBSET),
        (COMPUTED, ["M"], SUBSET),
        (COMPUTED, ["F", "M"], WHOLE),
        (CONSTANT, ["F"], WHOLE),  # the specification says M, the data have F
        (COMPUTED, [], WHOLE),  # nothing is used
        (COMPUTED, ["M", "X"], WHOLE),  # a value that is no term is not hidden behind a subset
    ],
)
def test_a_variable_lists_the_terms_in_use_of_a_list_that_others_share(verb, used, expected):
    assert listed(verb, used)[0] == expected


def test_what_the_crf_offers_is_whole():
    assert listed(dm=["F"])[1] == WHOLE


def test_a_list_of_one_variable_is_whole():
    assert listed(also_in_dm=False) == [WHOLE, None]
