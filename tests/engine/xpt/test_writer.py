"""The transport file writer, read back by two independent readers: pyreadstat and xport 2."""

import datetime
import os

import numpy as np
import pandas as pd
import pyreadstat
import pytest
import xport
from hypothesis import given, settings
from hypothesis import strategies as st

from onespec.engine.columns import number, text
from onespec.engine.findings import Stopped
from onespec.engine.frames import Frame
from onespec.engine.xpt import writer
from onespec.engine.xpt.ibm import BEYOND, SMALLEST, SPECIAL, special_missing
from onespec.engine.xpt.writer import XptVariable, write_xpt

CREATED = datetime.datetime(2027, 12, 1)
HEADERS = 80 * 9  # without namestrs


def char(name, length, **more):
    return XptVariable(name, more.pop("label", name.title()), "Char", length, **more)


def num(name, **more):
    return XptVariable(name, more.pop("label", name.title()), "Num", 8, **more)


def write(path, variables, *frames, **options):
    return write_xpt(path, "DM", "Demographics", variables, frames, created=CREATED, **options)


def stopped(path, variables, *frames, **options):
    """The findings of a write that must fail: rule, row, column, value, message."""
    with pytest.raises(Stopped) as caught:
        write(path, variables, *frames, **options)
    assert list(path.parent.iterdir()) == []
    assert {(f.level, f.dataset) for f in caught.value.findings} == {("stop", "DM")}
    return [(f.rule, f.row, f.column, f.value, f.message) for f in caught.value.findings]


def texts(*values):
    return pd.Series(values, dtype="str")


def of_engine(columns):
    """Columns of a DataFrame as a frame of the engine."""
    series = {n: pd.Series(column) for n, column in columns.items()}
    return Frame({n: number(c) if c.dtype == float else text(c) for n, c in series.items()})


kinds = pytest.mark.parametrize("made", [pd.DataFrame, of_engine])


def data_of(path, variables):
    namestrs = len(variables) * 140
    return path.read_bytes()[HEADERS + namestrs + -namestrs % 80 :]


def read_both(path):
    """Rows as pyreadstat and as xport read them, numbers and texts; and pyreadstat's metadata."""
    frame, meta = pyreadstat.read_xport(path)
    with open(path, "rb") as file:
        reader = xport.Reader(file)
        rows = [tuple(v if isinstance(v, float) else v.encode("latin-1").decode() for v in row) for row in reader]
    return list(frame.itertuples(index=False, name=None)), rows, meta, reader


@kinds
def test_bytes_of_a_tiny_file(tmp_path, made):
    path = tmp_path / "dm.xpt"
    frame = made({"AGE": [61.0, np.nan], "SEX": texts("F", "")})
    assert write(path, [char("SEX", 3), num("AGE")], frame) == 2
    data = b"F  " + bytes.fromhex("423D000000000000") + b"   " + bytes.fromhex("2E00000000000000")
    assert data_of(path, "12") == data.ljust(80)
    assert path.read_bytes()[:48] == b"HEADER RECORD*******LIBRARY HEADER RECORD!!!!!!!"


def test_both_readers_by_hand(tmp_path):
    path = tmp_path / "dm.xpt"
    frame = pd.DataFrame(
        {
            "SEX": texts("F", None, "M  "),
            "NOTE": pd.Series([" led", None, "x" * 200], dtype=object),
            "AGE": [61.0, np.nan, -0.1],
        }
    )
    variables = [num("AGE", format="8.1"), char("NOTE", 200), char("SEX", 2, format="$2.")]
    assert write(path, variables, frame) == 3
    rows, other, meta, reader = read_both(path)
    for found in (rows, other):
        assert [row[1:] for row in found] == [(" led", "F"), ("", ""), ("x" * 200, "M")]
        assert [row[0] for row in found] == pytest.approx([61.0, np.nan, -0.1], 0, 0, nan_ok=True)
    assert meta.column_names == ["AGE", "NOTE", "SEX"] == list(reader.fields)
    assert meta.column_labels == ["Age", "Note", "Sex"]
    assert meta.original_variable_types == {"AGE": "8.1", "NOTE": None, "SEX": "$2"}
    assert meta.file_label == "Demographics"


alphabet = st.characters(min_codepoint=0x20, max_codepoint=0x7E)
unicode = st.characters(exclude_categories=["Cc", "Cs"])
numbers = st.one_of(
    st.floats(min_value=SMALLEST, max_value=BEYOND, exclude_max=True),
    st.floats(min_value=-BEYOND, max_value=-SMALLEST, exclude_min=True),
    st.integers(-(10**6), 10**6).map(float),
    st.sampled_from([0.0, -0.0, np.nan]),
)


