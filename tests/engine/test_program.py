"""The program itself."""

from __future__ import annotations

import pytest

from onespec.engine import program


@pytest.fixture
def afresh():
    """A process that has not asked yet."""
    program.engine_digest.cache_clear()
    yield
    program.engine_digest.cache_clear()


def test_the_engine_is_the_one_that_was_loaded(afresh, monkeypatch):
    """The digest of the first time stays, and a file that changes later is noticed."""
    assert program.engine_is_as_loaded()
    first = program.engine_digest()
    assert program.engine_is_as_loaded()
    monkeypatch.setattr(program, "_digest", lambda: "of changed files")
    assert program.engine_digest() == first
    assert not program.engine_is_as_loaded()


def test_another_library_is_another_engine(afresh, monkeypatch):
    first = program.engine_digest()
    monkeypatch.setattr(program, "versions", lambda: {"numpy": "0"})
    program.engine_digest.cache_clear()
    assert program.engine_digest() != first
