"""Integrity: every change is told with the name of the file, and a hostile archive with its member."""

from __future__ import annotations

import io
import os
import random
import struct
import zipfile
from pathlib import Path

import pytest
from bags import NAME, PAYLOAD, archive, members, packed

from onespec.submission.archive import container as c
from onespec.submission.archive.reader import read_structure
from onespec.submission.verify.opened import FIXES
from onespec.submission.verify.run import INTEGRITY, Verification, verify


def verified(path: Path) -> Verification:
    return verify(path, INTEGRITY)


def findings(path: Path) -> list[tuple[str, str]]:
    """Rule and file of each finding."""
    return sorted((f.rule.removeprefix("VERIFY-"), f.file) for f in verified(path).findings)


def spoiled(tmp_path: Path, change) -> Path:
    """An archive in the one form, with what ``change`` does to its members."""
    files = {name.removeprefix(f"{NAME}/"): data for name, data in members(archive(tmp_path)).items()}
    change(files)
    path = tmp_path / "spoiled.zip"
    path.write_bytes(packed({f"{NAME}/{name}": data for name, data in files.items()}))
    return path


def test_an_archive_as_it_was_written(tmp_path):
    found = verified(archive(tmp_path))
    assert (found.good, list(found.findings), found.files) == (True, [], 6 + len(PAYLOAD))


def test_a_changed_file(tmp_path):
    path = spoiled(tmp_path, lambda f: f.update({"data/raw/ae.csv": b"SUBJECT,TERM\n01,Headeche\n"}))
    assert findings(path) == [("CHANGED", "data/raw/ae.csv")]


def test_a_missing_file(tmp_path):
    assert findings(spoiled(tmp_path, lambda f: f.pop("data/raw/dm.csv"))) == [("MISSING", "data/raw/dm.csv")]


@pytest.mark.parametrize("name", ["data/raw/new.csv", "notes.txt"])
def test_an_added_file(tmp_path, name):
    assert findings(spoiled(tmp_path, lambda f: f.update({name: b"new"}))) == [("ADDED", name)]


def test_a_renamed_file(tmp_path):
    path = spoiled(tmp_path, lambda f: f.update({"data/raw/xx.csv": f.pop("data/raw/dm.csv")}))
    (found,) = verified(path).findings
    assert (found.rule, found.file) == ("VERIFY-RENAMED", "data/raw/dm.csv")
    assert found.message == "The file is here under another name: data/raw/xx.csv."


def test_swapped_files(tmp_path):
    def swap(files):
        one, other = "data/raw/ae.csv", "data/raw/dm.csv"
        files[one], files[other] = files[other], files[one]

    assert findings(spoiled(tmp_path, swap)) == [("SWAPPED", "data/raw/ae.csv"), ("SWAPPED", "data/raw/dm.csv")]


def test_a_file_in_the_place_of_another(tmp_path):
    path = spoiled(tmp_path, lambda f: f.update({"data/raw/ae.csv": f["data/raw/dm.csv"]}))
    (found,) = verified(path).findings
    assert found.message == "The file is not as it was archived: it holds what data/raw/dm.csv should hold."


@pytest.mark.parametrize("name", ["bagit.txt", "bag-info.txt"])
def test_a_changed_tag_file(tmp_path, name):
    assert findings(spoiled(tmp_path, lambda f: f.update({name: f[name] + b"X: y\n"}))) == [("CHANGED", name)]


def test_a_manifest_that_lies_accuses_no_file(tmp_path):
    """One manifest is changed alone: the tag manifests and the other manifest say so."""

    def lie(files):
        files["manifest-sha256.txt"] = files["manifest-sha256.txt"].replace(b"1", b"2")

    found = findings(spoiled(tmp_path, lie))
    assert ("CHANGED", "manifest-sha256.txt") in found
    assert {file for _, file in found} == {"manifest-sha256.txt"}


def test_a_file_changed_with_one_manifest_and_its_tags(tmp_path):
    """Whoever changes a file and one manifest, and the tag manifests as they should be, forgets the other one."""
    import hashlib

    def forge(files):
        old, new = files["data/raw/ae.csv"], b"forged"
        files["data/raw/ae.csv"] = new
        for text in (hashlib.sha256(old).hexdigest(), hashlib.sha256(new).hexdigest()):
            assert len(text) == 64
        files["manifest-sha256.txt"] = files["manifest-sha256.txt"].replace(
            hashlib.sha256(old).hexdigest().encode(), hashlib.sha256(new).hexdigest().encode()
        )
        for algorithm in ("sha256", "sha512"):
            listed = [n for n in files if "/" not in n and not n.startswith("tagmanifest")]
            files[f"tagmanifest-{algorithm}.txt"] = b"".join(
                hashlib.new(algorithm, files[n]).hexdigest().encode() + b"  " + n.encode() + b"\n"
                for n in sorted(listed)
            )

    found = findings(spoiled(tmp_path, forge))
    assert ("CHANGED", "data/raw/ae.csv") in found and ("MANIFEST", "manifest-sha512.txt") in found


