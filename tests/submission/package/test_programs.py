"""The programs that a reviewer reads: what the specification really uses, and nothing else."""

from __future__ import annotations

import re

from support import ROOT

import onespec
from onespec.submission.package.programs import HELPERS, METHODS, programs


def found(study, standard):
    return programs(onespec.open(study.spec, study.raw, study.out).plan(), study.spec, standard)


def used(study, standard) -> set[str]:
    """The methods that the datasets of a standard name."""
    texts = (path.read_text(encoding="utf-8") for path in (study.spec / standard).glob("*.yaml"))
    return {name.replace("_", "-") for text in texts for name in re.findall(r"derived: (\w+)", text)}


def test_the_methods_are_those_that_the_specification_names(other):
    for standard in ("sdtm", "adam"):
        listed = found(other, standard)
        methods = {p.name.removeprefix("50-method-") for p in listed if p.name.startswith("50-method-")}
        assert used(other, standard) <= methods
        assert all(p.content == _source(p.origin) for p in listed if p.group in (METHODS, HELPERS))


def _source(origin: str) -> bytes:
    return (ROOT / origin).read_bytes()


def test_each_text_has_a_name_of_its_own_and_stands_in_the_order_of_reading(other):
    listed = found(other, "sdtm")
    names = [p.name for p in listed]
    assert len(set(names)) == len(names) and [p.group for p in listed] == sorted(p.group for p in listed)
    assert names[:3] == ["10-spec-1-study", "10-spec-3-codelists", "10-spec-4-crf"]
    assert [p.origin for p in listed if p.group == 20] == ["sdtm/ae.yaml", "sdtm/dm.yaml", "sdtm/ex.yaml"]


def test_the_contract_with_the_export_is_of_sdtm_and_a_dataset_of_its_standard(other):
    origins = {p.origin for p in found(other, "adam")}
    assert {"study.yaml", "adam/adsl.yaml"} <= origins
    assert not {"crf.yaml", "sdtm/ae.yaml"} & origins


def test_what_a_sponsor_has_for_all_studies_is_read_before(other):
    """The folder that the study extends has a study.yaml, too: each has a name of its own."""
    sponsor = other.folder / "sponsor"
    sponsor.mkdir()
    (other.spec / "codelists.yaml").rename(sponsor / "codelists.yaml")
    (sponsor / "study.yaml").write_text("study: SPONSOR\n")
    other.append("spec/study.yaml", "extends: ../sponsor\n")
    names = {p.origin: p.name for p in found(other, "sdtm") if p.group == 10}
    assert names["../sponsor/codelists.yaml"] == "10-spec-3-sponsor-codelists"
    assert names["study.yaml"] == "10-spec-1-study"


def test_second_programs_and_the_study_s_own_methods(doubled):
    doubled.append("spec/methods.py", '"""Nothing yet."""\n')
    names = {p.origin: p.name for p in found(doubled, "sdtm")}
    assert names["methods.py"] == "10-spec-6-methods"
    assert names["qc/sdtm/ex.sql"] == "71-second-program-ex"
    assert not any("qc/sdtm" in p.origin for p in found(doubled, "adam"))
