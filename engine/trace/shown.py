"""A dataset of the specification as it is when all that it inherits and shares is written out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from onespec.engine.findings import Line, NotThere, unknown
from onespec.engine.spec.model import Study
from onespec.engine.spec.yamltext import Map, Seq

_PLAIN = re.compile(r"[A-Za-z0-9_.\-]([\w .()/+;*'-]*[\w.()/+;*'])?")  # needs no quotation marks in YAML
_WIDTH = 100


def shown(study: Study, dataset: str) -> str:
    """The dataset as YAML, each entry followed by the file and line that say it.  Raises `NotThere`."""
    entry = study.in_full.get(dataset.upper())
    if entry is None:
        raise NotThere(" ".join(unknown("dataset", dataset, study.in_full)))
    return "\n".join(_lines(entry))


def _lines(entry: Map) -> Iterator[str]:
    for key, value in entry.items():
        if isinstance(value, Map) and value:
            yield f"{key}:"
            wide = max(len(name) for name in value) + 1
            for name, body in value.items():
                yield _placed(f"  {name + ':':{wide}} {_flow(body)}", value.lines[name])
        elif isinstance(value, Seq) and any(isinstance(each, Map) for each in value):
            yield f"{key}:"
            for each, line in zip(value, value.lines, strict=True):
                yield _placed(f"  - {_step(each)}", line)
        else:
            yield _placed(f"{key}: {_flow(value)}", entry.lines[key])


def _placed(text: str, line: int) -> str:
    at = f"{line.file}:{int(line)}" if isinstance(line, Line) else str(line)
    return f"{text:{_WIDTH}}  # {at}"


def _step(value: Any) -> str:
    """A record step: its operation, then its parameters."""
    operation, body = next(iter(value.items())) if isinstance(value, Map) and value else ("", value)
    return f"{operation}: {_flow(body)}"


def _flow(value: Any) -> str:
    """A value on one line."""
    if isinstance(value, Map):
        return "{" + ", ".join(f"{_flow(key)}: {_flow(each)}" for key, each in value.items()) + "}"
    if isinstance(value, Seq):
        return f"[{', '.join(map(_flow, value))}]"
    text = str(value)
    return text if _PLAIN.fullmatch(text) else '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
