"""What is done with a variable: the study before the defaults, a dataset's before any, and nobody says nothing."""

from __future__ import annotations

import pytest
from support import ROOT

from onespec.engine.findings import Findings
from onespec.engine.spec.standards import ADAM_CLASSES, dataset_fact, dataset_names, facts
from onespec.submission.sharing.published import published, terms_of
from onespec.submission.sharing.register import Said, Sharing, read_sharing
from onespec.submission.sharing.rules import NUMBER, TEXT, Known, decide


def known(place: str, type_: str = TEXT, role: str = "", terms: tuple[str, ...] = ()) -> Known:
    dataset, name = place.split(".")
    return Known(dataset, name, "adam" if dataset.startswith("AD") else "sdtm", type_, role, "", frozenset(terms))


def done(variables: list[Known], sharing: Sharing | None = None) -> tuple[dict[str, tuple[str, str]], list[str]]:
    findings = Findings()
    found = decide(variables, sharing or Sharing(), findings)
    return {f"{d}.{n}": (v.as_, v.action) for (d, n), v in found.items()}, [f.text() for f in findings]


@pytest.mark.parametrize(
    ("variable", "as_", "action"),
    [
        (known("DM.USUBJID"), "direct", "subject"),
        (known("ADSL.SUBJID"), "direct", "subject"),
        (known("DM.SITEID"), "direct", "site"),
        (known("DM.INVNAM"), "direct", "remove"),
        (known("DM.BRTHDTC"), "direct", "remove"),
        (known("AE.AESPID"), "direct", "record"),
        (known("LB.LBREFID"), "direct", "record"),
        (known("DM.AGE", NUMBER), "quasi", "age"),
        (known("DM.RACE", terms=("ASIAN",)), "quasi", "group"),
        (known("AE.AESTDTC"), "quasi", "shift"),
        (known("DM.RFXENDTC"), "quasi", "shift"),
        (known("ADSL.TRTSDT", NUMBER), "quasi", "shift"),
        (known("ADSL.TRTSDTM", NUMBER), "quasi", "shift"),
        (known("AE.AESTDY", NUMBER), "kept", "keep"),
        (known("CO.COVAL"), "direct", "reviewed"),
        (known("EG.EGREASND"), "direct", "reviewed"),
        (known("AE.AETERM"), "direct", "reviewed"),  # without AEDECOD nothing stands for it
        (known("AE.AESER", terms=("Y", "N")), "kept", "reviewed"),
        (known("LB.LBSTRESN", NUMBER, "Result Qualifier"), "kept", "keep"),
        (known("RELREC.IDVARVAL"), "direct", "related"),
        (known("TS.TSVAL"), "kept", "parameters"),
        (known("ADTTE.CNSR", NUMBER), "kept", "keep"),
    ],
    ids=lambda v: v.place if isinstance(v, Known) else "",
)
def test_the_defaults(variable, as_, action):
    assert done([variable]) == ({variable.place: (as_, action)}, [])


def test_a_coded_term_stands_for_the_words_of_the_record():
    found, said = done([known("AE.AETERM"), known("AE.AEDECOD"), known("AE.AEBODSYS")])
    assert found["AE.AETERM"] == ("direct", "term") and found["AE.AEDECOD"] == ("quasi", "rare") and not said


def test_about_which_nobody_says_anything_is_a_stop():
    assert done([known("ADSL.DONOR")])[1] == [
        "STOP  SHARE-VARIABLE  ADSL, DONOR: Neither sharing.yaml nor the defaults say what ADSL.DONOR is (a text: ). "
        "Fix: Write under 'variables:' of sharing.yaml  DONOR: {as: kept}, or what is done with it."
    ]


def test_the_study_speaks_first_and_of_one_dataset_before_all():
    says = {
        "*NR": Said("*NR", "kept", "reviewed"),
        "DONOR": Said("DONOR", "kept"),
        "PR.DONOR": Said("PR.DONOR", "direct", "remove"),
    }
    found, said = done([known("PR.DONOR"), known("ADSL.DONOR"), known("ADSL.PARNR")], Sharing(variables=says))
    assert found == {
        "PR.DONOR": ("direct", "remove"),
        "ADSL.DONOR": ("kept", "keep"),
        "ADSL.PARNR": ("kept", "reviewed"),
    }
    assert not said


