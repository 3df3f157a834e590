"""Doses that overlap."""

from checked import found, package


def ex(*rows):
    return package(
        EX=dict(zip(("USUBJID", "EXTRT", "EXSTDTC", "EXENDTC"), map(list, zip(*rows, strict=True)), strict=True))
    )


HOW = {"treatment": "EXTRT", "start": "EXSTDTC", "end": "EXENDTC"}


def test_before_the_one_before_has_ended():
    p = ex(
        ("1", "A", "2025-08-01", "2025-08-14"),
        ("1", "A", "2025-08-12", "2025-08-20"),
        ("1", "B", "2025-08-12", "2025-08-20"),
        ("2", "A", "2025-08-12", "2025-08-20"),
    )
    assert found("overlap", "EX", p, **HOW) == [(2, ("A", "2025-08-12", "2025-08-20"), "")]


def test_the_longest_so_far_counts():
    p = ex(
        ("1", "A", "2025-08-01", "2025-08-30"),
        ("1", "A", "2025-08-30", "2025-08-31"),
        ("1", "A", "2025-08-05", "2025-08-06"),
    )
    assert found("overlap", "EX", p, **HOW) == [(3, ("A", "2025-08-05", "2025-08-06"), "")]


def test_twice_at_the_same_time():
    p = ex(
        ("1", "A", "2025-08-01T09:00", "2025-08-01T10:00"),
        ("1", "A", "2025-08-01T09:00", "2025-08-01T10:00"),
        ("1", "A", "2025-08-01T15:00", ""),
    )
    assert found("overlap", "EX", p, **HOW) == [(2, ("A", "2025-08-01T09:00", "2025-08-01T10:00"), "")]
