"""YAML whose scalars stay text and whose entries know their lines.

YAML 1.1 reads ``NO`` as false, ``010`` as 8 and ``12:30`` as 750; a specification
means what it says, so nothing is typed here.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from onespec.engine.disk import bytes_of
from onespec.engine.findings import STOP, Findings, Line

_NULL = "tag:yaml.org,2002:null"
# A specification is some levels deep, and no file of one has a million entries: what has more is no specification.
DEEPEST, MOST = 60, 1_000_000
_NO_TEXT = re.compile("[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")  # XML 1.0, 2.2: no document can hold it
_BEGINS = re.compile(r"(?m)^[ ?:-]*")
_InC: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # where yaml was built with it


class _Loader(_InC):
    """Types nothing: of the scalars without a tag, ``~`` and what is left out are none, and all others texts."""

    def resolve(self, kind: type[yaml.Node], value: str, implicit: tuple[bool, bool]) -> str:
        return _NULL if kind is yaml.ScalarNode and implicit[0] and value in ("", "~") else ""

    def descend_resolver(self, current_node: yaml.Node | None, current_index: object) -> None:
        """No type by the path to a scalar."""

    def ascend_resolver(self) -> None:
        """No type by the path to a scalar."""


class Map(dict):
    """A mapping; ``line`` is its own line, ``lines[key]`` the line of a key."""

    line: int = 1
    lines: dict[str, int]

    def put(self, key: str, value: Any, line: int) -> None:
        """Add or replace an entry, with its line."""
        self[key], self.lines[key] = value, line


class Seq(list):
    """A sequence; ``lines[i]`` is the line of its i-th entry."""

    line: int = 1
    lines: list[int]


def sequence_of(items: Iterable[tuple[Any, int]], line: int) -> Seq:
    """A sequence of entries, each with its line."""
    listed = list(items)
    out = Seq(item for item, _ in listed)
    out.line, out.lines = line, [at for _, at in listed]
    return out


def _fix(error: OSError) -> str:
    return "Permit reading it." if isinstance(error, PermissionError) else "Add the file."


def load_yaml(path: Path, name: str, findings: Findings, inherited: bool = False, any_text: bool = False) -> Map:
    """The mapping in a file; faults (unreadable, not UTF-8, syntax, a key twice) become findings.

    ``name`` is how the file is called in findings; ``inherited``: it is of a folder that the study extends;
    ``any_text``: control characters may stand in it, as in a cell of an export that it repeats.
    """
    try:
        node = _composed(bytes_of(path).decode())
    except UnicodeDecodeError as error:
        findings.add("SPEC-ENCODING", STOP, f"Byte {error.start} is not UTF-8.", "Save the file as UTF-8.", file=name)
        return no_entries()
    except OSError as error:
        findings.add("SPEC-FILE", STOP, f"The file cannot be read: {error.strerror}.", _fix(error), file=name)
        return no_entries()
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        problem = getattr(error, "problem", None) or str(error).splitlines()[0]
        findings.add(
            "SPEC-YAML",
            STOP,
            f"This is not YAML: {problem}.",
            "Look at indentation, brackets, quotes and colons on this line and the one before.",
            file=name,
            line=mark.line + 1 if mark else None,
        )
        return no_entries()
    if node is None:
        return no_entries()
    if not isinstance(node, yaml.MappingNode):
        findings.add(
            "SPEC-YAML", STOP, "The file must hold a mapping (key: value).", "Start with a key.", file=name, line=1
        )
        return no_entries()
    return _Builder(name, findings, inherited, any_text).built(node)


def _composed(text: str) -> yaml.Node | None:
    """The nodes of a text; raises `yaml.YAMLError` for one that is too deep, or too much where its aliases stand."""
    if max(_may_be_deep(text), default=0) > DEEPEST:  # the reader goes down a level by calling itself
        depth = 0
        event: Any
        for event in yaml.parse(text, Loader=_Loader):
            depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
            if depth > DEEPEST:
                raise yaml.MarkedYAMLError(
                    problem=f"it is more than {DEEPEST} levels deep", problem_mark=event.start_mark
                )
    node = yaml.compose(text, Loader=_Loader)
    if node is not None and "*" in text:
        _size(node, {}, ())
    return node


def _may_be_deep(text: str) -> Iterable[int]:
    """At least as many levels as there are: by brackets, and by the column at which a line begins."""
    yield max((len(m[0]) for m in _BEGINS.finditer(text)), default=0)
    for opened, closed in ("[]", "{}"):
        depth = deepest = 0
        if text.count(opened) > DEEPEST // 2:
            for found in re.finditer(f"[{re.escape(opened + closed)}]", text):
                depth = max(0, depth + (1 if found[0] == opened else -1))
                deepest = max(deepest, depth)
        yield 2 * deepest


def _size(node: yaml.Node, known: dict[int, int], above: tuple[int, ...]) -> int:
    """The entries of a node, those of its aliases once for each; raises `yaml.YAMLError` where they have no bound."""
    if isinstance(node, yaml.ScalarNode):
        return 1
    if id(node) in above:
        raise yaml.MarkedYAMLError(problem="an alias stands within what it names", problem_mark=node.start_mark)
    if id(node) not in known:
        inside = (*above, id(node))
        entries = (n for e in node.value for n in (e if isinstance(e, tuple) else (e,)))
        known[id(node)] = 1 + sum(_size(n, known, inside) for n in entries)
        if known[id(node)] > MOST:
            raise yaml.MarkedYAMLError(
                problem=f"with its aliases it has more than {MOST:,} entries", problem_mark=node.start_mark
            )
    return known[id(node)]


def no_entries() -> Map:
    """A mapping without entries."""
    out = Map()
    out.lines = {}
    return out


def one_entry(key: str, value: Any, line: int) -> Map:
    """A mapping with one entry, on this line."""
    out = no_entries()
    out.line = line
    out[key], out.lines[key] = value, line
    return out


@dataclass(frozen=True)
class _Builder:
    """Makes the entries of one file."""

    name: str
    findings: Findings
    inherited: bool
    any_text: bool
    lines: dict[int, Line] = field(default_factory=dict)  # one of a number: entries stand on it side by side

    def line(self, node: yaml.Node) -> Line:
        number = node.start_mark.line + 1
        if number not in self.lines:
            self.lines[number] = Line(number, self.name, self.inherited)
        return self.lines[number]

    def built(self, node: yaml.Node) -> Any:
        if isinstance(node, yaml.ScalarNode):
            if node.style == '"' and not self.any_text and (found := _NO_TEXT.search(node.value)):
                problem = f"The text holds the character {found[0]!a}, which no document can hold."
                self._stop("SPEC-YAML", problem, "Remove it.", self.line(node))
                return _NO_TEXT.sub("", node.value)
            return "" if node.tag == _NULL and not node.style and node.value in ("", "~") else node.value
        if isinstance(node, yaml.SequenceNode):
            return sequence_of([(self.built(n), self.line(n)) for n in node.value], self.line(node))
        out = no_entries()
        out.line = self.line(node)
        for key_node, value_node in node.value:
            key, line = key_node.value, self.line(key_node)
            if not isinstance(key_node, yaml.ScalarNode):
                self._stop("SPEC-YAML", "A key must be a plain name.", "Put the name in quotes.", line)
                continue
            if key in out:
                problem = f"'{key}' stands twice (first on line {out.lines[key]})."
                self._stop("SPEC-TWICE", problem, "Remove one.", line)
            out.put(key, self.built(value_node), line)
        return out

    def _stop(self, rule: str, message: str, fix: str, line: int) -> None:
        self.findings.add(rule, STOP, message, fix, file=self.name, line=line)
