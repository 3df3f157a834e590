"""Our own checks catch each seeded defect, by the one that is meant to; the page of documentation says the same."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from support import OTHER, ROOT, SHIPPED, makes_slow

from onespec.conformance.breach import ONESPEC, POINTBLANK
from onespec.conformance.check_list import lines as check_lines
from onespec.conformance.check_list import read_checks, standards_folder
from onespec.conformance.data import World
from onespec.conformance.package import read_package
from onespec.conformance.power.defects import DEFECTS
from onespec.conformance.power.draft import CannotSpoil, Draft
from onespec.conformance.power.measure import Outcome, Own, lines, measure
from onespec.engine.findings import Findings
from onespec.engine.plan.make import specification
from onespec.engine.spec.define_reader import read_define

PAGE = ROOT / "docs" / "conformance.md"


@pytest.fixture(scope="module")
@makes_slow
def own(built) -> Own:
    return read_own(built, SHIPPED)


def read_own(out: Path, spec: Path) -> Own:
    """Our own checks on a built package."""
    package = read_package(out / "sdtm")
    study = specification(spec, ("onespec.sdtm", "onespec.adam"), Findings()).study
    return Own(
        read_checks(standards_folder(), Findings()), World(package, study, read_define(package.folder / "define.xml"))
    )


@pytest.fixture(scope="module")
def outcomes(own) -> list[Outcome]:
    return list(measure(DEFECTS, own, {}))


def test_each_defect_is_caught_by_the_check_that_is_meant_to(outcomes):
    assert len(outcomes) >= 50
    assert [o.defect.id for o in outcomes if o.reason] == []
    assert {o.defect.id: o.by[ONESPEC] for o in outcomes if o.defect.rule not in o.by[ONESPEC]} == {}


def test_an_id_is_of_one_defect():
    assert len({d.id for d in DEFECTS}) == len({d.text for d in DEFECTS}) == len(DEFECTS)
    assert all(re.fullmatch(r"D\d{3}", d.id) for d in DEFECTS)


def test_a_defect_leaves_the_package_as_it_was(own):
    before = {n: (t.header, t.frame.copy()) for n, t in own.world.package.tables.items()}
    for defect in DEFECTS[::7]:
        defect.seed(Draft(own.world.package, own.world.define))
    assert all(t.header == before[n][0] and t.frame.equals(before[n][1]) for n, t in own.world.package.tables.items())


def test_what_is_not_spoiled_is_not_caught(own):
    assert own.caught(Draft(own.world.package, own.world.define)) == ()


def test_a_defect_without_a_place(own):
    draft = Draft(own.world.package, own.world.define)
    with pytest.raises(CannotSpoil, match="no record of DM has what the defect needs"):
        draft.row("DM", SEX="X")
    with pytest.raises(CannotSpoil, match="there is no ZZ"):
        draft.row("ZZ")


def test_running_again_what_a_change_reaches_is_running_everything_again(built_other):
    """The short way of `Own` against all checks on the spoiled package; some of the defects that have a place there."""
    own, seeded = read_own(built_other, OTHER / "spec"), 0
    for defect in DEFECTS[::5]:
        draft = Draft(own.world.package, own.world.define)
        try:
            defect.seed(draft)
        except CannotSpoil:
            continue
        seeded += 1
        whole = Own(own.checks, World(draft.package, own.world.study, draft.define))
        assert own.caught(draft) == tuple(sorted({key[0] for key in whole.before - own.before})), defect.id
    assert seeded >= 8


# -- the page ---------------------------------------------------------------------------------------


def block(name: str) -> list[str]:
    return PAGE.read_text(encoding="utf-8").partition(f"<!-- {name} -->\n")[2].partition("<!-- end -->")[0].splitlines()


def test_the_page_lists_the_checks(request):
    expected = list(check_lines(read_checks(standards_folder(), Findings())))
    _rewrite(request, "checks", expected)
    assert block("checks") == expected, "'pytest --update-golden' rewrites the list"


def test_the_page_lists_the_defects(request, outcomes):
    """The column of the outside engine is of the last run of validate-power; here it is only kept beside its defect."""
    kept = {cells[1]: cells[5] for row in block("defects")[2:] if len(cells := [c.strip() for c in row.split("|")]) > 6}
    table = list(
        lines(
            (Outcome(o.defect, o.by | {POINTBLANK: (kept.get(o.defect.id, "?"),)}) for o in outcomes),
            (ONESPEC, POINTBLANK),
        )
    )
    _rewrite(request, "defects", table)
    assert block("defects") == table, (
        "'pytest --update-golden' rewrites our column; 'onespec validate-power --markdown' gives both"
    )


def _rewrite(request, name: str, expected: list[str]) -> None:
    if request.config.getoption("--update-golden"):
        text = PAGE.read_text(encoding="utf-8")
        head, mark, rest = text.partition(f"<!-- {name} -->\n")
        PAGE.write_text(
            head + mark + "\n".join(expected) + "\n<!-- end -->" + rest.partition("<!-- end -->")[2], encoding="utf-8"
        )
