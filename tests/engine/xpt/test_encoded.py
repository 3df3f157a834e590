"""Transport files in the encodings of editions, read back by pyreadstat and by the program's own reader."""

import datetime

import pandas as pd
import pyreadstat
import pytest
from hypothesis import given
from hypothesis import strategies as st

from onespec.engine.columns import text
from onespec.engine.findings import Stopped
from onespec.engine.frames import Frame
from onespec.engine.xpt.reader import read_columns
from onespec.engine.xpt.writer import XptVariable, write_xpt

CREATED = datetime.datetime(2027, 12, 1)
READ_AS = {"utf-8": "UTF-8", "gb18030": "GB18030", "euc-cn": "EUC-CN"}  # as iconv calls them
# What GB 2312 of 1980 has of its first level, and ASCII.
HANZI = st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5).filter(lambda c: c.encode("gb2312", "ignore") != b"")


def write(path, values, length, encoding, label="不良事件"):
    frame = Frame({"AETERM": text(values), "AESEQ": text([str(n) for n in range(len(values))])})
    variables = [XptVariable("AETERM", "报告的不良事件名称", "Char", length), XptVariable("AESEQ", "序号", "Char", 3)]
    return write_xpt(path, "AE", label, variables, [frame], created=CREATED, encoding=encoding)


@pytest.mark.parametrize(("encoding", "size"), [("utf-8", 9), ("gb18030", 6), ("euc-cn", 6)])
def test_texts_and_labels_are_read_back(tmp_path, encoding, size):
    values = ["谷丙转", "Anaemia", "", "痛 A"]
    write(tmp_path / "ae.xpt", values, size + 2, encoding)
    frame, meta = pyreadstat.read_xport(tmp_path / "ae.xpt", encoding=READ_AS[encoding])
    assert frame["AETERM"].tolist() == values
    assert meta.column_labels == ["报告的不良事件名称", "序号"]
    assert meta.file_label == "不良事件"
    header, own = read_columns(tmp_path / "ae.xpt", encoding=encoding)
    assert own["AETERM"].tolist() == values
    assert (header.label, [v.label for v in header.variables]) == ("不良事件", meta.column_labels)
    assert [v.length for v in header.variables] == [size + 2, 3]


@pytest.mark.parametrize(("encoding", "size"), [("utf-8", 9), ("gb18030", 6), ("euc-cn", 6)])
def test_lengths_are_bytes_of_the_encoding(tmp_path, encoding, size):
    write(tmp_path / "ae.xpt", ["谷丙转"], size, encoding)
    with pytest.raises(Stopped, match=f"XPT-LENGTH .* has {size} bytes; the declared length is {size - 1}"):
        write(tmp_path / "ae.xpt", ["谷丙转"], size - 1, encoding)


def test_a_label_has_40_bytes_of_the_encoding(tmp_path):
    label = "二十个汉字" * 4  # 40 bytes in GB18030, 60 in UTF-8
    write(tmp_path / "ae.xpt", ["A"], 1, "gb18030", label)
    with pytest.raises(Stopped, match="XPT-LABEL .* has 60 bytes"):
        write(tmp_path / "ae.xpt", ["A"], 1, "utf-8", label)


def test_a_character_that_the_encoding_lacks(tmp_path):
    write(tmp_path / "ae.xpt", ["体温38\u2103", "㎎"], 8, "gb18030")
    with pytest.raises(Stopped) as caught:
        write(tmp_path / "ae.xpt", ["痛", "10㎎"], 8, "euc-cn", label="不良™")
    assert [(f.rule, f.row, f.column, f.message) for f in caught.value.findings] == [
        ("XPT-ENCODING", None, "", "The label '不良™' has '™' (U+2122), which euc-cn lacks."),
        ("XPT-ENCODING", 2, "AETERM", "The text '10㎎' has '㎎' (U+338E), which euc-cn lacks."),
    ]


@pytest.mark.parametrize("encoding", ["gb18030", "euc-cn"])
@given(values=st.lists(st.text(HANZI | st.sampled_from("aZ0 (%"), max_size=12).map(str.strip), min_size=1, max_size=6))
def test_any_text_comes_back(encoding, values, tmp_path_factory):
    path = tmp_path_factory.getbasetemp() / f"{encoding}.xpt"
    size = max(1, *(len(v.encode(encoding)) for v in values))
    write(path, values, size, encoding)
    assert read_columns(path, encoding=encoding)[1]["AETERM"].tolist() == values
    frame, _ = pyreadstat.read_xport(path, encoding=READ_AS[encoding])
    assert frame["AETERM"].tolist() == values


def test_pandas_frames_are_encoded_alike(tmp_path):
    write(tmp_path / "a.xpt", ["谷丙转"], 6, "gb18030")
    frame = pd.DataFrame({"AETERM": ["谷丙转"], "AESEQ": ["0"]})
    variables = [XptVariable("AETERM", "报告的不良事件名称", "Char", 6), XptVariable("AESEQ", "序号", "Char", 3)]
    write_xpt(tmp_path / "b.xpt", "AE", "不良事件", variables, [frame], created=CREATED, encoding="gb18030")
    assert (tmp_path / "b.xpt").read_bytes() == (tmp_path / "a.xpt").read_bytes()
