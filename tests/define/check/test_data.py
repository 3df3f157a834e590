"""Each fault that is seeded into the data is found by its rule alone; the data as they are have none."""

from __future__ import annotations

from pathlib import Path

import pytest

from onespec.define.check.data import check_data
from onespec.define.check.run import Checked, check_world, read_world

from .data_seeds import DATA_SEEDS, DataSeed, both, put
from .small import write_small


def checked(define: Path) -> Checked:
    world = read_world(define, True)
    return check_world(world, "define.xml", check_data(world, define.parent))


def test_what_is_not_spoiled_has_no_finding(tmp_path):
    assert checked(write_small(tmp_path)).findings == ()


@pytest.mark.parametrize("seed", DATA_SEEDS, ids=lambda s: s.rule)
def test_each_fault_is_found_by_its_rule_alone(seed, tmp_path):
    found = checked(seed.write(tmp_path)).findings
    assert {f.rule for f in found} == {seed.rule}, [(f.rule, f.message) for f in found]


def messages(seed: DataSeed, folder: Path) -> list[str]:
    return [f.message for f in checked(seed.write(folder)).findings]


def test_a_key_that_repeats_names_the_record(tmp_path):
    said = messages(DataSeed("DX2013", put("VS", "USUBJID", None, "SMALL-01")), tmp_path)
    key = "STUDYID, USUBJID, VSTESTCD, VISITNUM"
    record = "STUDYID=SMALL, USUBJID=SMALL-01, VSTESTCD=SYSBP, VISITNUM=1"
    assert said == [
        f"The key {key} does not identify a record: 2 records repeat another, the first is record 3 ({record})."
    ]


def test_values_that_a_codelist_has_not_are_listed(tmp_path):
    said = messages(DataSeed("DX2101", both(put("VS", "VSORRESU", 0, "kPa"), put("VS", "VSORRESU", 1, "K"))), tmp_path)
    assert said == ["The codelist Units for Vital Signs Results does not have: 'K', 'kPa'."]


def test_a_length_is_that_of_the_longest_value_of_all_datasets(tmp_path):
    """The label of one dataset is short; another has the variable, too, and needs the length."""
    stated = DataSeed(
        "DX2009",
        edits=(
            (
                'OID="IT.DM.USUBJID" Name="USUBJID" DataType="text" Length="8"',
                'OID="IT.DM.USUBJID" Name="USUBJID" DataType="text" Length="30"',
            ),
        ),
    )
    assert messages(stated, tmp_path) == ["The length is 30; the longest value of all datasets has 8."]


def test_the_record_without_a_definition_is_named(tmp_path):
    seed = next(s for s in DATA_SEEDS if s.rule == "DX2201")
    assert messages(seed, tmp_path) == [
        "No definition of the value list holds for 1 record; the first has VSTESTCD 'TEMP', VISITNUM '1'."
    ]
