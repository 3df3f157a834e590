"""Consistency: each part of an archive against the others, after somebody has changed one and all its digests."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest
from bags import members, packed
from support import makes_slow

import onespec
from onespec.submission.archive.bag import Digests, tag_files
from onespec.submission.archive.consistent import judged_by, verdict_faults
from onespec.submission.archive.packed import listed_files, package_faults
from onespec.submission.archive.write import digested
from onespec.submission.package.held import read_held
from onespec.submission.package.split import Part, write_part
from onespec.submission.verify.consistency import encoding_of
from onespec.submission.verify.run import CONSISTENCY, verify

RUN = "data/outputs/en/run.json"


@pytest.fixture(scope="module")
@makes_slow
def parts(_other_done, tmp_path_factory) -> dict[str, bytes]:
    """The payload of an archive of the other study, with a verdict and a package made by hand."""
    copy = _other_done.copy(tmp_path_factory.mktemp("archived") / "study")
    found = members(onespec.open(copy.spec, copy.raw, copy.out).archive().path)
    out = {n.partition("/")[2]: data for n, data in found.items() if "/data/" in n}
    outputs = {
        n.removeprefix("data/outputs/en/"): digest(d) for n, d in out.items() if n.startswith("data/outputs/en/")
    }
    index = json.loads(out["data/archive.json"])
    index["packages"], index["editions"]["en"]["reports"] = {"fda": "data/package/fda"}, {"qc": "data/reports/en/qc"}
    verdict = {"files": {n: d for n, d in outputs.items() if n.endswith(".xpt")}}
    package = {"m5/dm.xpt": out["data/outputs/en/sdtm/dm.xpt"], "readme.txt": b"read me"}
    record = {"language": "en", "files": {n: {"sha256": digest(d)} for n, d in package.items()}}
    out |= {f"data/package/fda/{n}": d for n, d in package.items()}
    made = {
        "data/archive.json": index,
        "data/reports/en/qc/report.json": verdict,
        "data/package/fda/package.json": record,
    }
    return out | {name: json.dumps(said).encode() for name, said in made.items()}


def digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def forged(folder: Path, payload: dict[str, bytes]) -> Path:
    """An archive whose digests are all right, whatever it holds."""
    known: dict[str, Digests] = {name: digested(data) for name, data in payload.items()}
    path = folder / "forged.zip"
    files = tag_files({}, known) | dict(sorted(payload.items()))
    path.write_bytes(packed({f"S1/{name}": data for name, data in files.items()}))
    return path


def findings(folder: Path, payload: dict[str, bytes]) -> list[tuple[str, str]]:
    return sorted(
        {(f.rule.removeprefix("VERIFY-"), f.file) for f in verify(forged(folder, payload), CONSISTENCY).findings}
    )


def edited(data: bytes, change) -> bytes:
    said = json.loads(data)
    change(said)
    return json.dumps(said).encode()


def test_what_belongs_together(parts, tmp_path):
    found = verify(forged(tmp_path, parts), CONSISTENCY)
    assert [f.text() for f in found.findings] == [] and found.good
    assert {k: found.done[CONSISTENCY][k] for k in ("verdicts", "packages")} == {"verdicts": 1, "packages": 1}
    assert found.done[CONSISTENCY]["inputs"] > 500


def test_an_output_that_the_build_did_not_leave(parts, tmp_path):
    name = "data/outputs/en/sdtm/dm.xpt"
    changed = parts[name].replace(b"DM", b"DN", 1)
    assert ("INPUT", name) in findings(tmp_path, parts | {name: changed})
    assert ("INPUT", "data/outputs/en/new.txt") in findings(tmp_path, parts | {"data/outputs/en/new.txt": b"x"})


@pytest.mark.parametrize("name", ["data/raw/events.csv", "data/program/onespec/engine/days.py", "specification"])
def test_an_input_that_the_build_has_not_read(parts, tmp_path, name):
    own = json.loads(parts["data/archive.json"])["specification"]
    name = f"{own}/study.yaml" if name == "specification" else name
    assert findings(tmp_path, parts | {name: parts[name] + b"\n"}) == [("INPUT", name)]
    left = {n: d for n, d in parts.items() if n != name}
    assert findings(tmp_path, left) == [("INPUT", name)]


def test_a_raw_file_more(parts, tmp_path):
    assert findings(tmp_path, parts | {"data/raw/new.csv": b"x"}) == [("INPUT", "data/raw/new.csv")]


def test_data_that_define_does_not_describe(parts, tmp_path):
    """Data, run.json, verdict and package all say the same; only define.xml does not know the dataset."""
    name = "data/outputs/en/sdtm/zz.xpt"
    data = parts["data/outputs/en/sdtm/dm.xpt"]
    run = edited(parts[RUN], lambda r: r["outputs"].update({"sdtm/zz.xpt": digest(data)}))
    report = "data/reports/en/qc/report.json"
    verdict = edited(parts[report], lambda r: r["files"].update({"sdtm/zz.xpt": digest(data)}))
    assert findings(tmp_path, parts | {name: data, RUN: run, report: verdict}) == [
        ("DEFINE", "data/outputs/en/sdtm/define.xml")
    ]


def test_a_verdict_about_other_data(parts, tmp_path):
    report = "data/reports/en/qc/report.json"
    other = edited(parts[report], lambda r: r["files"].update({"sdtm/dm.xpt": "0" * 64}))
    assert findings(tmp_path, parts | {report: other}) == [("VERDICT", report)]
    assert findings(tmp_path, parts | {report: b"{}"}) == [("VERDICT", report)]


def test_a_package_of_other_files(parts, tmp_path):
    place = "data/package/fda"
    assert findings(tmp_path, parts | {f"{place}/readme.txt": b"x"}) == [("PACKAGE", f"{place}/readme.txt")]
    assert findings(tmp_path, parts | {f"{place}/more.txt": b"x"}) == [("PACKAGE", f"{place}/more.txt")]
    left = {n: d for n, d in parts.items() if n != f"{place}/readme.txt"}
    assert findings(tmp_path, left) == [("PACKAGE", f"{place}/readme.txt")]
    data = parts[f"{place}/m5/dm.xpt"].replace(b"DM", b"DN", 1)
    record = edited(parts[f"{place}/package.json"], lambda r: r["files"]["m5/dm.xpt"].update(sha256=digest(data)))
    both = {f"{place}/m5/dm.xpt": data, f"{place}/package.json": record}
    assert findings(tmp_path, parts | both) == [("PACKAGE", f"{place}/m5/dm.xpt")]


def test_a_number_of_a_guide(parts, tmp_path):
    """A fact that counts the records of DM, told with another number than there are."""
    sentence = {"guide": "csdrg", "section": "3.1", "language": "en", "text": "DM holds 99 records.", "row": None}
    fact = {"id": "records of DM", "source": {"records": "DM"}, "value": 99, "sentences": [sentence]}
    facts = json.dumps({"facts": [fact]}).encode()
    place = "data/package/fda"
    record = edited(
        parts[f"{place}/package.json"], lambda r: r["files"].update({"facts.json": {"sha256": digest(facts)}})
    )
    found = verify(
        forged(tmp_path, parts | {f"{place}/facts.json": facts, f"{place}/package.json": record}), CONSISTENCY
    )
    assert [(f.rule, f.file) for f in found.findings] == [("VERIFY-FACT", f"{place}/facts.json")]
    assert "DM holds 99 records." in found.findings[0].message


@pytest.mark.parametrize("said", [b"", b"[]", b"{", b'{"editions": []}', b'{"editions": {"en": {"outputs": "../x"}}}'])
def test_a_list_of_parts_that_is_none(parts, tmp_path, said):
    assert findings(tmp_path, parts | {"data/archive.json": said}) == [("INDEX", "data/archive.json")]


@pytest.mark.parametrize("said", [b"", b"[1]", b"{}", b'{"inputs": 1, "outputs": []}'])
def test_a_record_of_the_build_that_is_none(parts, tmp_path, said):
    assert ("INDEX", RUN) in findings(tmp_path, parts | {RUN: said})


def test_a_damaged_archive_is_not_looked_into(parts, tmp_path):
    path = forged(tmp_path, parts)
    path.write_bytes(path.read_bytes().replace(b"SUBJECT", b"SUBJEKT", 1)[:-1])
    found = verify(path, CONSISTENCY)
    assert not found.good and CONSISTENCY not in found.done and "was not begun" in found.notes[-1].said()


def test_what_a_report_is_about():
    assert judged_by({"files": {"sdtm/ae.xpt": "a"}}) == {"sdtm/ae.xpt": "a"}
    source = {"name": "x/y/sdtm/ae.xpt", "sha256": "a"}
    assert judged_by({"datasets": [{"base": {"source": source}}, {"base": None}, 1]}) == {"sdtm/ae.xpt": "a"}
    assert judged_by({}) == {}
    assert verdict_faults({"sdtm/ae.xpt": "a"}, {"sdtm/ae.xpt": "a", "sdtm/dm.xpt": "b"}) == [
        "The verdict is not about sdtm/dm.xpt."
    ]


def test_the_files_of_a_package():
    assert listed_files({"files": {"a": "1", "b": {"sha256": "2"}, "c": 3}}) == {"a": "1", "b": "2"}
    assert listed_files({"files": [{"path": "a", "sha256": "1"}, 2]}) == {"a": "1"}
    assert list(package_faults({}, {}, {}))[0][0] == "package.json"
    told = list(package_faults({"language": "zh", "files": {"a": "1"}}, {"a": "1"}, {"en": {}}))
    assert told == [("package.json", "The package is of an edition ('zh') that is not here.")]


def test_the_encoding_of_an_edition():
    assert [encoding_of({"encoding": "gb18030"}, "zh"), encoding_of({}, "zh"), encoding_of({}, "en")] == [
        "gb18030",
        "utf-8",
        "ascii",
    ]


@pytest.fixture(scope="module")
@makes_slow
def split(parts, tmp_path_factory) -> dict[str, bytes]:
    """The same, with a dataset of the package in two parts."""
    folder = tmp_path_factory.mktemp("split")
    (folder / "ae.xpt").write_bytes(parts["data/outputs/en/sdtm/ae.xpt"])
    held = read_held(folder / "ae.xpt", "ascii")
    out, listed = dict(parts), []
    for part in (Part(1, 0, 1, True), Part(2, 1, held.records - 1, True)):
        file = f"m5/split/ae{part.number}.xpt"
        write_part(held, part, folder / f"ae{part.number}.xpt")
        out[f"data/package/fda/{file}"] = (folder / f"ae{part.number}.xpt").read_bytes()
        listed.append({"file": file, "records": part.records})
    record = json.loads(parts["data/package/fda/package.json"])
    record["splits"] = [{"dataset": "AE", "standard": "sdtm", "parts": listed}]
    return told(out, record)


def told(payload: dict[str, bytes], record: dict) -> dict[str, bytes]:
    """With the package's record, which names every file of it as it is."""
    files = {n.removeprefix("data/package/fda/"): d for n, d in payload.items() if n.startswith("data/package/fda/")}
    record["files"] = {n: {"sha256": digest(d)} for n, d in files.items() if n != "package.json"}
    return payload | {"data/package/fda/package.json": json.dumps(record).encode()}


def test_parts_are_put_together_again(split, tmp_path):
    found = verify(forged(tmp_path, split), CONSISTENCY)
    assert found.good and found.done[CONSISTENCY]["rejoined"] == 1
    assert any("1 split datasets were put together" in note.said() for note in found.notes)
    assert any("1 个拆分的数据集" in note.said("zh") for note in found.notes)


@pytest.mark.parametrize("spoiled", ["order", "record", "gone"])
def test_parts_that_are_not_the_whole(split, tmp_path, spoiled):
    """Every digest of the package is right; the parts are in the wrong order, one has another value, one is gone."""
    second = "data/package/fda/m5/split/ae2.xpt"
    payload, record = dict(split), json.loads(split["data/package/fda/package.json"])
    if spoiled == "order":
        record["splits"][0]["parts"].reverse()
    elif spoiled == "record":
        payload[second] = payload[second].replace(b"ASTH-02", b"ASTH-03", 1)
        assert payload[second] != split[second]
    else:
        del payload[second]
    found = verify(forged(tmp_path, told(payload, record)), CONSISTENCY)
    assert [f.rule for f in found.findings] == ["VERIFY-PACKAGE"]
