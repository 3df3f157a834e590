"""A second study is a second folder: the same program builds it, and its values are known by hand."""

from __future__ import annotations

import csv
import json

import pytest
from lxml import etree
from support import attributes_of, values_of

DATASETS = {"sdtm": ["ae", "dm", "ex"], "adam": ["adsl"]}
ODM = "{http://www.cdisc.org/ns/odm/v1.3}"


@pytest.mark.parametrize("dataset", [f"{standard}/{name}" for standard, names in DATASETS.items() for name in names])
def test_golden_values(built_other, golden, dataset):
    golden(f"other/{dataset}.csv", values_of(built_other / f"{dataset}.xpt"))


@pytest.mark.parametrize("standard", DATASETS)
def test_golden_attributes(built_other, golden, standard):
    golden(f"other/{standard}/attributes.csv", attributes_of(built_other / standard))


@pytest.mark.parametrize("standard", DATASETS)
def test_define_xml_describes_its_datasets(built_other, standard):
    groups = etree.parse(built_other / standard / "define.xml").iter(f"{ODM}ItemGroupDef")
    assert (
        sorted(g.get("Name").lower() for g in groups)
        == DATASETS[standard]
        == sorted(p.stem for p in (built_other / standard).glob("*.xpt"))
    )


def test_the_account_balances(built_other):
    with (built_other / "reports" / "accounting.csv").open(encoding="utf-8-sig") as file:
        rows = list(csv.DictReader(file))
    assert {row["balance"] for row in rows} == {"0"}
    totals = {k: sum(int(row[k]) for row in rows) for k in ("filled", "carried", "used", "not_submitted", "refused")}
    assert totals == {"filled": 76, "carried": 52, "used": 7, "not_submitted": 17, "refused": 0}
    run = json.loads((built_other / "run.json").read_text(encoding="utf-8"))
    assert run["accounting"] == totals | {"balance": 0}
    assert run["datasets"] == {
        "DM": {"rows_in": 3, "rows_out": 3},
        "AE": {"rows_in": 3, "rows_out": 3},
        "EX": {"rows_in": 4, "rows_out": 4},
        "ADSL": {"rows_in": 3, "rows_out": 3},
    }