@st.composite
def datasets(draw, characters):
    """Variables and a frame that fits them; texts carry no trailing blank, and none is null."""
    names = draw(st.lists(st.from_regex(r"[A-Z_][A-Z0-9_]{0,7}", fullmatch=True), min_size=1, max_size=5, unique=True))
    rows = draw(st.integers(0, 8))
    variables, columns = [], {}
    for name in names:
        label = draw(st.text(alphabet, max_size=40)).rstrip()
        if draw(st.booleans()):
            variables.append(XptVariable(name, label, "Num", 8))
            values = draw(st.lists(numbers, min_size=rows, max_size=rows))
            columns[name] = pd.Series(values, dtype=np.float64)
            continue
        text = st.text(characters, max_size=20).map(lambda t: t.rstrip(" "))
        values = draw(st.lists(text, min_size=rows, max_size=rows))
        longest = max([1, *(len(v.encode()) for v in values)])
        length = draw(st.integers(longest, max(longest, 30)))
        variables.append(XptVariable(name, label, "Char", length))
        columns[name] = pd.Series(values, dtype=draw(st.sampled_from(["str", object])))
    return variables, pd.DataFrame(columns)


def check_round_trip(path, variables, frame, cut, encoding):
    blank = [all(value == "" for value in row) for row in frame.itertuples(index=False, name=None)]
    if blank and blank[-1]:
        with pytest.raises(Stopped, match="XPT-BLANK"):
            write(path, variables, frame, encoding=encoding)
        return
    shuffled = frame[sorted(frame)]
    write(path, variables, shuffled[:cut], shuffled[cut:], encoding=encoding)
    assert path.stat().st_size % 80 == 0
    write(other := path.with_suffix(".engine"), variables, of_engine(frame), encoding=encoding)
    assert other.read_bytes() == path.read_bytes()
    expected = list(frame.itertuples(index=False, name=None))
    first, meta = pyreadstat.read_xport(path)
    assert first.shape[0] == len(frame)
    assert meta.column_names == [v.name for v in variables]
    assert [label or "" for label in meta.column_labels] == [v.label for v in variables]
    assert [meta.variable_storage_width[v.name] for v in variables] == [v.length for v in variables]
    assert_rows(list(first.itertuples(index=False, name=None)), expected)
    if not any(blank):  # xport 2 takes a blank observation for the end of the dataset
        _, second, _, reader = read_both(path)
        assert [v.size for v in reader._variables] == [v.length for v in variables]
        assert_rows(second, expected)


def assert_rows(found, expected):
    assert len(found) == len(expected)
    for one, other in zip(found, expected, strict=True):
        for a, b in zip(one, other, strict=True):
            assert a == b or (a != a and b != b)


@given(dataset=datasets(alphabet), cut=st.integers(0, 8))
def test_both_readers_return_what_was_written(dataset, cut, tmp_path_factory):
    check_round_trip(tmp_path_factory.getbasetemp() / "ascii.xpt", *dataset, cut, "ascii")


@settings(max_examples=60)
@given(dataset=datasets(unicode), cut=st.integers(0, 8))
def test_both_readers_return_utf8(dataset, cut, tmp_path_factory):
    check_round_trip(tmp_path_factory.getbasetemp() / "utf8.xpt", *dataset, cut, "utf-8")


@settings(max_examples=50)
@given(dataset=datasets(unicode))
def test_ascii_only_accepts_what_is_ascii(dataset, tmp_path_factory):
    path = tmp_path_factory.getbasetemp() / "only.xpt"
    variables, frame = dataset
    foreign = not all(value.isascii() for name in frame for value in frame[name] if isinstance(value, str))
    try:
        write(path, variables, frame)
        assert not foreign
    except Stopped as error:
        assert {f.rule for f in error.findings} == ({"XPT-ASCII"} if foreign else {"XPT-BLANK"})


def test_special_missing_values(tmp_path):
    path = tmp_path / "dm.xpt"
    frame = pd.DataFrame({"AGE": [special_missing(code) for code in SPECIAL] + [np.nan, 1.0]})
    write(path, [num("AGE")], frame)
    data = data_of(path, "1")
    assert [data[i : i + 8] for i in range(0, 29 * 8, 8)] == [
        *(code.encode() + bytes(7) for code in SPECIAL),
        b"." + bytes(7),
        bytes.fromhex("4110000000000000"),
    ]
    rows, other, *_ = read_both(path)  # neither reader tells one missing value from another
    for found in (rows, other):
        ages = [row[0] for row in found]
        assert np.isnan(ages[:-1]).all() and ages[-1] == 1.0


