"""YAML on a page: which file of a specification, or which part of one, may hold it."""

from __future__ import annotations

import json
import re
from pathlib import Path

import yaml
from jsonschema import Draft202012Validator
from support import ROOT

from onespec.engine.findings import Findings
from onespec.engine.spec.yamltext import load_yaml
from onespec.schemas import FILES

SCHEMAS = {
    name: json.loads((ROOT / "specs" / "schema" / f"{name}.schema.json").read_text(encoding="utf-8")) for name in FILES
}
_FILE = re.compile(r"^# (?:\w+/)*\w+\.yaml.*\n", re.MULTILINE)  # a comment that begins a file
_BEGINS = re.compile(r"(?:#.*\n)*(?:- [a-z_]+:|[A-Za-z_-]+\w*:(?: |$))", re.MULTILINE)


def looks_like_yaml(text: str) -> bool:
    """Begins a block without a language with a key, or a step?"""
    return bool(_BEGINS.match(text)) and not re.match(r"[A-Z-]+ {2}[A-Z]", text)


def files_in(text: str) -> list[str]:
    """The parts of a block, each of one file."""
    return [part for part in _FILE.split(text) if part.strip()]


def read(text: str, folder: Path) -> tuple[object, list[str]]:
    """What the specification's reader makes of it, a list too, and its findings."""
    findings = Findings()
    path = folder / "block.yaml"
    if text.lstrip().startswith("- "):
        path.write_text("listed:\n" + text, encoding="utf-8")
        return (load_yaml(path, path.name, findings) or {}).get("listed"), [f.text() for f in findings]
    path.write_text(text, encoding="utf-8")
    return load_yaml(path, path.name, findings), [f.text() for f in findings]


def holders(written: object) -> list[str]:
    """Where it may stand: files by name, and parts of a dataset's file and of checks.yaml."""
    plain = yaml.safe_load(json.dumps(written))
    places = dict.fromkeys(SCHEMAS, plain) if isinstance(plain, dict) else {}
    found = [name for name, body in places.items() if _takes(name, body)]
    listed = isinstance(plain, list)
    for name, key in (("dataset", "records"), ("checks", "checks")) if listed else (("dataset", "variables"),):
        if _takes(name, {key: plain}):
            found.append(key)
    if listed and _takes("displays", {"displays": {"x": {"number": "1", "title": "x", "analyses": plain}}}):
        found.append("analyses")
    return found


def _takes(name: str, body: dict[str, object]) -> bool:
    """Does a file's schema take it, whatever else the file must have?"""
    return not list(Draft202012Validator({k: v for k, v in SCHEMAS[name].items() if k != "required"}).iter_errors(body))
