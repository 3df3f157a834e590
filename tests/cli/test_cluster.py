"""Parts on a cluster: the bytes of one machine, also where a worker dies; workers that would compute otherwise."""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path

import pytest
from support import StudyCopy, contents

import onespec
from onespec import clusters
from onespec.cli.main import main

distributed = pytest.importorskip("distributed")


def build(study: StudyCopy, scheduler: str, *more: str) -> int:
    places = ["--study", str(study.spec), "--raw", str(study.raw), "--out", str(study.out)]
    return main(["build", *places, "--quiet", "--part-rows", "1", "--scheduler", scheduler, *more])


@pytest.fixture(scope="module")
def here(tmp_path_factory):
    """A scheduler and two workers on this machine, each a process."""
    os.environ["DASK_TEMPORARY_DIRECTORY"] = str(tmp_path_factory.mktemp("dask"))
    with distributed.LocalCluster(
        n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None, host="127.0.0.1"
    ) as cluster:
        yield cluster


@pytest.mark.slow
def test_the_bytes_are_those_of_one_machine(other, built_other, here):
    assert build(other, here.scheduler_address) == 0
    assert contents(other.out) == contents(built_other)


@pytest.mark.slow
def test_a_part_with_a_stop_tells_what_one_machine_tells(other, here, capsys):
    other.replace("raw/events.csv", "10/01/2021,no", "10/01/2021,perhaps")
    assert other.build("--part-rows", "1") == 1
    alone = capsys.readouterr().err
    assert build(other, here.scheduler_address) == 1
    assert capsys.readouterr().err == alone
    assert "perhaps" in alone


@pytest.mark.slow
def test_a_worker_that_dies_costs_its_part_and_nothing_else(other, built_other, here, tmp_path, monkeypatch):
    """The first worker that takes the part of subject 101 kills itself; another does it."""
    mark = tmp_path / "died"
    other.append(
        "spec/methods.py",
        f"""
import os, signal, sys
from onespec import Column, method

@method("{{value}}, as it is.")
def fatal(value: Column) -> Column:
    if "distributed" in sys.modules and not os.path.exists({str(mark)!r}):
        open({str(mark)!r}, "x").close()
        os.kill(os.getpid(), {signal.SIGKILL.value})
    return value
""",
    )
    old = "AELLT: {not_available: the coding house returned preferred terms only}"
    other.replace("spec/sdtm/ae.yaml", old, "AELLT: {derived: fatal, with: {value: AETERM}}")
    assert build(other, here.scheduler_address) == 0
    assert mark.exists()
    on_cluster = contents(other.out)
    there = StudyCopy(other.folder)
    assert main(["clean", "--study", str(there.spec), "--out", str(there.out)]) == 0
    assert there.build() == 0
    assert contents(there.out) == on_cluster
    assert not list(other.folder.rglob("*.tmp"))


@pytest.mark.slow
def test_workers_that_would_compute_otherwise_take_no_part(other, here, monkeypatch, capsys):
    monkeypatch.setattr(clusters, "versions", lambda: {"pandas": "1.0"})
    assert build(other, here.scheduler_address) == 2
    assert "these workers cannot take parts: tcp://127.0.0.1:" in (said := capsys.readouterr().err)
    assert ", here 1.0" in said and not other.out.exists()


@pytest.mark.slow
def test_workers_that_do_not_see_the_folder_take_no_part(other, here, monkeypatch, capsys):
    monkeypatch.setattr(clusters, "_seen_by", _sees_nothing)
    assert build(other, here.scheduler_address) == 2
    assert f"does not see {other.out.parent}" in capsys.readouterr().err


def _sees_nothing(token: str):
    return clusters.what_i_am(), ""


def test_a_scheduler_that_is_not_there_is_told(other, tmp_path):
    with pytest.raises(onespec.NoCluster, match="no scheduler answers at tcp://127.0.0.1:9"):
        with onespec.cluster("tcp://127.0.0.1:9", tmp_path / "out", patience=1):
            pass


@pytest.mark.parametrize("address", ["nonsense", "ftp://x:1", "127.0.0.1"])
def test_an_address_that_is_none_is_told(tmp_path, address):
    with pytest.raises(onespec.NoCluster, match="no scheduler answers"):
        with onespec.cluster(address, tmp_path / "out", patience=1):
            pass


def test_without_the_library_it_is_named(tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(onespec.NoCluster, match=r"pip install 'onespec\[cluster\]'"):
        with onespec.cluster("tcp://127.0.0.1:8786", tmp_path / "out"):
            pass
    assert not Path(tmp_path / "out").exists()
