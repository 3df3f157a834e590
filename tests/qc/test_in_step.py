"""However two tables are walked through, the report is the same: row by row, past missing rows, by keys, in parts."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from compared import compared, frame, write

from onespec.engine.spec.conditions import Condition
from onespec.engine.xpt.ibm import special_missing
from onespec.qc import drivers, in_step, seen, tally
from onespec.qc.align import align
from onespec.qc.cells import NotInStep
from onespec.qc.compare import Settings, compare_paths
from onespec.qc.explained import Wanted
from onespec.qc.formats.open import open_table
from onespec.qc.report import Report, plain_entry
from onespec.qc.report_html import report_html
from onespec.qc.report_json import report_json
from onespec.qc.report_text import report_text
from onespec.qc.runs import digest
from onespec.qc.values import Method, Texts, differing

ROWS = frame(ID=[f"S{i // 10:03}" for i in range(200)], SEQ=[i % 10 for i in range(200)], X=["a"] * 200)
KEYS = "ID SEQ"


@pytest.fixture
def ways(monkeypatch):
    """How often each way was gone."""
    found = dict.fromkeys(("in step", "joined", "by keys", "again"), 0)
    monkeypatch.setattr(in_step, "STEP", 20)
    walk = in_step._Walk

    class Counted(walk):
        def __init__(self, *given):
            super().__init__(*given)
            found["again"] += 1

        def _add_pairs(self, *given):
            found["in step" if len(given) == 5 else "joined"] += 1
            super()._add_pairs(*given)

        def _fresh_part(self, *given):
            found["by keys"] += 1
            return super()._fresh_part(*given)

    monkeypatch.setattr(in_step, "_Walk", Counted)
    return found


@contextmanager
def the_long_way() -> Iterator[None]:
    def stop(walk):
        raise NotInStep

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(in_step._Walk, "in_step", stop)
        yield


def files(folder, base, compare, kind):
    """Two files of a format."""
    paths = folder / f"base.{kind}", folder / f"compare.{kind}"
    for path, rows in zip(paths, (base, compare), strict=True):
        if kind == "xpt":
            write(path, rows)
        else:
            pq.write_table(pa.Table.from_pandas(rows, preserve_index=False), path, row_group_size=33)
    return paths


def said(paths, settings):
    (c,) = compare_paths(*paths, settings)
    report = Report("Comparison", [plain_entry(c)])
    return c, report_text(report), report_html(report), report_json(report)


@pytest.mark.parametrize("kind", ["xpt", "parquet"])
def test_equal_keys_need_no_join(tmp_path, ways, kind):
    other = ROWS.assign(X=["b" if i % 50 == 7 else "a" for i in range(200)])
    (c,) = compare_paths(*files(tmp_path, ROWS, other, kind), Settings(by=("ID", "SEQ"), large=100))
    assert (c.matched, [cell.base_row for cell in c.cells]) == (200, [8, 58, 108, 158])
    assert ways == {"in step": 10, "joined": 0, "by keys": 0, "again": 1}


@pytest.mark.parametrize("kind", ["xpt", "parquet"])
def test_missing_rows_are_stepped_past(tmp_path, ways, kind):
    paths = files(tmp_path, ROWS.drop(100), ROWS.drop([33, 150]), kind)
    (c,) = compare_paths(*paths, Settings(by=("ID", "SEQ"), large=100))
    assert (c.matched, [r.row for r in c.only_base_first], [r.row for r in c.only_compare_first]) == (
        197,
        [34, 150],
        [100],
    )
    assert ways["joined"] == 3 and ways["again"] == 1


def test_a_row_far_from_its_place_is_found(ways):
    moved = pd.concat([ROWS.drop(5), ROWS[5:6]], ignore_index=True)
    assert compared(ROWS, moved, KEYS, large=100, ignore=frozenset({"row order"})).identical
    assert compared(moved, ROWS, KEYS, large=100, ignore=frozenset({"row order"})).identical


def test_a_repeated_key_far_from_the_first_is_told(ways):
    twice = pd.concat([ROWS, ROWS[:1]], ignore_index=True)
    c = compared(twice, twice, KEYS, large=100)
    assert (c.base.again, c.base.again_first[0].row, c.matched) == (1, 201, 201)
    assert ways["again"] == 2


def test_special_missing_values_of_a_key(ways):
    rows = ROWS.assign(SEQ=[special_missing("A") if i % 2 else np.nan for i in range(200)], X="a")
    c = compared(rows, rows.assign(X="b"), KEYS, large=1000)
    assert (c.matched, c.base.again) == (200, 160)


def test_without_keys_longer_tables_have_rows_of_their_own(ways):
    c = compared(ROWS, ROWS[:150], large=100)
    assert (c.matched, c.only_base, c.only_base_first[0].row) == (150, 50, 151)
    assert ways["in step"] > 0


# Every way tells the same ----------------------------------------------------------------------

WANTED = (
    Wanted("value", "T", (Condition("T", "EQ", ("Fever",)),)),
    Wanted("value", "T"),
    Wanted("value", "N", (Condition("SEQ", "GT", ("4",)),)),
    Wanted("base row", "", (Condition("U", "LT", ("text 5",)),)),
    Wanted("compare row", "", (Condition("SEQ", "EQ", ("77",)),)),
)


def drawn(draw: np.random.Generator, rows: int) -> pd.DataFrame:
    special, missing = draw.random(rows) < draw.choice([0, 0.05]), draw.random(rows) < draw.choice([0, 0.05])
    number = np.where(draw.random(rows) < 0.1, special_missing("B"), draw.integers(-2, 3, rows) * 0.5)
    return pd.DataFrame(
        {
            "ID": pd.Series([f"S{i // 9:03}" for i in range(rows)], dtype="str"),
            "SEQ": np.where(special, special_missing("C"), np.where(missing, np.nan, np.arange(rows) % 9 + 1.0)),
            "T": pd.Series(draw.choice(["", "Fever", "Rash", "Itch"], rows), dtype="str"),
            "U": pd.Series([f"text {i}" for i in draw.integers(0, rows, rows)], dtype="str"),
            "N": np.where(draw.random(rows) < 0.1, np.nan, number),
        }
    )


def changed(draw: np.random.Generator, rows: pd.DataFrame) -> pd.DataFrame:
    """Other values, and sometimes other rows, repeated ones, or another order."""
    out = rows.copy()
    for name, value in (("T", "Cough"), ("U", "text"), ("N", -0.0), ("SEQ", 77.0)):
        share = draw.choice([0, 0.02, 0.5] if name != "SEQ" else [0, 0, 0.01])
        out.loc[draw.random(len(out)) < share, name] = value
    if draw.random() < 0.5:
        out = out.drop(draw.choice(len(out), draw.integers(1, 6), replace=False))
    if draw.random() < 0.2:
        out = pd.concat([out, out[3:5]])
    if draw.random() < 0.3:
        out = out.sample(frac=1, random_state=int(draw.integers(1000)))
    return out.reset_index(drop=True)


@pytest.mark.parametrize("kind", ["xpt", "parquet"])
@pytest.mark.parametrize("seed", range(25))
def test_every_way_gives_the_same_report(tmp_path, monkeypatch, kind, seed):
    draw = np.random.default_rng(seed)
    base = drawn(draw, int(draw.integers(1, 300)))
    paths = files(tmp_path, base, changed(draw, base), kind)
    for module, name, value in ((drivers, "_VALUES", 30), (tally, "_CHANGES", 5), (in_step, "STEP", 16)):
        monkeypatch.setattr(module, name, value)
    for module, name, value in ((tally, "_NEAR", 3), (seen, "HELD", 50)):
        monkeypatch.setattr(module, name, value)
    settings = Settings(
        by=("ID", "SEQ") if seed % 5 else (),
        show=3,
        method=Method("absolute", 0.5) if seed % 2 else Method(),
        wanted=WANTED,
    )
    with the_long_way():
        whole = said(paths, settings)
    for large in (1000, 40, 12):
        settings = replace(settings, large=large)
        with the_long_way():
            assert said(paths, settings) == whole
        assert said(paths, settings) == whole
    assert_counted(paths, whole[0], settings)


def assert_counted(paths, c, settings):
    """What waivers would explain, and the places of all differences, by another way: row by row of pandas."""
    base, other = (open_table(path).frame() for path in paths)
    met = align(base, other, settings.by)
    rows = base.take(met.base).reset_index(drop=True), other.take(met.compare).reset_index(drop=True)
    t = set(np.flatnonzero((rows[0]["T"] != rows[1]["T"]).to_numpy()).tolist())
    numbers = differing(rows[0]["N"], rows[1]["N"], settings.method, Texts())
    fever = {i for i in t if rows[0]["T"][i] == "Fever"}
    alone = base.take(met.only_base), other.take(met.only_compare)
    assert c.explained == (
        len(fever),
        len(t - fever),
        int((rows[0]["SEQ"].take(numbers) > 4).sum()),
        int((alone[0]["U"] < "text 5").sum()),
        int((alone[1]["SEQ"] == 77).sum()),
    )
    assert (c.places["base row"] == 0) == (not len(alone[0]))
    assert c.places.get("T", 0) == digest(0, met.base[sorted(t)], met.compare[sorted(t)])
