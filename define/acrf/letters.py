"""The letters of a PDF that we write: a subset of a font, embedded, with what each code means."""

from __future__ import annotations

import io
from pathlib import Path
from typing import TYPE_CHECKING

from onespec.engine.paper.fonts import chinese_fonts

if TYPE_CHECKING:
    from pikepdf import Object, Pdf

FACE = "NotoSansSC-Regular.otf"
ABSENT = "〓"  # in the place of a character that the font does not have
_LATIN = "cp1252"  # the letters of Helvetica as every reader of PDF has it (WinAnsiEncoding)


class Letters:
    """Encodes texts for the content of pages, and embeds the font once for the whole document.

    Without the font package only Western letters can be written, in Helvetica, which is not embedded;
    ``absent`` tells the characters that could not be written.
    """

    def __init__(self, text: str):
        """``text``: all characters that the document has."""
        self._path: Path | None = chinese_fonts()[0].get(FACE)
        self._codes: dict[str, int] = {}
        self._widths: dict[str, int] = {}
        self._name, self._program, self.absent = "", b"", ""
        wanted = sorted({c for c in text if c.isprintable()} | {" ", ABSENT})
        if self._path is None:
            self.absent = "".join(c for c in wanted if c != ABSENT and not c.encode(_LATIN, "ignore"))
        else:
            self._take(self._path, wanted)

    def _take(self, path: Path, wanted: list[str]) -> None:
        from fontTools import subset
        from fontTools.ttLib import TTFont

        with TTFont(path, recalcTimestamp=False) as font:
            known = font.getBestCmap() or {}
            self.absent = "".join(c for c in wanted if ord(c) not in known)
            options = subset.Options(layout_features=[], hinting=False, desubroutinize=True, notdef_outline=True)
            cut = subset.Subsetter(options)
            cut.populate(unicodes=[ord(c) for c in wanted if ord(c) in known])
            cut.subset(font)
            held = font.getBestCmap() or {}
            # of a face with CIDs the glyphs are named cid00001, and the code of a text is the CID
            self._codes = {chr(code): int(name.removeprefix("cid")) for code, name in held.items()}
            self._widths = {c: font["hmtx"][held[ord(c)]][0] for c in self._codes}
            self._name = f"ONSPEC+{font['CFF '].cff.fontNames[0]}"
            out = io.BytesIO()
            font.save(out)
            self._program = _cff_of(out.getvalue())

    def shown(self, text: str) -> bytes:
        """The operand of Tj: the text in the codes of the font."""
        if not self._codes:
            plain = text.encode(_LATIN, "replace")
            for special in (b"\\", b"(", b")"):
                plain = plain.replace(special, b"\\" + special)
            return b"(" + plain + b")"
        codes = (self._codes.get(c, self._codes.get(ABSENT, 0)) for c in text)
        return b"<" + b"".join(b"%04X" % code for code in codes) + b">"

    def font(self, pdf: Pdf) -> Object:
        """The font of the document's resources, embedded."""
        from pikepdf import Array, Dictionary, Name

        if not self._codes:
            said = Dictionary(
                Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica, Encoding=Name.WinAnsiEncoding
            )
            return pdf.make_indirect(said)
        program = pdf.make_stream(self._program, Subtype=Name.CIDFontType0C)
        descriptor = pdf.make_indirect(
            Dictionary(
                Type=Name.FontDescriptor,
                FontName=Name("/" + self._name),
                Flags=4,
                FontBBox=Array([-1000, -300, 3000, 1200]),
                ItalicAngle=0,
                Ascent=880,
                Descent=-120,
                CapHeight=733,
                StemV=80,
                FontFile3=program,
            )
        )
        widths: list[object] = []
        for character, code in sorted(self._codes.items(), key=lambda each: each[1]):
            widths += [code, Array([self._widths[character]])]
        descendant = Dictionary(
            Type=Name.Font,
            Subtype=Name.CIDFontType0,
            BaseFont=Name("/" + self._name),
            CIDSystemInfo=Dictionary(Registry=b"Adobe", Ordering=b"Identity", Supplement=0),
            FontDescriptor=descriptor,
            DW=1000,
            W=Array(widths),
        )
        return pdf.make_indirect(
            Dictionary(
                Type=Name.Font,
                Subtype=Name.Type0,
                BaseFont=Name("/" + self._name),
                Encoding=Name("/Identity-H"),
                DescendantFonts=Array([pdf.make_indirect(descendant)]),
                ToUnicode=pdf.make_stream(_meanings(self._codes)),
            )
        )


def _cff_of(font: bytes) -> bytes:
    """The outlines alone, as a PDF embeds them."""
    from fontTools.ttLib import TTFont

    with TTFont(io.BytesIO(font)) as whole:
        assert whole.reader is not None
        return whole.reader["CFF "]


def _meanings(codes: dict[str, int]) -> bytes:
    """The map from codes to characters by which a PDF is searched (ISO 32000-1, 9.10.3)."""
    pairs = [f"<{code:04X}> <{c.encode('utf-16-be').hex().upper()}>" for c, code in sorted(codes.items())]
    parts = [pairs[at : at + 100] for at in range(0, len(pairs), 100)]
    said = "\n".join(f"{len(part)} beginbfchar\n" + "\n".join(part) + "\nendbfchar" for part in parts)
    return (
        "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n"
        "/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def\n"
        "/CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n"
        f"1 begincodespacerange\n<0000> <FFFF>\nendcodespacerange\n{said}\n"
        "endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n"
    ).encode("ascii")
