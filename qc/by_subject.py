"""Subjects of a stage, cut into blocks: second programs are run on one after another, in the memory of one.

A program is run by subjects where its result has USUBJID and is sorted by it, behind STUDYID, DOMAIN and RDOMAIN at
most; a shared one where its result has USUBJID.  One that must see all subjects at once says so in a line of its own::

    -- all subjects: the median of the study
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import pyarrow as pa

from onespec.qc.base import Base, Parts

SHARED = "_"  # begins the name of a program whose result others name, and which is no dataset
SUBJECT = "USUBJID"
WHOLE = 1200  # subjects that are run at once
BLOCK = 400  # subjects of a block, where there are more
WITNESSES = 0  # the block of the first and the last subject, who stand in each other block, too
_HELD = 80  # MB with which a block's rows are looked for
_ALL = re.compile(r"^\s*-- all subjects(:.*)?$", re.MULTILINE)
_BEFORE = {"STUDYID", "DOMAIN", "RDOMAIN"}  # one value each in a dataset, or in its rows of a subject


@dataclass(frozen=True)
class Cut:
    """Tables of a stage in a file, of which each block has the rows of its subjects.

    tables  the columns that make the subject together; none: each block has the table whole
    blocks  1 to this number; 0: so few subjects, or a table without its subject, that the stage is run whole
    """

    file: Path
    schema: str
    tables: Mapping[str, tuple[str, ...]]
    blocks: int

    def rows(self, block: int, most: int) -> Iterator[tuple[str, Parts]]:
        """Each table with the rows of a block and of the witnesses, as they stand."""
        with Base(self.file, most, least=_HELD) as held:
            for name, columns in self.tables.items():
                yield name, partial(held.stream, _select(self.schema, name, columns, block))


def _select(schema: str, name: str, columns: tuple[str, ...], block: int) -> str:
    table = f'{schema}."{name}" AS t'
    if not columns:
        return f"SELECT * FROM {table} ORDER BY t.rowid"
    same = " AND ".join(f't."{column}" IS NOT DISTINCT FROM s.c{i}' for i, column in enumerate(columns))
    wanted = f'JOIN cut."{name}" AS s ON {same} AND s.block IN ({WITNESSES}, {block})'
    return f"SELECT t.* FROM {table} {wanted} ORDER BY t.rowid"


def cut(base: Base, file: Path, schema: str, tables: Mapping[str, tuple[str, ...] | None]) -> Cut:
    """Cut the subjects of the tables, in the order of what they are called; one spelled in several ways is one.

    tables  their columns that make the subject; () for a table of no subjects, None where nobody knows
    """
    columns = {name: own or () for name, own in tables.items()}
    if None in tables.values() or not any(columns.values()):
        return Cut(file, schema, columns, 0)
    spelled = {name: _spelled(base, f'{schema}."{name}"', own) for name, own in columns.items() if own}
    called: dict[str, str] = {}
    for text in (_text(row) for rows in spelled.values() for row in rows):
        called[_key(text)] = min(called.get(_key(text), text), text)
    called.pop("", None)  # rows of no subject stand in each block
    order = sorted(called, key=lambda key: called[key])
    if len(order) <= max(WHOLE, 2):
        return Cut(file, schema, columns, 0)
    count = -(-(len(order) - 2) // BLOCK)
    block = {key: 1 + i * count // (len(order) - 2) for i, key in enumerate(order[1:-1])}
    base.schemas("cut")
    for name, rows in spelled.items():
        parts = [pa.array(column, pa.string()) for column in zip(*rows, strict=True)] or [
            pa.array([], pa.string()) for _ in columns[name]
        ]
        numbers = pa.array([block.get(_key(_text(row)), WITNESSES) for row in rows], pa.int32())
        table = pa.table([*parts, numbers], names=[*(f"c{i}" for i in range(len(parts))), "block"])
        base.store("cut", name, lambda t=table: [t])
    return Cut(file, schema, columns, count)


def _spelled(base: Base, table: str, columns: tuple[str, ...]) -> list[tuple[str | None, ...]]:
    names = ", ".join(f'"{column}"' for column in columns)
    return base.connection.execute(f"SELECT DISTINCT {names} FROM {table} ORDER BY ALL").fetchall()


def _text(row: tuple[str | None, ...]) -> str:
    """How a row spells its subject, without blanks around and with full-width letters as plain ones."""
    return unicodedata.normalize("NFKC", " ".join(cell or "" for cell in row)).strip()


def _key(text: str) -> str:
    """What all spellings have in common that a program may take for one subject; several subjects may have it, too."""
    return re.sub(r"(?<!\d)0+(?=\d)", "", "".join(c for c in text.casefold() if c.isalnum()))


def shares(base: Base, files: list[Path], needs: Mapping[Path, Collection[Path]]) -> tuple[list[Path], ...]:
    """Programs that are run whole before the blocks, those run on blocks, those run whole after them, in their order.

    files  each after what it needs
    """
    whole = {path for path in files if not _is_by_subject(base, path)}
    first: list[Path] = []
    blocks: list[Path] = []
    last: list[Path] = []
    for path in files:
        if path in whole:
            (first if set(needs[path]) <= set(first) else last).append(path)
        else:
            (last if set(needs[path]) & set(last) else blocks).append(path)
    return first, blocks, last


def _is_by_subject(base: Base, path: Path) -> bool:
    code = path.read_text(encoding="utf-8")
    (said,) = base.connection.execute("SELECT json_serialize_sql(?::VARCHAR)", [code]).fetchall()[0]
    tree = json.loads(said)
    if _ALL.search(code) or tree["error"] or len(tree["statements"]) != 1:
        return False
    node = tree["statements"][0]["node"]
    kinds = {modifier["type"] for modifier in node["modifiers"]}
    if SUBJECT not in _columns(node) or not kinds <= {"ORDER_MODIFIER", "DISTINCT_MODIFIER"}:
        return False
    return path.stem.startswith(SHARED) or _is_sorted(node)


def _columns(node: dict) -> list[str]:
    """Names of the columns of a query, of whose parts the first names them."""
    if "select_list" not in node:
        first = next(iter(node.get("children") or ()), None) or node.get("left")
        return _columns(first) if first else []
    return [(each.get("alias") or (each.get("column_names") or [""])[-1]).upper() for each in node["select_list"]]


def _is_sorted(node: dict) -> bool:
    """Whether USUBJID sorts the rows, from A to Z."""
    orders = [o for modifier in node["modifiers"] for o in modifier.get("orders", ())]
    for order in orders:
        name = (order["expression"].get("column_names") or [""])[-1].upper()
        if name not in _BEFORE:
            return name == SUBJECT and order["type"] in ("ORDER_DEFAULT", "ASCENDING")
    return False
