"""The line of the specification behind a breach."""

from dataclasses import replace

import pytest
from compared import frame
from packages import model, package
from support import OTHER, SHIPPED

from onespec.conformance.breach import ONESPEC, Breach
from onespec.conformance.places import places_of
from onespec.engine.spec.model import Dataset, Step, Variable


@pytest.fixture(scope="module")
def study():
    return model(SHIPPED)


def line(file, start):
    """Number of the line that starts so."""
    (number,) = [
        i
        for i, text in enumerate((SHIPPED / file).read_text(encoding="utf-8").splitlines(), 1)
        if text.strip().startswith(start)
    ]
    return f"{file}:{number}"


@pytest.mark.parametrize(
    ("dataset", "row", "variables", "start"),
    [
        ("AE", 1, ("AESTDTC", "AEENDTC"), "AESTDTC:"),
        ("AE", 1, ("DM.RFICDTC", "AEENDTC"), "AEENDTC:"),  # the first that the dataset has
        ("AE", None, (), "dataset:"),
        ("SUPPAE", 2, ("QVAL",), "AERELCAP:"),  # the qualifier of the record
        ("SUPPAE", None, (), "dataset:"),
    ],
)
def test_the_line_that_makes_it(tmp_path, study, dataset, row, variables, start):
    held = package(tmp_path, SUPPAE=frame(QNAM=["AERELOXA", "AERELCAP"], QVAL=["Y", "Y"]))
    breach = Breach(ONESPEC, "OS", dataset, row, variables, ("",) * len(variables), "")
    assert places_of(study, held, [breach]) == [line("sdtm/ae.yaml", start)]


def test_a_variable_that_a_record_step_fills(tmp_path):
    """The step that sets it; else the first step."""
    steps = (Step("read", "a", (), {}, {}, line=4), Step("read", "b", (), {"CMCAT": "PRIOR"}, {}, line=9))
    filled = {n: Variable(n, n, "text") for n in ("CMCAT", "CMSCAT")}
    study = replace(
        model(OTHER / "spec"),
        datasets={"CM": Dataset("CM", "", "sdtm", "", "", (), steps, filled, file="sdtm/cm.yaml", line=1)},
    )
    breaches = [Breach(ONESPEC, "OS", "CM", 1, (n,), ("",), "") for n in filled]
    assert places_of(study, package(tmp_path), breaches) == ["sdtm/cm.yaml:9", "sdtm/cm.yaml:4"]


@pytest.mark.parametrize("dataset", ["", "ZZ"])
def test_none_for_the_package_and_for_a_dataset_that_the_specification_does_not_know(tmp_path, study, dataset):
    assert places_of(study, package(tmp_path), [Breach(ONESPEC, "OS", dataset, None, (), (), "")]) == [""]
