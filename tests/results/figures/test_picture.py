"""The bytes of a figure."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

import matplotlib
import pytest
from figure_texts import texts
from matplotlib import font_manager

from onespec.results.figures.axis import Axis
from onespec.results.figures.kaplan_meier import Arm, kaplan_meier_figure
from onespec.results.figures.picture import CHINESE_FONT, FILLS, FONT, STROKES, drawn, nth_fill, nth_stroke, style
from onespec.results.statistics.kaplan_meier import kaplan_meier


def figure():
    curve = kaplan_meier([2, 3, 3, 5, 8], [True, True, False, True, False])
    return kaplan_meier_figure([Arm("All", curve, "log-log")], Axis("Months", 2), "Survival")


def test_the_same_figure_has_the_same_bytes():
    one, other = figure(), figure()
    assert one.svg() == other.svg() == one.svg()
    assert one.png(50) == other.png(50) == one.png(50)


@pytest.mark.slow
def test_another_process_writes_the_same_bytes(tmp_path):
    program = f"import sys; sys.path[:0] = {sys.path!r}\n"
    program += (
        "from onespec.results.figures.axis import Axis\n"
        "from onespec.results.figures.kaplan_meier import Arm, kaplan_meier_figure\n"
        "from onespec.results.statistics.kaplan_meier import kaplan_meier\n"
        "curve = kaplan_meier([2, 3, 3, 5, 8], [True, True, False, True, False])\n"
        "picture = kaplan_meier_figure([Arm('All', curve, 'log-log')], Axis('Months', 2), 'Survival')\n"
        "sys.stdout.buffer.write(picture.svg())\n"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, check=True, cwd=tmp_path)
    assert done.stdout == figure().svg()


def test_settings_of_the_machine_change_nothing():
    """Nor are they changed."""
    expected = figure().svg()
    with matplotlib.rc_context({"font.size": 30, "axes.grid": True, "svg.hashsalt": None, "svg.fonttype": "none"}):
        assert figure().svg() == expected
        assert matplotlib.rcParams["font.size"] == 30


def test_no_date_and_no_version():
    svg = figure().svg()
    assert b"dc:date" not in svg and b"matplotlib.org" not in svg and matplotlib.__version__.encode() not in svg
    assert b"matplotlib" not in figure().png(30)


def test_letters_are_outlines_of_the_font_that_matplotlib_brings():
    with style():
        asked = font_manager.FontProperties()
        found = font_manager.fontManager.findfont(asked, fallback_to_default=False)
    assert asked.get_family() == [FONT, CHINESE_FONT]
    assert Path(found) == Path(matplotlib.get_data_path(), "fonts", "ttf", "DejaVuSans.ttf").resolve()
    assert b"<text" not in figure().svg()


def test_a_figure_has_the_size_that_was_asked_for():
    root = ElementTree.fromstring(drawn(lambda figure: None, 4, 3).svg())
    assert (root.get("width"), root.get("height")) == ("288pt", "216pt")


def labelled(label: str):
    return drawn(lambda figure: figure.add_subplot().set_xlabel(label))


def test_a_letter_that_the_font_does_not_have():
    with pytest.raises(ValueError, match="a figure cannot show a text: Glyph 983040 .*missing"):
        labelled("\U000f0000")


def test_chinese_letters_are_outlines_of_noto_sans():
    svg = labelled("\u98ce\u9669\u4eba\u6570 (n)").svg()
    assert b"NotoSansSC" in svg and b"DejaVuSans" in svg and b"<text" not in svg


def test_a_dollar_begins_no_formula():
    said = "$5 or $6_a \u2265 \u00b5"
    assert said in texts(labelled(said))


def grey(color: str) -> float:
    red, green, blue = (int(color[i : i + 2], 16) for i in (1, 3, 5))
    return 0.299 * red + 0.587 * green + 0.114 * blue


def test_nothing_is_told_by_colour_alone():
    """Every line has strokes and a mark of its own; areas of one hatching differ by a third of the way to white."""
    assert len({stroke.dashes for stroke in STROKES}) == len({stroke.mark for stroke in STROKES}) == len(STROKES)
    for one in FILLS:
        for other in FILLS:
            assert one is other or one.hatch != other.hatch or abs(grey(one.color) - grey(other.color)) > 85


def test_more_than_can_be_told_apart_are_refused():
    assert nth_stroke(len(STROKES) - 1) == STROKES[-1]
    for nth in (nth_stroke, nth_fill):
        with pytest.raises(ValueError, match="a figure tells 6 kinds apart"):
            nth(6)
