"""One value of a file of the specification, replaced by another; all other text of the file stays as it is.

The value is named by its path: ``defaults.confirmed_response.confirmation_days``.  An entry of a list is named by its
number from 1 (``records[2].derived_response``), or by its own name where only one entry of the list has it
(``records.derived_response``).
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any, NamedTuple

import yaml

from onespec.engine.disk import write_whole
from onespec.engine.findings import Findings, NotThere, Stopped, unknown
from onespec.engine.spec.yamltext import Map, load_yaml

_FORM = "Write FILE:PATH=VALUE, as adam/adrs.yaml:records[2].derived_response.increase_percent=25."
_PLAIN = re.compile(r"\w[\w.+%/-]*(?: [\w.+%/-]+)*")  # stands without quotes in any place
_NUMBER = re.compile(r"\[(\d+)\]")
_SHOWN = 60  # characters of a value


class Setting(NamedTuple):
    """A value of the specification, before and after."""

    file: str
    path: str
    old: str
    new: str

    @property
    def said(self) -> str:
        return f"{self.file}: {self.path} is {self.new} ({self.old})"


def set_values(folder: Path, texts: Iterable[str]) -> list[Setting]:
    """Set values in a specification's folder, one after the other; what is set twice is a stop.

    texts  FILE:PATH=VALUE each; the file as it is called from the folder

    Raises `NotThere` for what does not exist, and for a value that is there already; `Stopped` for what is not YAML.
    """
    done: list[Setting] = []
    for text in texts:
        file, between, rest = text.partition(":")
        path, equals, value = rest.partition("=")
        if not (between and equals and file.strip() and path.strip()):
            raise NotThere(f"'{text}' sets nothing. {_FORM}")
        setting = _set_value(folder, Path(file.strip()).as_posix(), path.strip(), value.strip())
        if any((each.file, each.path) == (setting.file, setting.path) for each in done):
            raise NotThere(f"{setting.file}: {setting.path} is set twice. Name one value.")
        done.append(setting)
    return done


def _set_value(folder: Path, file: str, path: str, value: str) -> Setting:
    known = sorted(p.relative_to(folder).as_posix() for p in folder.rglob("*.yaml"))
    if file not in known:
        raise NotThere(" ".join(unknown("file", file, known, "the specification")))
    before = _loaded(folder / file, file)
    text = (folder / file).read_text(encoding="utf-8")
    root = yaml.compose(text, Loader=yaml.SafeLoader) or yaml.MappingNode("", [])
    node, trail = _found(root, path, file)
    name = "".join(f"[{step + 1}]" if isinstance(step, int) else f".{step}" for step in trail).removeprefix(".")
    old = _at(before, trail)
    if isinstance(old, dict | list) and not (isinstance(node, yaml.CollectionNode) and node.flow_style):
        held = list(old) if isinstance(old, dict) else [f"[{n}]" for n in range(1, len(old) + 1)]
        raise NotThere(f"{file}: {name} is no single value. It holds {', '.join(held[:12])}.")
    written = value if value[:1] in ("[", "{") else value if _PLAIN.fullmatch(value) else json.dumps(value)
    block = "\n" if isinstance(node, yaml.ScalarNode) and node.style in ("|", ">") else ""
    gap = "" if text[: node.start_mark.index].endswith((" ", "[", "{")) else " "  # an empty value begins at its colon
    changed = text[: node.start_mark.index] + gap + written + block + text[node.end_mark.index :]
    write_whole(folder / file, changed.encode())
    after = _loaded(folder / file, file)
    new = _at(after, trail)
    if new == old:
        raise NotThere(f"{file}: {name} is {_shown(old)} already. Name another value.")
    _put(before, trail, new)
    if before != after:
        raise NotThere(f"{file}: {name} stands for values in other places, too (& and *). Write it out there first.")
    return Setting(file, name, _shown(old), _shown(new))


def _loaded(path: Path, file: str) -> Map:
    findings = Findings()
    loaded = load_yaml(path, file, findings)
    if findings.stops:
        raise Stopped(findings)
    return loaded


def _found(node: yaml.Node, path: str, file: str) -> tuple[yaml.Node, list[str | int]]:
    """The node that a path names, and the keys and positions that lead to it."""
    trail: list[str | int] = []
    rest, gone = path, file
    while rest:
        if isinstance(node, yaml.MappingNode):
            entries = {str(key.value): value for key, value in node.value}
            name = _first(rest, entries)
            if name is None:
                asked = re.match(r"[^.\[]*", rest)
                raise NotThere(" ".join(unknown("entry", (asked and asked[0]) or rest, entries, gone)))
            node, rest = entries[name], rest[len(name) :]
            trail.append(name)
        elif isinstance(node, yaml.SequenceNode):
            at, length = _entry(node, rest, gone)
            node, rest = node.value[at], rest[length:]
            trail.append(at)
        else:
            raise NotThere(f"{gone} is one value; it holds no '{rest}'.")
        gone = f"{file}: {path[: len(path) - len(rest)]}"
        rest = rest.removeprefix(".")
    return node, trail


def _first(rest: str, names: Iterable[str]) -> str | None:
    """The name that a path begins with; names may hold dots themselves, so the longest."""
    fit = [name for name in names if name and (rest == name or rest.startswith((f"{name}.", f"{name}[")))]
    return max(fit, key=len, default=None)


def _entry(node: yaml.SequenceNode, rest: str, gone: str) -> tuple[int, int]:
    """The position of the entry of a list that a path goes on with, and how much of the path names it."""
    held = [[str(k.value) for k, _ in n.value] if isinstance(n, yaml.MappingNode) else [] for n in node.value]
    number = _NUMBER.match(rest)
    if number:
        if not 1 <= int(number[1]) <= len(held):
            raise NotThere(f"{gone} has no entry {number[0]}; it is a list of {len(held)}, counted from 1.")
        return int(number[1]) - 1, len(number[0])
    having = [at for at, names in enumerate(held) if _first(rest, names) is not None]
    if len(having) == 1:
        return having[0], 0
    where = ", ".join(f"[{at + 1}]" for at in having)
    said = f"'{rest}' stands in its entries {where}" if having else f"no entry holds '{rest}'"
    raise NotThere(f"{gone} is a list of {len(held)}; {said}. Name one by its number: [1].")


def _at(value: Any, trail: list[str | int]) -> Any:
    for step in trail:
        value = value[step]
    return value


def _put(value: Any, trail: list[str | int], new: Any) -> None:
    _at(value, trail[:-1])[trail[-1]] = new


def _shown(value: Any) -> str:
    """A value in one line."""
    said = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False).replace('"', "")
    said = " ".join(said.split()) or "blank"
    return said if len(said) <= _SHOWN else f"{said[: _SHOWN - 3]}..."
