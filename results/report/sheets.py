"""Displays as sheets: titles, columns, lines and cells as they are printed, and what each cell stands on."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache, cached_property

from onespec.engine.plan.references import AnalysisPlan, Chosen, Constant, StepPlan, flat
from onespec.engine.registry import FIGURE, LISTING, TABLE
from onespec.results.contract import Cell, Drawn, Picture, Standing, Words
from onespec.results.run import Computed

_KINDS = {TABLE: Words("Table", "表"), FIGURE: Words("Figure", "图"), LISTING: Words("Listing", "列表")}


@dataclass(frozen=True)
class ShownCell:
    """A cell as it is printed.

    about  of its numbers: what they are in words, the number of what they stand on, and the variables that count
    """

    text: str
    about: tuple[tuple[str, int, tuple[str, ...]], ...] = ()


@dataclass(frozen=True)
class ShownLine:
    label: Words
    cells: tuple[ShownCell, ...]
    indent: int = 0
    head: bool = False


class Once:
    """A drawn figure, written once in each form, as a page, a PDF and a file take it."""

    def __init__(self, drawn: Drawn):
        self._drawn = drawn

    @cached_property
    def svg(self) -> bytes:
        return self._drawn.svg()

    @cached_property
    def png(self) -> bytes:
        return self._drawn.png()


def drawn_once(picture: Picture) -> Callable[[str], Once]:
    """The figure in a language, drawn when it is asked for first."""
    return cache(lambda language: Once(picture(language)))


@dataclass(frozen=True)
class Block:
    """The lines of analyses with the same ``columns``; ``methods`` say how each was computed, and how it is written."""

    columns: tuple[Words, ...]
    lines: tuple[ShownLine, ...]
    methods: tuple[tuple[str, str], ...]
    picture: Callable[[str], Once] | None = None
    corner: Words = Words("")

    def under(self, other: Block) -> Block | None:
        """This block under another one, where both are tables of the same columns."""
        if self.picture or other.picture or (self.columns, self.corner) != (other.columns, other.corner):
            return None
        return replace(other, lines=other.lines + self.lines, methods=other.methods + self.methods)


@dataclass(frozen=True)
class Sheet:
    """One display."""

    name: str
    number: str
    kind: str
    title: Words
    section: Words
    population: Words
    size: int
    footnotes: tuple[Words, ...]
    blocks: tuple[Block, ...]
    line: str  # of the specification

    @property
    def heading(self) -> Words:
        """``Table 14.1.2``."""
        word = {TABLE: Words("Table", "表"), FIGURE: Words("Figure", "图"), LISTING: Words("Listing", "列表")}[
            self.kind
        ]
        return Words(f"{word.en} {self.number}", f"{word.zh} {self.number}")


@dataclass
class Standings:
    """What numbers stand on, each once, and the variables that make the records what they are.

    listed     the standings in the order in which they are met
    variables  dataset -> the variables that analyses of it name, in that order
    """

    listed: list[Standing] = field(default_factory=list)
    variables: dict[str, dict[str, None]] = field(default_factory=dict)
    _known: dict[Standing, int] = field(default_factory=dict)

    def number(self, standing: Standing) -> int:
        if standing not in self._known:
            self._known[standing] = len(self.listed)
            self.listed.append(standing)
        return self._known[standing]

    def name(self, dataset: str, names: Sequence[str]) -> None:
        self.variables.setdefault(dataset, {}).update(dict.fromkeys(n for n in names if n))

    @property
    def records(self) -> dict[str, list[int]]:
        """The numbers of the records that anything stands on, by dataset."""
        out: dict[str, set[int]] = {}
        for standing in self.listed:
            out.setdefault(standing.dataset, set()).update(standing.rows)
        return {name: sorted(rows) for name, rows in out.items() if name}


def sheets(computed: Sequence[Computed], standings: Standings) -> list[Sheet]:
    """The displays laid out; ``standings`` is filled with what their numbers stand on."""
    return [_sheet(each, standings) for each in computed]


def _sheet(computed: Computed, standings: Standings) -> Sheet:
    display, plan = computed.plan.display, computed.plan
    standings.name(plan.subjects, [display.population, display.group])
    blocks: list[Block] = []
    for number, (analysis, _) in enumerate(computed.results):
        block = _block(computed, analysis, number, standings)
        together = block.under(blocks[-1]) if blocks else None
        blocks = [*blocks[:-1], together] if together else [*blocks, block]
    first = next((a.plan.operation for a in plan.analyses if a.plan.operation), None)
    return Sheet(
        display.name,
        display.number,
        first.shows if first else TABLE,
        words_of(display.title),
        words_of(display.section),
        computed.population,
        computed.size,
        tuple(Words(note.en, note.zh) for note in display.footnotes),
        tuple(blocks),
        f"{display.file}:{int(display.line)}",
    )


def figures(shown: Sequence[Sheet], language: str) -> dict[str, bytes]:
    """The figures of a report as files: SVG and PNG of each."""
    out: dict[str, bytes] = {}
    for sheet in shown:
        pictures = [block.picture for block in sheet.blocks if block.picture is not None]
        for number, picture in enumerate(pictures, 1):
            name = f"{sheet.name}{f'-{number}' if pictures[1:] else ''}-{language}"
            drawn = picture(language)
            out |= {f"{name}.svg": drawn.svg, f"{name}.png": drawn.png}
    return out


def words_of(said: dict[str, str]) -> Words:
    return Words(said.get("en", ""), said.get("zh", ""))


def _block(computed: Computed, analysis: AnalysisPlan, number: int, standings: Standings) -> Block:
    result = computed.results[number][1]
    display, named = computed.plan.display, tuple(dict.fromkeys(named_variables(analysis.plan)))
    standings.name(analysis.plan.step.source, named)
    counting = {computed.plan.subjects: tuple(n for n in (display.population, display.group) if n)}
    counting[analysis.plan.step.source] = (*named, *counting.get(analysis.plan.step.source, ()))
    columns = result.columns or tuple(_with_size(c, n) for c, n in zip(computed.columns, computed.sizes, strict=True))
    label = words_of(analysis.analysis.label)
    picture = drawn_once(result.picture) if result.picture else None
    lines = [ShownLine(label, (), 0, True)] if label.en else []
    lines += [
        ShownLine(line.label, tuple(_cell(c, standings, counting) for c in line.cells), line.indent, line.head)
        for line in result.lines
    ]
    return Block(columns, tuple(lines), ((told(analysis.plan), written(analysis.plan)),), picture, result.corner)


def _with_size(column: Words, size: int) -> Words:
    return Words(f"{column.en}\n(N={size})", f"{column.zh or column.en}\n(N={size})")


def _cell(cell: Cell, standings: Standings, counting: Mapping[str, tuple[str, ...]]) -> ShownCell:
    """A cell; statistics that stand on the same records are told together.

    counting  dataset -> the variables that make its records count
    """
    about: dict[Standing, list[str]] = {}
    for stat in cell.stats:
        if stat.on.rows:
            about.setdefault(stat.on, []).append(f"{stat.label} {stat.text}")
    told = ((on, "; ".join(words)) for on, words in about.items())
    return ShownCell(cell.text, tuple((w, standings.number(on), counting.get(on.dataset, ())) for on, w in told))


def named_variables(plan: StepPlan) -> Iterator[str]:
    """The variables of its dataset that an analysis names: in its parameters, and in its conditions."""
    operation = plan.operation
    assert operation is not None
    for parameter in operation.parameters.values():
        if parameter.kind in ("name", "names"):
            yield from (
                str(c.value) for c in flat([plan.arguments.get(parameter.argument, ())]) if isinstance(c, Constant)
            )
    yield from (condition.name for condition in plan.step.where)


def told(plan: StepPlan) -> str:
    """The text of the operation with its parameters, and the records that it looks at."""
    operation = plan.operation
    assert operation is not None
    given = {p.name: _given(plan, p.argument, p.default) for p in operation.parameters.values() if p.name != "source"}
    text = operation.text
    for name, value in given.items():
        text = text.replace(f"{{{name}}}", value)
    where = " and ".join(c.text() for c in plan.step.where)
    return f"{text} Records: {plan.step.source}{f' where {where}' if where else ''}."


def _given(plan: StepPlan, argument: str, default: object) -> str:
    given = plan.arguments.get(argument)
    if given is None:
        return str(default if default is not None else "")
    values = [
        str(c.value) if isinstance(c, Constant) else c.source
        for c in flat([given])
        if isinstance(c, (Constant, Chosen))
    ]
    return ", ".join(values) or argument


def written(plan: StepPlan) -> str:
    """The analysis as the specification names it, on one line."""
    operation = plan.operation
    assert operation is not None
    named = {p.name: _given(plan, p.argument, "") for p in operation.parameters.values() if p.name != "source"}
    listed = {"from": plan.step.source} | {name: value for name, value in named.items() if value}
    where = "; ".join(c.text() for c in plan.step.where)
    return (
        f"{operation.name}: {', '.join(f'{k}: {v}' for k, v in listed.items())}{f', where: {where}' if where else ''}"
    )
