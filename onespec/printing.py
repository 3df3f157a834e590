# pyright: standard
"""A define.xml, whoever wrote it, as PDF."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from onespec.engine.languages import CHINESE, LANGUAGES
from onespec.reporting import NoReport
from onespec.told import Told

if TYPE_CHECKING:
    from onespec.places import Folder

LIBRARIES = ("fontTools", "pikepdf", "typst")  # of the extra report
UNDATED = datetime(1970, 1, 1)


@dataclass(frozen=True)
class Printed(Told):
    """A define.xml as PDF.

    content  the PDF
    file     where it is written when nobody says otherwise: beside the define.xml
    notes    what is to be told of it
    """

    content: bytes
    file: Path
    notes: tuple[str, ...]

    def text(self) -> str:
        return "\n".join(self.notes)

    def write(self, file: Folder | None = None) -> Path:
        """Write the PDF; returns the file.  Raises `CannotBuild` for a file that is none of this program."""
        from onespec.files import write_files

        place = Path(file) if file else self.file
        write_files({place: self.content})
        return place


def print_define(file: Folder, language: str = "en", profile: str = "") -> Printed:
    """Any define.xml, 2.0 or 2.1, valid or not, as PDF.

    language  "en" or "zh": of the words of the pages, and of texts that the file has in it
    profile   how the pages look: "nmpa", or "" for that of the house

    Raises `NotThere` for a file that is no define.xml, another language or profile, `NoReport` without the libraries
    or, in Chinese, without the font.
    """
    from onespec.engine.findings import NotThere, unknown

    if missing := [name for name in LIBRARIES if find_spec(name) is None]:
        needs = f"define.pdf needs {', '.join(missing)}; make report installs it, else pip install 'onespec[report]'."
        raise NoReport(needs)
    from onespec.define.print.pdf import define_pdf, unprintable
    from onespec.define.print.setting import HOUSE, profiles
    from onespec.engine.paper.fonts import SERIF_FILE, chinese_fonts
    from onespec.exchanging import define_of

    for kind, name, known in (("language", language, LANGUAGES), ("profile", profile or HOUSE, profiles())):
        if name not in known:
            raise NotThere(" ".join(unknown(kind, name, list(known))))
    fonts, told = chinese_fonts()
    if language == CHINESE and SERIF_FILE not in fonts:
        raise NoReport(" ".join(told))
    metadata = define_of(Path(file))
    written = metadata.attributes.get("CreationDateTime", "")
    created = _instant(written)
    content = define_pdf(metadata, language, created or UNDATED, profile)
    notes = list(told) if language == CHINESE else []
    if created is None:
        said = f"is {written!r}, which is no date" if written else "is not said"
        notes.append(f"CreationDateTime {said}; the PDF bears {UNDATED:%Y-%m-%d}.")
    if letters := unprintable(metadata):
        numbers = " ".join(f"U+{ord(c):04X}" for c in letters)
        notes.append(f"No face of the fonts has {numbers}; each stands by its number, as [{numbers.split()[0]}].")
    return Printed(content, Path(file).with_suffix(".pdf"), tuple(notes))


def _instant(text: str) -> datetime | None:
    """The moment that an ISO 8601 text names, of one with a zone in UTC; none of what is no date from 1970 on."""
    try:
        moment = datetime.fromisoformat(text)
        if moment.tzinfo is not None:
            moment = moment.astimezone(UTC).replace(tzinfo=None)
    except (ValueError, OverflowError):
        return None
    return moment if moment >= UNDATED else None
