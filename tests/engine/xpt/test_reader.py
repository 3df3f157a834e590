"""The transport file reader: against the writer, against pyreadstat's files, and on bad files."""

import datetime

import numpy as np
import pandas as pd
import pyreadstat
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onespec.engine.findings import Stopped
from onespec.engine.xpt import decode
from onespec.engine.xpt.ibm import BEYOND, SMALLEST, SPECIAL, missing_codes, special_missing
from onespec.engine.xpt.layout import NAMESTR
from onespec.engine.xpt.reader import XptHeader, read_columns, read_xpt
from onespec.engine.xpt.stream import read_xpt_parts
from onespec.engine.xpt.writer import XptVariable, write_xpt

CREATED = datetime.datetime(2027, 12, 1, 9, 5, 7)
ID = XptVariable("ID", "Subject", "Char", 3, "$3.")
AGE = XptVariable("AGE", "Age", "Num", 8, "8.1")
FRAME = pd.DataFrame({"ID": pd.Series(["a", "", "µ"], dtype="str"), "AGE": [61.0, np.nan, -0.1]})
DATA = 80 * 8 + 320 + 80  # two namestrs of 140 bytes fill four records


@pytest.fixture
def path(tmp_path):
    path = tmp_path / "dm.xpt"
    write_xpt(path, "DM", "Demographics", [ID, AGE], [FRAME], created=CREATED, encoding="utf-8")
    return path


def finding(path):
    with pytest.raises(Stopped) as caught:
        read_xpt(path)
    (only,) = caught.value.findings
    assert (only.level, only.file) == ("stop", str(path)) and only.fix
    return only.rule, only.row, only.column, only.message


def changed(path, start, new):
    data = bytearray(path.read_bytes())
    data[start : start + len(new)] = new
    path.write_bytes(data)
    return path


def test_what_the_writer_wrote(path):
    header, frame = read_xpt(path)
    assert header == XptHeader("DM", "Demographics", (ID, AGE), CREATED)
    pd.testing.assert_frame_equal(frame, FRAME)


def test_columns_of_the_engine(path):
    header, frame = read_columns(path)
    assert header == read_xpt(path)[0]
    assert (frame.name, frame.columns, len(frame)) == ("DM", ["ID", "AGE"], 3)
    assert frame["ID"].distinct.texts == ["", "a", "µ"]
    assert frame["ID"].tolist() == ["a", "", "µ"]
    np.testing.assert_array_equal(frame["AGE"].to_numpy(), [61.0, np.nan, -0.1])


def test_only_the_named_variables_are_decoded(path):
    changed(path, DATA + 11 + 3, b"\x61")
    header, frame = read_columns(path, ["ID", "NONE"])
    assert [v.name for v in header.variables] == ["ID", "AGE"]
    assert (frame.columns, frame["ID"].tolist()) == (["ID"], ["a", "", "µ"])
    with pytest.raises(Stopped, match="XPT-NUMBER"):
        read_columns(path, ["AGE"])
    assert (len(read_columns(path, [])[1]), read_columns(path, [])[1].columns) == (3, [])


@pytest.fixture
def small_blocks(monkeypatch):
    """Blocks of 80 rows."""
    for name in ("_BLOCK", "_ROWS", "_MOST"):
        monkeypatch.setattr(decode, name, 1)


@pytest.mark.parametrize("length", [1, 2, 3, 5, 8, 13, 16, 90])
def test_many_blocks(path, length, small_blocks):
    values = ["", "a", "b" * length, "a", "c"] * 20 + ["c"] * 113 + list("bacd")
    frame = pd.DataFrame({"ID": pd.Series(values, dtype="str"), "AGE": np.arange(217.0)})
    write_xpt(path, "DM", "", [XptVariable("ID", "", "Char", length), AGE], [frame], created=CREATED)
    pd.testing.assert_frame_equal(read_xpt(path)[1], frame)
    assert read_columns(path)[1]["ID"].tolist() == values
    parts = list(read_xpt_parts(path, 160))
    assert [len(part) for part in parts] == [160, 57]
    pd.testing.assert_frame_equal(pd.concat(parts, ignore_index=True), frame)


