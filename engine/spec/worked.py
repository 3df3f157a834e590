"""The worked example of an operation: YAML lines, small rows in, rows out.

It stands at the end of the operation's docstring::

    Example::

        AESTDY: {derived: study_day, with: {date: AESTDTC, reference: DM.RFSTDTC}}

        AE | AESTDTC    | DM.RFSTDTC | AESTDY
           | 2025-08-05 | 2025-08-04 | 2
           | 2025-08    | 2025-08-04 |

First what the specification says, then tables with their names: datasets, forms and tables of the specification.  A
column ``DM.RFSTDTC`` is that of another dataset with one record a subject; without a column USUBJID each row is a
subject of its own.  Of a method the last column of one table is what it gives; of a record operation the last table
holds the records made, a column ``table.COLUMN`` there is that of the row on which the record stands.  Lines that
begin with QUERY or STOP, and go on in lines that are indented, are all that is reported.
"""

from __future__ import annotations

import inspect
import re
from dataclasses import dataclass

HEAD = "Example::"
REPORTED = ("QUERY ", "STOP ")


@dataclass(frozen=True)
class Rows:
    """A table of an example: its name, its columns and the texts of its rows."""

    name: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Worked:
    """An example: the lines of the specification, the tables in their order, and what is reported."""

    written: str
    tables: tuple[Rows, ...]
    reported: tuple[str, ...]


def parted(docstring: str) -> tuple[str, str]:
    """The remarks of a docstring, and its example; blank where there is none."""
    remarks, _, example = docstring.partition(HEAD)
    return remarks.strip(), inspect.cleandoc(example).strip() if example else ""


def read_worked(example: str) -> Worked:
    """An example from its text.

    >>> read_worked("A: {derived: f}\\n\\nAE | X | A\\n   | 1 |").tables
    (Rows(name='AE', columns=('X', 'A'), rows=(('1', ''),)),)
    """
    written, *parts = re.split(r"\n\s*\n", example.strip())
    tables, reported = [], []
    for part in parts:
        lines = part.splitlines()
        if lines[0].startswith(REPORTED):
            reported += re.sub(r"\n +", " ", part).splitlines()
            continue
        name, *columns = _cells(lines[0])
        rows = [tuple(_cells(line)[1:]) for line in lines[1:]]
        if wrong := [row for row in rows if len(row) != len(columns)]:
            raise ValueError(f"table {name} of an example has {len(columns)} columns, and a row {' | '.join(wrong[0])}")
        tables.append(Rows(name, tuple(columns), tuple(rows)))
    return Worked(written, tuple(tables), tuple(reported))


def _cells(line: str) -> list[str]:
    return [cell.strip() for cell in line.split("|")]


def worked_page(example: str, told: str) -> list[str]:
    """The lines of an example on a page; ``told`` is the text that define.xml has of it."""
    worked = read_worked(example)
    lines = ["", "Example:", "", "```yaml", worked.written, "```"]
    for table in worked.tables:
        lines += ["", f"{table.name}:", "", f"| {' | '.join(table.columns)} |", f"|{'---|' * len(table.columns)}"]
        lines += [f"| {' | '.join(map(_shown, row))} |" for row in table.rows]
    if worked.reported:
        lines += ["", *(f"- {_shown(line)}" for line in worked.reported)]
    return [*lines, "", f"In define.xml: {_shown(told)}"] if told else lines


def _shown(cell: str) -> str:
    return cell.replace("<", "\\<")
