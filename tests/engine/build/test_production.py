"""What is read is what the record tells: files that change while a build reads them."""

from __future__ import annotations

import json
import os

import pytest
from support import contents, run_build

from onespec.engine.build import production
from onespec.engine.disk import sha256


def meanwhile(monkeypatch, change) -> None:
    """Change something when the inputs have been digested, and nothing has been read yet."""
    specification = production.specification
    monkeypatch.setattr(production, "specification", lambda *given: (change(), specification(*given))[1])


def rewrite(path, old: str, new: str, keep_time: bool = False) -> None:
    before, text = path.stat(), path.read_text()
    assert text.count(old) == 1
    path.write_text(text.replace(old, new))
    if keep_time:
        os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))


CHANGES = {
    "raw/events.csv": ("oral thrush", "thrush"),
    "spec/sdtm/ae.yaml": ("dataset: AE", "dataset: AE "),
    "spec/tables/arms.csv": ("PBO,Placebo", "PBO,Dummy inhaler"),
}


@pytest.mark.parametrize("file", CHANGES)
def test_a_file_that_changes_before_it_is_read_stops_the_build(other_done, monkeypatch, capsys, file):
    before = contents(other_done.out)
    other_done.replace("raw/inhaler.csv", "Placebo,2", "Placebo,3")
    meanwhile(monkeypatch, lambda: rewrite(other_done.folder / file, *CHANGES[file]))
    assert other_done.build() == 2
    place = file.replace("spec/", "specification/")
    assert f"files were changed while the build was reading them: {place}. Run it again." in capsys.readouterr().err
    assert contents(other_done.out) == before
    monkeypatch.undo()
    assert other_done.build() == 0
    record = json.loads((other_done.out / "run.json").read_text())
    group, _, name = place.partition("/")
    assert record["inputs"][group][name] == sha256(other_done.folder / file)


def test_a_file_of_the_same_size_and_time_stops_it_too(other, monkeypatch, capsys):
    meanwhile(monkeypatch, lambda: rewrite(other.raw / "events.csv", "oral thrush", "ORAL thrush", keep_time=True))
    assert other.build() == 2
    assert "raw/events.csv" in capsys.readouterr().err


@pytest.mark.parametrize("change", ["a new file", "a file that goes"])
def test_another_file_stops_it(other, monkeypatch, capsys, change):
    path = other.raw / ("new.csv" if change == "a new file" else "events.csv")
    meanwhile(monkeypatch, path.touch if change == "a new file" else path.unlink)
    assert other.build() == 2
    assert f"while the build was reading them: raw/{path.name}. Run it again." in capsys.readouterr().err


def test_the_program_itself_may_not_change(other_done, monkeypatch, capsys):
    """Its rooms are loaded when they are needed: half of the work would be done by another program."""
    before = contents(other_done.out)
    other_done.replace("raw/inhaler.csv", "Placebo,2", "Placebo,3")
    changed = production.Inputs.changed
    monkeypatch.setattr(
        production.Inputs,
        "changed",
        lambda inputs, now: ["code/engine/days.py"] if "code" in now else changed(inputs, now),
    )
    assert other_done.build() == 2
    said = "files were changed while the build was running: code/engine/days.py. Run it again."
    assert said in capsys.readouterr().err
    assert contents(other_done.out) == before


def test_a_change_that_keeps_size_and_time_is_built(other_done):
    before = (other_done.out / "sdtm" / "ae.xpt").read_bytes()
    rewrite(other_done.raw / "events.csv", "oral thrush", "ORAL thrush", keep_time=True)
    assert other_done.build() == 0
    assert (other_done.out / "sdtm" / "ae.xpt").read_bytes() != before


def test_a_file_in_a_folder_of_the_export_is_read_and_digested(other_done, capsys):
    (other_done.raw / "safety").mkdir()
    (other_done.raw / "events.csv").rename(other_done.raw / "safety" / "events.csv")
    other_done.replace("spec/crf.yaml", "file: events.csv", "file: safety/events.csv")
    assert other_done.build() == 0
    record = json.loads((other_done.out / "run.json").read_text())
    assert record["inputs"]["raw"]["safety/events.csv"] == sha256(other_done.raw / "safety" / "events.csv")
    other_done.replace("raw/safety/events.csv", "oral thrush", "ORAL thrush")
    capsys.readouterr()
    assert other_done.build() == 0
    assert "Nothing to do" not in capsys.readouterr().out


