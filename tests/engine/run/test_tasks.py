"""The parts of a build, wherever an executor takes them."""

from __future__ import annotations

import pickle
from concurrent.futures import Executor, ProcessPoolExecutor, ThreadPoolExecutor
from multiprocessing import get_context

import pytest
from support import contents

import onespec
from onespec.engine.build.build import Options
from onespec.engine.build.freshness import read_inputs
from onespec.engine.build.production import prepare
from onespec.engine.build.progress import SILENT
from onespec.engine.findings import Findings
from onespec.engine.run.tasks import ChangedMeanwhile, Job, PackedJob, is_kept, run_parts, work

METHOD = """
from onespec import Column, method

@method("{value}, loudly.")
def shout(value: Column) -> Column:
    return value.str.upper()
"""
POOLS = {
    "threads": lambda: ThreadPoolExecutor(2),
    "processes": lambda: ProcessPoolExecutor(2, mp_context=get_context("spawn")),
}


class Meanwhile(Executor):
    """Does something before the first part is taken, then leaves the parts to another executor."""

    def __init__(self, pool: Executor, do):
        self.pool, self.do, self.taken = pool, do, 0

    def submit(self, function, /, *given, **named):
        if not self.taken:
            self.do()
        self.taken += 1
        return self.pool.submit(function, *given, **named)


@pytest.fixture
def loud(other):
    """The other study with a method of its own."""
    other.append("spec/methods.py", METHOD)
    other.replace(
        "spec/sdtm/ae.yaml",
        "AELLT: {not_available: the coding house returned preferred terms only}",
        "AELLT: {derived: shout, with: {value: AETERM}}",
    )
    return other


def removed(study) -> None:
    (study.spec / "methods.py").unlink()


def changed(study) -> None:
    study.replace("spec/methods.py", "value.str.upper()", 'value.str.upper() + "!"')


@pytest.mark.parametrize("pool", ["threads", pytest.param("processes", marks=pytest.mark.slow)])
@pytest.mark.parametrize("do", [removed, changed])
def test_a_worker_computes_with_the_methods_that_it_was_given(loud, tmp_path, pool, do):
    onespec.open(loud.spec, loud.raw, tmp_path / "here").build(part_rows=1)
    with POOLS[pool]() as inner:
        executor = Meanwhile(inner, lambda: do(loud))
        onespec.open(loud.spec, loud.raw, loud.out).build(part_rows=1, executor=executor)
    assert executor.taken == 3
    assert contents(loud.out) == contents(tmp_path / "here")


def test_a_single_part_and_parts_that_are_kept_are_not_sent(other):
    study = onespec.open(other.spec, other.raw, other.out)
    with ThreadPoolExecutor(2) as pool:
        executor = Meanwhile(pool, lambda: None)
        study.build(executor=executor)
        assert executor.taken == 0
        other.replace("raw/events.csv", "oral thrush", "thrush of the mouth")
        study.build(part_rows=1, executor=executor)
        assert executor.taken == 3
        other.replace("raw/events.csv", "thrush of the mouth", "oral thrush")
        study.build(part_rows=1, executor=executor)
        assert executor.taken == 3


def job_of(study) -> tuple[Job, list]:
    packages = ("onespec.sdtm", "onespec.adam")
    options = Options(study.spec, study.raw, study.out, packages, part_rows=1)
    production = prepare(options, read_inputs(study.spec, study.raw, (), {}), Findings(), SILENT)
    return production.job, production.tasks


def test_an_error_of_one_part_leaves_the_others_undone(loud):
    """What nobody has begun is not begun."""
    job, tasks = job_of(loud)
    loud.raw.rename(loud.folder / "gone")  # the store holds what is needed
    with ThreadPoolExecutor(1) as pool:
        parts = run_parts(job, tasks, pool, lambda done, total: None)
        next(parts)
        parts.close()
    assert not all(is_kept(job.cache, task) for task in tasks)


def test_other_operations_than_those_of_the_build_are_an_error(other):
    job, tasks = job_of(other)
    *content, digests, store, cache = pickle.loads(job.packed.data)
    digests = {name: digest[::-1] for name, digest in digests.items()}
    packed = PackedJob("another", pickle.dumps((*content, digests, store, cache)))
    with pytest.raises(
        ChangedMeanwhile, match=r"a method was changed while the build was running \(age_agrees, .*, …\); run it again"
    ):
        work(packed, tasks[0])


def test_another_engine_than_that_of_the_build_is_an_error(other):
    """A worker that begins later has loaded changed files: its results are not kept as those of this engine."""
    job, tasks = job_of(other)
    engine, *content = pickle.loads(job.packed.data)
    packed = PackedJob("another", pickle.dumps((engine[::-1], *content)))
    with pytest.raises(ChangedMeanwhile, match="the program was changed while the build was running; run it again"):
        work(packed, tasks[0])
    assert not any(is_kept(job.cache, task) for task in tasks)


def test_an_engine_that_was_changed_since_it_was_loaded_builds_nothing(other, monkeypatch, capsys):
    """A notebook has the old code in memory: what it computes is not kept as the work of the new one."""
    monkeypatch.setattr("onespec.engine.build.production.engine_is_as_loaded", lambda: False)
    assert other.build() == 2
    assert "the program was changed since this process began; start it again." in capsys.readouterr().err


def test_the_digest_tells_jobs_apart(other):
    one, _ = job_of(other)
    same, _ = job_of(other)
    other.append("spec/methods.py", "# a remark\n")
    another, _ = job_of(other)
    assert one.packed == same.packed != another.packed
