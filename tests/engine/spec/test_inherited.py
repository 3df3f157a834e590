"""`extends:`: a study laid over the folder of its sponsor; what is nearer counts, and findings name the right file."""

from __future__ import annotations

import shutil

import pytest
from support import contents

SPONSOR = "extends: ../sponsor\n"


@pytest.fixture
def of_sponsor(other):
    """The study of the tests, of which all but the head, ADaM and one dataset stands in its sponsor's folder."""
    sponsor = other.folder / "sponsor"
    (sponsor / "sdtm").mkdir(parents=True)
    for name in ("crf.yaml", "codelists.yaml", "tables", "sdtm/dm.yaml", "sdtm/ae.yaml"):
        shutil.move(other.spec / name, sponsor / name)
    other.append("spec/study.yaml", SPONSOR)
    return other


def test_the_same_study_in_two_folders_is_the_same(of_sponsor, tmp_path):
    whole = tmp_path / "whole"
    shutil.copytree(of_sponsor.folder, whole)
    for name in ("crf.yaml", "codelists.yaml", "tables", "sdtm/dm.yaml", "sdtm/ae.yaml"):
        shutil.move(whole / "sponsor" / name, whole / "spec" / name)
    study = of_sponsor.copy(tmp_path / "two")
    text = (whole / "spec" / "study.yaml").read_text(encoding="utf-8").replace(SPONSOR, "")
    (whole / "spec" / "study.yaml").write_text(text, encoding="utf-8")
    one = type(study)(whole)
    assert (one.build(), study.build()) == (0, 0)
    for stage in ("sdtm", "adam"):
        assert contents(one.out / stage) == contents(study.out / stage)


def test_what_is_nearer_counts(of_sponsor, capsys):
    (of_sponsor.spec / "sdtm" / "mine.yaml").write_text(
        "dataset: AE\nvariables:\n  AEACN: {not_available: asked from amendment 2 on}\n", encoding="utf-8"
    )
    of_sponsor.append("spec/codelists.yaml", "NY:\n  terms:\n    Y: {raw: [ja]}\n")
    of_sponsor.replace("raw/events.csv", ",yes,", ",ja,")
    assert of_sponsor.build() == 0
    define = (of_sponsor.out / "sdtm" / "define.xml").read_text(encoding="utf-8")
    assert "Asked from amendment 2 on." in define
    assert "Not collected." in define  # of the sponsor's other variables


def test_a_change_in_the_folder_above_is_a_change_of_the_study(of_sponsor, capsys):
    assert of_sponsor.build() == 0
    assert of_sponsor.build() == 0
    assert "Nothing to do" in capsys.readouterr().out.splitlines()[-1]
    of_sponsor.replace(
        "sponsor/sdtm/ae.yaml", "not_available: not collected}\n  AEENDTC", "not_available: no}\n  AEENDTC"
    )
    assert of_sponsor.build() == 0
    assert "Nothing to do" not in capsys.readouterr().out


def test_a_fault_is_told_where_it_stands(of_sponsor):
    of_sponsor.replace("sponsor/sdtm/ae.yaml", "derived: study_day", "derived: study_daiy")
    assert of_sponsor.faults() == [
        "STOP  SPEC-METHOD  ../sponsor/sdtm/ae.yaml:16, AESTDY: There is no method 'study_daiy'. "
        "Fix: Did you mean 'study_day'?"
    ]


def test_what_is_inherited_and_unused_is_no_fault(of_sponsor):
    of_sponsor.append("sponsor/codelists.yaml", "UNUSED:\n  name: Unused\n  terms:\n    A: {decode: A}\n")
    of_sponsor.append("sponsor/study.yaml", "values:\n  unused: 1\n")
    of_sponsor.append("sponsor/tables/unused.csv", "A,B\n1,2\n")
    assert of_sponsor.faults() == []
    of_sponsor.append("spec/codelists.yaml", "MINE:\n  name: Unused\n  terms:\n    A: {decode: A}\n")
    assert of_sponsor.faults() == [
        "STOP  SPEC-UNUSED  codelists.yaml:1: Codelist MINE is defined and not used. Fix: Use it, or remove it."
    ]


def test_what_is_left_out(of_sponsor):
    of_sponsor.append("sponsor/sdtm/sv.yaml", "dataset: SV\nkeys: [STUDYID]\nrecords: [{read: {from: nowhere}}]\n")
    of_sponsor.append("spec/study.yaml", "leave_out: [SV, EX, seen]\n")
    assert of_sponsor.faults() == [
        f"STOP  SPEC-UNUSED  study.yaml:16: The study inherits no form and no dataset {name}, "
        "so it need not be left out. "
        "Fix: Take it out of 'leave_out'."
        for name in ("EX", "seen")
    ]


@pytest.mark.parametrize(
    ("place", "said"),
    [
        ("../nobody", "There is no folder ../nobody. Fix: Name the folder that the study extends."),
        ("../spec", "study.yaml extends ../spec, which extends it. Fix: Remove one of the two."),
        ("|\n  ../sponsor", "'extends' is no folder on one line. Fix: Write extends: ../folder at the margin."),
    ],
)
def test_a_folder_that_cannot_be_extended(place, said, other):
    other.append("spec/study.yaml", f"extends: {place}\n")
    assert said in other.faults()[0]
