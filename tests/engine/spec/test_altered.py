"""One value of a file of the specification, replaced."""

from __future__ import annotations

import pytest

from onespec.engine.findings import NotThere, Stopped
from onespec.engine.spec.altered import set_values

TEXT = """\
# a comment
values:
  LIMIT: 30                 # days
  NAME: "two words"
  EMPTY:
  LONG: >-
    one
    two
keys: [A, B]
common.part: {x: 1}
steps:
  - read: {from: DM}
  - best: {days: 28, order: [CR, PR]}
  - best: {days: 14, of: &sel {use: a}}
  - last: {of: *sel}
"""


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "adam").mkdir()
    (tmp_path / "adam" / "a.yaml").write_text(TEXT, encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize(
    ("setting", "before", "after", "said"),
    [
        ("values.LIMIT=60", "LIMIT: 30 ", "LIMIT: 60 ", "values.LIMIT is 60 (30)"),
        ("values.NAME=a: b, c", '"two words"', '"a: b, c"', "values.NAME is a: b, c (two words)"),
        ("values.LIMIT=30}", "LIMIT: 30 ", 'LIMIT: "30}" ', "values.LIMIT is 30} (30)"),
        ("values.NAME=", '"two words"', '""', "values.NAME is blank (two words)"),
        ("values.EMPTY=NO", "EMPTY:", "EMPTY: NO", "values.EMPTY is NO (blank)"),
        ("values.LONG=one", "LONG: >-\n    one\n    two\n", "LONG: one\n", "values.LONG is one (one two)"),
        ("keys=[A, C]", "[A, B]", "[A, C]", "keys is [A, C] ([A, B])"),
        ("keys[2]=C", "[A, B]", "[A, C]", "keys[2] is C (B)"),
        ("common.part.x=2", "{x: 1}", "{x: 2}", "common.part.x is 2 (1)"),
        ("steps[2].best.days=35", "days: 28", "days: 35", "steps[2].best.days is 35 (28)"),
        ("steps.read.from=AE", "from: DM", "from: AE", "steps[1].read.from is AE (DM)"),
    ],
)
def test_all_other_text_stays(folder, setting, before, after, said):
    (done,) = set_values(folder, [f"adam/a.yaml:{setting}"])
    assert (folder / "adam" / "a.yaml").read_text(encoding="utf-8") == TEXT.replace(before, after)
    assert done.said == f"adam/a.yaml: {said}"


@pytest.mark.parametrize(
    ("setting", "said"),
    [
        ("values.LIMIT=60", "'values.LIMIT=60' sets nothing. Write FILE:PATH=VALUE"),
        ("adam/a.yaml:values.LIMIT", "sets nothing"),
        ("adam/b.yaml:x=1", "There is no file 'adam/b.yaml' in the specification. Did you mean 'adam/a.yaml'?"),
        ("../a.yaml:x=1", "There is no file '../a.yaml'"),
        ("adam/a.yaml:values.LIMITS=1", "no entry 'LIMITS' in adam/a.yaml: values. Did you mean 'LIMIT'?"),
        ("adam/a.yaml:value=1", "There is no entry 'value' in adam/a.yaml. Did you mean 'values'?"),
        ("adam/a.yaml:values.LIMIT.x=1", "adam/a.yaml: values.LIMIT is one value; it holds no 'x'."),
        ("adam/a.yaml:values.LIMIT=30", "values.LIMIT is 30 already. Name another value."),
        ("adam/a.yaml:values=1", "values is no single value. It holds LIMIT, NAME, EMPTY, LONG."),
        ("adam/a.yaml:steps=1", "steps is no single value. It holds [1], [2], [3], [4]."),
        ("adam/a.yaml:steps[5]=1", "steps has no entry [5]; it is a list of 4, counted from 1."),
        ("adam/a.yaml:steps[0]=1", "steps has no entry [0]"),
        ("adam/a.yaml:steps.best.days=1", "'best.days' stands in its entries [2], [3]. Name one by its number"),
        ("adam/a.yaml:steps.none=1", "no entry holds 'none'"),
        ("adam/a.yaml:steps[3].best.of.use=b", "stands for values in other places, too"),
    ],
)
def test_what_cannot_be_set(folder, setting, said):
    with pytest.raises(NotThere) as stop:
        set_values(folder, [setting])
    assert said in str(stop.value)


def test_a_value_that_is_set_twice(folder):
    with pytest.raises(NotThere, match=r"steps\[1\].read.from is set twice"):
        set_values(folder, ["adam/a.yaml:steps.read.from=AE", "adam/a.yaml:steps[1].read.from=EX"])


@pytest.mark.parametrize("value", ["[A, B", "[A], x: 1", "{a: 1, a: 2}"])
def test_a_value_that_is_no_yaml(folder, value):
    with pytest.raises((Stopped, NotThere)):
        set_values(folder, [f"adam/a.yaml:keys={value}"])
