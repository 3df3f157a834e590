"""Transport files held against a profile."""

from __future__ import annotations

from dataclasses import replace

import pytest

from onespec.engine.findings import Stopped
from onespec.submission.package.held import held_faults, read_held
from onespec.submission.profiles import profile

from .transports import write_lb

FDA, NMPA = profile("fda"), profile("nmpa")


def faults(path, which=FDA, encoding="ascii"):
    return [(f.rule, f.column, f.row, f.value) for f in held_faults(read_held(path, encoding), which, encoding, "lb")]


def test_a_file_without_fault(tmp_path):
    assert faults(write_lb(tmp_path / "lb.xpt", ["01", "02"])) == []


def test_texts_that_are_not_ascii_are_one_finding_a_variable(tmp_path):
    path = write_lb(tmp_path / "lb.xpt", ["01", "02", "03"], ["1", "5 µg", "6 µg"])
    assert faults(path) == [("PACKAGE-ASCII", "LBORRES", 2, "5 µg")]
    found = next(held_faults(read_held(path, "ascii"), FDA, "ascii", "lb"))
    assert found.text().startswith("STOP  PACKAGE-ASCII  lb row 2, LBORRES: 2 texts are not ASCII.")
    assert faults(path, NMPA, "utf-8") == []


def test_texts_that_are_not_of_the_encoding(tmp_path):
    path = write_lb(tmp_path / "lb.xpt", ["01", "02"], ["阳", "阴"])
    assert faults(path, NMPA, "utf-8") == []
    content = path.read_bytes()
    path.write_bytes(content.replace("阴".encode(), "阴".encode("gb2312") + b" "))
    assert faults(path, NMPA, "utf-8") == [("PACKAGE-ENCODING", "LBORRES", 2, "\\xd2\\xf5")]
    path.write_bytes(content.replace("阳".encode(), b"\xe9\x98 "))
    assert [(rule, row) for rule, _, row, _ in faults(path, NMPA, "utf-8")] == [("PACKAGE-ENCODING", 1)]


def test_a_character_that_is_cut_at_the_end_of_a_text_does_not_find_its_end_in_the_next(tmp_path):
    path = write_lb(tmp_path / "lb.xpt", ["01", "02"], ["1234567x", "8765432y"])
    content = path.read_bytes().replace(b"1234567x", b"1234567\xd2").replace(b"8765432y", b"\xf5765432y")
    path.write_bytes(content)
    assert [row for _, _, row, _ in faults(path, NMPA, "euc-cn")] == [1]


def test_labels_and_lengths_are_those_that_the_profile_takes(tmp_path):
    path = write_lb(tmp_path / "lb.xpt", ["01"])
    strict = replace(FDA, label=15, text=7)
    assert [(rule, column) for rule, column, _, _ in faults(path, strict)] == [
        ("PACKAGE-LABEL", ""),
        ("PACKAGE-LABEL", "USUBJID"),
        ("PACKAGE-TEXT", "LBORRES"),
    ]


def test_a_label_that_is_not_ascii(tmp_path):
    path = write_lb(tmp_path / "lb.xpt", ["01"])
    path.write_bytes(path.read_bytes().replace(b"Sequence Number", "记录的序号".encode()))
    assert faults(path) == [("PACKAGE-ASCII", "LBSEQ", None, "记录的序号")]
    with pytest.raises(Stopped, match="XPT-ENCODING"):
        read_held(path, "euc-cn")


def test_a_file_that_ends_too_early(tmp_path):
    path = write_lb(tmp_path / "lb.xpt", ["01"])
    path.write_bytes(path.read_bytes()[:-1])
    with pytest.raises(Stopped, match="XPT-TRUNCATED"):
        read_held(path, "ascii")
