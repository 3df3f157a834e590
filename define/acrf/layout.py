"""The annotated CRF on paper: what stands where on which page, without fonts and without a PDF.

It is a function of the plan alone, so a build knows the page of each field without drawing anything.
Points, from the top left corner of A4; ``y`` is the base line of a text and the upper edge of all else.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from itertools import zip_longest

from onespec.define.acrf.annotations import Annotation, annotated, dataset_heads
from onespec.define.acrf.breaking import lines, width
from onespec.define.acrf.colours import colours
from onespec.define.acrf.drawn import OCCASIONS, Begins, DrawnForm, Row, by_visit, drawn_forms, in_chinese, long_lists
from onespec.engine.plan.references import Plan

WIDE, HIGH = 595.0, 842.0
LEFT, RIGHT, TOP, BOTTOM = 40.0, 555.0, 44.0, 800.0
ENTRY, NOTES = 208.0, 358.0  # where the second and the third column begin
GAP, PADDING = 8.0, 4.0
TITLE, WORDS, SMALL = 14.0, 10.0, 9.0  # sizes of letters
LINE = 1.35  # from line to line, in sizes
TICK = 7.0
CONTENTS = ("Contents", "目录")
LISTS = ("Lists of choices", "选项列表")
FORMS = ("By form", "按表单")
VISITS = ("By visit", "按访视")
FOOT = ("Annotated case report form", "注释病例报告表")


@dataclass(frozen=True)
class Text:
    x: float
    y: float
    size: float
    text: str
    heavy: bool = False
    grey: bool = False


@dataclass(frozen=True)
class Square:
    """A box to be ticked, or a line to be written on (``high`` 0)."""

    x: float
    y: float
    wide: float
    high: float


@dataclass(frozen=True)
class Box:
    """An annotation in its place; ``lines`` as they are broken, the first one's base line ``size`` below the edge."""

    x: float
    y: float
    wide: float
    high: float
    lines: tuple[str, ...]
    text: str
    subject: str  # what it is about: form and field, or the form
    colour: tuple[float, float, float]
    size: float = SMALL


@dataclass(frozen=True)
class Link:
    x: float
    y: float
    wide: float
    high: float
    page: int


@dataclass
class Page:
    """One page; ``title`` of the form that it shows."""

    title: str
    texts: list[Text] = field(default_factory=list)
    squares: list[Square] = field(default_factory=list)
    boxes: list[Box] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)


@dataclass(frozen=True)
class Layout:
    """All pages.

    places  the page (from 1) of each form and field
    forms   where each form begins; ``visits``: the same by visit, of the forms that say theirs
    """

    pages: tuple[Page, ...]
    places: dict[tuple[str, str], int]
    forms: Begins
    visits: tuple[tuple[str, Begins], ...]
    annotations: tuple[Annotation, ...]
    chinese: bool  # whether the words of the document itself are in both languages


def layout(plan: Plan) -> Layout:
    """The whole document: contents by form and by occasion, then each form from a new page."""
    forms, found, chinese = drawn_forms(plan.study), annotated(plan), in_chinese(plan.study)
    pen, lists = _Pen(plan, found), long_lists(plan.study)
    last = DrawnForm((), words(LISTS, chinese), (), "")  # stands in the contents as a form does
    first = len(_contents(tuple((form, 1) for form in (*forms, *([last] if lists else []))), chinese))
    begins: list[tuple[DrawnForm, int]] = []
    for form in forms:
        begins.append((form, first + len(pen.pages) + 1))
        pen.form(form)
    if lists:
        begins.append((last, first + len(pen.pages) + 1))
        pen.lists(in_one(last.title), lists)
    places = {place: first + page for place, page in pen.places.items()}
    pages = (*_contents(tuple(begins), chinese), *pen.pages)
    foot = f"{plan.study.name}  {in_one(words(FOOT, chinese))}"
    for number, page in enumerate(pages, 1):
        _margins(page, foot, number, len(pages))
    return Layout(pages, places, tuple(begins), by_visit(plan.study, tuple(begins)), found, chinese)


def words(said: tuple[str, str], chinese: bool) -> tuple[str, ...]:
    """English, and Chinese where the CRF speaks it."""
    return said if chinese else said[:1]


def in_one(texts: tuple[str, ...]) -> str:
    return "  ".join(texts)


# Forms ---------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Part:
    """What a cell has, top to bottom: its height, and how it is put on a page at x and y."""

    high: float
    items: tuple[Text | Square | Box, ...]  # with y from the upper edge of the part


