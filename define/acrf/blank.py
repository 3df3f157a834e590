"""Annotations on a study's own blank CRF: beside the words of each field, over no words, and none over another."""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from onespec.define.acrf.annotations import Annotation, annotated, dataset_heads
from onespec.define.acrf.bookmarks import bookmark, visit_bookmarks
from onespec.define.acrf.breaking import width
from onespec.define.acrf.colours import Colour, colours
from onespec.define.acrf.drawn import DrawnForm, Row, by_visit, drawn_forms
from onespec.define.acrf.found import Line, NotBlank, Rectangle, Sheet, key_of, sheets
from onespec.define.acrf.freetext import add_free_text
from onespec.define.acrf.layout import SMALL, Box
from onespec.define.acrf.letters import Letters
from onespec.engine.paper.own import CREATOR
from onespec.engine.plan.references import Plan

BY_FORM, BY_VISIT = "Annotated forms", "Annotated forms by visit"  # the bookmarks above those of the forms
_EDGE, _GAP, _STEP = 8.0, 4.0, 6.0  # points: of the page, between words and box, of looking for a free place
_FAR = 5  # heights of a box above and below its words
_TOP = 0.25  # of a page, where the title of its form stands
_SEVERAL = 3  # a page of contents: one line in so many is a form's title, or so many titles that stand elsewhere, too

_ALIKE: tuple[Callable[[str, str], bool], ...] = (
    lambda words, line: words == line,
    lambda words, line: line.startswith(words),
    lambda words, line: words in line,
)


@dataclass(frozen=True)
class Missing:
    """What could not be placed; ``pages`` where it was looked for."""

    form: str
    field: str
    words: str
    pages: tuple[int, ...]

    def text(self) -> str:
        where = f"on page{'s' if len(self.pages) > 1 else ''} {', '.join(map(str, self.pages))}" if self.pages else ""
        what = f"{self.form}.{self.field}" if self.field else self.form
        return f"{what}: '{self.words}' {where or 'stands on no page'}".strip()


@dataclass(frozen=True)
class Near:
    """A field whose words stand on the CRF as part of others: a person looks whether it is that one."""

    form: str
    field: str
    words: str
    line: str
    page: int

    def text(self) -> str:
        return f"{self.form}.{self.field}: '{self.words}' is taken to be '{self.line}' on page {self.page}"


@dataclass(frozen=True)
class Placed:
    """The annotated CRF, and what became of each field.

    pages    form and field -> the page that bears its annotations, from 1
    missing  fields whose words were not found, or that have no free place beside them
    near     fields that were placed by words which are not quite theirs
    absent   characters that the font lacks
    """

    content: bytes
    annotations: int
    pages: Mapping[tuple[str, str], int]
    missing: tuple[Missing, ...]
    near: tuple[Near, ...]
    absent: str


def annotate(blank: bytes, plan: Plan, stated: Mapping[str, tuple[int, ...]] | None = None) -> Placed:
    """Annotate a blank CRF; raises `NotBlank` where it cannot be.

    stated  form -> its pages; of others a page is the form's whose label stands on it, and those that follow
    """
    read = sheets(blank)
    found = annotated(plan)
    work = _Placing(plan, read, found)
    on = _pages_of_forms(plan, read, stated or {})
    for form in drawn_forms(plan.study):
        work.form(form, on.get(form.names[0], ()))
    try:
        return work.written(blank)
    except RuntimeError as error:  # of QPDF: a tree of pages that it cannot mend
        raise NotBlank(f"The CRF is damaged: {error}.") from None


def _pages_of_forms(plan: Plan, read: tuple[Sheet, ...], stated: Mapping[str, tuple[int, ...]]) -> dict[str, list[int]]:
    """First name of a drawn form -> its pages.  Raises `NotBlank` for a stated page that the CRF does not have."""
    out: dict[str, list[int]] = {}
    titles = {}
    for form in drawn_forms(plan.study):
        named = next((stated[name] for name in form.names if name in stated), None)
        if named is None:
            titles |= {key_of(words): form.names[0] for words in form.title if key_of(words)}
        else:
            out[form.names[0]] = list(named)
    beyond = [(name, page) for name, pages in out.items() for page in pages if not 0 < page <= len(read)]
    if beyond:
        raise NotBlank(f"Form {beyond[0][0]} is said to stand on page {beyond[0][1]}; the CRF has {len(read)}.")
    taken, current = {page for pages in out.values() for page in pages}, ""
    stand = [{titles[line.key] for line in sheet.lines if line.key in titles} for sheet in read]
    often = Counter(name for names in stand for name in names)
    for number, sheet in enumerate(read, 1):
        named = [(line.y, titles[line.key]) for line in sheet.lines if line.key in titles]
        own = stand[number - 1]
        crowded = len(own) * _SEVERAL > max(len(sheet.lines), 2 * _SEVERAL)
        repeated = len(own) >= _SEVERAL and all(often[name] > 1 for name in own)
        if number in taken or crowded or repeated:
            current = ""
            continue
        current = next((name for y, name in named if y < sheet.high * _TOP), current)
        if current:
            out.setdefault(current, []).append(number)
    return out


