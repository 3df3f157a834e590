"""The define.xml of the study that ships, held against its data: nothing is found but what is put beside it later."""

from __future__ import annotations

import pytest
from support import makes_slow

import onespec


@pytest.fixture(scope="module", params=["sdtm", "adam"])
@makes_slow
def findings(request, built) -> list[dict]:
    folder = built / request.param
    return onespec.check_define(folder / "define.xml", folder).facts()["findings"]


def test_nothing_is_found_but_the_annotated_crf_and_the_guides_that_are_not_written_yet(findings):
    """Terms that no record has are notes: they could be chosen."""
    found = {(f["rule"], f["value"]) for f in findings if f["rule"] != "DX2102"}
    assert found <= {("DX1101", "acrf.pdf"), ("DX1108", "csdrg.pdf"), ("DX1108", "adrg.pdf")}
    assert {f["severity"] for f in findings if f["rule"] == "DX2102"} <= {"note"}
