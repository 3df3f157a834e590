"""Where a study's folders are: by its id, and never inside its specification."""

from __future__ import annotations

import shutil
from pathlib import Path, PurePosixPath

import pytest
from support import OTHER, ROOT
from support import onespec as command

import onespec
from onespec.cli.main import main
from onespec.places import carried


@pytest.fixture
def here(other, monkeypatch) -> Path:
    """The folder of a study's specification is the current one."""
    monkeypatch.chdir(other.spec)
    return other.folder


def test_a_study_is_found_by_its_folder_its_folders_name_and_its_id(tmp_path, monkeypatch):
    shutil.copytree(OTHER / "spec", tmp_path / "specs" / "asthma")
    monkeypatch.chdir(tmp_path)
    for name in ("specs/asthma", "asthma", "ASTH-02", None):
        assert onespec.open(name).folder == Path("specs/asthma")
    with pytest.raises(onespec.NoStudy, match="there is no study 'x'. .* specs/ has asthma."):
        onespec.open("x")


@pytest.fixture
def installed(tmp_path, monkeypatch):
    """The folder of the studies that an installed program carries; the current folder holds none."""
    root = tmp_path / "prefix" / "share" / "onespec"
    shutil.copytree(OTHER / "spec", root / "specs" / "asthma")
    (root / "raw_samples" / "ASTH-02").mkdir(parents=True)
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")
    monkeypatch.setattr("onespec.places.carried", lambda: root)
    monkeypatch.setattr("onespec.folders.carried", lambda: root)
    return root


def test_a_study_that_the_installed_program_carries_is_found_by_name(installed):
    for name in ("asthma", "ASTH-02"):
        study = onespec.open(name)
        assert study.folder == installed / "specs" / "asthma"
        assert study.simulator == installed / "raw_samples" / "ASTH-02" / "simulate.py"
        assert (study.raw, study.out) == (Path("raw_samples/ASTH-02/export"), Path("build/ASTH-02"))


def test_one_that_lies_here_comes_first(installed):
    shutil.copytree(OTHER / "spec", Path("specs") / "asthma")
    study = onespec.open("asthma")
    assert study.folder == Path("specs/asthma")
    assert study.simulator == Path("raw_samples/ASTH-02/simulate.py")


@pytest.mark.parametrize("name", [None, "x"])
def test_without_a_study_it_says_which_ships_and_where(installed, name):
    with pytest.raises(onespec.NoStudy, match=f"; asthma ships with the program, in {installed}."):
        onespec.open(name)


def test_a_record_of_what_is_installed_tells_where(tmp_path, monkeypatch):
    class Recorded(PurePosixPath):
        def locate(self):
            return tmp_path / "site" / self

    listed = ["onespec/__init__.py", "../share/onespec/specs/A/study.yaml", "../share/onespec/specs/A/sdtm/dm.yaml"]
    monkeypatch.setattr("onespec.places.files", lambda _: [Recorded(name) for name in listed])
    carried.cache_clear()
    assert carried() == (tmp_path / "share" / "onespec").resolve()
    monkeypatch.setattr("onespec.places.files", lambda _: [Recorded("onespec/__init__.py")])
    carried.cache_clear()
    assert carried() is None
    carried.cache_clear()


def test_folders_are_called_by_the_id(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    study = onespec.open(OTHER / "spec")
    assert (study.raw, study.out) == (Path("raw_samples/ASTH-02/export"), Path("build/ASTH-02"))


def test_and_as_the_studys_own_folder_is_written(monkeypatch):
    """The shipped study's id is in capitals, its folder as the registration writes it."""
    monkeypatch.chdir(ROOT)
    study = onespec.open("CHICTR2600126870")
    assert (study.id, study.out) == ("CHICTR2600126870", Path("build/ChiCTR2600126870"))


@pytest.mark.parametrize(("declared", "name"), [("A/B 1", "A_B_1"), ("../x", "_x"), ("研究-7", "研究-7"), ("", "spec")])
def test_an_id_is_the_name_of_one_folder(other, declared, name):
    other.replace("spec/study.yaml", "study: ASTH-02\nname", f'study: "{declared}"\nname')
    assert onespec.open(other.spec).out.name == name


def test_a_study_yaml_that_cannot_be_read_is_told_by_the_build(other, monkeypatch, capsys):
    monkeypatch.chdir(other.folder)
    (other.spec / "study.yaml").write_text("study: [\n")
    assert main(["build", "--study", "spec", "--raw", "raw"]) == 1
    assert "SPEC-YAML  study.yaml" in capsys.readouterr().err
    assert (other.folder / "build" / ".spec.cache" / "findings.csv").exists()


@pytest.mark.parametrize("study", [".", "../spec"])
def test_a_build_inside_the_specification_does_not_build_itself(here, study, capsys):
    """The outputs lie beside the folder, and the second build has nothing to do."""
    before = sorted(p for p in (here / "spec").rglob("*"))
    for said in ("Built 4 of 4 datasets", "Nothing to do: "):
        assert main(["build", "--study", study, "--raw", "../raw", "--workers", "1"]) == 0
        assert said in capsys.readouterr().out
    assert sorted(p for p in (here / "spec").rglob("*")) == before
    assert (here / "build" / "ASTH-02" / "sdtm" / "ae.xpt").exists()


def test_from_a_folder_of_the_specification(here, monkeypatch):
    monkeypatch.chdir("sdtm")
    assert onespec.open("..").out == here / "build" / "ASTH-02"


@pytest.mark.parametrize("out", [".", "out", "sdtm/../out", "../spec/build"])
@pytest.mark.parametrize("verb", ["build", "clean", "qc", "validate"])
def test_outputs_inside_the_specification_are_refused(here, capsys, out, verb):
    assert main([verb, "--study", ".", "--out", out]) == 2
    error = capsys.readouterr().err
    assert "would lie inside the specification" in error and "Name a folder outside it with --out." in error
    assert not (here / "spec" / "out").exists()


def test_a_specification_inside_the_outputs_is_refused(here, capsys):
    assert main(["clean", "--study", ".", "--out", ".."]) == 2
    assert "would replace the specification" in capsys.readouterr().err
    assert (here / "spec" / "study.yaml").exists()


@pytest.mark.slow
def test_outputs_that_are_the_current_folder(other, tmp_path):
    """Its name is known, so that the kept parts have theirs."""
    (tmp_path / "results").mkdir()
    done = command("build", "--study", other.spec, "--raw", other.raw, "--out", ".", cwd=tmp_path / "results")
    assert done.returncode == 0, done.stderr
    assert (tmp_path / ".results.cache" / "state.json").exists()
    assert (tmp_path / "results.audit.jsonl").exists()
    assert 'was replaced by a new one of its name. Go into it again: cd "$PWD"' in done.stderr
