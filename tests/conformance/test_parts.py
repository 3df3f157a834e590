"""Checks that say how far they reach find on some subjects after the others what they find on everything."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import numpy as np
import pytest
from checked import package
from packages import model
from support import SHIPPED, makes_slow

from onespec.conformance.breach import Breach
from onespec.conformance.check_list import functions
from onespec.conformance.data import World
from onespec.conformance.guides import ADAM, SDTM, Guide
from onespec.conformance.own import own_checks, run_checks
from onespec.conformance.package import Package, Source, Table, read_package
from onespec.conformance.power import adam_defects
from onespec.conformance.power.defects import DEFECTS
from onespec.conformance.power.draft import CannotSpoil, Draft
from onespec.engine.registry import CHECK
from onespec.engine.spec.define_reader import FILE, Define, read_define

EACH = 12  # subjects


class Split(Source):
    """A package in memory, had a few subjects at a time."""

    def __init__(self, whole: Package, subjects: list[str]):
        self.whole, self.subjects = whole, subjects

    def spans(self, name):
        table = self.whole.tables.get(name)
        return [(i, i + EACH) for i in range(0, len(self.subjects), EACH)] if table and _subjects(table) else []

    def package(self, span, main=""):
        mine = self.subjects[slice(*span)]
        tables = {n: _some(t, mine) if _subjects(t) else t for n, t in self.whole.tables.items()}
        return Package(self.whole.folder, tables, self)

    def has_nameless(self, name):
        return "" in _subjects(self.whole.tables[name])


def _subjects(table: Table) -> list[str]:
    return list(dict.fromkeys(table.frame["USUBJID"])) if "USUBJID" in table.frame else []


def _some(table: Table, subjects: list[str]) -> Table:
    at = np.flatnonzero(table.frame["USUBJID"].isin(subjects))
    return Table(table.header, table.frame.take(at).reset_index(drop=True), at, len(table.frame))


def in_parts(*packages: Package) -> list[Package]:
    subjects = list(dict.fromkeys(s for p in packages for t in p.tables.values() for s in _subjects(t)))
    return [Package(p.folder, p.tables, Split(p, subjects)) for p in packages]


def scattered(whole: Package) -> Package:
    """The records of each dataset in another order."""
    chance = np.random.default_rng(1)
    return Package(
        whole.folder,
        {
            n: Table(t.header, t.frame.take(chance.permutation(len(t.frame))).reset_index(drop=True))
            for n, t in whole.tables.items()
        },
    )


def found(world: World, guide: Guide) -> list[Breach]:
    return run_checks(own_checks(guide=guide), world)


def alike(study, spoiled: Package, define: Define | None, guide: Guide, beside: Package | None = None) -> Counter:
    """The rules that speak, which are the same in parts."""
    one, *other = in_parts(spoiled, *([beside] if beside else []))
    whole = found(World(spoiled, study, define, guide, beside), guide)
    assert found(World(one, study, define, guide, *other), guide) == whole
    return Counter(b.rule for b in whole)


# -- every check, on spoiled packages ---------------------------------------------------------------


@pytest.fixture(scope="module")
@makes_slow
def built_packages(built: Path) -> tuple[Package, Package]:
    return read_package(built / "sdtm"), read_package(built / "adam")


def spoiled(whole: Package, define: Define | None, defects) -> Draft:
    draft = Draft(whole, define)
    for defect in defects:
        try:
            defect.seed(draft)
        except (CannotSpoil, TypeError, KeyError):  # another one has taken its place, its variable, or the type of it
            continue
    return draft


@pytest.mark.parametrize(("some", "order"), [(0, lambda p: p), (1, scattered)])
def test_a_spoiled_package(built_packages, some, order):
    study, told = model(SHIPPED), Counter()
    sdtm, adam = map(order, built_packages)
    draft = spoiled(sdtm, read_define(sdtm.folder / FILE), DEFECTS[some::2])
    told += alike(study, draft.package, draft.define, SDTM)
    draft = spoiled(adam, read_define(adam.folder / FILE), adam_defects.DEFECTS[some::2])
    told += alike(study, draft.package, draft.define, ADAM, sdtm)
    assert len(told) > 60


def test_every_spoiled_dataset_that_another_one_is_held_against(built_packages):
    """The package that ADaM was made from is spoiled, and ADaM is not."""
    study = model(SHIPPED)
    draft = spoiled(built_packages[0], None, DEFECTS[::3])
    assert len(alike(study, built_packages[1], None, ADAM, draft.package)) > 5


def test_most_checks_say_how_far_they_reach():
    """Those that say nothing look at headers, at lists of datasets, or at few records."""
    silent = {o.name for o in functions().values() if o.role == CHECK and o.reach is None}
    assert len(silent) < 25 and not silent & {"define_terms", "exists_in", "one_to_one", "source_equal"}


# -- where a part is not the whole ------------------------------------------------------------------

AE = {"USUBJID": ["1", "1", "2"], "AESEQ": [1.0, 2.0, 1.0], "AESTDTC": ["2026-01-01"] * 3, "AESTDY": [1.0, 1.0, 1.0]}


def test_a_value_that_only_a_dataset_without_subjects_may_hold():
    """EPOCH of a subject's record is looked for in TA, where no subject is."""
    p = package(
        DM={"STUDYID": ["S"] * 2, "USUBJID": ["1", "2"]},
        AE={**AE, "EPOCH": ["TREATMENT", "NONE", "TREATMENT"]},
        TA={"STUDYID": ["S"], "ARMCD": ["A"], "EPOCH": ["TREATMENT"]},
    )
    assert alike(None, p, None, SDTM)["OS0613"] == 1