@dataclass
class _Placing:
    plan: Plan
    read: tuple[Sheet, ...]
    found: tuple[Annotation, ...]
    boxes: dict[int, list[Box]] = field(default_factory=dict)
    pages: dict[tuple[str, str], int] = field(default_factory=dict)
    missing: list[Missing] = field(default_factory=list)
    near: list[Near] = field(default_factory=list)
    used: set[tuple[int, Line]] = field(default_factory=set)
    forms: list[tuple[DrawnForm, int]] = field(default_factory=list)  # with their first pages

    def __post_init__(self) -> None:
        self._colours: dict[str, Colour] = colours(self.plan, self.found)
        self._heads = dataset_heads(self.plan, self.found)
        self._taken: dict[int, list[Rectangle]] = {
            number: [*sheet.taken, *((w.x, w.y, w.x + w.wide, w.y + w.high) for w in sheet.lines)]
            for number, sheet in enumerate(self.read, 1)
        }

    def form(self, form: DrawnForm, pages: tuple[int, ...] | list[int]) -> None:
        """Everything of a form: its datasets on top, and beside each field what becomes of it."""
        title = " / ".join(form.title)
        if not pages:
            self.missing.append(Missing(form.names[0], "", title, ()))
            return
        self.forms.append((form, pages[0]))
        datasets = dict.fromkeys(
            a.dataset for a in self.found if a.form in form.names and a.dataset and a.dataset in self._heads
        )
        for name in datasets:
            left, top, _, _ = self.read[pages[0] - 1].seen
            head = Line(left + _EDGE, top + 2 * _EDGE, 0, 0, "")
            if not self._place(pages[0], head, self._heads[name], title, self._colours[name], down=20):
                self.missing.append(Missing(form.names[0], "", self._heads[name], (pages[0],)))
        rows = [row for row in form.rows if any((a.form, a.field) in row.places for a in self.found)]
        found = self._lines_of(rows, pages)
        for number, row in enumerate(rows):
            self._row(row, found.get(number), pages)

    def _row(self, row: Row, at: tuple[int, Line] | None, pages: tuple[int, ...] | list[int]) -> None:
        own = list(dict.fromkeys((a.text, a.dataset) for a in self.found if (a.form, a.field) in row.places))
        words, subject = _words(row), ".".join(row.places[0])
        if at is None:
            self.missing += [Missing(*place, words[0], tuple(pages)) for place in row.places]
            return
        page, line = at
        if line.key not in map(key_of, words):
            self.near += [Near(*place, words[0], line.text, page) for place in row.places]
        done = [self._place(page, line, text, subject, self._colours.get(of, self._colours[""])) for text, of in own]
        for place in row.places:
            if all(done):
                self.pages[place] = page
            else:
                self.missing.append(Missing(*place, words[0], (page,)))

    def _lines_of(self, rows: list[Row], pages: tuple[int, ...] | list[int]) -> dict[int, tuple[int, Line]]:
        """Number of a row -> the line that is its words; of rows without one that begins with them, else has them.

        A line that is the words of one field is not taken for a part of another's.
        """
        out: dict[int, tuple[int, Line]] = {}
        for alike in _ALIKE:
            for number, row in enumerate(rows):
                found = None if number in out else self._line(_words(row), pages, alike)
                if found:
                    self.used.add(found)
                    out[number] = found
        return out

    def _line(
        self, words: list[str], pages: tuple[int, ...] | list[int], alike: Callable[[str, str], bool]
    ) -> tuple[int, Line] | None:
        """The first line not yet used that is alike; the words in their order."""
        for key in filter(None, map(key_of, words)):
            for page in pages:
                for line in self.read[page - 1].lines:
                    if (page, line) not in self.used and alike(key, line.key):
                        return page, line
        return None

    def _place(self, page: int, line: Line, text: str, subject: str, colour: Colour, down: int = _FAR) -> bool:
        """A box to the right of a line, or in the nearest free place beside it."""
        left, top, right, bottom = self.read[page - 1].seen
        wide, high = width(text, SMALL) + 8, SMALL * 1.2 + 4
        for y in _near(line, high, down):
            x = max(line.x + line.wide, left) + _GAP
            while x + wide <= right - _EDGE:
                if top <= y and y + high <= bottom and self._free(page, (x, y, x + wide, y + high)):
                    self._taken[page].append((x, y, x + wide, y + high))
                    self.boxes.setdefault(page, []).append(Box(x, y, wide, high, (text,), text, subject, colour))
                    return True
                x += _STEP
        return False

    def _free(self, page: int, of: Rectangle) -> bool:
        left, top, right, bottom = of
        return not any(a < right and left < c and b < bottom and top < d for a, b, c, d in self._taken[page])

    def written(self, blank: bytes) -> Placed:
        import pikepdf

        letters, out = Letters("".join(box.text for each in self.boxes.values() for box in each)), io.BytesIO()
        with pikepdf.open(io.BytesIO(blank)) as opened:
            font = letters.font(opened)
            for number in sorted(self.boxes):
                page = opened.pages[number - 1]
                left = float(page.mediabox[0])
                boxes = [Box(**{**vars(box), "x": box.x + left}) for box in self.boxes[number]]
                add_free_text(opened, page, boxes, letters, font)
            with opened.open_outline() as outline:
                outline.root += [bookmark(BY_FORM, tuple(self.forms))] if self.forms else []
                outline.root += visit_bookmarks(BY_VISIT, by_visit(self.plan.study, tuple(self.forms)))
            opened.docinfo["/Creator"] = pikepdf.String(CREATOR)
            opened.save(out, deterministic_id=True, compress_streams=True)
        count = sum(map(len, self.boxes.values()))
        missing, near = tuple(self.missing), tuple(self.near)
        return Placed(out.getvalue(), count, self.pages, missing, near, letters.absent)


def _words(row: Row) -> list[str]:
    """What a field may be called on a CRF: its labels, else its name."""
    return [*row.label, *(name for _, name in row.places)]


def _near(line: Line, high: float, down: int) -> Iterator[float]:
    """Heights at which a box is tried: that of the line, then below and above it."""
    middle = line.y + (line.high - high) / 2
    yield middle
    for step in range(1, 2 * down + 1):
        yield middle + step * high / 2
        if step <= _FAR:
            yield middle - step * high / 2