def of_the_standard(standard: str, dataset: str, name: str) -> Known:
    fact = published(standard, dataset, name)
    assert fact, name
    type_ = NUMBER if fact.type == "float" else TEXT
    terms = terms_of(fact.codelists) if type_ == TEXT else frozenset()
    return Known(dataset, name, standard, type_, fact.role, fact.label, terms, published=True)


@pytest.mark.parametrize("dataset", [n for n in dataset_names() if n != "SUPPQUAL"])
def test_every_variable_of_sdtm_has_a_default(dataset):
    cls = dataset_fact(dataset).cls
    variables = [of_the_standard("sdtm", dataset, name) for name in facts("sdtm", dataset, cls)]
    assert done(variables)[1] == [] and variables


@pytest.mark.parametrize("cls", ADAM_CLASSES)
def test_every_variable_of_adam_has_a_default(cls):
    digits = {"xx": "01", "zz": "02", "y": "1", "w": "1", "--": "AE"}
    names = []
    for name in (n for n in facts("adam", "", cls) if "*" not in n):
        for placeholder, given in digits.items():
            name = name.replace(placeholder, given)
        names.append(name)
    assert done([of_the_standard("adam", "ADXX", name) for name in names])[1] == [] and names


@pytest.mark.parametrize(
    ("place", "as_", "action"),
    [
        ("DM.AGEU", "kept", "reviewed"),
        ("DM.DTHFL", "kept", "reviewed"),
        ("TR.TRMETHOD", "kept", "reviewed"),
        ("EX.EXLOT", "direct", "record"),
        ("BE.BEPRTYID", "direct", "remove"),
        ("AE.AEACNOTH", "direct", "reviewed"),  # words of people
        ("AE.AETRTEM", "", ""),  # none of SDTM
        ("ADTR.PARAMCD", "kept", "keep"),
        ("ADCM.ATC1", "direct", "reviewed"),
        ("ADCM.ATC1CD", "direct", "reviewed"),
        ("ADAE.LLTNORG1", "quasi", "remove"),
        ("ADSL.DCSREASP", "direct", "reviewed"),
        ("ADSL.STRATAR", "quasi", "group"),
        ("ADVS.ATM", "kept", "time"),
        ("ADAE.AEOCCUR", "kept", "reviewed"),
    ],
)
def test_the_defaults_of_the_standard(place, as_, action):
    dataset, name = place.split(".")
    standard = "adam" if dataset.startswith("AD") else "sdtm"
    if not as_:
        assert published(standard, dataset, name) is None
        return
    assert done([of_the_standard(standard, dataset, name)]) == ({place: (as_, action)}, [])


def test_a_name_that_fits_nothing_is_a_stop():
    _, said = done([known("AE.AETERM")], Sharing(variables={"AETRM": Said("AETRM", "kept", line=4)}))
    assert said == ["STOP  SHARE-REGISTER  sharing.yaml:4: There is no variable 'AETRM'. Fix: Did you mean 'AETERM'?"]


def test_the_example_of_the_page_is_read(tmp_path):
    page, mark = (ROOT / "docs" / "sharing.md").read_text(encoding="utf-8"), "read: sharing.yaml"
    (tmp_path / "sharing.yaml").write_text(page.split(f"{mark} -->\n```yaml\n")[1].split("```")[0])
    findings = Findings()
    sharing = read_sharing(tmp_path, findings)
    assert not findings and sharing.variables["DVTERM"].levels == ("DVDECOD",) and sharing.differences[0].count == "1"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("age: old", "sharing.yaml:1: 'age' is no whole number: 'old'. Fix: Write one from 1."),
        ("variables: {X: {as: secret}}", "'secret' is not what a variable is. Fix: Known: direct, quasi, kept."),
        ("variables: {X: {as: direct}}", "Variable X is direct, and nothing is said of what is done."),
        ("variables: {X: {as: kept, action: kep}}", "'kep' is no action. Fix: Did you mean 'keep'?"),
        ("ages: 89", "'ages' is not an entry of sharing.yaml. Fix: Did you mean 'age'?"),
        ("differences: [{rule: OS1}]", "The difference has no 'dataset'."),
        ("differences: 3", "'differences' must be a list of mappings."),
    ],
)
def test_a_fault_of_the_register_is_a_stop(tmp_path, text, said):
    (tmp_path / "sharing.yaml").write_text(text)
    findings = Findings()
    read_sharing(tmp_path, findings)
    assert findings.stops and any(said in f.text() for f in findings), [f.text() for f in findings]
