# pyright: standard
"""A new study from another one's specification: forms, codelists, datasets, without what that study says of itself."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from onespec.drafted_datasets import read_model
from onespec.drafted_text import yaml_text
from onespec.engine.disk import write_whole
from onespec.engine.findings import Findings
from onespec.engine.plan.make import plan_study
from onespec.engine.plan.references import TableOf
from onespec.engine.registry import discover
from onespec.engine.spec.extends import extended, methods_file
from onespec.engine.spec.guessed import MARK
from onespec.engine.spec.model import CONSTANTS
from onespec.engine.spec.model import Study as Model
from onespec.engine.spec.verbs import Protocol
from onespec.engine.spec.yamltext import Seq, load_yaml, no_entries
from onespec.packages import operation_packages
from onespec.starting import Asked, free_folder, head_lines

_KEPT = ("language", "subjects", "standards", "dictionaries", "documents")  # of study.yaml, as they are
_MARKED = {"crf.yaml": "forms", "codelists.yaml": "", "common.yaml": ""}  # each entry of it is a guess


@dataclass(frozen=True)
class Like:
    """What was written, and what the new study must say itself."""

    files: list[Path]
    datasets: list[str]  # left out: all their records are rows of a table
    tables: list[str]  # without rows
    values: list[str]
    checks: int  # left out, as they name a value, a table or such a dataset

    def text(self, folder: Path) -> str:
        """What the command says."""
        lines = [
            f"{len(self.files)} files in {folder}. 'onespec check --study {folder} --guesses' tells what is guessed."
        ]
        for what, names in (
            ("Datasets left out, all rows of tables", self.datasets),
            ("Tables without their rows", self.tables),
            ("Values of study.yaml to state", self.values),
        ):
            lines += [f"{what}: {', '.join(names)}."] if names else []
        lines += (
            [f"Checks left out, which name a value, a table or such a dataset: {self.checks}."] if self.checks else []
        )
        return "\n".join(lines)


def new_like(folder: Path, other: Path, asked: Asked) -> Like:
    """Write a specification after that of another study; nothing that is there is replaced.

    Tables that fill a dataset of the study itself, or that its protocol states (arms, visits, criteria), keep their
    columns alone.  The rest is marked as a guess.

    Raises `Stopped` where the other one cannot be read, `CannotBuild` where the folder holds something.
    """
    free_folder(folder)
    model = read_model(other)
    facts = _Facts(model)
    mark = f"  {MARK}as {model.id} has it"
    texts = {name: text for name, (path, text) in _texts(other, mark).items() if path.stem not in facts.files}
    texts["study.yaml"] = _study(folder, other, asked, model, mark)
    checks, left_out = _checks(other, facts, mark)
    texts |= {"checks.yaml": checks} if checks else {}
    used = {word for text in texts.values() for word in re.findall(r"\w+", text)}
    for path in sorted(path for path in (other / "tables").glob("*.csv") if path.stem in used):
        text = path.read_text(encoding="utf-8-sig")
        texts[f"tables/{path.name}"] = text.partition("\n")[0] + "\n" if path.stem in facts.tables else text
    methods = other / "methods.py"
    texts |= {methods.name: methods.read_text(encoding="utf-8")} if methods.exists() else {}
    for name, text in texts.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        write_whole(folder / name, text.encode())
    values = [name for name, value in model.values.items() if value != model.id]
    tables = [name for name in facts.tables if f"tables/{name}.csv" in texts]
    return Like([folder / n for n in sorted(texts)], facts.datasets, tables, values, left_out)


class _Facts:
    """What is said of the other study itself: datasets whose records are rows of tables, those tables, and values."""

    def __init__(self, model: Model):
        plan = plan_study(model, discover(operation_packages(), methods_file(model.folder)), Findings())
        own = [d for d in model.datasets.values() if d.steps and not any(s.source for s in d.steps)]
        self.known = model.tables.keys()
        self.datasets = sorted(d.name for d in own)
        self.files = {Path(d.file).stem for d in own}
        stated = (v.verb.value for d in model.datasets.values() for v in d.columns if isinstance(v.verb, Protocol))
        named = {
            *(t.name for d in own for step in plan.steps[d.name] for t in step.references if isinstance(t, TableOf)),
            *(text.partition(".")[0] for text in stated),
        }
        self.tables = sorted(named & model.tables.keys())

    def named(self, text: str) -> bool:
        """Does a text of a check name one?"""
        target = text.partition(".")[0]
        return target == CONSTANTS and "." in text or target in self.datasets or text in self.known


def _study(folder: Path, other: Path, asked: Asked, model: Model, mark: str) -> str:
    """study.yaml: what the new study says itself, and what it takes over."""
    path = other / "study.yaml"
    lines = head_lines(folder.name, asked)
    if above := extended(other):
        lines.append(f"extends: {yaml_text(Path(os.path.relpath(other / above, folder)).as_posix())}")
    entries = load_yaml(path, path.name, Findings())
    for key in (key for key in _KEPT if key in entries):
        first, *rest = _block(path, entries.lines.values(), entries.lines[key])
        lines += [first + mark, *rest]
    lines.append("values:")
    for name, value in model.values.items():  # the one that is the study's id is known of the new one
        lines.append(lines[0].replace("study", f"  {name}", 1) if value == model.id else f"  # {name}: not taken over")
    return "\n".join(lines) + "\n"


def _block(path: Path, starts: Iterable[int], first: int) -> list[str]:
    """The lines of the entry that starts in a line, without comments; ``starts``: those of all entries beside it."""
    after = min((n for n in starts if n > first), default=None)
    lines = path.read_text(encoding="utf-8-sig").splitlines()[first - 1 : after and after - 1]
    return [line for line in lines if line.strip() and not line.lstrip().startswith("#")]


def _texts(other: Path, mark: str) -> dict[str, tuple[Path, str]]:
    """The files that are taken over, each entry marked."""
    out = {}
    for name, key in _MARKED.items():
        if (other / name).exists():
            entries = load_yaml(other / name, name, Findings())
            entries = entries.get(key, entries) if key else entries
            out[name] = other / name, _marked(other / name, entries.lines.values(), mark)
    for standard in ("sdtm", "adam"):
        for path in sorted((other / standard).glob("*.yaml")):
            entries = load_yaml(path, path.name, Findings())
            out[f"{standard}/{path.name}"] = path, _marked(path, [entries.lines.get("dataset", 1)], mark)
    return out


def _marked(path: Path, lines: Iterable[int], mark: str) -> str:
    marked = set(lines)
    text = path.read_text(encoding="utf-8-sig").splitlines()
    return "".join(f"{line}{mark if n in marked else ''}\n" for n, line in enumerate(text, 1))


def _checks(other: Path, facts: _Facts, mark: str) -> tuple[str, int]:
    """checks.yaml with the checks that name nothing of the other study, and how many do."""
    path = other / "checks.yaml"
    entries = load_yaml(path, path.name, Findings()) if path.exists() else no_entries()
    listed, defaults = entries.get("checks"), entries.get("defaults", no_entries())
    if not isinstance(listed, Seq):
        return "", 0
    starts = sorted({*entries.lines.values(), *defaults.lines.values(), *listed.lines})
    kept = {}
    for check, line in zip(listed, listed.lines, strict=True):
        said = [*_scalars(check), *(t for name in check if name in defaults for t in _scalars(defaults[name]))]
        if not any(map(facts.named, said)):
            kept[line] = check
    operations = {name for check in kept.values() for name in check}
    shared = [defaults.lines[name] for name in defaults if name in operations]
    out = ["defaults:"] if shared else []
    out += [row for line in shared for row in _block(path, starts, line)]
    out.append("checks:")
    for line in kept:
        first, *rest = _block(path, starts, line)
        out += [first + mark, *rest]
    return ("\n".join(out) + "\n" if kept else ""), len(listed) - len(kept)


def _scalars(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    for each in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from _scalars(each)
