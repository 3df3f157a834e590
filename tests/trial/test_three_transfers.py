"""The three transfers of the raw samples: what `transfer` tells is what the sites corrected, and nothing else."""

from __future__ import annotations

import csv
import sys
from pathlib import Path

import pytest
from support import ROOT, SHIPPED, makes_slow

import onespec
from onespec.trial.transfer import HEAD, differences

RAW = ROOT / "raw_samples" / SHIPPED.name
sys.path.insert(0, str(RAW))

from simulate import simulate  # noqa: E402
from simulation.corrections import TRANSFERS  # noqa: E402

# What a form says when something is over that went on in the export before (raw_samples, simulation/as_of.py).
ENDED = {
    "AEENDAT",
    "AEONGO",
    "AEOUT",
    "AETOXGR",
    "AESDTH",
    "AESLIFE",
    "CMENDAT",
    "CMONGO",
    "CAPENDAT",
    "CAPTAB",
    "LTENDAT",
}


@pytest.fixture(scope="module")
def exports(tmp_path_factory) -> list[Path]:
    folders = [tmp_path_factory.mktemp(str(day)) for day in TRANSFERS]
    for day, folder in zip(TRANSFERS, folders, strict=True):
        simulate(folder / "export", folder / "truth", 35, 2600126870, day)
    return folders


def mistakes(folder: Path) -> dict[str, dict[str, str]]:
    with open(folder / "truth" / "corrections.csv", encoding="utf-8") as file:
        return {row["MISTAKE"]: row for row in csv.DictReader(file)}


def told(old: Path, new: Path) -> list[dict]:
    done = onespec.open(SHIPPED).transfer(old / "export", new / "export", reach=False)
    assert done.complete
    return [dict(zip(HEAD, each, strict=True)) for each in differences(done.transfer)]


@pytest.mark.parametrize("first", [0, 1])
def test_each_correction_is_told_and_nothing_else_was_corrected(first, exports):
    old, new = exports[first : first + 2]
    before, after = mistakes(old), mistakes(new)
    found = told(old, new)
    gone = {(d["file"], d["row_old"]): d for d in found if d["kind"] == "row gone"}
    cells = {(d["file"], d["row_old"], d["field"]): d for d in found if d["kind"].startswith("cell ")}
    arrived = {(d["file"], d["row_new"], d["field"]): d for d in found if d["kind"].startswith("cell ")}
    explained = set()
    for name, each in before.items():
        place = each["FILE"], int(each["ROW"])
        if name in after:
            continue
        cell = cells.get((*place, each["FIELD"]))
        if cell is None:  # the row should not be there, or its key was wrong: then it is another row
            assert place in gone, name
            explained.add(place)
            corrected = [d for d in found if d["kind"] == "row new" and d["file"] == each["FILE"]]
            assert not each["RIGHT"] or corrected
        else:
            assert (cell["old"], cell["new"], cell["subject"]) == (each["TYPED"], each["RIGHT"], each["SUBJID"]), name
            assert cell["kind"] == ("cell written otherwise" if "another style" in name else "cell changed")
    for name, each in after.items():
        if name in before or each["MISTAKE"] == "a pulse in words":
            cell = arrived.get((each["FILE"], int(each["ROW"]), each["FIELD"]))
            assert cell and (cell["old"], cell["new"]) == (each["RIGHT"], each["TYPED"])
    assert gone.keys() == explained
    mended = {(m["FILE"], m["FIELD"]) for m in (*before.values(), *after.values())}
    others = {(d["file"], d["field"]) for d in cells.values()} - mended
    assert {field for _, field in others} <= ENDED


@pytest.mark.parametrize("first", [0, 1])
def test_rows_balance_in_each_form(first, exports):
    old, new = exports[first : first + 2]
    done = onespec.open(SHIPPED).transfer(old / "export", new / "export", reach=False)
    for name, form in done.transfer.change.forms.items():
        assert form.same + form.changed + len(form.gone) == form.old, name
        assert form.same + form.changed + len(form.added) == form.new, name


@pytest.fixture(scope="module")
@makes_slow
def reached(exports) -> list[dict[tuple[str, str], tuple[str, str, str]]]:
    """The endpoints that moved in the second and in the third transfer."""
    study = onespec.open(SHIPPED)
    return [
        {
            (e.parameter, e.subject): (e.old, e.new, e.kind)
            for e in study.transfer(*(e / "export" for e in exports[n : n + 2])).transfer.endpoints
        }
        for n in (0, 1)
    ]


@pytest.mark.parametrize(
    ("number", "parameter", "subject", "told"),
    [
        # corrected: a partial response was taken for a complete one, a progression was dated 30 days early
        (0, "BOR", "01005", ("CR (2025-11-25)", "PR (2025-11-25)", "moved")),
        (0, "TTR", "01005", ("128 event (Confirmed response)", "43 event (Confirmed response)", "moved")),
        (0, "PFS", "01003", ("137 event (Disease progression)", "167 event (Disease progression)", "moved")),
        # the trial goes on (raw_samples, truth.csv): 01010 PR confirmed, 01003 and 01001 died
        (0, "CBOR", "01010", ("SD (2026-02-22)", "PR (2026-06-27)", "moved")),
        (0, "OS", "01003", ("262 censored (Alive: Last known alive)", "321 event (Death)", "moved")),
        (1, "OS", "01001", ("448 censored (Alive: Last known alive)", "558 event (Death)", "moved")),
        (1, "BOR", "01028", ("SD (2026-12-25)", "PR (2027-02-05)", "moved")),
        (1, "BOR", "01032", ("no record", "MISSING", "new subject")),
    ],
)
def test_endpoints_that_moved(number, parameter, subject, told, reached):
    assert reached[number][parameter, subject] == told
