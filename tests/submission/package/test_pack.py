"""A package of the other study: its tree, its record, and every fault that keeps it from being written."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from support import contents

import onespec
from onespec.cli.main import main
from onespec.engine.disk import sha256
from onespec.packages_left import strange_packages
from onespec.packaging import _given
from onespec.submission.package.names import TOP
from onespec.submission.package.pack import Options, pack
from onespec.submission.package.split import rejoined_sha256
from onespec.submission.profiles import profile

FDA = replace(profile("fda"), obligatory={"sdtm": ("DM",)})  # the study has no trial design
SDTM = "m5/datasets/asth-02/tabulations/sdtm"
ADAM = "m5/datasets/asth-02/analysis/adam"


def edition(study):
    return _given(onespec.open(study.spec, study.raw, study.out))


def packed(study, which=FDA, split=None):
    return pack(edition(study), which, study.folder / "packed", Options(split))


def stops(study, which=FDA, split=None) -> dict[str, str]:
    """Rule -> file of the stops that keep the package from being written."""
    with pytest.raises(onespec.Stopped) as stopped:
        packed(study, which, split)
    assert not (study.folder / "packed").exists()
    return {f.rule: f.file for f in stopped.value.findings.stops}


def test_the_tree_and_its_record(other_done):
    done = packed(other_done)
    files = contents(done.folder)
    record = json.loads(files["package.json"])
    assert record == json.loads(json.dumps(done.record))
    assert set(files) - {"package.json"} == record["files"].keys()
    assert {name for name in files if name.startswith(SDTM) and "programs" not in name} == {
        f"{SDTM}/{name}" for name in ("ae.xpt", "dm.xpt", "ex.xpt", "define.xml", "define2-1.xsl", "csdrg.pdf")
    }
    assert {"editable/csdrg.docx", "editable/adrg.docx", "facts.json", f"{ADAM}/datasets/adrg.pdf"} <= files.keys()
    assert {place["guide"] for place in record["places"]} == {"csdrg", "adrg"}
    assert (record["study"], record["profile"], record["language"]) == ("ASTH-02", "fda", "en")
    assert (record["encoding"], record["root"]) == ("ascii", "m5/datasets/asth-02")
    assert record["edition"] == sha256(other_done.out / "run.json")
    for name, entry in record["files"].items():
        assert entry == {"sha256": sha256(done.folder / name), "bytes": len(files[name])}
    ae = record["datasets"]["AE"]
    assert (ae["file"], ae["records"], ae["parts"]) == (f"{SDTM}/ae.xpt", 3, [])
    assert files[f"{SDTM}/ae.xpt"] == (other_done.out / "sdtm" / "ae.xpt").read_bytes()


def test_two_runs_give_the_same_bytes(other_done):
    first = contents(packed(other_done).folder)
    assert contents(packed(other_done).folder) == first


def test_the_programs_begin_with_a_text_that_tells_what_is_which(other_done):
    files = contents(packed(other_done).folder)
    names = sorted(name.rpartition("/")[2] for name in files if name.startswith(f"{SDTM}/programs"))
    assert names[0] == "00-read-me.txt" and "10-spec-1-study.txt" in names and "50-method-study-day.txt" in names
    first = files[f"{SDTM}/programs/00-read-me.txt"].decode("ascii")
    assert all(name in first for name in names[1:]) and "onespec 0." in first
    assert f"run.json by SHA-256 {sha256(other_done.out / 'run.json')}" in first
    assert files[f"{SDTM}/programs/20-dataset-ae.txt"] == (other_done.spec / "sdtm" / "ae.yaml").read_bytes()
    assert all(b"\r" not in content for name, content in files.items() if name.endswith(".txt"))


def test_what_no_judge_has_said_is_told_and_may_be_a_stop(other_done):
    done = packed(other_done)
    told = [(f.level, f.file) for f in done.findings if f.rule == "PACKAGE-VERDICT"]
    assert told == [("query", "conformance"), ("query", "qc")]
    assert done.record["verdicts"] == {"conformance": None, "qc": None}
    other_done.append("spec/study.yaml", "levels: {PACKAGE-VERDICT: stop}\n")
    assert other_done.build() == 0
    (other_done.folder / "packed").rename(other_done.folder / "before")
    assert stops(other_done) == {"PACKAGE-VERDICT": "qc"}


# -- faults ----------------------------------------------------------------------------------------


def test_a_dataset_that_must_be_there(other_done):
    assert stops(other_done, profile("fda")) == {"PACKAGE-DATASET": "sdtm"}


def test_an_encoding_that_is_not_taken(other_done):
    assert stops(other_done, replace(FDA, encodings=("gb18030",))) == {"PACKAGE-ENCODING": "run.json"}


def test_a_changed_output_and_texts_that_are_not_ascii_come_in_one_run(other_done):
    path = other_done.out / "sdtm" / "ae.xpt"
    path.write_bytes(path.read_bytes().replace(b"Asthma", "Asthé".encode()))
    found = stops(other_done)
    assert found == {"PACKAGE-CHANGED": "sdtm/ae.xpt (changed since)", "PACKAGE-ASCII": f"fda/{SDTM}/ae.xpt"}


@pytest.mark.parametrize("name", ["define.xml", "define2-1.xsl"])
def test_a_file_that_went(other_done, name):
    (other_done.out / "sdtm" / name).unlink()
    rule = "PACKAGE-DEFINE" if name == "define.xml" else "PACKAGE-LINK"
    assert stops(other_done)[rule] == f"fda/{SDTM}/define.xml"


def test_what_a_reviewer_expects_and_is_not_there(other_done):
    """No document was written beside define.xml, which does not name the guides."""
    told = [f.message for f in packed(other_done).findings if f.rule == "PACKAGE-DOCUMENT"]
    assert sorted(told) == [
        "There is no define.pdf.",
        "There is no define.pdf.",
        "define.xml does not name the reviewer's guide adrg.pdf.",
        "define.xml does not name the reviewer's guide csdrg.pdf.",
    ]


def test_guides_that_define_names_are_there_and_a_fault_of_their_answers_is_told(other):
    for name, standard in (("csdrg", "sdtm"), ("adrg", "adam")):
        head = "documents:\n" if name == "csdrg" else ""
        other.append("spec/study.yaml", f"{head}  {name}: {{title: Guide, href: {name}.pdf, standard: {standard}}}\n")
    assert other.build() == 0
    done = packed(other)
    assert [f.message for f in done.findings if f.rule == "PACKAGE-DOCUMENT"] == ["There is no define.pdf."] * 2
    assert (done.folder / SDTM / "csdrg.pdf").read_bytes().startswith(b"%PDF")
    other.append("spec/guides.yaml", "places:\n  amendment: {en: None.}\n")
    (other.folder / "packed").rename(other.folder / "before")
    assert stops(other).keys() == {"GUIDES"}


def test_a_document_that_define_names_and_is_not_there(other):
    other.append("spec/study.yaml", "documents:\n  plan: {title: Plan, href: plan.pdf, standard: sdtm}\n")
    assert other.build() == 0
    assert stops(other) == {"PACKAGE-LINK": f"fda/{SDTM}/define.xml"}


@pytest.mark.parametrize("href", ["../../../../../../../out/run.json", "https://example.org/plan.pdf", "/etc/hosts"])
def test_a_document_that_lies_elsewhere(other, href):
    other.append("spec/study.yaml", f"documents:\n  plan: {{title: Plan, href: '{href}', standard: sdtm}}\n")
    assert other.build() == 0
    assert stops(other) == {"PACKAGE-LINK": f"fda/{SDTM}/define.xml"}


def test_names_that_are_too_long_and_lengths(other_done):
    found = stops(other_done, replace(FDA, name={"dataset": 2, "file": 32, "other": 13}, path=60, label=30, text=100))
    assert found.keys() == {"PACKAGE-NAME", "PACKAGE-PATH", "PACKAGE-LABEL"}


def test_a_limit_below_one_record(other_done):
    assert "PACKAGE-SPLIT" in stops(other_done, split=1000)


# -- parts -----------------------------------------------------------------------------------------


def least_limit(study) -> int:
    """A limit that the largest dataset is above."""
    return max(path.stat().st_size for path in study.out.glob("*/*.xpt")) - 80


def test_parts_beside_the_whole(other_done):
    done = packed(other_done, split=least_limit(other_done))
    (split,) = done.record["splits"]
    entry = done.record["datasets"][split["dataset"]]
    assert [p["file"].rpartition("/")[2] for p in entry["parts"]] == [
        f"{split['dataset'].lower()}{n}.xpt" for n in (1, 2)
    ]
    paths = [done.folder / p["file"] for p in entry["parts"]]
    assert rejoined_sha256(paths) == done.record["files"][entry["file"]]["sha256"]
    assert sum(p["records"] for p in entry["parts"]) == entry["records"]
    assert "is split in its sort order into 2 parts" in split["sentence"]["en"]
    names = ", ".join(p["file"].rpartition("/")[2] for p in entry["parts"])
    assert names in (done.folder / "facts.json").read_text()  # the guide of its standard tells the parts


def test_parts_in_the_place_of_the_whole(other_done):
    done = packed(other_done, replace(FDA, whole=False), least_limit(other_done))
    (split,) = done.record["splits"]
    entry = done.record["datasets"][split["dataset"]]
    assert entry["file"] == "" and len(entry["parts"]) == 2
    assert [f.rule for f in done.findings if f.rule == "PACKAGE-PARTS"] == ["PACKAGE-PARTS"]
    assert not (done.folder / split["folder"]).with_name(f"{split['dataset'].lower()}.xpt").exists()


# -- other forms ---------------------------------------------------------------------------------------


def test_the_datasets_in_other_forms_beside_the_tree(other_done):
    done = pack(edition(other_done), FDA, other_done.folder / "packed", Options(formats=("dataset-json", "parquet")))
    assert done.record["formats"]["formats/sdtm/ae.json"] == done.record["datasets"]["AE"]["records"] == 3
    beside = {name for name in done.record["files"] if name.startswith("formats/")}
    assert beside == done.record["formats"].keys() | {"formats/sdtm/define.xml", "formats/adam/define.xml"}
    assert json.loads((done.folder / "formats/sdtm/ae.json").read_text())["metaDataRef"] == "define.xml"


def test_a_form_that_does_not_exist(other_done, capsys):
    asked = ["package", "--study", str(other_done.spec), "--out", str(other_done.out), "--formats", "ndjsn"]
    assert main(asked) == 1
    assert "There is no format 'ndjsn'. Did you mean 'ndjson'?" in capsys.readouterr().err


# -- the command -----------------------------------------------------------------------------------


def test_the_command_writes_beside_the_outputs_and_clean_takes_it_away(other_done, capsys, monkeypatch):
    monkeypatch.setitem(__import__("onespec.submission.profiles", fromlist=["profiles"]).profiles(), "fda", FDA)
    given = ["--study", str(other_done.spec), "--out", str(other_done.out)]
    raw = ["--raw", str(other_done.raw)]
    capsys.readouterr()
    assert main(["package", *given, *raw, "--profile", "fda"]) == 0
    said, folder = capsys.readouterr().out, other_done.out.with_name("out.package")
    assert f"Package: {folder / 'fda'}" in said and f"{TOP}/datasets/asth-02/tabulations/sdtm" in said
    assert main(["package", *given, *raw, "--profile", "fda", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["packages"][0]["package"] == json.loads((folder / "fda" / "package.json").read_text())
    assert strange_packages(folder) == []
    (folder / "fda" / "note.txt").write_text("x")
    (folder / "note.txt").write_text("x")
    assert strange_packages(folder) == ["fda/note.txt", "note.txt"]
    assert main(["package", *given, *raw, "--profile", "fda"]) == 2
    assert main(["clean", *given]) == 2
    (folder / "fda" / "note.txt").unlink()
    (folder / "note.txt").unlink()
    assert main(["clean", *given]) == 0
    assert not folder.exists()


def test_a_profile_that_does_not_exist(other_done, capsys):
    assert main(["package", "--study", str(other_done.spec), "--out", str(other_done.out), "--profile", "fad"]) == 1
    assert "There is no profile 'fad'. Did you mean 'fda'?" in capsys.readouterr().err


def test_without_a_build_it_says_so(other, capsys):
    assert main(["package", "--study", str(other.spec), "--out", str(other.out), "--profile", "fda"]) == 2
    assert "build them first" in capsys.readouterr().err
