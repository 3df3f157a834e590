"""The measurements that count, of lesions written as tests/lesions.py tells."""

import pytest
from lesions import COLUMNS, TERMS, first_doses, lesions_of

from onespec.adam.records.measured_lesions import measured_lesions


def made(*visits, **more):
    """Each record as ``"T1 30"``, the baseline with a star; ``?`` is no size; and its test where it is a node's."""
    source, columns = lesions_of(*visits, **more)
    rows = measured_lesions(source, first_doses(), columns, TERMS)
    names, values = source.frame["TRLNKID"].take(rows.position), rows.values
    return [
        f"{name} {'?' if size != size else f'{size:g}'}{' node' if test == 'LPERP' else ''}{'*' if flag else ''}"
        for name, size, test, flag in zip(names, values["AVAL"], values["TRTESTCD"], values["ABLFL"], strict=True)
    ]


@pytest.mark.parametrize(
    ("visits", "expected"),
    [
        (["-7: T1 30, L1 18", "42: T1 20, L1 9"], ["T1 30*", "L1 18 node*", "T1 20", "L1 9 node"]),
        (["-7: T1 30, T2 20", "42: T1 ?"], ["T1 30*", "T2 20*", "T1 ?"]),  # T2 has no record
        (["-28: T1 40", "-7: T1 30", "42: T1 20"], ["T1 30*", "T1 20"]),  # the latest baseline record
        (["-7: T1 30", "42: T1 20, T1 21"], ["T1 30*", "T1 21"]),  # the larger of a day
        (["-7: T1 30", "42: T1.1 12, T1.2 10"], ["T1 30*", "T1.1 12", "T1.2 10"]),
        (["-7: T1 30, T2 20", "42: T1/T2 45"], ["T1 30*", "T2 20*", "T1/T2 45"]),
        (["-7: T1 30", "42: T1 20, T9 10, N1 PRESENT, X1 UNEQUIVOCAL"], ["T1 30*", "T1 20"]),
        (["-7: L1 18", "42: L1 12@LDIAM"], ["L1 18 node*", "L1 ? node"]),  # on the other axis
        (["42: T1 20"], []),
    ],
)
def test_which_records(visits, expected):
    assert made(*visits) == expected


def test_a_node_is_what_is_identified_as_one():
    assert made("-7: L1 18@LDIAM", "42: L1 12", located=[("L1", "LYMPH NODE")]) == ["L1 ? node*", "L1 12 node"]


def test_lesions_have_numbers_those_of_the_baseline_first():
    """A fragment changes no number of a lesion that was there before."""
    source, _ = lesions_of("-7: T1 30, T3 20", "42: T1.1 12, T1.2 10, T3 18")
    rows = measured_lesions(source, first_doses(), COLUMNS, TERMS)
    names = source.frame["TRLNKID"].take(rows.position)
    found = dict(zip(names, rows.values["LSNNUM"], strict=True))
    assert found == {"T1": 1, "T3": 2, "T1.1": 3, "T1.2": 4}
