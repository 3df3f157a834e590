# pyright: standard
"""The check of anybody's define.xml, with its data or without, and a corrected copy of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from onespec.engine.findings import NotThere
from onespec.places import Folder
from onespec.told import Told

if TYPE_CHECKING:
    from onespec.define.check.given import Given, Reader
    from onespec.define.check.mend import Mended
    from onespec.define.check.run import Checked
    from onespec.define.check.world import World

SHOWN = 5  # findings of a rule


class NoDefine(OSError):
    """The file is no define.xml that can be read, or does not hold what is asked of it."""


@dataclass(frozen=True)
class DefineChecked(Told):
    """What a check of a define.xml found."""

    checked: Checked
    shown: int = SHOWN
    notes: bool = False

    @property
    def good(self) -> bool:
        """There is no error; warnings and notes may be."""
        return self.checked.good

    def text(self) -> str:
        from onespec.define.check.report import report_text

        return report_text(self.checked, self.shown, self.notes)

    def facts(self) -> dict[str, Any]:
        from onespec.define.check.report import facts

        return facts(self.checked)

    def write(self, json: Path | None = None, csv: Path | None = None) -> None:
        """Write all findings as JSON, as CSV.

        Raises `CannotBuild` where one would replace a file that is no such report: then none is written.
        """
        from onespec.define.check.report import report_csv, report_json
        from onespec.files import write_forms

        asked = {kind: file for kind, file in (("json", json), ("csv", csv)) if file}

        def forms(made: Mapping[str, Path]) -> None:
            if "json" in made:
                made["json"].write_text(report_json(self.checked), encoding="utf-8", newline="\n")
            if "csv" in made:
                made["csv"].write_text(report_csv(self.checked), encoding="utf-8-sig", newline="")

        write_forms(asked, forms)


@dataclass(frozen=True)
class DefineMended(Told):
    """A corrected copy of a define.xml: what was written, and what a check of it still finds."""

    mended: Mended
    file: Path
    shown: int = SHOWN

    @property
    def good(self) -> bool:
        """No error is left."""
        return self.mended.left.good

    def text(self) -> str:
        from onespec.define.check.report import mended_text

        return f"{mended_text(self.mended, self.shown)}\nWritten: {self.file}"

    def write(self, json: Path | None = None, csv: Path | None = None) -> None:
        """Write what is left as JSON, as CSV."""
        DefineChecked(self.mended.left).write(json, csv)


def mend_define(
    file: Folder, output: Folder | None = None, data: Folder | None = None, shown: int = SHOWN, encoding: str = ""
) -> DefineMended:
    """Write a corrected copy of a define.xml: what has one right answer is mended, all else stays to the last byte.

    output  the copy; None: beside the file, as define-mended.xml; never the file itself

    Raises what `check_define` raises, `NoDefine` for a file that cannot be edited, and `CannotBuild` where another file
    would be replaced.
    """
    from onespec.define.check.editing import NotEdited
    from onespec.define.check.mend import mend
    from onespec.engine.build.ownership import encoding_of
    from onespec.files import write_files

    path = Path(file)
    copy = Path(output) if output else path.with_name(f"{path.stem}-mended{path.suffix}")
    if copy.absolute() == path.absolute() or copy.exists() and path.exists() and copy.samefile(path):
        raise NoDefine(f"{copy}: the file itself is never changed; name another one for the copy.")
    world = _world(path, data)
    try:
        folder = Path(data) if data is not None else None
        mended = mend(world, str(file), folder, readers(encoding or (encoding_of(folder.parent) if folder else "")))
    except NotEdited as error:
        raise NoDefine(f"{file}: {error}") from None
    if not copy.is_file() or copy.read_bytes() != mended.content:
        write_files({copy: mended.content})
    return DefineMended(mended, copy, shown)


def check_define(
    file: Folder, data: Folder | None = None, shown: int = SHOWN, notes: bool = False, encoding: str = ""
) -> DefineChecked:
    """Check a define.xml, 2.0 or 2.1, whoever wrote it.

    data   the folder of the datasets that it describes; None: without data
    shown  how many findings of a rule the text lists; ``notes``: notes, too
    encoding  of the texts of transport files: cp1252, gbk; blank: as run.json beside the folder says, else UTF-8

    Raises `NoDefine` for a file that is no such thing, `NotThere` for a folder that is not there, `WrongSetting` for
    what is no encoding.
    """
    from onespec.define.check.run import check_world

    world, told = _world(Path(file), data), None
    if data is not None:
        from onespec.define.check.data import check_data
        from onespec.engine.build.ownership import encoding_of

        told = check_data(world, Path(data), readers(encoding or encoding_of(Path(data).parent)))
    return DefineChecked(check_world(world, str(file), told), shown, notes)


def _world(file: Path, data: Folder | None) -> World:
    from onespec.define.check.run import read_world
    from onespec.engine.metadata.read import NotDefine

    if data is not None and not Path(data).is_dir():
        raise NotThere(f"There is no folder {data}.")
    try:
        return read_world(file, data is not None)
    except NotDefine as error:
        raise NoDefine(f"{file}: {error}") from None


def readers(encoding: str = "") -> Mapping[str, Reader]:
    """The formats of datasets that can be read, by the end of a file's name; ``encoding``: of transport files."""
    from onespec.comparing import check_encoding
    from onespec.define.check.given import READERS, read_xpt_file

    if encoding:
        check_encoding(encoding)
    transport = {".xpt": partial(read_xpt_file, encoding=encoding)} if encoding else {}
    return {**READERS, **transport, **dict.fromkeys((".json", ".ndjson", ".parquet"), _read_table)}


def _read_table(path: Path) -> Given:
    """A file in another format than transport, whole, with what it states of its variables."""
    from onespec.define.check.given import Given, Stated
    from onespec.engine.columns import column_of
    from onespec.engine.frames import Frame
    from onespec.qc.formats.open import open_table

    table = open_table(path)
    frame = table.frame()
    columns = {name: column_of(frame[name]) for name in table.attributes}
    stated = {
        name: Stated("Num" if columns[name].is_number else "Char", said.label, said.length, said.format)
        for name, said in table.attributes.items()
    }
    return Given(table.name, table.label, stated, Frame(columns, len(frame), table.name))
