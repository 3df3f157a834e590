"""The data guide: what a reader of the shared data must know, in one language, as HTML and as Markdown.

Everything that it says comes from the facts of the edition (`facts.py`) and the words of guide.yaml.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from onespec.engine.paper.blocks import Block, Heading, Line, Table, blocks_page
from onespec.submission.sharing.facts import Facts, of_action
from onespec.submission.sharing.register import Sharing
from onespec.submission.sharing.rules import Decision, Known
from onespec.submission.sharing.transform import REMOVE
from onespec.submission.sharing.words import action_text, words

_FILE = Path(__file__).with_name("guide.yaml")
_MANY = 14  # names of variables in one cell


@cache
def _words() -> dict[str, Any]:
    return yaml.safe_load(_FILE.read_text(encoding="utf-8"))


def guide_html(facts: Facts, language: str) -> str:
    """The guide as one page that loads nothing."""
    return blocks_page(_Guide(facts, language).title, _Guide(facts, language).blocks(), language)


def guide_blocks(facts: Facts, language: str) -> tuple[str, list[Heading | Line | Table]]:
    """The title of the guide, and its headings, sentences and tables."""
    guide = _Guide(facts, language)
    return guide.title, [b for b in guide.blocks() if isinstance(b, Heading | Line | Table)]


def guide_markdown(facts: Facts, language: str) -> str:
    """The same as Markdown, which is text."""
    return "\n\n".join(_markdown(block) for block in _Guide(facts, language).blocks()) + "\n"


def _markdown(block: Block) -> str:
    if isinstance(block, Heading):
        return f"{'#' * block.level} {block.text}"
    if isinstance(block, Line):
        return str(block.text)
    assert isinstance(block, Table)
    head = [h.removeprefix("#") for h in block.head]
    rules = ["---:" if h.startswith("#") else "---" for h in block.head]
    rows = [[str(cell).replace("|", "\\|") for cell in row] for row in block.rows]
    return "\n".join(f"| {' | '.join(row)} |" for row in (head, rules, *rows))


class _Guide:
    def __init__(self, facts: Facts, language: str):
        self._facts, self._language = facts, language

    @property
    def title(self) -> str:
        return self._say("title", study=self._facts["study"])

    def _say(self, name: str, **more: object) -> str:
        return _words()[name][self._language].format(**more)

    def _head(self, name: str) -> list[str]:
        return _words()[name][self._language]

    def _table(self, head: str, rows: Sequence[Sequence[object]], wide: tuple[int, ...] = ()) -> Table:
        return Table(self._head(head), [[_shown(cell) for cell in row] for row in rows], wide=wide)

    def blocks(self) -> list[Block]:
        facts = self._facts
        out: list[Block] = [
            Heading(1, self.title),
            Heading(2, self._say("what")),
            Line(self._say("intro", study=facts["study"], subjects=facts["subjects"])),
            Line(self._say("description", text=facts["description"])),
        ]
        if facts["notice"].get(self._language):
            out.append(Line(facts["notice"][self._language]))
        for part in (self._files, self._done, self._dates, self._removed, self._risk, self._endpoints):
            out += part()
        out += [*self._conformance(), *self._search(), *self._limits(), *self._each()]
        return out

    def _files(self) -> Iterator[Block]:
        rows = [(d["dataset"], d["standard"], d["shared"], d["built"]) for d in self._facts["datasets"]]
        yield Heading(2, self._say("files"))
        yield Line(self._say("files_line"))
        yield self._table("files_head", rows)

    def _action(self, variable: Facts) -> str:
        known = Known(variable["dataset"], variable["variable"], "")
        decision = Decision(known, variable["as"], variable["action"], tuple(variable["levels"]))
        numbers = Sharing(age=str(self._facts["age"]), rare=str(self._facts["rare"]))
        return action_text(decision, numbers, self._language)

    def _done(self) -> Iterator[Block]:
        said: dict[str, list[str]] = {}
        for variable in self._facts["variables"]:
            said.setdefault(self._action(variable), []).append(variable["variable"])
        rows = []
        for text, names in said.items():
            different = list(dict.fromkeys(names))
            more = f" … (+{len(different) - _MANY})" if len(different) > _MANY else ""
            rows.append((text, len(names), ", ".join(different[:_MANY]) + more))
        yield Heading(2, self._say("done"))
        yield Line(self._say("done_line", **self._facts["kinds"]))
        yield self._table("done_head", rows, (0, 2))

    def _dates(self) -> Iterator[Block]:
        yield Heading(2, self._say("dates"))
        yield Line(self._say("dates_line", days=self._facts["days"]))
        yield Line(self._say("dates_partial"))
        yield Line(_words()["dates_times"][self._facts["times"]][self._language])
        yield Line(self._say("dates_masked", parameters=", ".join(self._facts["masked"])))

    def _removed(self) -> Iterator[Block]:
        removed = of_action(self._facts, (REMOVE,))
        yield Heading(2, self._say("removed"))
        names = ", ".join(f"{v['dataset']}.{v['variable']} ({v['label']})" for v in removed)
        yield Line(names or self._say("removed_none"))
        if self._facts["left_out"]:
            yield Line(self._say("left_out_line", left_out=self._facts["left_out"]))
        shared = ", ".join(self._facts["documents"])
        yield Line(self._say("documents_line", names=shared) if shared else self._say("no_documents"))
        yield Heading(2, self._say("lost"))
        rows = [(e["dataset"], e["variable"], e["values"], e["texts"]) for e in self._facts["lost"]]
        yield self._table("lost_head", rows) if rows else Line(self._say("lost_none"))

    def _risk(self) -> Iterator[Block]:
        facts = self._facts
        yield Heading(2, self._say("risk"))
        yield Line(self._say("risk_line"))
        rows = []
        for each in facts["risk"]:
            for when in ("before", "after"):
                r = each[when]
                numbers = (r["k"], r["classes"], r["uniques"], f"{r['highest']:.3f}", f"{r['mean']:.3f}")
                rows.append((each["name"] if when == "before" else "", self._say(when), *numbers))
        yield self._table("risk_head", rows, (0,))
        yield Line(self._say("bands"))
        bands = [f"#{low}" if low == high else f"#{low}-{high}" if high else f"#≥{low}" for low, high in facts["bands"]]
        rows = [[each["name"], *map(str, each["after"]["bands"])] for each in facts["risk"]]
        yield Table([self._say("bands_first"), *bands], rows, wide=(0,))
        if facts["reach"]:
            yield Line(self._say("reach_line", variables=facts["reach"][-1]["size"]))
            yield self._table("reach_head", [(r["size"], r["sets"], r["before"], r["after"]) for r in facts["reach"]])
            last = max((r["size"] for r in facts["reach"] if r["after"]), default=0)
            if last < facts["reach"][-1]["size"]:
                yield Line(self._say("reach_none", subjects=facts["subjects"], size=last + 1))
            elif all(r["after"] == r["sets"] for r in facts["reach"]):
                yield Line(self._say("reach_all"))

    def _endpoints(self) -> Iterator[Block]:
        found = self._facts["endpoints"]
        yield Heading(2, self._say("endpoints"))
        if found["why"]:
            yield Line(self._say("endpoints_none", why=found["why"]))
        elif found["displays"]:
            yield Line(self._say("endpoints_line", **{k: found[k] for k in ("displays", "numbers", "moved")}))
            if found["names"]:
                yield Line(self._say("endpoints_moved", names=", ".join(found["names"])))
            rows = [(r["display"][self._language], r["line"][self._language], *r["numbers"]) for r in found["rows"]]
            if rows:
                yield self._table("endpoints_head", rows, (0, 1))
        if self._facts["unchanged"]:
            yield Line(self._say("values_line"))
            called = {"DAYS": self._say("relative_days")}
            rows = [
                (called.get(u["variable"], u["variable"]), u["datasets"], u["altered"])
                for u in self._facts["unchanged"]
            ]
            yield self._table("values_head", rows)
        if self._facts["programs"]:
            yield Line(self._say("programs_line"))
            yield self._table("programs_head", [self._program(p) for p in self._facts["programs"]], (4,))
            if any(p["differences"] for p in self._facts["programs"]):
                yield Line(self._say("programs_why"))
                yield self._table("reasons_head", list(self._reasons()), (0,))

    def _program(self, program: Facts) -> tuple[object, ...]:
        verdict = _words()["verdicts"][program["verdict"]][self._language]
        names = ", ".join(program["variables"])
        return program["dataset"], verdict, program["differences"], program["records"], names

    def _reasons(self) -> Iterator[tuple[object, ...]]:
        for reason, said in _words()["reasons"].items():
            having = [p for p in self._facts["programs"] if reason in p["reasons"]]
            if having:
                number = sum(p["reasons"][reason] for p in having)
                yield said[self._language], number, ", ".join(p["dataset"] for p in having)

    def _conformance(self) -> Iterator[Block]:
        found = self._facts["conformance"]
        yield Heading(2, self._say("conformance"))
        yield Line(self._say("conformance_line", before=found["before"], after=found["after"]))
        rows = [
            (d["rule"], d["dataset"], d["before"], d["after"], d["reason"] or self._say("fewer"))
            for d in found["differences"]
        ]
        yield self._table("conformance_head", rows, (4,)) if rows else Line(self._say("conformance_same"))

    def _search(self) -> Iterator[Block]:
        found = self._facts["searched"]
        yield Heading(2, self._say("search"))
        yield Line(self._say("search_line", **found | {"encodings": ", ".join(found["encodings"])}))

    def _limits(self) -> Iterator[Block]:
        yield Heading(2, self._say("limits"))
        for each in _words()["limits_list"]:
            if "{at_masked}" not in each["en"] or self._facts["at_masked_days"]:
                numbers = {k: self._facts[k] for k in ("subjects", "days")}
                yield Line("– " + each[self._language].format(**numbers, at_masked=self._facts["at_masked_days"]))

    def _each(self) -> Iterator[Block]:
        kinds = words()["kinds"]
        yield Heading(2, self._say("variables"))
        rows = [
            (v["dataset"], v["variable"], v["label"], kinds[v["as"]][self._language], self._action(v), v["altered"])
            for v in self._facts["variables"]
        ]
        yield self._table("variables_head", rows, (2, 4))


def _shown(cell: object) -> str:
    return "" if cell is None else f"{cell:,}" if isinstance(cell, int) else str(cell)