def test_negative_zero_is_zero(tmp_path):
    path = tmp_path / "dm.xpt"
    write(path, [num("AGE")], pd.DataFrame({"AGE": [-0.0]}))
    assert data_of(path, "1")[:8] == bytes(8)


@pytest.mark.parametrize("frames", [[], [pd.DataFrame({"SEX": [], "AGE": []})]])
def test_no_rows(tmp_path, frames):
    path = tmp_path / "dm.xpt"
    assert write(path, [char("SEX", 1), num("AGE")], *frames) == 0
    rows, other, meta, _ = read_both(path)
    assert rows == other == []
    assert meta.column_names == ["SEX", "AGE"]
    assert data_of(path, "12") == b""


def test_blank_column(tmp_path):
    path = tmp_path / "dm.xpt"
    frame = pd.DataFrame({"SEX": texts("", None), "ID": texts("1", "2")})
    write(path, [char("SEX", 1), char("ID", 1)], frame)
    rows, other, *_ = read_both(path)
    assert rows == other == [("", "1"), ("", "2")]


@pytest.mark.parametrize("length", [1, 79, 80, 81, 160, 200])
@pytest.mark.parametrize("rows", [1, 2, 79, 80, 81])
def test_padding_is_no_row(tmp_path, length, rows):
    path = tmp_path / "dm.xpt"
    write(path, [char("ID", length)], pd.DataFrame({"ID": texts(*["x"] * rows)}))
    first, second, *_ = read_both(path)
    assert first == second == [("x",)] * rows


def test_the_cut_into_chunks_does_not_matter(tmp_path, monkeypatch):
    frame = pd.DataFrame({"ID": texts(*map(str, range(1000))), "AGE": np.arange(1000.0)})
    variables = [char("ID", 3), num("AGE")]
    write(tmp_path / "whole", variables, frame)
    write(tmp_path / "engine", variables, of_engine(frame))
    write(tmp_path / "columns", variables, *(of_engine(frame[i : i + 100]) for i in range(0, 1000, 100)))
    write(tmp_path / "again", variables, frame)
    write(tmp_path / "parts", variables, *(frame[i : i + 7] for i in range(0, 1000, 7)), frame[:0])
    monkeypatch.setattr(writer, "_BLOCK", 64)
    write(tmp_path / "blocks", variables, frame)
    assert len({path.read_bytes() for path in tmp_path.iterdir()}) == 1


def test_concatenated_and_sliced_columns(tmp_path):
    path = tmp_path / "dm.xpt"
    write(path, [char("ID", 1)], pd.concat([pd.DataFrame({"ID": texts("a", None, "c")})] * 3)[1:7])
    assert data_of(path, "1")[:6] == b" ca ca"


def test_columns_are_checked_without_rows(tmp_path):
    found = stopped(tmp_path / "dm.xpt", [char("ID", 1)], pd.DataFrame({"AGE": []}))
    assert [row[:3] for row in found] == [("XPT-COLUMNS", 1, "AGE"), ("XPT-COLUMNS", 1, "ID")]


# Findings ---------------------------------------------------------------------------------


@kinds
def test_texts_that_do_not_fit(tmp_path, made):
    variables = [char("ID", 3), char("NOTE", 5)]
    frames = [
        made({"ID": texts("abc", "abc  "), "NOTE": texts("", "abcdef")}),
        made({"ID": texts("abcd", "µm"), "NOTE": texts("x" * 201, "a\tb")}),
    ]
    assert stopped(tmp_path / "dm.xpt", variables, *frames) == [
        ("XPT-LENGTH", 2, "NOTE", "abcdef", "The text 'abcdef' has 6 bytes; the declared length is 5."),
        ("XPT-LENGTH", 3, "ID", "abcd", "The text 'abcd' has 4 bytes; the declared length is 3."),
        ("XPT-ASCII", 4, "ID", "µm", "The text 'µm' has 'µ' (U+00B5), which is not ASCII."),
        ("XPT-200", 3, "NOTE", "x" * 201, f"The text '{'x' * 57}...' has 201 bytes; a transport file holds 200."),
        ("XPT-CONTROL", 4, "NOTE", "a\tb", "The text 'a\\tb' has a control character."),
    ]


