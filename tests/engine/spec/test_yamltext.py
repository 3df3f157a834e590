"""YAML as text: nothing is typed, every entry knows its line, faults are findings."""

from __future__ import annotations

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from onespec.engine.findings import Findings
from onespec.engine.spec.yamltext import Map, Seq, load_yaml


def load(folder, text: str | bytes) -> tuple[Map, list[str]]:
    path = folder / "x.yaml"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    findings = Findings()
    return load_yaml(path, "x.yaml", findings), [f.text() for f in findings]


@pytest.mark.parametrize(
    "scalar",
    [
        "NO",
        "no",
        "off",
        "010",
        "0x1F",
        "12:30",
        "12:30:45",
        "1e3",
        "1_000",
        "2021-03-01",
        ".5",
        "+1",
        "null",
        "true",
        "<<",
        "=",
        "1.0",
    ],
)
def test_a_scalar_stays_what_it_is(tmp_path, scalar):
    """YAML 1.1 makes false of NO, 8 of 010 and 750 of 12:30."""
    assert load(tmp_path, f"a: {scalar}\nb: [{scalar}]\n{scalar}: c\n") == (
        {"a": scalar, "b": [scalar], scalar: "c"},
        [],
    )


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("a:\n", ""),
        ("a: ~\n", ""),
        ('a: ""\n', ""),
        ('a: "~"\n', "~"),
        ("a: null\n", "null"),
        ("a: >-\n  b\n  c\n", "b c"),
    ],
)
def test_a_blank_is_the_empty_text(tmp_path, text, value):
    assert load(tmp_path, text)[0]["a"] == value


def test_entries_know_their_lines(tmp_path):
    entry, _ = load(tmp_path, "# remark\na: 1\n\nb:\n  - x\n  - y: 2\n    z: 3\n")
    assert isinstance(entry["b"], Seq) and isinstance(entry["b"][1], Map)
    assert (entry.lines, entry["b"].lines, entry["b"][1].lines) == ({"a": 2, "b": 4}, [5, 6], {"y": 6, "z": 7})


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("a: {b: c\nd: e\n", "STOP  SPEC-YAML  x.yaml:2: This is not YAML: did not find expected ',' or '}'. "),
        (
            "a: b\n c: d\n",
            "STOP  SPEC-YAML  x.yaml:2: This is not YAML: mapping values are not allowed in this context. ",
        ),
        (
            "a: b\n\tc: d\n",
            "STOP  SPEC-YAML  x.yaml:2: This is not YAML: found a tab character that violates indentation. ",
        ),
        ("a: *b\n", "STOP  SPEC-YAML  x.yaml:1: This is not YAML: found undefined alias. "),
        ("a: 'b\n", "STOP  SPEC-YAML  x.yaml:2: This is not YAML: found unexpected end of stream. "),
        ("a: 1\n---\nb: 2\n", "STOP  SPEC-YAML  x.yaml:2: This is not YAML: but found another document. "),
    ],
)
def test_a_syntax_error_has_its_line(tmp_path, text, line):
    entry, lines = load(tmp_path, text)
    assert (entry, lines) == (
        {},
        [line + "Fix: Look at indentation, brackets, quotes and colons on this line and the one before."],
    )


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("a: 1\nb: 2\na: 3\n", "STOP  SPEC-TWICE  x.yaml:3: 'a' stands twice (first on line 1). Fix: Remove one."),
        ("- a\n", "STOP  SPEC-YAML  x.yaml:1: The file must hold a mapping (key: value). Fix: Start with a key."),
        ("? [a, b]\n: c\n", "STOP  SPEC-YAML  x.yaml:1: A key must be a plain name. Fix: Put the name in quotes."),
        (b"a: \xff\n", "STOP  SPEC-ENCODING  x.yaml: Byte 3 is not UTF-8. Fix: Save the file as UTF-8."),
    ],
)
def test_other_faults(tmp_path, text, line):
    assert load(tmp_path, text)[1] == [line]


def test_an_empty_file_holds_nothing(tmp_path):
    assert load(tmp_path, "# only a remark\n") == ({}, [])


def test_a_file_that_is_not_there(tmp_path):
    findings = Findings()
    assert load_yaml(tmp_path / "y.yaml", "y.yaml", findings) == {}
    assert [f.text() for f in findings] == [
        "STOP  SPEC-FILE  y.yaml: The file cannot be read: No such file or directory. Fix: Add the file."
    ]


TEXT = st.text(st.characters(exclude_categories=["Cc", "Cs", "Zl", "Zp"]))


@given(st.dictionaries(TEXT, st.lists(TEXT)))
def test_what_is_written_is_read(tmp_path_factory, value):
    text = yaml.safe_dump(value, allow_unicode=True)
    assert load(tmp_path_factory.mktemp("yaml"), text) == (value, [])


DEEP = {
    "brackets": "a: " + "[" * 3000,
    "brackets closed again": "a: " + "[" * 100 + "]" * 100,
    "braces": "a: " + "{a: " * 3000,
    "both": "a: " + "[{a: " * 2000,
    "a bracket a line": "a:\n" + " [\n" * 3000,
    "lines of a list": "a:\n  " + "- " * 3000 + "x",
    "keys": "\n".join(" " * n + "a:" for n in range(300)),
    "without an end": "- [" * 140_000,
}


@pytest.mark.parametrize("text", DEEP.values(), ids=DEEP)
def test_what_is_too_deep_is_told(tmp_path, text):
    made, faults = load(tmp_path, text)
    assert (made, len(faults)) == ({}, 1)
    assert faults[0].startswith("STOP  SPEC-YAML  x.yaml:")


def test_what_only_looks_deep_is_read(tmp_path):
    assert load(tmp_path, f"a: '{'[' * 500}'\nb: {'x' * 5000}")[1] == []
    assert load(tmp_path, "a: [" + ", ".join(["[b]"] * 500) + "]")[1] == []


BOMB = "a0: &a0 [x]\n" + "\n".join(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 10))


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (BOMB, "x.yaml:7: This is not YAML: with its aliases it has more than 1,000,000 entries."),
        ("a: &x [b, *x]", "x.yaml:1: This is not YAML: an alias stands within what it names."),
        ("a: &x {b: {c: *x}}", "x.yaml:1: This is not YAML: an alias stands within what it names."),
        (
            'a: "b\\u0007c"',
            "x.yaml:1: The text holds the character '\\x07', which no document can hold. Fix: Remove it.",
        ),
        (
            'a: "\\uffff"',
            "x.yaml:1: The text holds the character '\\uffff', which no document can hold. Fix: Remove it.",
        ),
        ("? [a, b]\n: c", "x.yaml:1: A key must be a plain name. Fix: Put the name in quotes."),
    ],
)
def test_what_has_no_bound_or_is_no_text_is_told(tmp_path, text, told):
    (fault,) = load(tmp_path, text)[1]
    assert fault.startswith(f"STOP  SPEC-YAML  {told}")


def test_aliases_stand_for_what_they_name(tmp_path):
    assert load(tmp_path, "a: &x {b: c}\nd: [*x, *x]") == ({"a": {"b": "c"}, "d": [{"b": "c"}, {"b": "c"}]}, [])
