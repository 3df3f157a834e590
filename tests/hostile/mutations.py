"""Ways to spoil a file: of its bytes, lines and cells, of what is packed in it, and of the file as a whole."""

from __future__ import annotations

import csv
import io
import os
import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path
from random import Random

Spoil = Callable[[bytes, Random], bytes]

MARK = "ZQXMARK"  # a value that stands nowhere else
NASTY = (
    *(
        "",
        " ",
        "\t",
        "\x00",
        "\x07",
        "\x1b[31mSTOP",
        "\r",
        "\n",
        "\u2028",
        "\ufeff",
        "\u202e",
        "é",
        "汉字",
        "\U0001f600",
    ),
    *("-", "0", "-0", "1e400", "-1e-400", "7.3e75", "1,5", "NaN", "inf", "0x1F", "١٢", "9" * 25, "1.2.3", "N/A"),
    *("31/02/2021", "29/02/2021", "UN/UN/2021", "00/00/0000", "01/01/9999", "2021-13-45", "24:00", "1/1/21"),
    *("=1+1", "@SUM(A1)", "+cmd|' /C calc'!A0", "../../x", "null", "None", "true", "NO", '"', "'", '""', "a,b"),
    *("a" * 201, "b" * 40_000, "x'; DROP TABLE", "<b>", "&amp;", "{study.NAME}", "%s", "\\", "101 ", " 101", MARK),
)


def _span(data: bytes, rng: Random, most: int = 40) -> tuple[int, int]:
    start = rng.randrange(len(data) + 1)
    return start, min(len(data), start + rng.randrange(1, most))


def flip_bit(data: bytes, rng: Random) -> bytes:
    if not data:
        return data
    at = rng.randrange(len(data))
    return data[:at] + bytes([data[at] ^ (1 << rng.randrange(8))]) + data[at + 1 :]


def set_byte(data: bytes, rng: Random) -> bytes:
    at = rng.randrange(len(data) + 1)
    return data[:at] + bytes([rng.choice((0, 9, 10, 13, 26, 34, 39, 44, 58, 128, 255))]) + data[at + 1 :]


def delete_span(data: bytes, rng: Random) -> bytes:
    start, stop = _span(data, rng)
    return data[:start] + data[stop:]


def insert_bytes(data: bytes, rng: Random) -> bytes:
    at = rng.randrange(len(data) + 1)
    return data[:at] + rng.randbytes(rng.randrange(1, 20)) + data[at:]


def repeat_span(data: bytes, rng: Random) -> bytes:
    start, stop = _span(data, rng, 200)
    return data[:stop] + data[start:stop] * rng.randrange(1, 4) + data[stop:]


def cut(data: bytes, rng: Random) -> bytes:
    return data[: rng.randrange(len(data) + 1)]


def zeros(data: bytes, rng: Random) -> bytes:
    start, stop = _span(data, rng, 200)
    return data[:start] + bytes(stop - start) + data[stop:]


def recode(data: bytes, rng: Random) -> bytes:
    to = rng.choice(("utf-16", "utf-32", "utf-8-sig", "cp500", "gb18030"))
    return data.decode("utf-8", "replace").encode(to, "replace")


def _lines(data: bytes) -> list[bytes]:
    return data.splitlines(keepends=True) or [b""]


def delete_line(data: bytes, rng: Random) -> bytes:
    lines = _lines(data)
    del lines[rng.randrange(len(lines))]
    return b"".join(lines)


def repeat_line(data: bytes, rng: Random) -> bytes:
    lines = _lines(data)
    at = rng.randrange(len(lines))
    return b"".join([*lines[:at], lines[at], *lines[at:]])


def swap_lines(data: bytes, rng: Random) -> bytes:
    lines = _lines(data)
    i, j = rng.randrange(len(lines)), rng.randrange(len(lines))
    lines[i], lines[j] = lines[j], lines[i]
    return b"".join(lines)


def nasty_text(data: bytes, rng: Random) -> bytes:
    at = rng.randrange(len(data) + 1)
    return data[:at] + rng.choice(NASTY).encode() + data[at:]


def long_text(data: bytes, rng: Random) -> bytes:
    at = rng.randrange(len(data) + 1)
    return data[:at] + rng.choice((b"a", b'"', b"[", b"{", b"<a>", b",", b"\n", b"- ")) * 140_000 + data[at:]


BYTES: tuple[Spoil, ...] = (
    *(flip_bit, set_byte, delete_span, insert_bytes, repeat_span, cut, zeros, recode),
    *(delete_line, repeat_line, swap_lines, nasty_text, long_text),
)


