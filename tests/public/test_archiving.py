"""The archive of a study: what goes in, what does not belong together, and the command line."""

from __future__ import annotations

import json
import shutil
import tomllib
from pathlib import Path

import pytest
from bags import members
from support import ROOT

import onespec
from onespec.archiving import program_files
from onespec.cli.main import main
from onespec.engine.findings import Stopped


def study_of(copy) -> onespec.Study:
    return onespec.open(copy.spec, copy.raw, copy.out)


def stops(study: onespec.Study) -> list[tuple[str, str]]:
    """What is told instead of an archive."""
    with pytest.raises(Stopped) as stopped:
        study.archive()
    assert not study.archives.exists() or not list(study.archives.iterdir())
    return [(f.rule, f.file) for f in stopped.value.findings]


def test_what_goes_in(other_done):
    study = study_of(other_done)
    done = study.archive()
    found = {name.partition("/")[2]: data for name, data in members(done.path).items()}
    said = json.loads(found["data/archive.json"])
    assert (said["study"], said["raw"], list(said["editions"])) == (study.id, "data/raw", ["en"])
    for folder, place in (
        (study.raw, "data/raw"),
        (study.out, "data/outputs/en"),
        (study.folder, said["specification"]),
    ):
        here = {p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*") if p.is_file()}
        assert {n.removeprefix(f"{place}/"): d for n, d in found.items() if n.startswith(f"{place}/")} == here
    assert {"data/program/onespec/engine/build/build.py", "data/program/pyproject.toml"} <= found.keys()
    assert "raw --out rebuilt" in found["data/program/REBUILD.txt"].decode()
    assert "package" in done.absent and "Not in it, as there is none: package" in done.text()
    assert onespec.verify(done.path).good


def test_the_same_in_another_folder_and_again(other_done, tmp_path):
    first = study_of(other_done).archive()
    assert study_of(other_done).archive().written.fresh is False
    moved = other_done.copy(tmp_path / "elsewhere" / "deep")
    for path in moved.folder.rglob("*"):
        path.chmod(0o700)
    assert study_of(moved).archive().path.read_bytes() == first.path.read_bytes()


def test_nothing_of_the_machine_stands_in_it(other_done):
    found = members(study_of(other_done).archive().path)
    assert not [name for name, data in found.items() if str(other_done.folder).encode() in data]


def test_outputs_of_other_inputs(other_done):
    other_done.append("raw/events.csv", "\n")
    study = study_of(other_done)
    assert stops(study) == [("ARCHIVE-STALE", "data/outputs/en")]


def test_a_changed_an_added_and_a_missing_output(other_done):
    (other_done.out / "sdtm" / "dm.xpt").write_bytes(b"x")
    (other_done.out / "sdtm" / "new.txt").write_bytes(b"x")
    (other_done.out / "reports" / "queries.csv").unlink()
    assert stops(study_of(other_done)) == [
        ("ARCHIVE-CHANGED", "data/outputs/en/reports/queries.csv"),
        ("ARCHIVE-CHANGED", "data/outputs/en/sdtm/dm.xpt"),
        ("ARCHIVE-CHANGED", "data/outputs/en/sdtm/new.txt"),
    ]


def test_a_verdict_about_other_data(doubled):
    study = study_of(doubled)
    study.qc().write()
    assert study.archive().absent.keys() == {"package", "conformance, edition en", "report of displays, edition en"}
    shutil.rmtree(study.archives)
    doubled.replace("raw/events.csv", "10/01/2021", "11/01/2021")
    study.build()
    assert stops(study) == [("ARCHIVE-VERDICT", "data/reports/en/qc/report.json")]
    study.qc().write()
    (study.beside("qc") / "report.html").write_text("mine")
    assert stops(study) == [("ARCHIVE-CHANGED", "data/reports/en/qc/report.html")]


def test_names_that_windows_cannot_hold_and_links(other_done):
    (other_done.spec / "con.md").write_text("x")
    (other_done.spec / "gone.md").symlink_to(other_done.spec / "nowhere")
    (other_done.spec / "README.md").write_text("x")
    (other_done.spec / "readme.md").write_text("y")
    place = f"data/specification/{study_of(other_done).name}"
    assert sorted(stops(study_of(other_done))) == [
        ("ARCHIVE-FILE", f"{place}/gone.md"),
        ("ARCHIVE-NAME", f"{place}/con.md"),
        ("ARCHIVE-NAME", f"{place}/readme.md"),
    ]


def test_nothing_is_built(other):
    with pytest.raises(onespec.NotBuilt, match="there are no outputs"):
        study_of(other).archive()


def test_the_program_is_its_source():
    names = set(program_files())
    assert {"onespec/__init__.py", "onespec/py.typed", "onespec/standards/checks.yaml", "pyproject.toml"} <= names
    assert not [n for n in names if "__pycache__" in n or n.endswith(".pyc") or n.startswith("onespec/tests")]


def test_an_installed_program_has_the_same_files():
    """What of the source is no module is package data of pyproject.toml: a wheel holds it, too."""
    said = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["setuptools"]["package-data"]
    data = [name for name in program_files() if name.startswith("onespec/") and not name.endswith(".py")]
    for name in data:
        package, _, file = name.replace("/", ".", name.count("/") - 1).partition("/")
        assert any(Path(file).match(pattern) for pattern in said.get(package, ())), f"no wheel holds {name}"


def test_the_commands(other_done, capsys, tmp_path):
    places = "--study", str(other_done.spec), "--out", str(other_done.out)
    assert main(["verify", *places]) == 2
    assert "there is no archive in" in capsys.readouterr().err
    assert main(["archive", *places, "--raw", str(other_done.raw)]) == 0
    said = capsys.readouterr().out
    assert "Archive of " in said and "SHA-256 " in said
    html, report = tmp_path / "v.html", tmp_path / "v.json"
    assert main(["verify", *places, "--html", str(html), "--report", str(report)]) == 0
    assert capsys.readouterr().out.splitlines()[-1] == "Verified: consistency."
    assert "an entry names this archive" in html.read_text()
    assert json.loads(report.read_text())["verified"] and "Verified: consistency." in html.read_text()
    (archive,) = Path(f"{other_done.out}.archive").glob("*.zip")
    trail = archive.with_name(f"{archive.name}.audit.jsonl")
    lines = trail.read_bytes()
    trail.write_bytes(lines.replace(b'"exit":0', b'"exit":1'))
    assert main(["verify", str(archive)]) == 1
    assert "VERIFY-AUDIT" in capsys.readouterr().out
    trail.write_bytes(lines)
    data = bytearray(archive.read_bytes())
    data[len(data) // 2] ^= 1
    archive.write_bytes(data)
    assert main(["verify", str(archive), "--json"]) == 1
    found = json.loads(capsys.readouterr().out)
    assert found["verdict"].startswith("Not verified") and {"VERIFY-DIGEST"} < {f["rule"] for f in found["findings"]}
