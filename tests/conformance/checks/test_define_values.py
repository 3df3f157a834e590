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


def test_several_conditions_on_one_variable_and_on_the_variable_itself():
    numbers = {"TSPARMCD": ["A", "A", "A", "B"], "TSSEQ": [1, 5, 9, 5], "TSVAL": ["x", "x", "x", "x"]}
    between = (Condition("TSSEQ", "GE", ("2",)), Condition("TSSEQ", "LE", ("8",)), Condition("TSVAL", "NE", ("",)))
    level = item("TSVAL", where=(Condition("TSPARMCD", "EQ", ("A",)), *between), type="integer")
    levels = define(TS=group("TS", values={"TSVAL": [level]}, TSVAL={}))
    assert found("define_values", "TS", package(TS=numbers), define=levels) == [(2, ("x", "A", "5"), "")]


def test_an_item_without_a_condition_is_of_all_records():
    levels = define(TS=group("TS", values={"TSVAL": [item("TSVAL", type="integer")]}, TSVAL={}))
    assert [row for row, *_ in found("define_values", "TS", package(TS={"TSVAL": ["1", "x"]}), define=levels)] == [2]
