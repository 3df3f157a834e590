"""Encodings of text files: the declared one is proven, another one is only a hint."""

from __future__ import annotations

import codecs
import io

from onespec.engine.findings import STOP, Findings
from onespec.engine.spec.forms import Form

BLOCK = 1 << 25  # bytes of a file worked on at a time
_BOM = b"\xef\xbb\xbf"


def utf8(data: bytes, form: Form, findings: Findings) -> bytes | None:
    """The file in UTF-8, proven to be in the declared encoding; what else it may be is only a hint."""
    declared = form.encoding
    has_bom = data.startswith(_BOM)
    if has_bom != (declared == "utf-8-sig"):
        problem = "starts with a UTF-8 byte-order mark" if has_bom else "has no byte-order mark"
        findings.add(
            "RAW-ENCODING",
            STOP,
            f"The file is declared {declared} and {problem}.",
            _hint(data, declared),
            file=form.file,
        )
        return None
    try:
        recoded = _recoded(data, declared)
    except UnicodeDecodeError as fault:
        error = _fault(data, declared) or fault
        row = data[: error.start].count(b"\n") - int(form.header) + 1
        findings.add(
            "RAW-ENCODING",
            STOP,
            f"Byte {error.start + 1} of the file ({data[error.start : error.end].hex(' ')}) is not {declared}.",
            _hint(data, declared),
            file=form.file,
            row=row if row > 0 else None,
        )
        return None
    if _is_utf8_all_the_same(data, declared):
        findings.add(
            "RAW-ENCODING",
            STOP,
            f"The file is declared {declared} and is utf-8 throughout.",
            _hint(data, declared),
            file=form.file,
        )
        return None
    return recoded


def _recoded(data: bytes, encoding: str) -> bytes:
    """``data`` in UTF-8 without a byte-order mark, piece by piece.

    As one Python text it would take several times the room.
    """
    decoder, out = codecs.getincrementaldecoder(encoding)(), io.BytesIO()
    for start in range(0, len(data), BLOCK):
        out.write(decoder.decode(data[start : start + BLOCK], start + BLOCK >= len(data)).encode())
    return out.getvalue()


def _fault(data: bytes, encoding: str) -> UnicodeDecodeError | None:
    """Where ``data`` is not in the encoding."""
    try:
        data.decode(encoding)
    except UnicodeDecodeError as error:
        return error
    return None


def _is_utf8_all_the_same(data: bytes, declared: str) -> bool:
    """Much UTF-8 is readable in other encodings too, as other characters.

    Those of two bytes a character are never by chance UTF-8 throughout with ideographs, those of one byte hardly ever.
    """
    if data.isascii() or codecs.lookup(declared).name.startswith("utf"):
        return False
    try:
        found = set(data.decode("utf-8"))
    except UnicodeDecodeError:
        return False
    return _is_of_one_byte(declared) or any("\u2e80" <= c <= "\uffef" for c in found)


def _is_of_one_byte(encoding: str) -> bool:
    return len(bytes(range(0xA1, 0xFF)).decode(encoding, "replace")) == 0xFF - 0xA1


def _hint(data: bytes, declared: str) -> str:
    """What else the file may be."""
    if data.startswith(_BOM):
        return "It may be utf-8-sig; correct 'encoding:' in crf.yaml or export again."
    if not data.startswith((b"\xff\xfe", b"\xfe\xff")):
        for encoding in ("utf-8", "gb18030"):
            try:
                data.decode(encoding)
                if encoding != declared:
                    return f"It may be {encoding}; correct 'encoding:' in crf.yaml or export again."
            except UnicodeDecodeError:
                continue
    return "It is neither utf-8 nor gb18030; declare its 'encoding:' in crf.yaml or export again."
