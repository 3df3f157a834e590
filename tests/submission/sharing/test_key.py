"""The secret key: made apart, refused where it would be shared, the same key gives the same identifiers."""

from __future__ import annotations

import re

import pytest

from onespec.engine.findings import Findings
from onespec.submission.sharing.key import LETTERS, Key, KeyRefused, read_key


def test_a_key_is_made_that_only_its_owner_reads(tmp_path):
    key = read_key(tmp_path / "key", tmp_path / "edition")
    assert key.new and len(key.secret) == 32 and (tmp_path / "key").stat().st_mode & 0o777 == 0o600
    again = read_key(tmp_path / "key", tmp_path / "edition")
    assert not again.new and again.secret == key.secret


def test_another_key_gives_other_identifiers(tmp_path):
    one, other = (read_key(tmp_path / name, tmp_path / "edition") for name in "ab")
    assert one.name("subject", "S-01", 10) != other.name("subject", "S-01", 10) and one.mark != other.mark


@pytest.mark.parametrize(
    ("content", "mode", "said"),
    [("abc\n", 0o600, "is no key"), ("zz" * 32, 0o600, "is no key"), ("ab" * 32, 0o644, "others may read the key")],
)
def test_what_is_no_key_is_refused(tmp_path, content, mode, said):
    (tmp_path / "key").write_text(content)
    (tmp_path / "key").chmod(mode)
    with pytest.raises(KeyRefused, match=said):
        read_key(tmp_path / "key", tmp_path / "edition")


def test_a_key_inside_the_edition_is_refused_and_not_made(tmp_path):
    with pytest.raises(KeyRefused, match="inside the edition"):
        read_key(tmp_path / "edition" / "sdtm" / "key", tmp_path / "edition")
    assert not (tmp_path / "edition").exists()


def test_identifiers_are_consonants_and_depend_on_use_and_text(tmp_path):
    key = Key(bytes(32), tmp_path)
    name = key.name("subject", "S-01", 10)
    assert re.fullmatch(f"[{LETTERS}]{{10}}", name) and not set("AEIOUY0123456789") & set(LETTERS)
    assert len({name, key.name("site", "S-01", 10), key.name("subject", "S-02", 10)}) == 3


def test_two_subjects_with_one_identifier_are_a_stop(tmp_path):
    findings = Findings()
    Key(bytes(32), tmp_path).names("subject", map(str, range(50)), 1, findings)
    assert [f.rule for f in findings] == ["SHARE-KEY"]
