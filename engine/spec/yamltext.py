"""YAML whose scalars stay text and whose entries know their lines.

YAML 1.1 reads ``NO`` as false, ``010`` as 8 and ``12:30`` as 750; a specification
means what it says, so nothing is typed here.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from onespec.engine.findings import STOP, Findings, Line

_NULL = "tag:yaml.org,2002:null"
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


def load_yaml(path: Path, name: str, findings: Findings, inherited: bool = False) -> Map:
    """The mapping in a file; faults (unreadable, not UTF-8, syntax, a key twice) become findings.

    ``name`` is how the file is called in findings; ``inherited``: it is of a folder that the study extends.
    """
    try:
        node = yaml.compose(path.read_text(encoding="utf-8"), Loader=_Loader)
    except UnicodeDecodeError as error:
        findings.add("SPEC-ENCODING", STOP, f"Byte {error.start} is not UTF-8.", "Save the file as UTF-8.", file=name)
        return no_entries()
    except OSError as error:
        findings.add("SPEC-FILE", STOP, f"The file cannot be read: {error.strerror}.", "Add the file.", file=name)
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
    return _Builder(name, findings, inherited).built(node)


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
    lines: dict[int, Line] = field(default_factory=dict)  # one of a number: entries stand on it side by side

    def line(self, node: yaml.Node) -> Line:
        number = node.start_mark.line + 1
        if number not in self.lines:
            self.lines[number] = Line(number, self.name, self.inherited)
        return self.lines[number]

    def built(self, node: yaml.Node) -> Any:
        if isinstance(node, yaml.ScalarNode):
            return "" if node.tag == _NULL and not node.style and node.value in ("", "~") else node.value
        if isinstance(node, yaml.SequenceNode):
            return sequence_of([(self.built(n), self.line(n)) for n in node.value], self.line(node))
        out = no_entries()
        out.line = self.line(node)
        for key_node, value_node in node.value:
            key, line = key_node.value, self.line(key_node)
            if not isinstance(key, str):
                self._stop("SPEC-YAML", "A key must be a plain name.", "Put the name in quotes.", line)
                continue
            if key in out:
                problem = f"'{key}' stands twice (first on line {out.lines[key]})."
                self._stop("SPEC-TWICE", problem, "Remove one.", line)
            out.put(key, self.built(value_node), line)
        return out

    def _stop(self, rule: str, message: str, fix: str, line: int) -> None:
        self.findings.add(rule, STOP, message, fix, file=self.name, line=line)