def test_a_dataset_that_has_subjects_where_none_are_expected():
    """The values of TA are looked for in all its records, whoever they are of."""
    p = package(
        DM={"STUDYID": ["S"] * 2, "USUBJID": ["1", "2"]},
        AE={**AE, "EPOCH": ["TREATMENT", "NONE", "TREATMENT"]},
        TA={"STUDYID": ["S"], "USUBJID": ["2"], "ARMCD": ["A"], "EPOCH": ["TREATMENT"]},
    )
    assert alike(None, p, None, SDTM)["OS0613"] == 1


def test_a_dataset_of_which_some_subjects_have_no_record():
    """DM has records, so the days of a subject without one are held against it."""
    subjects = [str(n) for n in range(EACH + 1)]
    p = package(DM={"STUDYID": ["S"], "USUBJID": ["0"], "RFSTDTC": ["2026-01-01"]}, AE={**AE, "USUBJID": subjects[-3:]})
    assert alike(None, p, None, SDTM)["OS0804"] == 3


def test_the_rarer_pair_is_wrong_in_all_records_together():
    """Of the first subjects it is the more frequent one."""
    n = 3 * EACH
    p = package(
        VS={
            "USUBJID": [f"{i:03}" for i in range(n)],
            "VSTESTCD": ["PULSE"] * n,
            "VSTEST": ["Pulse"] * EACH + ["Pulse Rate"] * (n - EACH),
        }
    )
    assert alike(None, p, None, SDTM)["OS0306"] == EACH


def test_what_is_said_of_a_dataset_as_a_whole_is_said_once():
    p = package(
        ADSL={"USUBJID": [str(i) for i in range(3 * EACH)], "ITTFN": [1.0] * 3 * EACH},
        DM={"USUBJID": [str(i) for i in range(4 * EACH)]},
    )
    sdtm = package(DM={"STUDYID": ["S"] * 4 * EACH, "USUBJID": [str(i) for i in range(4 * EACH)]})
    told = alike(None, p, None, ADAM, sdtm)
    assert told["OA0508"] == EACH and told["OA0307"] == 1


def test_records_without_a_subject():
    """A relationship of datasets is looked for among the records of all subjects."""
    p = package(
        DM={"STUDYID": ["S"] * 3, "USUBJID": ["1", "2", ""]},
        AE={**AE, "USUBJID": ["1", "", "2"], "AELNKID": ["A", "B", "C"]},
        RELREC={
            "RDOMAIN": ["AE", "AE", "AE"],
            "USUBJID": ["1", "", ""],
            "IDVAR": ["AESEQ", "AELNKID", "AELNKID"],
            "IDVARVAL": ["1", "", "X"],
            "RELID": ["1", "2", "2"],
        },
    )
    assert alike(None, p, None, SDTM)["OS0603"] == 1
