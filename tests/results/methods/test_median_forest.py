"""The medians of several times to an event, side by side."""

from __future__ import annotations

from analysed import cell, made_source, printed

from onespec.results.methods._survival import Times
from onespec.results.methods.median_forest import median_forest

TIMES = Times("AVAL", "CNSR")


def test_each_value_has_its_own_median_and_events():
    """Times 1, 2, 3, 4, all events: R gives 2.5 (1-NA)."""
    source = made_source(
        [1, 2, 4, 5, 1, 2, 4, 5], AVAL=[1.0, 2.0, 3.0, 4.0] * 2, CNSR=[0.0] * 4 + [1.0] * 4, P=["A"] * 4 + ["B"] * 4
    )
    result = median_forest(source, TIMES, "P", "Median")
    assert printed(result) == [["A", "4/4", "2.5 (1.0, NE)"], ["B", "0/4", "NE (NE, NE)"]]
    assert cell(result, 0, 0).stats[0].on.rows == (1, 2, 3, 4)
    assert result.picture("en").svg() == result.picture("en").svg()