def _table(data: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(data.decode("utf-8"), newline="")))


def _written(rows: list[list[str]]) -> bytes:
    out = io.StringIO(newline="")
    csv.writer(out, lineterminator="\n").writerows(rows)
    return out.getvalue().encode("utf-8", "surrogatepass")


def drop_column(data: bytes, rng: Random) -> bytes:
    rows = _table(data)
    at = rng.randrange(len(rows[0]))
    return _written([row[:at] + row[at + 1 :] for row in rows])


def repeat_column(data: bytes, rng: Random) -> bytes:
    rows = _table(data)
    at = rng.randrange(len(rows[0]))
    return _written([[*row, row[at]] for row in rows])


def rename_column(data: bytes, rng: Random) -> bytes:
    rows = _table(data)
    rows[0][rng.randrange(len(rows[0]))] = rng.choice(NASTY)
    return _written(rows)


def swap_columns(data: bytes, rng: Random) -> bytes:
    rows = _table(data)
    i, j = rng.randrange(len(rows[0])), rng.randrange(len(rows[0]))
    for row in rows[1:]:
        row[i], row[j] = row[j], row[i]
    return _written(rows)


def shuffle_rows(data: bytes, rng: Random) -> bytes:
    rows = _table(data)
    rest = rows[1:]
    rng.shuffle(rest)
    return _written([rows[0], *rest])


def extra_cell(data: bytes, rng: Random) -> bytes:
    rows = _table(data)
    rows[rng.randrange(len(rows))].append(rng.choice(NASTY))
    return _written(rows)


def change_cell(data: bytes, rng: Random) -> bytes:
    rows = _table(data)
    row = rows[rng.randrange(1, len(rows))]
    row[rng.randrange(len(row))] = rng.choice(NASTY)
    return _written(rows)


CSV: tuple[Spoil, ...] = (
    *(drop_column, repeat_column, rename_column, swap_columns, shuffle_rows, extra_cell),
    *(change_cell,) * 6,  # the commonest fault there is
)


def packed(spoil: Callable[[dict[str, bytes], Random], list[tuple[str, bytes]]]) -> Spoil:
    """A way to spoil the members of a ZIP file."""

    def spoiled(data: bytes, rng: Random) -> bytes:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = {name: archive.read(name) for name in archive.namelist()}
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, content in spoil(members, rng):
                archive.writestr(name, content)
        return out.getvalue()

    spoiled.__name__ = spoil.__name__
    return spoiled


def member_dropped(members: dict[str, bytes], rng: Random) -> list[tuple[str, bytes]]:
    del members[rng.choice(list(members))]
    return list(members.items())


def member_spoiled(members: dict[str, bytes], rng: Random) -> list[tuple[str, bytes]]:
    name = rng.choice(list(members))
    members[name] = rng.choice(BYTES)(members[name], rng)
    return list(members.items())


def member_added(members: dict[str, bytes], rng: Random) -> list[tuple[str, bytes]]:
    name = rng.choice(("../../x.txt", "/etc/x", "xl/worksheets/sheet9.xml", "a" * 300, "xl/vbaProject.bin"))
    return [*members.items(), (name, rng.randbytes(50))]


def cell_far_away(members: dict[str, bytes], rng: Random) -> list[tuple[str, bytes]]:
    far = rng.choice((b"XFD1048576", b"ZZ200000", b"A1048576", b"XFD1", b"A0", b"AAAA1", b"A99999999999", b"1A", b""))
    return [(n, c.replace(b'r="B2"', b'r="' + far + b'"', 1) if "sheet" in n else c) for n, c in members.items()]


def entities(members: dict[str, bytes], rng: Random) -> list[tuple[str, bytes]]:
    bomb = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">' + b"".join(
        b'<!ENTITY a%d "%s">' % (n, b"&a%s;" % (b"%d" % (n - 1) if n else b"") * 10) for n in range(9)
    )
    name = rng.choice([n for n in members if n.endswith(".xml")])
    head, mark, rest = members[name].partition(b"?>")
    members[name] = (head + mark if mark else b"") + bomb + b"]>" + (rest if mark else head)
    return list(members.items())


def bomb(members: dict[str, bytes], rng: Random) -> list[tuple[str, bytes]]:
    row = b'<row><c t="inlineStr"><is><t>' + b"a" * 1000 + b"</t></is></c></row>"
    return [
        (n, c.replace(b"</sheetData>", row * 120_000 + b"</sheetData>") if "worksheets/sheet" in n else c)
        for n, c in members.items()
    ]


