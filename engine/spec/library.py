"""`library:` of checks.yaml: the checks of the library that a study takes, written out as checks of its own."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from onespec.engine.findings import unknown
from onespec.engine.registry import Operation
from onespec.engine.spec.edit_checks import EditCheck, Library, library
from onespec.engine.spec.entries import EntryReader
from onespec.engine.spec.layers import copied, texts, without
from onespec.engine.spec.model import Taken
from onespec.engine.spec.named import over
from onespec.engine.spec.written import LIBRARY
from onespec.engine.spec.yamltext import Map, Seq, no_entries, one_entry, sequence_of

ALL = "all"
TAKEN = "edit_check"  # where a check that is written out holds its `Taken`
_KEYS = ("take", "but", "with")


def with_library(reader: EntryReader, asked: Map, operations: Mapping[str, Operation]) -> Map:
    """checks.yaml with the checks that it takes from the library after its own, and without ``library``."""
    if LIBRARY not in asked:
        return asked
    written, line = asked[LIBRARY], asked.lines[LIBRARY]
    body = written if isinstance(written, Map) else one_entry("take", written, line)
    reader.unknown_keys(body, _KEYS, f"'{LIBRARY}'")
    known = library()
    taken = _taken(reader, body, line, known)
    left_out = _left_out(reader, body, known, taken)
    changed = _changed(reader, body, known, taken, left_out)
    own = asked.get("checks", "")
    steps = list(zip(own, own.lines, strict=True)) if isinstance(own, Seq) else []
    for id_, check in known.checks.items():
        if id_ in taken and id_ not in left_out:
            by_group, at = taken[id_]
            at = changed.lines.get(id_, at)
            mark = Taken(id_, by_group and id_ not in changed)
            steps.append((_step(check, changed.get(id_, no_entries()), mark, operations, at), at))
    out = without(asked, [LIBRARY])
    if isinstance(own, Seq) or own == "":
        out.put("checks", sequence_of(steps, asked.lines.get("checks", line)), asked.lines.get("checks", line))
    return out


def _taken(reader: EntryReader, body: Map, line: int, known: Library) -> dict[str, tuple[bool, int]]:
    """The checks under ``take``: whether by a group alone, and the line."""
    names = reader.names(body, "take")
    if body.get("take", "") in ("", []):
        fix = "Write 'all', groups (AE, CM) or single checks (EC-AE-07)."
        reader.stop("SPEC-MISSING", "'library' does not say which checks it takes.", fix, body.lines.get("take", line))
    listed = body.get("take")
    lines = listed.lines if isinstance(listed, Seq) else [body.lines.get("take", line)] * len(names)
    out: dict[str, tuple[bool, int]] = {}
    seen: set[str] = set()
    for name, at in zip(names, lines, strict=False):
        if name in seen:
            reader.stop("SPEC-TWICE", f"'{name}' stands twice.", "Remove one.", at)
        seen.add(name)
        if name in known.checks:
            out[name] = (False, at)
        elif name == ALL or name in known.groups:
            for id_ in known.checks if name == ALL else known.of(name):
                out.setdefault(id_, (True, at))
        else:
            names_known = [*known.checks, *known.groups, ALL]
            reader.stop("SPEC-REFERENCE", *_unknown(name, names_known, known), at)
    return out


def left_out_of(asked: Map) -> dict[str, str]:
    """Check -> the reason why the study does not take it, as checks.yaml says; what is no text is a finding already."""
    body = asked.get(LIBRARY)
    listed = body.get("but") if isinstance(body, Map) else None
    return {id_: why for id_, why in listed.items() if isinstance(why, str)} if isinstance(listed, Map) else {}


def _unknown(name: str, names: Iterable[str], known: Library) -> tuple[str, str]:
    message, fix = unknown("edit check or group of them", name, names)
    if not fix.startswith("Did you mean"):
        fix = f"Groups: {', '.join(known.groups)}. onespec list edit-checks lists the checks."
    return message, fix


def _left_out(reader: EntryReader, body: Map, known: Library, taken: Mapping[str, tuple[bool, int]]) -> set[str]:
    """The checks under ``but``, each with a reason."""
    listed, out = reader.mapping(body, "but"), set()
    for id_ in listed:
        line = listed.lines[id_]
        if not _is_taken(reader, id_, "left out", known, taken, line):
            continue
        out.add(id_)
        if not taken[id_][0]:
            reader.stop("SPEC-TWICE", f"{id_} is taken by its name, and left out.", "Remove one.", line)
        if not reader.text(listed, id_).strip():
            problem = f"There is no reason why {id_} is left out."
            reader.stop("SPEC-MISSING", problem, f"Write '{id_}: reason'.", line)
    return out


# parameters: those of the library's entry, and what of it is taken
def _changed(
    reader: EntryReader, body: Map, known: Library, taken: Mapping[str, tuple[bool, int]], left_out: Collection[str]
) -> Map:
    """The checks under ``with``, each with its parameters."""
    listed, out = reader.mapping(body, "with"), no_entries()
    for id_ in listed:
        line = listed.lines[id_]
        if not _is_taken(reader, id_, "given parameters", known, taken, line):
            continue
        if id_ in left_out:
            problem = f"{id_} is given parameters, and left out."
            reader.stop("SPEC-TWICE", problem, "Remove one.", line)
        elif not isinstance(listed[id_], Map):
            reader.stop("SPEC-TYPE", f"{id_} must be a mapping of parameters.", f"Write '{id_}: {{days: 7}}'.", line)
        else:
            out.put(id_, listed[id_], line)
    return out


# parameters: a check, what is done with it, and what is known of the library
def _is_taken(
    reader: EntryReader, id_: str, done: str, known: Library, taken: Mapping[str, tuple[bool, int]], line: int
) -> bool:
    if id_ not in known.checks:
        reader.stop("SPEC-REFERENCE", *_unknown(id_, known.checks, known), line)
    elif id_ not in taken:
        problem = f"{id_} is {done}, and 'take' does not name it."
        reader.stop("SPEC-UNUSED", problem, "Remove the line, or take the check.", line)
    return id_ in taken


def _step(check: EditCheck, own: Map, mark: Taken, operations: Mapping[str, Operation], line: int) -> Map:
    """A check as checks.yaml has it: its own parameters, those of the study over them, and all on its line."""
    body = _on(copied(check.parameters), line)
    parameters = operations[check.operation].yaml_parameters
    for key, said in (("message", check.message), ("fix", check.fix)):
        if key in parameters and said.get("en"):
            body.put(key, said["en"], line)
    body = over(body, own)
    body.put(TAKEN, mark, line)
    return one_entry(check.operation, body, line)


def _on(value: Any, line: int) -> Any:
    """The same entries, all on one line: the library's own lines say nothing to a reader of checks.yaml."""
    if isinstance(value, Map):
        value.line, value.lines = line, dict.fromkeys(value, line)
        for each in value.values():
            _on(each, line)
    elif isinstance(value, Seq):
        value.line, value.lines = line, [line] * len(value)
        for each in value:
            _on(each, line)
    return value


def tables_of(asked: Map) -> dict[str, list[dict[str, str]]]:
    """The shipped tables that checks of the library name; ``asked``: checks.yaml with those written out."""
    listed = asked.get("checks")
    steps = listed if isinstance(listed, Seq) else ()
    bodies = [body for step in steps if isinstance(step, Map) for body in step.values()]
    named = {text for body in bodies if isinstance(body, Map) and TAKEN in body for text in texts(body)}
    return {name: rows for name, rows in library().tables.items() if name in named} if named else {}


def chinese_of(asked: Map) -> dict[str, str]:
    """English text -> Chinese text of what the checks of the library ask."""
    listed = asked.get("checks")
    bodies = [body for step in listed or () if isinstance(step, Map) for body in step.values() if isinstance(body, Map)]
    taken = [library().checks[body[TAKEN].id] for body in bodies if isinstance(body.get(TAKEN), Taken)]
    said = [pair for check in taken for pair in (check.message, check.fix)]
    return {each["en"]: each["zh"] for each in said if each.get("en")}