class _Pen:
    """Draws form after form, and knows on which page it is."""

    def __init__(self, plan: Plan, found: tuple[Annotation, ...]):
        self.pages: list[Page] = []
        self.places: dict[tuple[str, str], int] = {}
        self._found: dict[tuple[str, str], list[Annotation]] = {}
        for each in found:
            self._found.setdefault((each.form, each.field), []).append(each)
        self._heads = dataset_heads(plan, found)
        self._colours = colours(plan, found)
        self._y = TOP

    def form(self, form: DrawnForm) -> None:
        self._page(in_one(form.title))
        for at, text in enumerate(form.title):
            for line in lines(text, TITLE if not at else WORDS + 2, RIGHT - LEFT):
                size = TITLE if not at else WORDS + 2
                self._y += size * LINE
                self.pages[-1].texts.append(Text(LEFT, self._y, size, line, heavy=True))
        self._y += GAP
        own = {each.dataset: None for row in form.rows for each in self._of(row) if each.dataset}
        self._datasets(form, [name for name in self._heads if name in own])
        self._rule()
        for row in form.rows:
            self._row(form, row)

    def _of(self, row: Row) -> list[Annotation]:
        """The annotations of a row: of fields of several forms each once, remarks only where nothing else is said."""
        found = {(a.dataset, a.variable, a.text): a for place in row.places for a in self._found.get(place, ())}
        named = [a for a in found.values() if a.dataset]
        return named or [*found.values()][:1]

    def _datasets(self, form: DrawnForm, names: list[str]) -> None:
        """The datasets of a form with their labels, side by side as far as they fit."""
        x, room = LEFT, RIGHT - LEFT
        for name in names:
            part = _box(x, self._heads[name], room, in_one(form.title), self._colours[name], WORDS)
            wide = part.items[0].wide if isinstance(part.items[0], Box) else 0
            if x > LEFT and x + wide > RIGHT:
                x, self._y = LEFT, self._y + part.high + 2
                part = _box(x, self._heads[name], room, in_one(form.title), self._colours[name], WORDS)
            self._put(part, self._y)
            x += wide + GAP
        self._y += WORDS * LINE + GAP if names else 0

    def lists(self, title: str, lists: dict[str, tuple[str, ...]]) -> None:
        """The long lists of choices, two columns a page."""
        self._page(title)
        self._y += TITLE * LINE
        self.pages[-1].texts.append(Text(LEFT, self._y, TITLE, title, heavy=True))
        half = (RIGHT - LEFT - GAP) / 2
        for name, choices in lists.items():
            self._y += GAP
            if self._y + 4 * WORDS * LINE > BOTTOM:
                self._page(title, again=True)
            self._y += WORDS * LINE
            self.pages[-1].texts.append(Text(LEFT, self._y, WORDS, name, heavy=True))
            for left, right in zip_longest(choices[0::2], choices[1::2], fillvalue=""):
                broken = [lines(text, SMALL, half) for text in (left, right)]
                high = max(map(len, broken)) * SMALL * LINE
                if self._y + high > BOTTOM:
                    self._page(title, again=True)
                for x, cell in zip((LEFT, LEFT + half + GAP), broken, strict=True):
                    for at, line in enumerate(cell, 1):
                        self.pages[-1].texts.append(Text(x, self._y + at * SMALL * LINE, SMALL, line))
                self._y += high

    def _row(self, form: DrawnForm, row: Row) -> None:
        """A field; one that is higher than a page goes on, column by column, on the next."""
        subject = ".".join(row.places[0])
        columns = [
            list(_label(row)),
            list(_entry(row)),
            [_box(NOTES, a.text, RIGHT - NOTES, subject, self._colours[a.dataset]) for a in self._of(row)],
        ]
        high = max(sum(part.high for part in column) for column in columns)
        if self._y + high + 2 * PADDING > BOTTOM and (high < BOTTOM - TOP - 60 or self._y > (TOP + BOTTOM) / 2):
            self._page(self.pages[-1].title, again=True)
        for place in row.places:
            self.places[place] = len(self.pages)
        self._y += PADDING
        while any(columns):
            lowest = self._y
            for column in columns:
                y = self._y
                while column and (y + column[0].high <= BOTTOM or y == TOP + LINE * SMALL * 2):
                    part = column.pop(0)
                    self._put(part, y)
                    y += part.high
                lowest = max(lowest, y)
            self._y = lowest
            if any(columns):
                self._page(self.pages[-1].title, again=True)
        self._y += PADDING
        self._rule()

    def _put(self, part: _Part, y: float) -> None:
        page = self.pages[-1]
        for item in part.items:
            match item:
                case Text(x, above, size, text, heavy, grey):
                    page.texts.append(Text(x, y + above, size, text, heavy, grey))
                case Square(x, above, wide, high):
                    page.squares.append(Square(x, y + above, wide, high))
                case Box(x, above, wide, high, broken, text, subject, colour, size):
                    page.boxes.append(Box(x, y + above, wide, high, broken, text, subject, colour, size))

    def _rule(self) -> None:
        self.pages[-1].squares.append(Square(LEFT, self._y, RIGHT - LEFT, 0))

    def _page(self, title: str, again: bool = False) -> None:
        self.pages.append(Page(title))
        self._y = TOP
        if again:
            self._y += SMALL * LINE
            said = next(iter(lines(f"{title} (continued)", SMALL, RIGHT - LEFT)))
            self.pages[-1].texts.append(Text(LEFT, self._y, SMALL, said, grey=True))
            self._y += SMALL * LINE
            self._rule()