def test_an_archive_forged_throughout_has_another_digest_than_its_name(tmp_path):
    path, other = archive(tmp_path / "a"), archive(tmp_path / "b", PAYLOAD | {"data/raw/ae.csv": b"forged"})
    forged = tmp_path / path.name
    forged.write_bytes(other.read_bytes())
    assert findings(forged) == [("DIGEST", path.name)]


# -- single bytes ------------------------------------------------------------------------------------


def places(data: bytes) -> list[tuple[int, int, str]]:
    """From, to, member: which member each byte of an archive is about; "" for its end."""
    found = read_structure(io.BytesIO(data)).members
    out, at = [], 0
    for member in found:
        end = at + len(c.local_header(member)) + member.size
        out.append((at, end, member.name.removeprefix(f"{NAME}/")))
        at = end
    for member, record in zip(found, c.directory(found), strict=True):
        out.append((at, at + len(record), member.name.removeprefix(f"{NAME}/")))
        at += len(record)
    return [*out, (at, len(data), "")]


def named_each_time(path: Path, count: int, seed: int) -> None:
    data, rng, held = bytearray(path.read_bytes()), random.Random(seed), path.with_name("one.zip")
    where = places(bytes(data))
    for _ in range(count):
        at = rng.randrange(len(data))
        name = next(member for start, end, member in where if start <= at < end)
        old = data[at]
        data[at] = (old + rng.randrange(1, 256)) % 256
        held.write_bytes(data)
        found = verified(held).findings
        said = [f for f in found if name in (f.file, "") or f"'{NAME}/{name}'" in f.message or f" {name}" in f.message]
        assert found.stops and said, f"byte {at} of {name}: {old} -> {data[at]}\n" + "\n".join(f.text() for f in found)
        data[at] = old


def test_single_bytes_are_told_with_the_file(tmp_path):
    """Every byte of a small archive is about as likely to be of a header as of a file."""
    named_each_time(archive(tmp_path), 400, 1)


@pytest.mark.slow
def test_a_thousand_single_bytes_are_told_with_the_file(tmp_path):
    payload = {f"data/{n:02}/{n}.bin": random.Random(n).randbytes(5000 * (n % 3)) for n in range(60)}
    named_each_time(archive(tmp_path, PAYLOAD | payload), 1000, 2)


# -- hostile archives ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "name",
    [
        "../evil", "data/../../evil", "/etc/evil", "C:/evil", "data\\evil", "data/CON", "data/raw/AE.csv",
        "data/raw", "data/a\u202eb", "data/\udcff",
    ],
)  # fmt: skip
def test_names_that_lead_out_or_are_another_file(tmp_path, name):
    path = tmp_path / "hostile.zip"
    path.write_bytes(packed({**members(archive(tmp_path)), f"{NAME}/{name}": b"x"}))
    shown = name.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")
    found = findings(path)
    assert any(rule == "NAME" and file in (shown, "data/raw/ae.csv") for rule, file in found), found


def test_a_member_outside_of_the_bag(tmp_path):
    path = tmp_path / "hostile.zip"
    path.write_bytes(packed({**members(archive(tmp_path)), "elsewhere/x": b"x"}))
    assert ("NAME", "elsewhere/x") in findings(path)


def test_two_members_of_one_name(tmp_path):
    path = tmp_path / "hostile.zip"
    path.write_bytes(packed([*members(archive(tmp_path)).items(), (f"{NAME}/data/raw/ae.csv", b"other")]))
    assert ("TWICE", "data/raw/ae.csv") in findings(path)


def zipped(tmp_path: Path, make) -> Path:
    path = tmp_path / "other.zip"
    with zipfile.ZipFile(path, "w") as file:
        for name, data in members(archive(tmp_path)).items():
            file.writestr(name, data)
        make(file)
    return path


def test_a_link(tmp_path):
    def link(file):
        info = zipfile.ZipInfo(f"{NAME}/data/link")
        info.external_attr = 0o120777 << 16
        file.writestr(info, "/etc/passwd")

    found = verified(zipped(tmp_path, link))
    assert [(f.rule, f.file, f.message) for f in found.findings] == [
        ("VERIFY-KIND", "data/link", "The member is a link.")
    ]


