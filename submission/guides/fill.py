"""An outline filled: headings, paragraphs, tables and open places, each fact noted with its sentence."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from onespec.submission.guides.answers import Answer
from onespec.submission.guides.facts import Facts, Sentence, filled_in, shown
from onespec.submission.guides.outline import Block, Outline, Section, terms, words
from onespec.submission.guides.sources import Absent, NotGiven
from onespec.submission.guides.verbs import about

_NOTHING = "\u2013"


@dataclass(frozen=True)
class Heading:
    level: int
    number: str
    title: str

    @property
    def text(self) -> str:
        return f"{self.number} {self.title}"


@dataclass(frozen=True)
class Paragraph:
    text: str


@dataclass(frozen=True)
class Boxes:
    """Boxes side by side, each leading to the next."""

    texts: tuple[str, ...]


@dataclass(frozen=True)
class Table:
    """A table; widths of its columns in hundredths of the line."""

    head: tuple[str, ...]
    widths: tuple[int, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Place:
    """A place that only people fill, and nobody has filled yet."""

    id: str
    guide: str
    section: str
    question: str


Filled = Heading | Paragraph | Boxes | Table | Place


@dataclass(frozen=True)
class Content:
    """What stands in a guide, in order; ``answered``: the places at which people were asked, or might say more."""

    filled: list[Filled]
    answered: frozenset[str]

    @property
    def places(self) -> list[Place]:
        return [each for each in self.filled if isinstance(each, Place)]


def fill(outline: Outline, facts: Facts, answers: Mapping[str, Answer]) -> Content:
    """The content of a guide in the language of the facts' edition."""
    filling = _Filling(outline.key, facts, answers)
    return Content(list(filling.sections(outline.sections, 1)), frozenset(filling.answered))


class _Filling:
    def __init__(self, guide: str, facts: Facts, answers: Mapping[str, Answer]):
        self.guide, self.facts, self.answers = guide, facts, answers
        self.language = facts.sources.language
        self.section, self.answered = "", set[str]()

    def sections(self, sections: tuple[Section, ...], level: int) -> Iterator[Filled]:
        for section in sections:
            if section.each:
                yield from self._each(section, level)
            else:
                yield from self._section(section, section.number, level, {})

    def _each(self, section: Section, level: int) -> Iterator[Filled]:
        try:
            items = self.facts.value(section.each)
        except (Absent, NotGiven):
            return
        assert isinstance(items, list)
        for n, item in enumerate(items):
            number = f"{section.number}.{n + 1}"
            heading = about(section.title[self.language], {section.item: item})
            self.facts.tell(section.each, Sentence(self.guide, number, self.language, f"{number} {heading}", n))
            yield from self._section(section, number, level, {section.item: item})

    def _section(self, section: Section, number: str, level: int, items: Mapping[str, Any]) -> Iterator[Filled]:
        self.section = number
        yield Heading(level, number, about(section.title[self.language], items))
        made = self._blocks(section.blocks, items) or self._blocks(section.otherwise, items)
        if not made and not section.sections:
            made = self._asked({"ask": f"{self.guide}.{number}", "question": words()["empty"]})
        yield from made
        yield from self.sections(section.sections, level + 1)

    def _blocks(self, blocks: tuple[Block, ...], items: Mapping[str, Any]) -> list[Filled]:
        out: list[Filled] = []
        for written in blocks:
            block = about(written, items)
            if "when" in block and not self.facts.holds(block["when"]):
                continue
            if "unless" in block and self.facts.holds(block["unless"]):
                continue
            try:
                out += self._block(block)
            except (Absent, NotGiven):
                continue
        return out

    def _block(self, block: Block) -> list[Filled]:
        if "say" in block:
            return [Paragraph(self._told(block, block["say"]))]
        if "boxes" in block:
            return [Boxes(tuple(self._told(block, each) for each in block["boxes"]))]
        if "table" in block:
            return self._table(block)
        if "rows" in block:
            head = tuple(each[self.language] for each in block["head"])
            rows = tuple((row["term"], row[self.language]) for row in block["rows"])
            return [Table(head, _widths(block["widths"]), rows)]
        if "remark" in block:
            said = self._answer(block["remark"])
            return [Paragraph(said)] if said else []
        return self._asked(block)

    def _answer(self, place: str) -> str:
        self.answered.add(place)
        return self.answers[place].text(self.language) if place in self.answers else ""

    def _asked(self, block: Block) -> list[Filled]:
        said = self._answer(block["ask"])
        if said:
            return [Paragraph(said)]
        return [Place(block["ask"], self.guide, self.section, block["question"][self.language])]

    def _told(self, block: Block, said: Mapping[str, str]) -> str:
        named = block.get("with", {})
        values = {name: self.facts.value(expression) for name, expression in named.items()}
        text = filled_in(said[self.language], values, self.language)
        for name, expression in named.items():
            if f"{{{name}" in said[self.language]:
                self.facts.tell(expression, self._sentence(text))
        return text

    def _sentence(self, text: str, row: int | None = None) -> Sentence:
        return Sentence(self.guide, self.section, self.language, text, row)

    # -- tables --------------------------------------------------------------------------------------

    def _table(self, block: Block) -> list[Filled]:
        listed = self.facts.value(block["table"])
        assert isinstance(listed, list)
        if not listed:
            if "none" not in block:
                return []
            self.facts.tell(block["table"], self._sentence(block["none"][self.language]))
            return [Paragraph(block["none"][self.language])]
        columns = block.get("columns")
        if columns is None:
            names = tuple(listed[0])
            columns = [{"head": {self.language: n}, "cell": f"$row.{n}", "width": 100 // len(names)} for n in names]
        rows = tuple(self._row(block, columns, n, item) for n, item in enumerate(listed))
        heads = tuple(column["head"][self.language] for column in columns)
        return [Table(heads, _widths([column["width"] for column in columns]), rows)]

    def _row(self, block: Block, columns: list[Block], number: int, item: Any) -> tuple[str, ...]:
        cells, bound = [], []
        for column in columns:
            cell = about(column["cell"], {"row": item})
            if isinstance(cell, str):
                cells.append(self._number(cell, column, item) or _NOTHING)
                continue
            try:
                cells.append(shown(self.facts.value(cell), self.language) or _NOTHING)
                bound.append(cell)
            except (Absent, NotGiven):
                cells.append(_NOTHING)
        text = " ".join(cells)
        self.facts.tell(block["table"], self._sentence(text, number))
        for cell in bound:
            self.facts.tell(cell, self._sentence(text))
        return tuple(cells)

    def _number(self, cell: str, column: Block, item: Any) -> str:
        """The text of a cell; whole numbers of a row as they stand in sentences."""
        key = column["cell"].removeprefix("$row.")
        value = item.get(key) if isinstance(item, dict) else None
        return shown(value, self.language) if isinstance(value, int) else terms().get(cell, {}).get(self.language, cell)


def _widths(given: Any) -> tuple[int, ...]:
    return tuple(int(width) for width in given)