ZIP: tuple[Spoil, ...] = tuple(
    packed(each) for each in (member_dropped, *(member_spoiled,) * 4, member_added, *(cell_far_away,) * 2, entities)
)


def yaml_value(data: bytes, rng: Random) -> bytes:
    """One value becomes something of another shape."""
    lines = data.decode().splitlines(keepends=True)
    at = [n for n, line in enumerate(lines) if ":" in line]
    number = rng.choice(at)
    key, colon, _ = lines[number].partition(":")
    value = rng.choice(
        (
            *(
                "[a, [b, [c]]]",
                "{a: {b: c}}",
                "&x [*x]",
                "*nowhere",
                "!!python/object/apply:os.system [touch executed]",
            ),
            *(
                "!!binary aGVsbG8=",
                "|\n  text\n  more",
                ">-\n  folded",
                '"\\u0007"',
                '"\\ud800"',
                "'",
                '"',
                "{",
                "[",
                "- a",
            ),
            *(
                "[" * 3000,
                "{a: " * 500,
                "a" * 70_000,
                "2021-03-01",
                "1e309",
                "0o17",
                "~",
                "null",
                "yes",
                "NO",
                "12:30:00",
            ),
            *(
                "&a [1,1,1,1,1,1,1,1,1]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a]",
                "<<",
                "? x",
                "\x07",
                "\u2028",
                "@x",
                "`x`",
                "%x",
            ),
        )
    )
    lines[number] = f"{key}{colon} {value}\n"
    return "".join(lines).encode("utf-8", "surrogatepass")


def yaml_word(data: bytes, rng: Random) -> bytes:
    """A word of the file in the place of another."""
    words = [w for w in data.decode().replace(",", " ").replace("}", " ").split() if len(w) > 2]
    one, other = rng.choice(words), rng.choice(words)
    text = data.decode()
    start = text.index(one)
    return (text[:start] + other + text[start + len(one) :]).encode()


def yaml_indent(data: bytes, rng: Random) -> bytes:
    lines = data.decode().splitlines(keepends=True)
    at = rng.randrange(len(lines))
    lines[at] = rng.choice(("", " ", "    ", "\t")) + lines[at].lstrip()
    return "".join(lines).encode()


YAML: tuple[Spoil, ...] = (*(yaml_value,) * 4, *(yaml_word,) * 3, yaml_indent, delete_line, repeat_line)


def xml_attribute(data: bytes, rng: Random) -> bytes:
    parts = data.split(b'"')
    if len(parts) < 5:
        return data
    at = rng.randrange(1, len(parts) - 1, 2)
    parts[at] = rng.choice(NASTY).encode("utf-8", "surrogatepass").replace(b'"', b"").replace(b"<", b"&lt;")
    return b'"'.join(parts)


def xml_element(data: bytes, rng: Random) -> bytes:
    starts = [n for n in range(len(data)) if data[n : n + 1] == b"<" and data[n + 1 : n + 2] not in (b"/", b"?", b"!")]
    start = rng.choice(starts)
    stop = data.find(b">", start) + 1
    return data[:start] + rng.choice((b"", data[start:stop] * 2, b"<x/>")) + data[stop:]


XML: tuple[Spoil, ...] = (*(xml_attribute,) * 4, *(xml_element,) * 2)

OF_KIND: dict[str, tuple[Spoil, ...]] = {
    ".csv": (*CSV, *CSV, *BYTES),
    ".xlsx": (*ZIP, *BYTES),
    ".yaml": (*YAML, *YAML, *BYTES),
    ".xml": (*XML, *XML, *BYTES),
}


# -- the file as a whole -----------------------------------------------------------------------------


def no_file(path: Path) -> None:
    path.unlink()


def folder_instead(path: Path) -> None:
    path.unlink()
    path.mkdir()


def pipe_instead(path: Path) -> None:
    path.unlink()
    os.mkfifo(path)


def link_to_itself(path: Path) -> None:
    path.unlink()
    path.symlink_to(path.name)


def link_to_device(path: Path) -> None:
    path.unlink()
    path.symlink_to("/dev/zero")


def another_file(path: Path) -> None:
    other = next((p for p in sorted(path.parent.iterdir()) if p != path and p.is_file()), path)
    if other != path:
        shutil.copy(other, path)


WHOLE: tuple[Callable[[Path], None], ...] = (
    *(no_file, folder_instead, pipe_instead, link_to_itself, link_to_device, another_file),
)
