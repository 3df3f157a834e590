import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onespec.define.acrf.breaking import lines, width


def test_ascii_by_letter_and_all_else_by_the_em():
    assert width("a", 10) == 5.63
    assert width("血压", 10) == 20


@pytest.mark.parametrize(
    ("text", "room", "broken"),
    [
        ("one two three", 40, ("one two", "three")),  # 10 points: one two is 38.6 wide
        ("收缩压与舒张压", 30, ("收缩压", "与舒张", "压")),
        ("收缩压，舒张压", 30, ("收缩", "压，舒", "张压")),  # no line begins with a comma
        ("(收缩压)", 30, ("(收缩", "压)")),
        ("ABCDEFGH", 20, ("AB", "CD", "EF", "GH")),  # a word wider than the line
        ("", 20, ()),
        ("  ", 20, ()),
    ],
)
def test_lines(text, room, broken):
    assert lines(text, 10, room) == broken


@settings(max_examples=50)
@given(st.text(alphabet="ab ,.()WM体温，。（）é\n", max_size=60), st.sampled_from([30.0, 45.0, 120.0]))
def test_nothing_is_lost_and_no_line_is_wider_than_the_room(text, room):
    found = lines(text, 10, room)
    assert "".join("".join(found).split()) == "".join(text.split())
    assert all(width(line, 10) <= room and line == line.strip() for line in found)


def test_the_widths_hold_the_letters_of_the_font():
    """A line that fits by our widths fits in the letters that are drawn."""
    from fontTools.ttLib import TTFont

    from onespec.define.acrf.letters import FACE
    from onespec.engine.paper.fonts import chinese_fonts

    with TTFont(chinese_fonts()[0][FACE], lazy=True) as font:
        glyphs, advances = font.getBestCmap(), font["hmtx"]
        characters = [*map(chr, range(32, 127)), *"éüµ°²³×≥≤αβ—“”中，"]
        known = [c for c in characters if ord(c) in glyphs]
        assert len(known) > 105
        assert [c for c in known if advances[glyphs[ord(c)]][0] > width(c, 1000)] == []
