"""Values cannot pass for lines of the program's own."""

from __future__ import annotations

import pytest

from onespec.engine.findings import Finding
from onespec.engine.paper.blocks import Line, blocks_page
from onespec.engine.visible import visible


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("headache", "headache"),
        ("发热 38 °C", "发热 38 °C"),
        ("a\nSTOP  X", "a\\nSTOP  X"),
        ("a\r\tb", "a\\r\\tb"),
        ("\x1b[2J\x07", "\\x1b[2J\\x07"),
        ("\x9b31m\x7f", "\\x9b31m\\x7f"),
        ("abc\u202etxt.exe", "abc\\u202etxt.exe"),
        ("a\u2028b\u2066c\ufeff", "a\\u2028b\\u2066c\\ufeff"),
        ("half \ud83d", "half \\ud83d"),
    ],
)
def test_what_is_hidden_is_shown(text, shown):
    assert visible(text) == shown


def test_line_feeds_of_the_program_stay():
    assert visible("a\n\tb\x1b", lines=True) == "a\n\tb\\x1b"


def test_a_finding_is_one_line_whatever_its_value():
    forged = "x'.\nSTOP  VALUE-CODE  dm.csv row 1: All is well.\x1b[1A"
    line = Finding(
        "RAW-DATE", "query", "It is no date.", file="ae.csv\n", row=1, subject="\u202e01", value=forged
    ).text()
    assert line == (
        "QUERY RAW-DATE  ae.csv\\n row 1 [subject \\u202e01]: It is no date. "
        "The value is 'x'.\\nSTOP  VALUE-CODE  dm.csv row 1: All is well.\\x1b[1A'."
    )


def test_html_shows_it_too():
    assert "<p>&lt;b&gt;\\u202e\\x08</p>" in blocks_page("", [Line("<b>\u202e\x08")])
