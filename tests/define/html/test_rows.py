from onespec.define.html.anchors import Anchors
from onespec.define.html.rows import Clause, Condition, Places
from onespec.define.html.uses import used

from .said import metadata


def places() -> Places:
    return Places(metadata(), Anchors())


def test_value_level_stands_below_its_variable():
    row = places().datasets[0].rows[2]
    assert [(each.id, each.of, each.depth, each.title) for each in row.all()] == [
        ("v.LB.LBORRES", "", 0, "LB.LBORRES"),
        ("v.LB.LBORRES.1", "v.LB.LBORRES", 1, "LB.LBORRES"),
        ("v.LB.LBORRES.2", "v.LB.LBORRES", 1, "LB.LBORRES"),
    ]
    assert (row.origins, row.kinds) == ("Collected", "v")


def test_a_where_clause_names_its_variable_and_what_the_value_means():
    first, second = places().datasets[0].rows[2].below
    assert first.clauses == (
        Clause((Condition("LBTESTCD", "v.LB.LBTESTCD", "EQ", (("ALT", {"en": "Alanine <b>"}),)),)),
    )
    assert second.clauses == (Clause(lost="WC.GONE"),)


def test_a_condition_on_a_variable_of_another_dataset_names_that():
    (clause,) = places().clauses(("WC.ALT",), 1)
    assert clause.conditions[0].name == "LB.LBTESTCD"


def test_an_item_that_two_datasets_share_is_that_of_the_dataset_that_asks():
    known = places()
    assert [known.item("IT.ID", n)[0] for n in (0, 1)] == ["v.LB.USUBJID", "v.ADLB.USUBJID"]
    assert known.item("IT.NO", 0) is None


def test_a_predecessor_in_the_file_is_found():
    assert [row.source for row in places().datasets[1].rows] == ["", "v.LB.LBORRES", ""]


def test_what_is_used_is_used_somewhere():
    said = metadata()
    anchors = {
        "codelists": {"CL.TEST": "c", "CL.DICT": "d"},
        "methods": {"MT.GRADE": "m"},
        "comments": {"COM.1": "k"},
        "displays": {"RD.1": "r"},
    }
    uses = used(places().datasets, said, anchors)
    assert uses["MT.GRADE"] == {"LB.LBTOXGR": ("v.LB.LBTOXGR", 1), "ADLB.AVAL": ("v.ADLB.AVAL", 1)}
    assert uses["CL.TEST"] == {"LB.LBTESTCD": ("v.LB.LBTESTCD", 1)}
    assert "CL.DICT" not in uses
