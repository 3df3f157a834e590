"""Our own checks catch each seeded defect, by the one that is meant to; the page of documentation says the same."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest
from packages import model
from support import OTHER, ROOT, SHIPPED, makes_slow

from onespec.conformance.breach import ONESPEC, POINTBLANK
from onespec.conformance.check_list import lines as check_lines
from onespec.conformance.check_list import read_checks, standards_folder
from onespec.conformance.data import World
from onespec.conformance.guides import ADAM, SDTM
from onespec.conformance.package import read_package
from onespec.conformance.power import adam_defects
from onespec.conformance.power.defects import DEFECTS
from onespec.conformance.power.draft import CannotSpoil, Draft
from onespec.conformance.power.measure import Outcome, Own, lines, measure
from onespec.engine.findings import Findings
from onespec.engine.spec.define_reader import read_define

PAGE = ROOT / "docs" / "conformance.md"


@pytest.fixture(scope="module")
@makes_slow
def own(built) -> Own:
    return read_own(built, SHIPPED)


def read_own(out: Path, spec: Path) -> Own:
    """Our own checks on a built package."""
    package = read_package(out / "sdtm")
    study = model(spec)
    return Own(
        read_checks(standards_folder(), Findings()), World(package, study, read_define(package.folder / "define.xml"))
    )


@pytest.fixture(scope="module")
@makes_slow
def own_of_adam(built) -> Own:
    analysis, beside = read_package(built / "adam"), read_package(built / "sdtm")
    study = model(SHIPPED)
    define = read_define(analysis.folder / "define.xml")
    return Own(read_checks(standards_folder(), Findings(), ADAM), World(analysis, study, define, ADAM, beside))


@pytest.fixture(scope="module")
def outcomes(own, own_of_adam) -> list[Outcome]:
    return [*measure(DEFECTS, own, {}), *measure(adam_defects.DEFECTS, own_of_adam, {})]


def test_each_defect_is_caught_by_the_check_that_is_meant_to(outcomes):
    assert len(DEFECTS) >= 50 and len(adam_defects.DEFECTS) >= 40
    assert [o.defect.id for o in outcomes if o.reason] == []
    assert {o.defect.id: o.by[ONESPEC] for o in outcomes if o.defect.rule not in o.by[ONESPEC]} == {}


def test_an_id_is_of_one_defect():
    for defects, form in ((DEFECTS, r"D\d{3}"), (adam_defects.DEFECTS, r"A\d{3}")):
        assert len({d.id for d in defects}) == len({d.text for d in defects}) == len(defects)
        assert all(re.fullmatch(form, d.id) for d in defects)


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
        whole = Own(own.checks, replace(own.world, package=draft.package, define=draft.define))
        assert own.caught(draft) == tuple(sorted({key[0] for key in whole.before - own.before})), defect.id
    assert seeded >= 8


# -- the page ---------------------------------------------------------------------------------------


def block(name: str) -> list[str]:
    return PAGE.read_text(encoding="utf-8").partition(f"<!-- {name} -->\n")[2].partition("<!-- end -->")[0].splitlines()


@pytest.mark.parametrize(("guide", "name"), [(SDTM, "checks"), (ADAM, "checks of ADaM")])
def test_the_page_lists_the_checks(request, guide, name):
    expected = list(check_lines(read_checks(standards_folder(), Findings(), guide)))
    _rewrite(request, name, expected)
    assert block(name) == expected, "'pytest --update-golden' rewrites the list"


def test_the_page_lists_the_defects(request, outcomes):
    """The column of the outside engine is of the last run of validate-power; here it is only kept beside its defect."""
    kept = {cells[1]: cells[5] for row in block("defects")[2:] if len(cells := [c.strip() for c in row.split("|")]) > 6}
    of_sdtm, of_adam = outcomes[: len(DEFECTS)], outcomes[len(DEFECTS) :]
    table = list(
        lines(
            (Outcome(o.defect, o.by | {POINTBLANK: (kept.get(o.defect.id, "?"),)}) for o in of_sdtm),
            (ONESPEC, POINTBLANK),
        )
    )
    _rewrite(request, "defects", table)
    _rewrite(request, "defects of ADaM", list(lines(of_adam, (ONESPEC,))))
    assert block("defects") == table, (
        "'pytest --update-golden' rewrites our column; 'onespec validate-power --markdown' gives both"
    )
    assert block("defects of ADaM") == list(lines(of_adam, (ONESPEC,)))


def _rewrite(request, name: str, expected: list[str]) -> None:
    if request.config.getoption("--update-golden"):
        text = PAGE.read_text(encoding="utf-8")
        head, mark, rest = text.partition(f"<!-- {name} -->\n")
        PAGE.write_text(
            head + mark + "\n".join(expected) + "\n<!-- end -->" + rest.partition("<!-- end -->")[2], encoding="utf-8"
        )
