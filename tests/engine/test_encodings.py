"""Names of encodings."""

import pytest

from onespec.engine.encodings import is_encoding


@pytest.mark.parametrize(
    "name", ["utf-8", "utf-8-sig", "gb18030", "GBK", "cp1252", "windows-1252", "shift_jis", "utf-16"]
)
def test_an_encoding(name):
    assert is_encoding(name)


@pytest.mark.parametrize("name", ["", "latin0", "rot13", "hex", "base64", "undefined"])
def test_none(name):
    assert not is_encoding(name)