def test_message_on_the_terminal(tmp_path):
    with pytest.raises(Stopped) as caught:
        write(tmp_path / "dm.xpt", [char("ID", 3)], pd.DataFrame({"ID": texts("abcd")}))
    assert str(caught.value) == (
        "STOP  XPT-LENGTH  DM row 1, ID: The text 'abcd' has 4 bytes; the declared length is 3. "
        "Fix: Declare the longest text's length."
    )


@kinds
def test_utf8_is_counted_in_bytes_and_cut_nowhere(tmp_path, made):
    frame = made({"NOTE": texts("谷丙", "谷丙转")})
    assert stopped(tmp_path / "dm.xpt", [char("NOTE", 8)], frame, encoding="utf-8") == [
        ("XPT-LENGTH", 2, "NOTE", "谷丙转", "The text '谷丙转' has 9 bytes; the declared length is 8.")
    ]
    write(tmp_path / "dm.xpt", [char("NOTE", 9)], frame, encoding="utf-8")
    assert read_both(tmp_path / "dm.xpt")[0] == [("谷丙",), ("谷丙转",)]


@pytest.mark.parametrize("character", ["\x00", "\n", "\x1f", "\x7f"])
def test_control_characters(tmp_path, character):
    frame = pd.DataFrame({"NOTE": texts("ok", character)})
    for options in ({}, {"encoding": "utf-8"}):
        found = stopped(tmp_path / "dm.xpt", [char("NOTE", 2)], frame, **options)
        assert [row[:3] for row in found] == [("XPT-CONTROL", 2, "NOTE")]


def test_control_characters_beyond_ascii(tmp_path):
    frame = pd.DataFrame({"NOTE": texts("\x80", "\x9f", "\xa0")})
    found = stopped(tmp_path / "dm.xpt", [char("NOTE", 2)], frame, encoding="utf-8")
    assert [row[:2] for row in found] == [("XPT-CONTROL", 1), ("XPT-CONTROL", 2)]


@kinds
def test_numbers_out_of_range(tmp_path, made):
    frame = made({"AGE": [1e75, 1e76, np.inf, -np.inf, 1e-80, 0.0]})
    found = stopped(tmp_path / "dm.xpt", [num("AGE")], frame)
    assert [row[:4] for row in found] == [
        ("XPT-RANGE", 2, "AGE", "1e+76"),
        ("XPT-RANGE", 3, "AGE", "inf"),
        ("XPT-RANGE", 4, "AGE", "-inf"),
        ("XPT-RANGE", 5, "AGE", "1e-80"),
    ]
    assert found[0][4] == (
        "The number 1e+76 cannot be written: a transport file holds 0 and sizes of 5.4e-79 to 7.2e+75."
    )


def test_wrong_columns(tmp_path):
    variables = [char("ID", 1), num("AGE"), char("SEX", 1)]
    frame = pd.DataFrame([["a", 1.0, 2.0, 3.0]], columns=["ID", "AGE", "AGE", "WEIGHT"])
    found = stopped(tmp_path / "dm.xpt", variables, frame, frame)
    assert [(row[0], row[2], row[4]) for row in found] == [
        ("XPT-COLUMNS", "AGE", "The rows have 2 columns of this name."),
        ("XPT-COLUMNS", "WEIGHT", "The rows have a column that is not declared."),
        ("XPT-COLUMNS", "SEX", "The rows have no such column."),
    ]


def test_wrong_dtypes(tmp_path):
    variables = [char("ID", 1), num("AGE"), char("SEX", 1), char("NOTE", 2)]
    frame = pd.DataFrame(
        {
            "ID": [1.0, 2.0, 3.0],
            "AGE": [1, 2, 3],
            "SEX": pd.Series(["F", "M", "F"], dtype="category"),
            "NOTE": pd.Series(["ok", 5, pd.NaT], dtype=object),
        }
    )
    assert stopped(tmp_path / "dm.xpt", variables, frame) == [
        ("XPT-DTYPE", 1, "ID", "", "The column of the Char variable has dtype float64."),
        ("XPT-DTYPE", 1, "AGE", "", "The column of the Num variable has dtype int64."),
        ("XPT-DTYPE", 1, "SEX", "", "The column of the Char variable has dtype category."),
        ("XPT-DTYPE", 2, "NOTE", "5", "The value 5 is int, not text."),
    ]