def test_faults_beyond_the_first_block(path, small_blocks):
    frame = pd.concat([FRAME] * 100)
    write_xpt(path, "DM", "", [ID, AGE], [frame], created=CREATED, encoding="utf-8")
    for row in (99, 199):
        changed(path, DATA + 11 * row + 3, b"\x61" + bytes(7))
    assert finding(path) == ("XPT-NUMBER", 100, "AGE", "The bytes 61 00 00 00 00 00 00 00 are no number (2 rows).")
    changed(path, DATA + 11 * 250, b"\xd6\xd0")
    assert finding(path) == ("XPT-ENCODING", 251, "ID", r"The bytes b'\xd6\xd0 ' are not UTF-8.")
    path.write_bytes(path.read_bytes() + path.read_bytes()[3 * 80 :])
    assert finding(path)[0] == "XPT-MEMBERS"


def test_special_missing_values(path):
    values = np.array([special_missing(code) for code in SPECIAL] + [np.nan, 1.0])
    write_xpt(path, "DM", "", [AGE], [pd.DataFrame({"AGE": values})], created=CREATED)
    assert missing_codes(read_xpt(path)[1]["AGE"].to_numpy()).tolist() == [*SPECIAL, ".", ""]


numbers = st.one_of(
    st.floats(min_value=SMALLEST, max_value=BEYOND, exclude_max=True).map(lambda x: -x),
    st.integers(-(10**15), 10**15).map(float),
    st.sampled_from([0.0, np.nan, *map(special_missing, "_AZ")]),
)
texts = st.text(st.characters(exclude_categories=["Cc", "Cs"]), max_size=8)


@given(
    rows=st.lists(st.tuples(texts.map(lambda t: t.rstrip(" ")), numbers), max_size=30),
    more=st.integers(0, 60),
    created=st.sampled_from([datetime.datetime(1960, 1, 1), datetime.datetime(2059, 12, 31, 23, 59, 59)]),
)
def test_round_trip(rows, more, created, tmp_path_factory):
    path = tmp_path_factory.getbasetemp() / "reader.xpt"
    frame = pd.DataFrame(
        {
            "ID": pd.Series([row[0] for row in rows], dtype="str"),
            "AGE": pd.Series([row[1] for row in rows], dtype=np.float64),
        }
    )
    variables = (XptVariable("ID", "", "Char", 32 + more), XptVariable("AGE", "", "Num", 8, "9."))
    write_xpt(path, "DM", "", variables, [frame], created=created, encoding="utf-8")
    header, found = read_xpt(path)
    assert header == XptHeader("DM", "", variables, created)
    pd.testing.assert_frame_equal(found, frame)
    assert found["AGE"].to_numpy().tobytes() == frame["AGE"].to_numpy().tobytes()


def test_files_of_another_writer(tmp_path):
    path = tmp_path / "other.xpt"
    frame = pd.DataFrame({"ID": ["a", "bcd", ""], "AGE": [61.5, np.nan, -1e10]})
    pyreadstat.write_xport(
        frame, path, file_label="Other", table_name="DM", file_format_version=5, column_labels=["Subject", "Age"]
    )
    header, found = read_xpt(path)
    assert (header.label, [(v.name, v.label, v.type) for v in header.variables]) == (
        "Other",
        [("ID", "Subject", "Char"), ("AGE", "Age", "Num")],
    )
    pd.testing.assert_frame_equal(found, frame)


def test_short_numbers(path):
    """TS-140: a number may have 2 to 8 bytes; the last bytes of its fraction are left out."""
    variable = XptVariable("AGE", "", "Num", 8)
    write_xpt(path, "DM", "", [variable], [pd.DataFrame({"AGE": [0.0] * 2})], created=CREATED)
    changed(path, 80 * 8 + 4, b"\0\3")
    changed(path, 80 * 11, bytes.fromhex("C276A0 2E0000 423D00").ljust(80))
    header, frame = read_xpt(path)
    assert header.variables == (XptVariable("AGE", "", "Num", 3),)
    np.testing.assert_array_equal(frame["AGE"], [-118.625, np.nan, 61.0])


