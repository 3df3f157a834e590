"""Packages that stay on disk give what packages in memory give, whatever the order of their records."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from compared import frame, write
from packages import model
from support import OTHER

from onespec.conformance import pointblank_rounds, stored
from onespec.conformance.data import World
from onespec.conformance.own import own_checks, run_checks
from onespec.conformance.package import Package, read_package
from onespec.conformance.places import places_of
from onespec.conformance.pointblank import run_pointblank
from onespec.conformance.stored import as_read_whole, open_packages
from onespec.conformance.validate import run_own, validate
from onespec.engine.findings import Findings, Stopped

N = 40  # subjects


@pytest.fixture(autouse=True)
def _small_parts(monkeypatch):
    for name, size in (
        ("_BYTES", 3000),
        ("_CELL", 300),
        ("_ROUND", 4000),
        ("_SMALL", 100),
        ("_HELD", 2000),
        ("_ROWS", 30),
    ):
        monkeypatch.setattr(stored, name, size)


def subjects(each=1):
    return [f"S-{i:03}" for i in range(N) for _ in range(each)]


def datasets(**more):
    dm = {
        "STUDYID": ["S"] * N,
        "DOMAIN": ["DM"] * N,
        "USUBJID": subjects(),
        "SUBJID": [f"{i:03}" for i in range(N)],
        "RFSTDTC": ["2027-01-01"] * N,
        "SEX": ["M", "X"] * (N // 2),
        "AGE": [40.0] * (N - 1) + [-1],
    }
    ae = {
        "STUDYID": ["S"] * 3 * N,
        "DOMAIN": ["AE"] * 3 * N,
        "USUBJID": subjects(3),
        "AESEQ": [1.0, 2.0, 2.0] * N,
        "AETERM": ["Cough", "", "Fever"] * N,
        "AEDECOD": ["Cough", "Fever", "Fever"] * N,
        "AESTDTC": ["2027-01-01", "2027-02-30", "2027-01-03T10:00"] * N,
        "AESTDY": [1.0, 2.0, 4.0] * N,
        "EPOCH": ["TREATMENT"] * 3 * N,
    }
    supp = {
        "STUDYID": ["S"] * N,
        "RDOMAIN": ["AE"] * N,
        "USUBJID": subjects(),
        "IDVAR": ["AESEQ"] * N,
        "IDVARVAL": ["1", "9"] * (N // 2),
        "QNAM": ["AEX", "AEY"] * (N // 2),
        "QLABEL": ["One"] * (N - 1) + ["Other"],
        "QVAL": ["Y"] * N,
    }
    ta = {"STUDYID": ["S"], "DOMAIN": ["TA"], "ARMCD": ["A"], "ARM": ["A"], "EPOCH": ["SCREENING"]}
    return {"DM": dm, "AE": ae, "SUPPAE": supp, "TA": ta} | more


def written(folder, order=lambda name, rows: rows, **more):
    folder.mkdir(parents=True, exist_ok=True)
    for name, columns in datasets(**more).items():
        write(folder / f"{name.lower()}.xpt", order(name, frame(**columns)), name, name)
    return folder


def scattered(name, rows):
    return rows.take(np.random.default_rng(len(name)).permutation(len(rows))).reset_index(drop=True)


def backwards(name, rows):
    return rows if name == "DM" else rows.iloc[::-1].reset_index(drop=True)


@pytest.fixture(scope="module")
def study():
    return model(OTHER / "spec")


@pytest.mark.parametrize("order", [lambda name, rows: rows, scattered, backwards])
def test_the_same_breaches_keys_and_lines(tmp_path, study, order):
    folder = written(tmp_path / "sdtm", order)
    whole, (kept,) = read_package(folder), open_packages([folder])
    results = []
    for package in (whole, kept):
        runs = [run_own(package, study), run_pointblank(package, study)]
        results.append(validate(study, package, runs, [], Findings()))
    one, other = results
    assert other.judged == one.judged and [r.rules for r in other.runs] == [r.rules for r in one.runs]
    rules = {j.breach.rule for j in one.judged}
    assert {"OS0401", "OS0502", "OS0602", "OS0613", "OS0311", "SDTM-007", "SDTM-147", "SDTM-195"} <= rules
    assert len(kept.source.spans("AE")) > 5 and kept.source.spans("TA") == []
    assert {j.keys for j in other.judged if j.breach.dataset == "DM" and j.breach.row} - {()}


@pytest.mark.parametrize("order", [lambda name, rows: rows, scattered])
def test_the_parts_are_the_whole(tmp_path, order):
    folder = written(tmp_path / "sdtm", order)
    whole, (kept,) = read_package(folder), open_packages([folder])
    frame_ = whole.tables["AE"].frame
    parts = [kept.source.package(span, "AE").tables["AE"] for span in kept.source.spans("AE")]
    places = np.concatenate([p.position for p in parts])
    assert sorted(places) == list(range(len(frame_))) and all((np.diff(p.position) > 0).all() for p in parts)
    read = pd.concat([p.frame[list(p.frame.columns)] for p in parts], ignore_index=True)
    pd.testing.assert_frame_equal(read, frame_.take(places).reset_index(drop=True))
    met = [set(p.frame["USUBJID"]) for p in parts]
    assert sum(map(len, met)) == len(set.union(*met))  # no subject is cut
    some = np.array([100, 3, 3, 57])
    pd.testing.assert_frame_equal(
        kept.tables["AE"].at(["AESEQ", "AETERM"], some), whole.tables["AE"].at(["AESEQ", "AETERM"], some)
    )


def test_pointblank_lists_the_first_records_of_the_file(tmp_path, study, monkeypatch):
    """And counts the others; a dataset with two values of STUDYID is judged by the more frequent one."""
    monkeypatch.setattr(pointblank_rounds, "_LISTED", 100)
    more = datasets()["AE"] | {"AESEQ": [1.0] * 3 * N, "STUDYID": ["S"] * 2 * N + ["T"] * N}
    folder = written(tmp_path / "sdtm", scattered, AE=more)
    whole, (kept,) = read_package(folder), open_packages([folder])
    one, other = run_pointblank(whole, study), run_pointblank(kept, study)
    assert set(other.breaches) == set(one.breaches) and other.rules == one.rules
    assert sum(b.rule == "SDTM-147" and b.row is not None for b in one.breaches) == 100
    assert sum(b.rule == "SDTM-005" and b.dataset == "AE" for b in one.breaches) == N


def test_another_version_of_pointblank_is_given_everything(tmp_path, study, monkeypatch):
    folder = written(tmp_path / "sdtm")
    (kept,) = open_packages([folder])
    monkeypatch.setattr(pointblank_rounds, "_KNOWN", ())
    monkeypatch.setattr(kept.source, "rounds", None)
    assert set(run_pointblank(kept, study).breaches) == set(run_pointblank(read_package(folder), study).breaches)


def test_a_fault_of_a_file_is_that_of_the_whole_file(tmp_path):
    """A text that is not in the encoding, in a column that is read late: its row is that of the file."""
    folder = written(tmp_path / "sdtm")
    path = folder / "ae.xpt"
    content = path.read_bytes()
    at = content.rindex(b"Fever")
    path.write_bytes(content[:at] + b"\xff" + content[at + 1 :])
    with pytest.raises(Stopped) as first:
        read_package(folder)
    (kept,) = open_packages([folder])
    with pytest.raises(Stopped) as second, as_read_whole([folder]):
        run_checks(own_checks(), World(kept))
    told = [(f.rule, f.file, f.row, f.column, f.message) for f in first.value.findings]
    assert told == [(f.rule, f.file, f.row, f.column, f.message) for f in second.value.findings] and told[0][2] == 3 * N


def test_no_files(tmp_path):
    (kept,) = open_packages([tmp_path])
    assert kept.tables == {} and places_of(model(OTHER / "spec"), Package(tmp_path, {}), []) == []