@pytest.mark.parametrize("mode", [0o020666, 0o060666, 0o010666, 0o140777, 0o040755])
def test_a_special_file(tmp_path, mode):
    def device(file):
        info = zipfile.ZipInfo(f"{NAME}/data/device")
        info.external_attr = mode << 16
        file.writestr(info, "")

    assert findings(zipped(tmp_path, device)) == [("KIND", "data/device")]


def test_a_bomb_is_refused_before_it_swells(tmp_path):
    bomb = zipped(tmp_path, lambda f: f.writestr(f"{NAME}/data/bomb", b"\0" * (64 << 20), zipfile.ZIP_DEFLATED))
    assert bomb.stat().st_size < 1 << 20
    found = verified(bomb)
    assert [(f.rule, f.file) for f in found.findings] == [("VERIFY-KIND", "data/bomb")]
    assert found.files == 0


def test_a_size_that_lies(tmp_path):
    """The directory says that a file is larger than the archive: nothing is read for it."""
    data = archive(tmp_path).read_bytes()
    at = data.rindex(b"PK\x01\x02")
    lies = data[: at + 20] + struct.pack("<2I", 1 << 31, 1 << 31) + data[at + 28 :]
    path = tmp_path / "lies.zip"
    path.write_bytes(lies)
    assert findings(path) == [("STRUCTURE", "data/raw/不良事件.csv")]


def test_members_that_overlap(tmp_path):
    """Two entries of the directory name the same bytes, as a bomb of overlapping files does."""
    files = members(archive(tmp_path))
    listed = [c.Member(n.encode(), len(d), __import__("zlib").crc32(d)) for n, d in files.items()]
    twice = [*listed, c.Member(f"{NAME}/data/again".encode(), listed[-1].size, listed[-1].crc)]
    body = b"".join(c.local_header(m) + d for m, d in zip(listed, files.values(), strict=True))
    at = [*c.offsets(listed)[:-1], c.offsets(listed)[-2]]
    records = [c.central_record(m, a) for m, a in zip(twice, at, strict=True)]
    path = tmp_path / "overlap.zip"
    path.write_bytes(body + b"".join(records) + c.end_record(len(twice), len(body), sum(map(len, records))))
    found = verified(path)
    assert any("again" in f.file + f.message or not f.file for f in found.findings.stops)


def test_too_many_members(tmp_path, monkeypatch):
    from onespec.submission.archive import reader

    monkeypatch.setattr(reader, "MOST_MEMBERS", 8)
    assert findings(archive(tmp_path)) == [("LIMIT", "")]


def test_a_huge_manifest_is_not_read(tmp_path, monkeypatch):
    from onespec.submission.verify import integrity

    monkeypatch.setattr(integrity, "LARGEST_TAG", 600)
    assert ("LIMIT", "manifest-sha512.txt") in findings(archive(tmp_path))


def test_a_manifest_in_another_encoding(tmp_path):
    def change(files):
        files["manifest-sha256.txt"] = files["manifest-sha256.txt"].decode().encode("gb18030")

    found = findings(spoiled(tmp_path, change))
    assert ("MANIFEST", "manifest-sha256.txt") in found and ("CHANGED", "manifest-sha256.txt") in found


# -- a folder ----------------------------------------------------------------------------------------


@pytest.fixture
def unpacked(tmp_path) -> Path:
    with zipfile.ZipFile(archive(tmp_path / "a")) as file:
        file.extractall(tmp_path / "unpacked")
    return tmp_path / "unpacked" / NAME


def test_the_folder_that_it_was_unpacked_into(unpacked):
    assert findings(unpacked) == []
    (unpacked / "data" / "raw" / "ae.csv").write_bytes(b"x")
    (unpacked / "data" / "new").write_bytes(b"x")
    assert findings(unpacked) == [("ADDED", "data/new"), ("CHANGED", "data/raw/ae.csv")]


def test_links_in_a_folder_are_not_followed(unpacked):
    os.symlink("/etc/passwd", unpacked / "data" / "link")
    os.symlink("/", unpacked / "data" / "root")
    os.mkfifo(unpacked / "data" / "pipe")
    assert findings(unpacked) == [("KIND", "data/link"), ("KIND", "data/pipe"), ("KIND", "data/root")]


def test_a_folder_that_is_no_bag(tmp_path):
    assert ("STRUCTURE", "") in findings(tmp_path)


def test_every_kind_of_fault_has_its_fix():
    assert set(FIXES) == {"STRUCTURE", "KIND", "NAME", "TWICE", "LIMIT"}