def test_nulls_of_any_kind_are_blank(tmp_path):
    nulls = pd.Series(["a", None, np.nan, pd.NA, pd.NaT, "b"], dtype=object)
    write(tmp_path / "dm.xpt", [char("ID", 1)], pd.DataFrame({"ID": nulls}))
    assert data_of(tmp_path / "dm.xpt", "1")[:6] == b"a    b"


@kinds
def test_half_characters(tmp_path, made):
    frame = made({"NOTE": pd.Series(["ok", "a\ud800"], dtype=object)})
    assert stopped(tmp_path / "dm.xpt", [char("NOTE", 9)], frame, encoding="utf-8") == [
        ("XPT-CONTROL", 2, "NOTE", "'a\\ud800'", "The text 'a\\ud800' has half of a character.")
    ]


def test_faults_of_declarations_and_values_together(tmp_path):
    variables = [char("id", 300), char("SEX", 0), num("AGE"), XptVariable("BAD", "", "Date", 8)]
    frame = pd.DataFrame({"id": texts("x" * 250), "SEX": texts("Ä"), "AGE": [1e80], "BAD": [0.0]})
    found = stopped(tmp_path / "dm.xpt", variables, frame)
    assert [row[:3] for row in found] == [
        ("XPT-NAME", None, "id"),
        ("XPT-LENGTH", None, "id"),
        ("XPT-LENGTH", None, "SEX"),
        ("XPT-TYPE", None, "BAD"),
        ("XPT-200", 1, "id"),
        ("XPT-ASCII", 1, "SEX"),
        ("XPT-RANGE", 1, "AGE"),
    ]


def test_blank_rows_at_the_end(tmp_path, monkeypatch):
    monkeypatch.setattr(writer, "_BLOCK", 2)
    variables = [char("ID", 90)]
    frame = pd.DataFrame({"ID": texts("a", "", "b", "", " ", "")})
    assert [row[:2] for row in stopped(tmp_path / "dm.xpt", variables, of_engine(frame))] == [("XPT-BLANK", 4)]
    assert [row[:2] for row in stopped(tmp_path / "dm.xpt", variables, frame)] == [("XPT-BLANK", 4)]
    blank = frame[5:]
    assert [row[:2] for row in stopped(tmp_path / "dm.xpt", variables, blank)] == [("XPT-BLANK", 1)]
    write(tmp_path / "dm.xpt", variables, frame, frame[:1])
    assert [row[0] for row in pyreadstat.read_xport(tmp_path / "dm.xpt")[0].to_numpy()] == [
        "a",
        "",
        "b",
        "",
        "",
        "",
        "a",
    ]


@kinds
def test_many_findings_of_one_kind_are_counted(tmp_path, made):
    frame = made({"ID": texts(*["xx"] * 700)})
    found = stopped(tmp_path / "dm.xpt", [char("ID", 1)], frame, frame)
    assert [row[1] for row in found] == [*range(1, 1001), None]
    assert found[-1][4] == "400 more rows have this fault."


# The file -----------------------------------------------------------------------------------


def test_failure_leaves_the_old_file(tmp_path):
    path = tmp_path / "dm.xpt"
    good = pd.DataFrame({"ID": texts("a")})
    write(path, [char("ID", 1)], good)
    before = path.read_bytes()

    def chunks():
        yield good
        raise RuntimeError("the source went away")

    with pytest.raises(RuntimeError, match="went away"):
        write_xpt(path, "DM", "", [char("ID", 1)], chunks(), created=CREATED)
    with pytest.raises(Stopped):
        write(path, [char("ID", 1)], good, pd.DataFrame({"ID": texts("too long")}))
    assert path.read_bytes() == before
    assert os.listdir(tmp_path) == ["dm.xpt"]


def test_an_old_file_is_replaced(tmp_path):
    path = tmp_path / "dm.xpt"
    path.write_bytes(b"old" * 10_000)
    write(path, [char("ID", 1)], pd.DataFrame({"ID": texts("a")}))
    assert read_both(path)[0] == [("a",)]
    assert os.listdir(tmp_path) == ["dm.xpt"]


def test_only_one_chunk_is_held(tmp_path):
    """Each chunk is asked for when the ones before it are in the file."""
    path = tmp_path / "dm.xpt"
    frame = pd.DataFrame({"ID": texts(*["x" * 100] * 10_000)})
    sizes = []

    def chunks():
        for _ in range(3):
            sizes.append(max(p.stat().st_size for p in tmp_path.iterdir()))
            yield frame

    write_xpt(path, "DM", "", [char("ID", 100)], chunks(), created=CREATED)
    assert sizes[1] >= 1_000_000 and sizes[2] >= 2_000_000
