"""What is safe is mended, byte for byte nothing else; what is not is left, and the copy can be checked again."""

from __future__ import annotations

from pathlib import Path

import pytest

from onespec.define.check.mend import Mended, mend
from onespec.define.check.run import check_world
from onespec.define.check.world import World

from .data_seeds import DATA_SEEDS
from .seeds import SEEDS
from .small import SMALL, write_small

BACK = {"DX0201", "DX0202", "DX0203", "DX0204", "DX0205", "DX0206", "DX0404", "DX0503", "DX0505", "DX0607", "DX0610"}
BACK |= {"DX0612", "DX1208"}


@pytest.fixture(scope="module")
def small(tmp_path_factory) -> Path:
    return write_small(tmp_path_factory.mktemp("small"))


def mended(define: str, place: Path, data: bool = False) -> Mended:
    return mend(World(define.encode(), place, data), "define.xml", place.parent if data else None)


@pytest.mark.parametrize("seed", [s for s in SEEDS if s.rule in BACK], ids=lambda s: s.rule)
def test_the_spoiled_file_becomes_the_file_that_it_was(seed, small):
    found = mended(seed.spoil(SMALL), small)
    assert {f.rule for f, _ in found.done} == {seed.rule} and found.left.findings == ()
    assert tokens(found.content.decode()) == tokens(SMALL)


def tokens(define: str) -> list[str]:
    """The file without the order of attributes."""
    return sorted(define.replace("/>", " />").replace(">", " >").split())


def test_what_is_right_stays_to_the_last_byte(small):
    assert mended(SMALL, small).content == SMALL.encode()


def test_numbers_that_are_given_twice_keep_their_order(small):
    spoiled = SMALL.replace('ItemOID="IT.DM.SITEID" OrderNumber="6"', 'ItemOID="IT.DM.SITEID" OrderNumber="5"')
    assert mended(spoiled, small).content == SMALL.encode()


def test_numbers_in_another_order_than_the_file_are_left(small):
    spoiled = SMALL.replace('ItemOID="IT.DM.SITEID" OrderNumber="6"', 'ItemOID="IT.DM.SITEID" OrderNumber="12"')
    found = mended(spoiled, small)
    assert (found.done, [f.rule for f in found.left.findings]) == ((), ["DX0516"])


def test_where_clauses_of_the_same_conditions_become_one(small):
    """The analysis had a clause of its own; it takes that of the values."""
    one = '<RangeCheck Comparator="EQ" SoftHard="Soft" def:ItemOID="IT.VS.VISITNUM"><CheckValue>1</CheckValue>'
    same = '<RangeCheck Comparator="EQ" SoftHard="Soft" def:ItemOID="IT.VS.VSTESTCD"><CheckValue>SYSBP</CheckValue>'
    found = mended(SMALL.replace(one, same), small)
    assert [(f.rule, written) for f, written in found.done] == [
        ("DX0310", "removed; what referred to it refers to WC.VS.SYSBP")
    ]
    assert found.content.count(b"WC.VS.VISIT1") == 0 and found.content.count(b'WhereClauseOID="WC.VS.SYSBP"') == 2
    assert found.left.findings == ()


def test_what_is_removed_leaves_nothing_unused(small):
    """An item goes, then its codelist and its comment."""
    spare = (
        '      <ItemDef OID="IT.SPARE" Name="SPARE" DataType="text" Length="1" def:CommentOID="COM.SPARE">'
        '<CodeListRef CodeListOID="CL.SPARE"/></ItemDef>\n'
    )
    codelist = (
        '      <CodeList OID="CL.SPARE" Name="Spare" DataType="text" def:IsNonStandard="Yes">'
        '<EnumeratedItem CodedValue="A"/></CodeList>\n'
    )
    comment = (
        '      <def:CommentDef OID="COM.SPARE"><Description><TranslatedText xml:lang="en">So.</TranslatedText>'
        "</Description></def:CommentDef>\n"
    )
    spoiled = SMALL
    for before, new in (("ItemDef OID", spare), ("CodeList OID", codelist), ("def:CommentDef OID", comment)):
        spoiled = spoiled.replace(f"      <{before}", f"{new}      <{before}", 1)
    found = mended(spoiled, small)
    assert [f.rule for f, _ in found.done] == ["DX0201", "DX0202", "DX0204"]
    assert found.content == SMALL.encode()


@pytest.mark.parametrize("rule", ["DX2008", "DX2009", "DX2014", "DX2204", "DX2207"])
def test_what_the_data_say_is_written(rule, tmp_path):
    seed = next(s for s in DATA_SEEDS if s.rule == rule)
    path = seed.write(tmp_path)
    found = mended(path.read_text(encoding="utf-8"), path, data=True)
    assert rule in {f.rule for f, _ in found.done} and rule not in {f.rule for f in found.left.findings}


def test_a_misspelt_term_is_not_made_an_extension(small):
    found = mended(SMALL.replace('CodedValue="mmHg"', 'CodedValue="mmhg"'), small)
    assert (found.done, [f.rule for f in found.left.findings]) == ((), ["DX1303"])


def test_nothing_is_removed_that_a_lost_reference_may_mean(small):
    """CL.AGEU is unused because its name is misspelt where it is used."""
    found = mended(SMALL.replace('<CodeListRef CodeListOID="CL.AGEU"/>', '<CodeListRef CodeListOID="CL.AGUE"/>'), small)
    assert (found.done, [f.rule for f in found.left.findings]) == ((), ["DX0102", "DX0202"])


@pytest.mark.parametrize("seed", SEEDS[::9], ids=lambda s: s.rule)
def test_a_copy_that_is_mended_is_mended_for_good(seed, small):
    """Whatever was wrong: the copy has no fault that the file had not, and mending it again changes nothing."""
    before = check_world(World(seed.spoil(SMALL).encode(), small), "define.xml")
    once = mended(seed.spoil(SMALL), small)
    again = mended(once.content.decode(), small)
    assert (again.content, again.done) == (once.content, ())
    assert {f.rule for f in once.left.findings} <= {f.rule for f in before.findings}
