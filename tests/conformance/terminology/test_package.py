"""Which standard and date a package is of."""

from __future__ import annotations

import pytest

from onespec.conformance.terminology.package import TerminologyPackage, standard_and_date


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        (("CDISC_CT.SDTM.2025-03-28",), ("SDTM", "2025-03-28")),
        (
            ("SDTM Terminology 2025-03-28", "SDTM Terminology 2024-09-27.xls"),
            ("SDTM", "2025-03-28"),
        ),  # the first text that says it counts
        (("", "adam_terminology.txt"), ("ADaM", "")),
        (("Define-XML Terminology 2026-03-27",), ("Define-XML", "2026-03-27")),
        (("ct.txt", "20250328"), ("", "")),
    ],
)
def test_the_first_text_that_names_a_standard_or_date_counts(texts, expected):
    assert standard_and_date(*texts) == expected


def test_the_name_of_a_package_is_what_is_known_of_it():
    assert TerminologyPackage("SDTM Terminology.txt", "SDTM", "2025-03-28", {}).name == "SDTM CT 2025-03-28"
    assert TerminologyPackage("SDTM Terminology.txt", "SDTM", "", {}).name == "SDTM CT"
    assert TerminologyPackage("ct.txt", "", "", {}).name == "ct.txt CT"
