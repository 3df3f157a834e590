"""Every dataset of the shipped study, value for value.

`make golden` rewrites the files, and their diff says what a change does.
"""

from __future__ import annotations

import pytest
from support import GOLDEN, SHIPPED, attributes_of, values_of

FOLDER = SHIPPED.name
KNOWN = sorted(
    p.relative_to(GOLDEN / FOLDER).with_suffix("").as_posix()
    for p in (GOLDEN / FOLDER).glob("*/*.csv")
    if p.stem != "attributes"
)


def test_golden_datasets(built, golden, request):
    """A dataset without a golden file, or a golden file without its dataset."""
    found = sorted(p.relative_to(built).with_suffix("").as_posix() for p in built.glob("*/*.xpt"))
    if request.config.getoption("--update-golden"):
        for name in found:
            golden(f"{FOLDER}/{name}.csv", values_of(built / f"{name}.xpt"))
        for name in set(KNOWN) - set(found):
            (GOLDEN / FOLDER / f"{name}.csv").unlink()
    else:
        assert found == KNOWN


@pytest.mark.parametrize("dataset", KNOWN)
def test_golden_values(built, golden, dataset):
    golden(f"{FOLDER}/{dataset}.csv", values_of(built / f"{dataset}.xpt"))


@pytest.mark.parametrize("standard", ["sdtm", "adam"])
def test_golden_attributes(built, golden, standard):
    golden(f"{FOLDER}/{standard}/attributes.csv", attributes_of(built / standard))
