"""The displays of a study as its YAML files have them, and the words for terms, read without the program."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree

import yaml

ODM = "{http://www.cdisc.org/ns/odm/v1.3}"


@dataclass(frozen=True)
class Selected:
    """Records: a dataset, and the conditions on them as they are written."""

    dataset: str
    where: dict


@dataclass(frozen=True)
class WrittenStep(Selected):
    """One analysis: its operation, its records, and what else is written of it."""

    operation: str
    given: dict


@dataclass(frozen=True)
class WrittenDisplay:
    name: str
    population: str
    group: str
    steps: tuple[WrittenStep, ...]


def written_displays(files: Iterable[Path]) -> dict[str, WrittenDisplay]:
    """The displays of files by name, each step over the defaults of its file."""
    found = {}
    for path in sorted(files):
        file = yaml.safe_load(path.read_text(encoding="utf-8"))
        named, defaults = file.get("selections", {}), file.get("defaults", {})
        for name, display in file["displays"].items():
            steps = [_step(*next(iter(step.items())), defaults, named) for step in display["analyses"]]
            found[name] = WrittenDisplay(name, display.get("population", ""), display.get("group", ""), tuple(steps))
    return found


def selected(written: dict) -> Selected:
    """The records of a selection among the parameters."""
    return Selected(written["from"], written.get("where", {}))


def decodes(out: Path) -> dict[str, set[str]]:
    """Per term what any codelist in the define.xml of a build calls it."""
    found: dict[str, set[str]] = {}
    for path in out.glob("*/define.xml"):
        for item in ElementTree.parse(path).iter(f"{ODM}CodeListItem"):
            said = {text.text or "" for text in item.iter(f"{ODM}TranslatedText")}
            found.setdefault(item.attrib["CodedValue"], set()).update(said)
    return found


def _step(operation: str, own: dict, defaults: dict, named: dict) -> WrittenStep:
    shared = {k: v for k, v in defaults.get(operation, {}).items() if k not in own.get("leave_out", ())}
    whole = _over(shared, own)
    whole = {key: _named(value, named) for key, value in whole.items() if key not in ("label", "leave_out")}
    return WrittenStep(whole.pop("from"), whole.pop("where", {}), operation, whole)


def _over(base: dict, own: dict) -> dict:
    """Of other records the conditions are other ones; what both say is what the step says."""
    if own.get("from", base.get("from")) != base.get("from"):
        base = {key: value for key, value in base.items() if key != "where"}
    out = dict(base)
    for key, value in own.items():
        both = isinstance(value, dict) and isinstance(base.get(key), dict)
        out[key] = {**base[key], **value} if both else value
    return out


def _named(value: object, named: dict) -> object:
    """A selection in full, where it is the name of one."""
    if isinstance(value, list):
        return [_named(each, named) for each in value]
    if isinstance(value, dict) and "use" in value:
        return _over(named[value["use"]], {k: v for k, v in value.items() if k != "use"})
    return named.get(value, value) if isinstance(value, str) else value
