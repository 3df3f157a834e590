import re

from onespec.engine.paper.blocks import (
    NEXT,
    Heading,
    Line,
    Listed,
    Piece,
    Table,
    Verdict,
    blocks_page,
    facts,
    tag,
    value,
)


def body(*blocks) -> str:
    page = blocks_page("Title", blocks)
    return re.sub(r"\n+", "\n", page.partition("<main>")[2].partition("</main>")[0]).strip()


def test_a_page_has_a_title_a_language_and_loads_nothing():
    page = blocks_page("A & B", [], "zh", "main { color: red; }")
    assert "<title>A &amp; B</title>" in page and '<html lang="zh"' in page and "main { color: red; }" in page
    assert "default-src 'none'" in page and page.endswith("</html>\n")


def test_headings_lines_and_the_verdict():
    assert body(Heading(2, "A < B", "x"), Line("said", "facts"), Verdict("bad", "No", "It is not.")) == (
        '<h2 id="x">A &lt; B</h2>\n<p class="facts">said</p>\n'
        '<div class="verdict bad"><strong>No</strong>It is not.</div>'
    )


def test_a_table_has_numbers_on_the_right_and_its_sum_last():
    shown = body(Table(["Name", "#Count"], [["a", "1"], ["all", "1"]], kind="k", summed=True))
    assert shown == (
        '<div class="wide"><table class="k"><thead><tr><th scope="col">Name</th>'
        '<th class="n" scope="col">Count</th></tr>'
        '</thead><tbody>\n<tr><td>a</td><td class="n">1</td></tr>\n'
        '<tr class="sum"><td>all</td><td class="n">1</td></tr>\n</tbody></table></div>'
    )


def test_pieces_have_their_look():
    cells = [value("x"), value(" "), value(""), tag("not good"), Piece("AE", "link", "#AE"), facts("a", "b"), facts()]
    shown = re.findall(r"<td>(.*?)</td>", body(Table([""] * 7, [cells])))
    assert shown == [
        '<span class="value">x</span>',
        '<span class="blank">1 blanks</span>',
        '<span class="blank">blank</span>',
        '<span class="tag not">not good</span>',
        '<a href="#AE">AE</a>',
        '<div class="facts">a; b</div>',
        "",
    ]


def test_cells_of_several_pieces_and_lists():
    cells = [["a", NEXT, Piece("b", lang="zh")], Listed(("x", ["y", " ", Piece("2", "of")])), Listed(())]
    assert re.findall(r"<td>(.*?)</td>", body(Table([""] * 3, [cells]))) == [
        'a<br><span lang="zh">b</span>',
        '<ul class="places"><li>x</li><li>y <span class="of">2</span></li></ul>',
        "",
    ]
