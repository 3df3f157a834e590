"""How texts stand: records, subjects, writings, first rows; parts add up to the whole."""

from __future__ import annotations

import json
from collections import Counter

from coded import with_tables

from onespec.engine.run.standing import Standing, merge_standings, standing_read, standings


def test_records_subjects_and_first_rows(other):
    found = standings(with_tables(other).evaluated(), "AE")
    assert {key: (s.records, s.subjects, dict(s.written)) for key, s in found.items()} == {
        ("发热", "", ""): (2, 2, {"发热": 1, "发 热": 1}),
        ("cough", "Cough", "Respiratory disorders"): (1, 1, {"Cough": 1}),
        ("cough", "Productive cough", "Respiratory disorders"): (1, 1, {"Ｃｏｕｇｈ": 1}),
        ("oral thrush", "Oral candidiasis", "Infections and infestations"): (1, 1, {"oral thrush": 1}),
    }
    fever = found["发热", "", ""]
    assert fever.translations == Counter({"Fever": 2})
    assert fever.fields == Counter({"events.EVENT": 2})
    assert fever.places == [("events", 1, "events.csv", 1, "101"), ("events", 3, "events.csv", 3, "102")]


def test_parts_add_up():
    one = Standing(2, 1, Counter(a=2), places=[("f", 3, "f.csv", 3, "1"), ("f", 9, "f.csv", 9, "1")])
    two = Standing(3, 2, Counter(A=3), places=[("f", 4, "f.csv", 4, "2"), ("f", 5, "f.csv", 5, "3")])
    both = {}
    for each in ({("a", "X"): two}, {("a", "X"): one}):
        merge_standings(both, each)
    assert both["a", "X"].records == 5 and both["a", "X"].subjects == 3
    assert [place[1] for place in both["a", "X"].places] == [3, 4, 5]


def test_what_is_kept_is_read_as_it_was():
    one = Standing(2, 1, Counter(a=2), Counter(), Counter({"f.X": 2}), [("f", 3, "f.csv", 3, "1")], {"V": Counter(b=1)})
    assert standing_read(json.loads(json.dumps(vars(one)))) == one
