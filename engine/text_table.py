"""Tables for a terminal."""

from __future__ import annotations

from collections.abc import Sequence

from onespec.engine.visible import visible


def text_table(
    head: Sequence[str], rows: Sequence[Sequence[str]], right: tuple[int, ...] = (), last: int = 60
) -> list[str]:
    """Lines of a table whose columns are as wide as their widest cell.

    right  the columns of numbers; ``last`` is the width at which the last column is cut
    """
    rows = [[visible(str(cell).replace("\n", " ")) for cell in row] for row in rows]
    rows = [[*row[:-1], row[-1] if len(row[-1]) <= last else row[-1][: last - 3] + "..."] for row in rows]
    width = [max(len(r[i]) for r in (head, *rows)) for i in range(len(head))]
    return [
        "  ".join(
            cell.rjust(w) if i in right else cell.ljust(w) for i, (cell, w) in enumerate(zip(row, width, strict=True))
        ).rstrip()
        for row in (head, *rows)
    ]
