"""Tables as RTF: what a reader of the file sees."""

from __future__ import annotations

import re

from onespec.results.contract import Words
from onespec.results.report.html import Heading
from onespec.results.report.rtf import CHINESE_FONT, escaped, report_rtf
from onespec.results.report.sheets import Block, Sheet, ShownCell, ShownLine

HEADING = Heading("ABC-101", "A trial", "ABC", "2026-01-31", "ADaMIG 1.3", Words("Simulated data.", "模拟数据。"))
CODE = re.compile(r"\\uc1\\u(-?\d+)\*")


def sheet(*blocks: Block, kind: str = "table") -> Sheet:
    notes = (Words("Note {1}.", "注 {1}。"),)
    words = Words("Sex", "性别"), Words("Subjects", "受试者"), Words("Safety", "安全性")
    return Sheet("sex", "14.1", kind, *words, 4, notes, blocks, "displays/a.yaml:3")


def block(columns: int = 1) -> Block:
    heads = tuple(Words(f"Arm {n}\n(N=4)") for n in range(columns))
    cells = tuple(ShownCell("2 (50.0%)") for _ in range(columns))
    head, line = ShownLine(Words("Sex", "性别"), (), 0, True), ShownLine(Words("<F> \\b {x} >=", "女"), cells, 1)
    return Block(heads, (head, line), ())


def read(rtf: bytes) -> str:
    """The letters of an RTF file, lines and cells as lines."""
    text = CODE.sub(lambda code: chr(int(code[1]) % 65536), rtf.decode("ascii"))
    text = re.sub(r"\{\\fonttbl.*?\n\}", "", text, flags=re.DOTALL).replace("\n", "")
    text = re.sub(r"\\(line|cell|par|row)(?![a-z])", "\n", text)
    text = text.replace("\\{", "\x01").replace("\\}", "\x02").replace("\\\\", "\x03")
    text = re.sub(r"\\[a-z*]+-?\d* ?|[{}]", "", text)
    return text.replace("\x01", "{").replace("\x02", "}").replace("\x03", "\\")


def lines_of(language: str, *blocks: Block) -> list[str]:
    (content,) = report_rtf(HEADING, [sheet(*blocks)], language).values()
    return [line.strip() for line in read(content).splitlines() if line.strip()]


def test_titles_heads_lines_notes_and_the_notice_are_there():
    lines = lines_of("en", block())
    for said in ("ABC-101  Simulated data.", "Table 14.1  Sex", "Arm 0", "(N=4)", "Sex", "2 (50.0%)", "Note {1}."):
        assert said in lines, said
    assert "<F> \\b {x} >=" in lines, "nothing of a text is a command"


def test_chinese_letters_are_simsun():
    files = report_rtf(HEADING, [sheet(block())], "zh")
    assert list(files) == ["sex-zh.rtf"]
    rtf = files["sex-zh.rtf"].decode("ascii")
    assert CHINESE_FONT in rtf[: rtf.index("\\header")]
    chinese = [m for m in CODE.finditer(rtf) if int(m[1]) % 65536 >= 0x2E80]
    assert len(chinese) == rtf.count("\\uc1\\u") > 10
    assert not CODE.search(re.sub(r"\{\\f10 (\\uc1\\u-?\d+\*)+\}", "", rtf))
    assert {"性别", "女"} <= set(lines_of("zh", block()))


def test_an_english_table_names_no_chinese_font():
    heading = Heading("ABC-101", "A trial", "ABC", "2026-01-31", "ADaMIG 1.3", Words("Simulated data."))
    (content,) = report_rtf(heading, [sheet(block())], "en").values()
    assert b"SimSun" not in content


def test_letters_between_ascii_and_255_have_their_codes():
    """µ, ± and é stand in units and labels; the versions in the footer are parted by a dot in the middle."""
    heading = Heading("ABC-101", "A trial", "ABC", "2026-01-31", "ADaMIG 1.3 · CTCAE 5.0", Words("Données ± 5 µg."))
    (rtf,) = report_rtf(heading, [sheet(block())], "en").values()
    assert "Donn\\uc1\\u233*es \\uc1\\u177* 5 \\uc1\\u181*g." in rtf.decode("ascii")
    assert "ADaMIG 1.3 \\uc1\\u183* CTCAE 5.0" in rtf.decode("ascii")


def test_heads_are_repeated_on_each_page():
    (content,) = report_rtf(HEADING, [sheet(block())], "en").values()
    assert content.count(b"\\trhdr") == 1 and content.index(b"\\trhdr") < content.index(b"Arm 0")


def test_blocks_of_other_columns_stand_in_one_file():
    lines = lines_of("en", block(1), block(2))
    assert lines.count("2 (50.0%)") == 3 and "Arm 1" in lines


def test_a_wide_table_lies_across():
    (content,) = report_rtf(HEADING, [sheet(block(6))], "en").values()
    assert b"\\landscape" in content and b"\\landscape" not in report_rtf(HEADING, [sheet(block())], "en")["sex-en.rtf"]


def test_a_listing_without_a_record_has_its_heads():
    empty = Block((Words("Date of Death"),), (), (), corner=Words("Subject"))
    assert {"Subject", "Date of Death", "Note {1}."} <= set(lines_of("en", empty))


def test_a_figure_has_no_file():
    picture = Block((), (), (), lambda language: None)  # pyright: ignore[reportArgumentType]
    assert report_rtf(HEADING, [sheet(picture, kind="figure")], "en") == {}


def test_the_same_table_gives_the_same_bytes():
    made = [report_rtf(HEADING, [sheet(block(2))], "zh") for _ in range(2)]
    assert made[0] == made[1]


def test_braces_and_backslashes_are_escaped():
    assert escaped("a{b}\\c") == "a\\{b\\}\\\\c"
