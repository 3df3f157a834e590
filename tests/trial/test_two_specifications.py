"""One model for the datasets of two specifications."""

from __future__ import annotations

from dataclasses import replace

import pytest
from support import OTHER

from onespec import open as open_study
from onespec.trial.two_specifications import model_of_both


@pytest.fixture(scope="module")
def model():
    return open_study(OTHER / "spec").plan().study


def test_what_only_the_old_one_has_stands_behind(model):
    adsl = model.datasets["ADSL"]
    fewer = replace(adsl, variables={n: v for n, v in adsl.variables.items() if n != "AGE"})
    new = replace(model, datasets={"ADSL": fewer, "DM": model.datasets["DM"]})
    both = model_of_both(model, new)
    assert list(both.datasets) == ["ADSL", "DM", *(n for n in model.datasets if n not in ("ADSL", "DM"))]
    assert list(both.datasets["ADSL"].variables) == [*fewer.variables, "AGE"]
    assert model_of_both(new, model) == model


def test_a_number_and_a_text_are_compared_as_texts(model):
    dm = model.datasets["DM"]
    as_text = replace(dm, variables=dm.variables | {"AGE": replace(dm.variables["AGE"], type="text")})
    new = replace(model, datasets=model.datasets | {"DM": as_text})
    assert model_of_both(model, new).datasets["DM"].variables["AGE"].type == "text"
    assert model_of_both(new, model).datasets["DM"].variables["AGE"].type == "text"


def test_what_one_side_holds_as_a_supplemental_qualifier_is_compared_as_held(model):
    dm = model.datasets["DM"]
    aside = replace(dm, variables=dm.variables | {"AGE": replace(dm.variables["AGE"], supplemental=True)})
    new = replace(model, datasets=model.datasets | {"DM": aside})
    assert not model_of_both(model, new).datasets["DM"].variables["AGE"].supplemental
