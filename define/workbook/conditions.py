"""Where clauses and pages as a cell of the workbook writes them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from onespec.engine.metadata.model import NAMED_PAGES, Check, Pages

LISTS = ("IN", "NOTIN")
_COMPARE = r"(?:EQ|NE|LT|LE|GT|GE|NOT\s*IN|IN)\b|(?:<=|>=|<>|!=|\^=|~=|=|<|>)"
_BEGIN = rf"\s*(?:\[(\w+)\]\s*)?(?:(\w+)\.)?([A-Za-z_]\w*)\s*(?:({_COMPARE}))"
_CONDITION = re.compile(_BEGIN, re.IGNORECASE)
_JOINED = re.compile(rf"(?<!\s)\s+(AND|OR)(?=\s+(?:{_BEGIN}))|([;\n])(?=\s*(?:{_BEGIN}))", re.IGNORECASE)
_BLANKS = re.compile(r"[^\S\n]*")
_CLOSES = re.compile(r",|\)$|\)(?=\s+(?:AND|OR)\b|\s*[;\n])", re.IGNORECASE)
_QUOTED = re.compile(r"\"((?:[^\"]|\"\")*)\"|'((?:[^']|'')*)'")
_BARE = re.compile(r"[^\s\"'(),;\[\]]+(?: [^\s\"'(),;\[\]]+)*")
_WORDS = re.compile(r"\b(AND|OR)\b", re.IGNORECASE)
_SIGNS = {"=": "EQ", "<>": "NE", "!=": "NE", "^=": "NE", "~=": "NE", "<": "LT", "<=": "LE", ">": "GT", ">=": "GE"}


class NoCondition(ValueError):
    """A text that is no where clause."""


def conditions_text(checks: Sequence[Check], dataset: str = "") -> str:
    """Conditions that all hold; variables of ``dataset`` stand without its name.

    >>> conditions_text([Check(dataset="LB", variable="LBTESTCD", comparator="IN", values=("PH", "A, B"))], "LB")
    'LBTESTCD IN (PH, "A, B")'
    """
    return " AND ".join(_condition_text(check, dataset) for check in checks)


def _condition_text(check: Check, dataset: str) -> str:
    name = check.variable if check.dataset in ("", dataset) else f"{check.dataset}.{check.variable}"
    values = ", ".join(quoted(value) for value in check.values)
    return f"{name} {check.comparator} {f'({values})' if check.comparator in LISTS else values}"


def quoted(value: str) -> str:
    """A value as it is where nothing in it could be taken for something else, in quotes otherwise.

    >>> quoted("ACTOT"), quoted("X AND Y"), quoted('said "so"')
    ('ACTOT', '"X AND Y"', '"said ""so""\"')
    """
    bare = _BARE.fullmatch(value) and not _WORDS.search(value)
    return value if bare else '"' + value.replace('"', '""') + '"'


def parsed_conditions(text: str, dataset: str = "") -> list[list[list[Check]]]:
    """Lines of alternatives of conditions: a line holds for a dataset, one of its alternatives must hold.

    A variable without dataset is one of ``dataset``, or of the one that its line names in brackets.
    Raises `NoCondition`.

    >>> [[len(all_of) for all_of in line] for line in parsed_conditions("A EQ 1 AND B EQ 2 OR A EQ 3", "X")]
    [[2, 1]]
    """
    text = text.strip()
    lines: list[list[list[Check]]] = [[[]]]
    at, of = 0, dataset
    while True:
        begun = _CONDITION.match(text, at)
        if not begun:
            raise NoCondition(text[at:].strip() or text)
        bracket, prefix, variable, comparator = begun.groups()
        of = bracket or of
        comparator = _SIGNS.get(comparator, re.sub(r"\s", "", comparator).upper())
        values, at = _listed(text, begun.end()) if comparator in LISTS else _single(text, begun.end())
        check = Check(dataset=prefix or of, variable=variable, comparator=comparator, values=tuple(values))
        lines[-1][-1].append(check)
        if not text[at:].strip():
            return lines
        joined = _JOINED.match(text, at) or _JOINED.match(text, _past_blanks(text, at))
        if not joined:
            raise NoCondition(text[at:].strip())
        word, at = (joined[1] or "").upper(), joined.end()
        if word == "OR":
            lines[-1].append([])
        elif word != "AND":
            lines.append([[]])
            of = dataset


def _single(text: str, at: int) -> tuple[list[str], int]:
    """The value behind a comparator, and where it ends."""
    at = _past_blanks(text, at)
    found = _QUOTED.match(text, at)
    if found:
        end = _past_blanks(text, found.end())
        if end == len(text) or _JOINED.match(text, found.end()) or _JOINED.match(text, end):
            return [_unquoted(found)], found.end()
    joined = _JOINED.search(text, at)
    end = joined.start() if joined else len(text)
    if not text[at:end].strip():
        raise NoCondition(text)
    return [text[at:end].strip()], end


def _listed(text: str, at: int) -> tuple[list[str], int]:
    """The values of a list, in brackets or not, and where it ends."""
    at = _past_blanks(text, at)
    if text[at : at + 1] != "(":
        joined = _JOINED.search(text, at)
        end = joined.start() if joined else len(text)
        return split_list(text[at:end]), end
    values: list[str] = []
    while True:
        at = _past_blanks(text, at + 1)
        found = _QUOTED.match(text, at)
        closed = _CLOSES.match(text, _past_blanks(text, found.end())) if found else None
        if found and closed:
            values.append(_unquoted(found))
        else:
            closed = _CLOSES.search(text, at)
            if closed is None or not text[at : closed.start()].strip():
                raise NoCondition(text)
            values.append(text[at : closed.start()].strip())
        at = closed.start()
        if closed[0] != ",":
            return values, closed.end()


def _past_blanks(text: str, at: int) -> int:
    found = _BLANKS.match(text, at)
    return found.end() if found else at


def split_list(text: str) -> list[str]:
    """
    >>> split_list('A, "B, C", D')
    ['A', 'B, C', 'D']
    """
    text, values, at = text.strip(), [], -1
    while True:
        at = _past_blanks(text, at + 1)
        found = _QUOTED.match(text, at)
        end = _past_blanks(text, found.end()) if found else -1
        if found and text[end : end + 1] in ("", ","):
            values.append(_unquoted(found))
        else:
            comma = text.find(",", at)
            end = len(text) if comma < 0 else comma
            values.append(text[at:end].strip())
        at = end
        if at >= len(text):
            return values


def _unquoted(found: re.Match[str]) -> str:
    return found[1].replace('""', '"') if found[1] is not None else found[2].replace("''", "'")


# -- pages -----------------------------------------------------------------------------------------


def pages_text(pages: Sequence[Pages]) -> str:
    """
    >>> pages_text([Pages(pages=("7", "12")), Pages(first="15", last="18")])
    '7, 12, 15-18'
    """
    parts = [part for each in pages for part in (*each.pages, *([f"{each.first}-{each.last}"] if each.first else []))]
    return ", ".join(parts)


def parsed_pages(text: str) -> tuple[Pages, ...]:
    """Numbers, ranges and named destinations, in order; neighbours of one kind together.

    >>> [(p.type, p.pages, p.first, p.last) for p in parsed_pages("7 12, 15-18; Visit1")]
    [('PhysicalRef', ('7', '12'), '', ''), ('PhysicalRef', (), '15', '18'), ('NamedDestination', ('Visit1',), '', '')]
    """
    out: list[Pages] = []
    for part in re.findall(r"\d+\s*[-–]\s*\d+|[^\s,;]+", text):
        between = re.fullmatch(r"(\d+)\s*[-–]\s*(\d+)", part)
        if between:
            out.append(Pages(first=between[1], last=between[2]))
            continue
        kind = "PhysicalRef" if part.isdigit() else NAMED_PAGES
        if out and out[-1].type == kind and not out[-1].first:
            out[-1] = Pages(type=kind, pages=(*out[-1].pages, part))
        else:
            out.append(Pages(type=kind, pages=(part,)))
    return tuple(out)
