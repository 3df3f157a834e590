"""Values and the value level of define.xml."""

from checked import define, found, group, item, package

from onespec.engine.spec.conditions import Condition

P = package(
    TS={
        "TSPARMCD": ["RANDOM", "RANDOM", "NARMS", "NARMS", "TITLE", "OTHER"],
        "TSVAL": ["N", "NO", "1", "one", "A long title", "anything at all"],
    }
)


def of(parameter, **what):
    return item("TSVAL", where=(Condition("TSPARMCD", "EQ", (parameter,)),), **what)


def test_codelist_number_and_length_of_the_value_level():
    levels = {"TSVAL": [of("RANDOM", terms=["N", "Y"]), of("NARMS", type="integer"), of("TITLE", length=5)]}
    assert found("define_values", "TS", P, define=define(TS=group("TS", values=levels, TSVAL={}))) == [
        (2, ("NO", "RANDOM"), ""),
        (4, ("one", "NARMS"), ""),
        (5, ("A long title", "TITLE"), ""),
    ]


def test_a_blank_is_not_looked_at():
    p = package(TS={"TSPARMCD": ["NARMS"], "TSVAL": [""]})
    assert (
        found(
            "define_values",
            "TS",
            p,
            define=define(TS=group("TS", values={"TSVAL": [of("NARMS", type="integer")]}, TSVAL={})),
        )
        == []
    )
