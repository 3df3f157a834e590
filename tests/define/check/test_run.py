"""Each seeded fault is found by the rule that is meant to find it, and by no other; what is not spoiled has none."""

from __future__ import annotations

from pathlib import Path

import pytest

from onespec.define.check.run import Checked, check_world, read_world
from onespec.define.check.world import World
from onespec.engine.metadata.read import NotDefine

from .more_seeds import MORE_SEEDS
from .seeds import SEEDS
from .small import SMALL, write_small


@pytest.fixture(scope="module")
def small(tmp_path_factory) -> Path:
    return write_small(tmp_path_factory.mktemp("small"))


def checked(define: str, place: Path) -> Checked:
    return check_world(World(define.encode(), place), "define.xml")


def test_what_is_not_spoiled_has_no_finding(small):
    assert check_world(read_world(small), "define.xml").findings == ()


@pytest.mark.parametrize("seed", [*SEEDS, *MORE_SEEDS], ids=lambda s: s.rule)
def test_each_fault_is_found_by_its_rule_alone(seed, small):
    found = checked(seed.spoil(SMALL), small).findings
    assert {f.rule: f.message for f in found}.keys() == {seed.rule}, [(f.rule, f.message) for f in found]


def test_a_finding_says_where_it_is_and_what_to_do(small):
    (found,) = checked(SMALL.replace(">Age Units<", ">Unit of Age<"), small).findings
    place = (found.severity, found.element, found.oid, found.name, found.line)
    assert place == (
        "warning",
        "ItemDef",
        "IT.DM.AGEU",
        "DM.AGEU",
        SMALL[: SMALL.index('<ItemDef OID="IT.DM.AGEU"')].count("\n") + 1,
    )
    assert found.message == "The label is 'Unit of Age'; the standard has 'Age Units'."
    assert found.fix == "Write the label of the standard."


def test_a_placeholder_is_told_once(small):
    spoiled = SMALL.replace('DataType="date" SASFieldName="VSDTC"', 'DataType="[TBD]" SASFieldName="VSDTC"')
    assert [(f.rule, f.value) for f in checked(spoiled, small).findings] == [("DX0407", "[TBD]")]


def test_what_the_schema_finds_is_counted_where_another_rule_says_it(small):
    result = checked(SMALL.replace(' def:Structure="One record per subject"', "", 1), small)
    assert ([f.rule for f in result.findings], result.schema, result.good) == (["DX0507"], 1, False)


def test_without_the_schema_the_rest_is_asked(small, monkeypatch):
    monkeypatch.setattr("onespec.define.check.schema.find_spec", lambda name: None)
    from onespec.define.check.schema import schema_of

    schema_of.cache_clear()
    try:
        result = checked(SMALL.replace(' FileType="Snapshot"', "").replace('leafID="LF.guide"', 'leafID="LF.x"'), small)
    finally:
        schema_of.cache_clear()
    assert {f.rule for f in result.findings} == {"DX0108", "DX0207"}
    assert result.notes[0].startswith("The schema was not asked")


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "no well-formed XML"),
        (b"<ODM/>", "without the namespace"),
        (SMALL.replace("def/v2.1", "def/v1.0").encode(), "Define-XML 1.0"),
        (b'<!DOCTYPE ODM [<!ENTITY a "a">]>' + SMALL.partition("?>\n")[2].encode(), "DOCTYPE"),
    ],
)
def test_what_is_no_define_is_refused_in_words(content, said, tmp_path):
    path = tmp_path / "define.xml"
    path.write_bytes(content)
    with pytest.raises(NotDefine, match=said):
        read_world(path)


def test_define_2_0_is_held_against_its_own_schema(small):
    """The head of 2.0 is another one: its schema says so, and no rule of 2.1 does."""
    result = checked(SMALL.replace("def/v2.1", "def/v2.0").replace('Version="2.1.0"', 'Version="2.0.0"'), small)
    assert result.version == "2.0" and result.schema > 0
    assert {f.rule for f in result.findings} <= {"DX0001", "DX0403", "DX0703", "DX1209", "DX0711"}


@pytest.mark.parametrize(
    ("text", "is_one"),
    [
        ("[TODO]", True),
        ("[to do: describe]", True),
        ("Derived as [insert algorithm].", True),
        ("__PLACEHOLDER__ for the algorithm", True),
        ("&lt;TBD&gt;", True),
        ("It is TBD.", True),
        ("REPLACE_ME", True),
        ("Lorem ipsum dolor", True),
        ("No todo el tiempo.", False),  # a word of another language
        ("The interval [date, date + 7].", False),
        ("Values of TRT[xx]P.", False),
        ("Missing values are replaced by the last one.", False),
    ],
)
def test_what_is_a_placeholder(text, is_one, small):
    found = checked(SMALL.replace("The date of the first visit.", text), small).findings
    assert [f.rule for f in found] == ["DX0407"] * is_one


def test_names_of_a_program_are_no_placeholders(small):
    spoiled = SMALL.replace("mean(VSSTRESN)", "__main__  # TODO").replace("float(VSORRES)", "[TBD]")
    assert checked(spoiled, small).findings == ()