def _label(row: Row) -> Iterator[_Part]:
    room = ENTRY - LEFT - GAP
    for text in row.label:
        for line in lines(text, WORDS, room):
            yield _Part(WORDS * LINE, (Text(LEFT, WORDS, WORDS, line),))
    for line in lines(row.hint[0], SMALL, room):
        yield _Part(SMALL * LINE, (Text(LEFT, SMALL, SMALL, line, grey=True),))


def _entry(row: Row) -> Iterator[_Part]:
    """What is ticked or written: a tick a choice, else a line to write on; and how."""
    room = NOTES - ENTRY - GAP
    for choice in row.choices:
        broken = lines(choice, SMALL, room - TICK - 4) or ("",)
        for at, line in enumerate(broken):
            items: list[Text | Square | Box] = [Text(ENTRY + TICK + 4, SMALL, SMALL, line)] if line else []
            items += [] if at else [Square(ENTRY, SMALL - TICK + 0.5, TICK, TICK)]
            yield _Part(SMALL * LINE, tuple(items))
    if not row.choices:
        yield _Part(WORDS * LINE + 2, (Square(ENTRY, WORDS * LINE, room, 0),))
    if not any(row.choices):
        for line in lines(row.hint[1], SMALL, room):
            yield _Part(SMALL * LINE, (Text(ENTRY, SMALL, SMALL, line, grey=True),))


def _box(
    x: float, text: str, room: float, subject: str, colour: tuple[float, float, float], size: float = SMALL
) -> _Part:
    # parameters: one annotation, where, how wide, about what and in which colour
    broken = lines(text, size, room - 6)
    wide = max(width(line, size) for line in broken) + 6
    high = len(broken) * size * 1.2 + 3
    return _Part(high + 2, (Box(x, 0, wide, high, broken, text, subject, colour, size),))


# Contents ------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Entry:
    """A line of the contents; page 0: a heading."""

    text: str
    page: int = 0


_PER_LINE = WORDS * 1.6


def _entries(begins: Begins, chinese: bool) -> list[_Entry]:
    out = [_Entry(in_one(words(FORMS, chinese))), *(_Entry(in_one(form.title), page) for form, page in begins)]
    for occasion, said in OCCASIONS.items():
        of = [(form, page) for form, page in begins if form.occasion == occasion]
        out += (
            [_Entry(in_one(words(said, chinese))), *(_Entry(in_one(form.title), page) for form, page in of)]
            if of
            else []
        )
    return out


@cache
def _broken(text: str) -> tuple[str, ...]:
    return lines(text, WORDS, RIGHT - LEFT - 60)


def _contents(begins: Begins, chinese: bool) -> list[Page]:
    """The contents; its pages are as many whatever the numbers are."""
    title = in_one(words(CONTENTS, chinese))
    pages, y = [Page(title)], TOP + TITLE * LINE
    pages[0].texts.append(Text(LEFT, y, TITLE, title, heavy=True))
    for entry in _entries(begins, chinese):
        broken = _broken(entry.text)
        y += GAP if not entry.page else 0
        if y + (len(broken) + (not entry.page)) * _PER_LINE > BOTTOM:
            pages.append(Page(title))
            y = TOP
        above = y
        for line in broken:
            y += _PER_LINE
            pages[-1].texts.append(Text(LEFT + (12 if entry.page else 0), y, WORDS, line, heavy=not entry.page))
        if entry.page:
            number = str(entry.page)
            pages[-1].texts.append(Text(RIGHT - width(number, WORDS), y, WORDS, number))
            pages[-1].links.append(Link(LEFT, above + 4, RIGHT - LEFT, y - above, entry.page))
    return pages


def _margins(page: Page, foot: str, number: int, total: int) -> None:
    """The foot of each page: the study, and the number of the page."""
    told = f"Page {number} of {total}"
    said = next(iter(lines(foot, SMALL, 400)), "")
    page.texts.append(Text(LEFT, HIGH - 24, SMALL, said, grey=True))
    page.texts.append(Text(RIGHT - width(told, SMALL), HIGH - 24, SMALL, told, grey=True))
