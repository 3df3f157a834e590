"""Durations of ISO 8601."""

from checked import found, package


def test_durations():
    values = [
        "",
        "P21D",
        "P6W",
        "PT30M",
        "-PT2H",
        "P1Y2M3DT4H",
        "P0.5D",
        "2025-08-03/P21D",
        "P",
        "PT",
        "21D",
        "P21",
        "6 weeks",
        "P3DT",
    ]
    p = package(TE={"TEDUR": values})
    assert [value for _, (value,), _ in found("iso_duration", "TE", p, durations=["TEDUR"])] == [
        "P",
        "PT",
        "21D",
        "P21",
        "6 weeks",
        "P3DT",
    ]
