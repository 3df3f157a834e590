"""The profiles are complete, and a misspelt one is told with the nearest."""

import pytest

from onespec.define.print.setting import profiles as typographies
from onespec.engine.findings import NotThere
from onespec.submission.profiles import profile, profiles


def test_each_profile_names_an_edition_and_a_typography_that_exist():
    for known in profiles().values():
        assert known.language in known.title
        assert known.typography in typographies(), known.key
        assert known.places.keys() == {"sdtm", "adam", "sdtm_programs", "adam_programs"}


def test_limits_are_those_of_the_agencies():
    assert (profile("fda").split, profile("nmpa").split) == (5_000_000_000, 4_000_000_000)
    assert (profile("fda").path, profile("pmda").path) == (None, 160)
    assert profile("nmpa").encodings == ("utf-8", "euc-cn", "gb18030")


def test_a_misspelt_profile_is_told_with_the_nearest():
    with pytest.raises(NotThere, match="nmpa"):
        profile("nmap")