@pytest.mark.parametrize(
    ("length", "rows", "kept"),
    [
        (8, ["x", "", ""], 1),  # 80 bytes: both blank rows lie in what may be padding
        (8, ["x"] + [""] * 20, 21),  # 240 bytes: padding is at most 72, so 168 are rows
        (90, ["x", "", ""], 3),  # rows of 80 bytes and more are never padding
        (40, ["x", ""], 1),
        (40, ["x", "", "x", ""], 3),
        (80, ["", ""], 2),
    ],
)
def test_blank_rows_at_the_end(path, length, rows, kept):
    variable = XptVariable("ID", "", "Char", length)
    frame = pd.DataFrame({"ID": pd.Series(["x"], dtype="str")})
    write_xpt(path, "DM", "", [variable], [frame], created=CREATED)
    data = b"".join(row.encode().ljust(length) for row in rows)
    path.write_bytes(path.read_bytes()[: 80 * 11] + data + b" " * (-len(data) % 80))
    assert len(read_xpt(path)[1]) == kept


def test_no_rows(path):
    write_xpt(path, "DM", "", [ID, AGE], [], created=CREATED)
    frame = read_xpt(path)[1]
    pd.testing.assert_frame_equal(frame, FRAME[:0])


def test_blank_time_stamp(path):
    assert read_xpt(changed(path, 5 * 80 + 64, b" " * 16))[0].created is None


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "The file is empty."),
        (b"USUBJID,AGE\n1,2\n", "The file is not a SAS transport file."),
        (b"**COMPRESSED** " * 5, "The file was written by PROC CPORT."),
    ],
)
def test_other_files(path, content, message):
    path.write_bytes(content)
    assert finding(path) == ("XPT-FILE", None, "", message)


def test_missing_file(tmp_path):
    with pytest.raises(FileNotFoundError):
        read_xpt(tmp_path / "none.xpt")


def test_a_file_cut_anywhere_is_a_finding(path):
    whole = path.read_bytes()
    for end in range(1, len(whole)):
        path.write_bytes(whole[:end])
        if end == DATA:  # cut before the first row at a whole record: nothing shows it
            assert len(read_xpt(path)[1]) == 0
        else:
            assert finding(path)[0] == "XPT-TRUNCATED", end


def test_a_file_cut_at_a_record_within_a_row(path):
    frame = pd.concat([FRAME] * 10)
    write_xpt(path, "DM", "", [ID, AGE], [frame], created=CREATED, encoding="utf-8")
    path.write_bytes(path.read_bytes()[: DATA + 160])
    assert finding(path) == ("XPT-TRUNCATED", 15, "", "The file ends within row 15.")


@pytest.mark.parametrize(
    ("start", "new", "message"),
    [
        (3 * 80, b"x", "There is no MEMBER header record at byte 240."),
        (4 * 80, b"x", "There is no DSCRPTR header record at byte 320."),
        (7 * 80, b"x", "There is no NAMESTR header record at byte 560."),
        (DATA - 80, b"x", f"There is no OBS header record at byte {DATA - 80}."),
        (3 * 80 + 74, b"0136", "The descriptions of its variables have b'0136' bytes, not 140."),
        (7 * 80 + 54, b" two", "The number of its variables is b' two'."),
        (7 * 80 + 54, b"0000", "The number of its variables is b'0000'."),
        (5 * 80 + 64, b"31FEB27", "The time stamp '31FEB27:09:05:07' is no date and time."),
        (5 * 80 + 64, b"2027-12", "The time stamp '2027-12:09:05:07' cannot be read."),
    ],
)
def test_damaged_headers(path, start, new, message):
    assert finding(changed(path, start, new)) == ("XPT-FILE", None, "", message)


@pytest.mark.parametrize(
    ("at", "new"), [(1, b"\3"), (4, b"\0\x09"), (4, b"\0\1"), (8, b"ID      "), (8, b" " * 8), (87, b"\x04")]
)
def test_damaged_descriptions(path, at, new):
    rule, row, _, message = finding(changed(path, 80 * 8 + NAMESTR.size + at, new))
    assert (rule, row) == ("XPT-FILE", None)
    assert message.startswith("The description of variable 2 cannot be right: name ")


def test_several_datasets(path):
    path.write_bytes(path.read_bytes() + path.read_bytes()[3 * 80 :])
    assert finding(path) == ("XPT-MEMBERS", None, "", "The file holds more than one dataset.")


def test_texts_in_another_encoding(path):
    changed(path, DATA + 11, "中".encode("gb18030"))
    assert finding(path) == ("XPT-ENCODING", 2, "ID", r"The bytes b'\xd6\xd0 ' are not UTF-8.")
    changed(path, 6 * 80 + 32, b"\xd6")
    assert finding(path)[3].startswith(r"The header has the bytes b'\xd6emographics")


