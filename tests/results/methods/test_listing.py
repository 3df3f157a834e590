"""Records, one line each."""

from __future__ import annotations

from analysed import made_source

from onespec.results.contract import Facts
from onespec.results.methods.listing import listing


def test_records_are_sorted_and_dates_are_read_as_people_do():
    facts = Facts(labels={"V": "Event", "D": "Day"}, days=frozenset(["D"]))
    result = listing(made_source([1, 3, 2], facts=facts, V=["x", "y", ""], D=[2.0, 1.0, 1.0]), ["V", "D"], ["D"])
    shown = [(line.label.en, [c.text for c in line.cells]) for line in result.lines]
    assert shown == [("y", ["1960-01-02"]), ("", ["1960-01-02"]), ("x", ["1960-01-03"])]
    assert (result.corner.en, [c.en for c in result.columns]) == ("Event", ["Day"])
    assert result.lines[0].cells[0].stats[0].on.rows == (2,)