@pytest.mark.parametrize("place", ["safety/more.csv", "safety/deep/er/more.csv"])
def test_a_file_in_a_folder_that_no_form_reads_is_a_stop(other, place):
    (other.raw / place).parent.mkdir(parents=True)
    other.append(f"raw/{place}", "SUBJ\n101\n")
    assert other.build() == 1
    assert [(f.rule, f.file) for f in other.findings if f.level == "stop"] == [("RAW-EXTRA-FILE", place)]


def test_a_link_to_a_folder_is_a_stop(other, tmp_path):
    (tmp_path / "elsewhere").mkdir()
    (other.raw / "link").symlink_to(tmp_path / "elsewhere", target_is_directory=True)
    assert other.build() == 1
    assert [(f.rule, f.file) for f in other.findings if f.level == "stop"] == [("RAW-EXTRA-FILE", "link")]


@pytest.mark.parametrize(
    "place", ["/etc/passwd.csv", "../events.csv", "a/../events.csv", "./events.csv", "a\\\\b.csv", ".x.csv"]
)
def test_a_file_outside_the_export_is_a_stop_at_check(other, place):
    other.replace("spec/crf.yaml", "file: events.csv", f'file: "{place}"')
    assert [f for f in other.faults() if "SPEC-PLACE" in f and "is no place within the export" in f]


def test_what_ends_the_program_while_methods_are_loaded_is_a_finding(other, capsys):
    for line in ("import sys; sys.exit(0)", "raise SystemExit", "class End(BaseException): pass\nraise End"):
        (other.spec / "methods.py").write_text(f"{line}\n")
        capsys.readouterr()
        assert run_build(other.spec, other.raw, other.out) == 1
        assert "SPEC-PYTHON  methods.py" in capsys.readouterr().err


METHOD = """
from onespec.engine.contract import Column
from onespec.engine.registry import method

@method("{value}, and no more.")
def ending(value: Column) -> Column:
    import sys
    sys.exit(0)
"""


def test_what_ends_the_program_while_a_method_works_is_a_finding(other, capsys):
    other.append("spec/methods.py", METHOD)
    other.replace(
        "spec/sdtm/ae.yaml",
        "AELLT: {not_available: the coding house returned preferred terms only}",
        "AELLT: {derived: ending, with: {value: AETERM}}",
    )
    assert other.build() == 1
    assert "ending cannot work with what it is given (SystemExit: 0 in methods.py, line 8)" in capsys.readouterr().err


@pytest.mark.parametrize("name", ["../../X", "/tmp/X", "adsl", "TOOLONGNAME"])
def test_a_dataset_that_no_file_can_be_named_after_is_a_stop_at_check(other, name):
    other.replace("spec/adam/adsl.yaml", "dataset: ADSL\n", f'dataset: "{name}"\n')
    assert [f for f in other.faults() if f"A transport file cannot hold the name '{name}'." in f]


def test_a_form_may_be_called_anything(other, tmp_path):
    """Its name stands in the specification, and in no path."""
    place = f"{tmp_path}/x"
    path = other.spec / "crf.yaml"
    text = path.read_text()
    assert text.count("\n  events:\n") == 1
    path.write_text(text.replace("\n  events:\n", f'\n  "{place}":\n'))
    (other.spec / "sdtm" / "ae.yaml").write_text(
        (other.spec / "sdtm" / "ae.yaml")
        .read_text()
        .replace("from: events", f"from: {place}")
        .replace("events.", f"{place}.")
    )
    before = {p.name for p in tmp_path.iterdir()}
    assert other.build() == 0
    assert {p.name for p in tmp_path.iterdir()} - before == {"out", ".out.cache", "out.audit.jsonl", "out.audit.head"}
    assert {p.suffix for p in (other.folder / ".out.cache" / "raw").iterdir()} == {".arrow", ".json"}


def test_the_digest_of_an_output_that_was_copied_is_its_own(other_done):
    """It is not read again; run.json tells all the same."""
    other_done.replace("raw/inhaler.csv", "Placebo,2", "Placebo,3")
    assert other_done.build() == 0
    told = json.loads((other_done.out / "run.json").read_text())["outputs"]
    assert told == {name: sha256(other_done.out / name) for name in contents(other_done.out) if name != "run.json"}