def test_bytes_that_are_no_number(path):
    changed(path, DATA + 11 + 3, b"\x61")
    assert finding(path) == ("XPT-NUMBER", 2, "AGE", "The bytes 61 00 00 00 00 00 00 00 are no number (1 rows).")


@settings(max_examples=150)
@given(damage=st.lists(st.tuples(st.integers(0, DATA + 79), st.integers(0, 255)), max_size=4))
def test_damage_gives_data_or_a_finding(damage, tmp_path_factory):
    path = tmp_path_factory.getbasetemp() / "damaged.xpt"
    write_xpt(path, "DM", "Demographics", [ID, AGE], [FRAME], created=CREATED, encoding="utf-8")
    for place, byte in damage:
        changed(path, place, bytes([byte]))
    try:
        read_xpt(path)
    except Stopped as error:
        assert len(error.findings) == 1


# Version 8, padding, and texts that look like headers ---------------------------------------


def version_8(folder, rows=5, **more):
    path = folder / "v8.xpt"
    frame = pd.DataFrame(
        {"A_long_name_of_22_bytes": [f"{i:02}" for i in range(rows)], "N": np.arange(rows, dtype=float)}
    )
    labels = ["L" * 60, "short"]
    pyreadstat.write_xport(frame, path, table_name="A_LONG_NAME", file_format_version=8, column_labels=labels, **more)
    return path


def test_version_8_has_long_names_and_labels(tmp_path):
    header, frame = read_xpt(version_8(tmp_path, file_label="File"))
    assert (header.name, header.label, header.rows, header.version) == ("A_LONG_NAME", "File", 5, 8)
    assert [(v.name, v.label, v.type) for v in header.variables] == [
        ("A_long_name_of_22_bytes", "L" * 60, "Char"),
        ("N", "short", "Num"),
    ]
    assert frame.iloc[:, 0].tolist() == ["00", "01", "02", "03", "04"]
    assert frame["N"].tolist() == [0, 1, 2, 3, 4]


def test_version_8_says_how_many_rows_there_are(tmp_path):
    path = version_8(tmp_path, rows=40)
    whole = path.read_bytes()
    path.write_bytes(whole[: len(whole) // 80 * 80 - 320])
    assert finding(path)[::3] == ("XPT-TRUNCATED", "The file says that it has 40 rows; its end is missing.")
    path.write_bytes(whole + b"x" * 80)
    assert finding(path)[0] == "XPT-FILE"
    assert [len(part) for part in read_xpt_parts(version_8(tmp_path, rows=200), 80)] == [80, 80, 40]


def test_padding_may_be_nul(path):
    data = path.read_bytes()
    blanks = len(data) - len(data.rstrip(b" "))
    path.write_bytes(data[: len(data) - blanks] + b"\0" * blanks)
    pd.testing.assert_frame_equal(read_xpt(path)[1], FRAME)


def test_zeros_are_no_padding(tmp_path):
    zeros = pd.DataFrame({"AGE": [1.0] + [0.0] * 9})
    write_xpt(tmp_path / "n.xpt", "N", "", [AGE], [zeros], created=CREATED)  # ten numbers fill a record
    assert (tmp_path / "n.xpt").read_bytes()[-8:] == b"\0" * 8
    assert read_xpt(tmp_path / "n.xpt")[1]["AGE"].tolist() == [1.0] + [0.0] * 9


def test_texts_may_be_filled_with_nul(path):
    data = path.read_bytes()
    path.write_bytes(data[:DATA] + data[DATA:].replace(b"a  ", b"a\0\0"))
    assert read_xpt(path)[1]["ID"].tolist() == ["a", "", "µ"]


def test_a_text_that_looks_like_a_header(tmp_path):
    text = "HEADER RECORD*******MEMBER  HEADER RECORD!!!!!!!" + "0" * 32
    rows = pd.DataFrame({"T": pd.Series([text, "x"], dtype="str")})
    write_xpt(tmp_path / "t.xpt", "T", "", [XptVariable("T", "", "Char", 80)], [rows], created=CREATED)
    assert read_xpt(tmp_path / "t.xpt")[1]["T"].tolist() == [text, "x"]
