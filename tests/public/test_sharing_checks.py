"""Which numbers of a display are others in the edition: a line of another name is none, two swapped lines are."""

import pytest

from onespec.results.moved import NONE, StatChange
from onespec.sharing_checks import _changed, _renamed
from onespec.submission.sharing.actions import Context
from onespec.submission.sharing.key import Key
from onespec.submission.sharing.register import Sharing
from onespec.submission.sharing.survey import Survey


def change(line: str, old: str, new: str, display: str = "ae") -> StatChange:
    return StatChange(display, "14.1", line, "Total", "n", old, new)


@pytest.mark.parametrize(
    ("found", "left"),
    [
        ([change("Gout", "3", NONE), change("Joint disorders", NONE, "3")], []),
        ([change("Gout", "3", NONE), change("Joint disorders", NONE, "4")], [0, 1]),
        ([change("Gout", "3", NONE)], [0]),
        ([change("A", "3", NONE), change("B", "3", NONE), change("C", NONE, "3")], [1]),
        ([change("Gout", "3", "4"), change("Rash", "4", "3")], [0, 1]),  # two lines that have swapped their numbers
        ([change("Gout", "3", NONE, "named"), change("Joints", NONE, "3", "named")], [0, 1]),
        ([change("Gout", "3", NONE), change("Gout", NONE, "3", "other")], [0, 1]),
    ],
)
def test_what_is_left(found, left):
    assert list(_changed(found, Sharing(displays=("named",)))) == [found[at] for at in left]


def test_a_line_of_a_subject_has_the_new_identifier(tmp_path):
    survey = Survey({"S1-01-001": "BCDF"}, {}, {"01-001": "S1-01-001"})
    named = _renamed(Context(Key(bytes(32), tmp_path / "key"), Sharing(), survey, {}), "S1")
    assert named("S1-01-001") == "S1-BCDF" and named("Subject 01-001, week 2") == "Subject BCDF, week 2"
    assert named("01-0011") == "01-0011"
