"""The account as a page and as JSON: the same numbers, by form and field, with a sum."""

from __future__ import annotations

import json
import re

from onespec.engine.xpt.reader import read_xpt


def test_the_report_of_the_smallest_study(built_other):
    found = json.loads((built_other / "reports" / "accounting.json").read_text(encoding="utf-8"))
    form = next(f for f in found["forms"] if f["form"] == "events")
    assert form["total"] == {"filled": 23, "carried": 18, "used": 3, "not_submitted": 2, "refused": 0, "balance": 0}
    assert next(f for f in form["fields"] if f["field"] == "BEGAN") == {
        "field": "BEGAN",
        "label": {"en": "Start"},
        "filled": 3,
        "carried": 3,
        "used": 0,
        "not_submitted": 0,
        "refused": 0,
        "balance": 0,
        "carried_to": {"AE.AESTDTC": 3},
        "used_by": {},
        "refused_by": {},
        "not_submitted_because": "",
    }
    assert found["total"]["balance"] == 0
    for count in ("filled", "carried", "used", "refused"):
        assert (
            found["total"][count]
            == sum(f["total"][count] for f in found["forms"])
            == sum(x[count] for f in found["forms"] for x in f["fields"])
        )


def test_places_are_counted_to_the_cell(built):
    """Of the shipped study: what the datasets hold, and what the account says that they hold."""
    found = json.loads((built / "reports" / "accounting.json").read_text(encoding="utf-8"))
    places = {}
    for field in (x for f in found["forms"] for x in f["fields"]):
        assert field["refused"] == sum(field["refused_by"].values())
        assert field["carried"] == 0 or max(field["carried_to"].values()) <= field["carried"] <= sum(
            field["carried_to"].values()
        )
        assert field["used"] == 0 or max(field["used_by"].values()) <= field["used"] <= sum(field["used_by"].values())
        for place, count in field["carried_to"].items():
            places[place] = places.get(place, 0) + count
    for name, variable in (("lb", "LBORRES"), ("dm", "SITEID"), ("ae", "AETOXGR"), ("sv", "SVOCCUR")):
        _, frame = read_xpt(built / "sdtm" / f"{name}.xpt")
        assert places[f"{name.upper()}.{variable}"] == (frame[variable] != "").sum(), variable


def test_the_page_shows_both_languages_and_the_sums(built):
    page = (built / "reports" / "accounting.html").read_text(encoding="utf-8")
    assert "Adverse events" in page and "不良事件" in page
    last = re.findall(r'<tr class="sum">(.*?)</tr>', page)[0]
    csv = (built / "reports" / "accounting.csv").read_text(encoding="utf-8-sig").splitlines()[1:]
    assert re.findall(r"<td[^>]*>([\d,]*)</td>", last)[3:4] == [f"{sum(int(line.split(',')[2]) for line in csv):,}"]
    assert "identifies a person" in page and "RAW-REGISTER" in page
    assert "<script" not in page and "://" not in page
