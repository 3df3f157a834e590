# pyright: standard
"""Single files that somebody names, or that stand beside others: none is replaced but one of this program."""

from __future__ import annotations

import json
import zipfile
import zlib
from collections.abc import Callable, Mapping
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory

from onespec.engine.build.ownership import CannotBuild
from onespec.engine.disk import bytes_of, entries, write_whole
from onespec.engine.paper.blocks import GENERATOR
from onespec.engine.workbook import is_as_made

_HEAD = 400  # bytes of a page in which its generator is named
_TABLES = (
    b"kind,form,dataset,file,row_old,row_new,",
    b"severity,rule,element,oid,",
)  # how a table of this program begins
_SCHEMA = "json-schema.org"


def write_files(files: Mapping[Path, bytes]) -> None:
    """Write files of this program: pages, reports, schemas.

    Raises `CannotBuild`, and writes none of them, where one would replace a file that is none of this program.
    """
    for file in files:
        if file.exists() and not file.is_dir() and not is_own(file):
            raise CannotBuild(
                f"{file} is no {file.suffix.removeprefix('.') or 'file'} that this program wrote, and would be "
                "replaced. Name another file, or remove it."
            )
    for file, data in files.items():
        place = file.resolve()
        place.parent.mkdir(parents=True, exist_ok=True)
        if place.is_file() or not place.exists():
            write_whole(place, data)
        else:
            place.write_bytes(data)  # a device, as /dev/stdout; a folder says so itself


def write_forms(asked: Mapping[str, Path], write: Callable[[Mapping[str, Path]], None]) -> None:
    """Write a report in several forms, each into the file that is asked for.

    asked  kind of the form -> its file
    write  writes the forms into files that it is given by kind

    Raises `CannotBuild` as `write_files` does, and where two forms are asked for in one file.
    """
    if len({file.resolve() for file in asked.values()}) < len(asked):
        raise CannotBuild("two reports are to be written into one file; name a file for each.")
    with TemporaryDirectory(prefix="onespec-report-") as folder:
        made = {kind: Path(folder, f"report.{kind}") for kind in asked}
        write(made)
        write_files({asked[kind]: path.read_bytes() for kind, path in made.items()})


def is_own(file: Path) -> bool:
    """Has this program written a file?  An empty one, or a device, is nobody's loss."""
    if not file.is_file() or not file.stat().st_size:
        return True
    with file.open("rb") as opened:
        head = opened.read(_HEAD)
    if GENERATOR.encode() in head or head.removeprefix(b"\xef\xbb\xbf").startswith(_TABLES):
        return True
    if head.startswith(b"%PDF-"):
        return _is_own_pdf(file)
    if zipfile.is_zipfile(file):
        try:
            return _is_report_book(file)
        except (zipfile.BadZipFile, zlib.error, ValueError, NotImplementedError, RuntimeError):  # none of ours
            return False
    return head.lstrip()[:1] == b"{" and _is_own_json(file)


def strange_pages(folder: Path) -> list[str]:
    """What stands in a folder of subjects' pages and is none."""
    if folder.is_symlink():
        return [folder.name]
    found = entries(folder) if folder.is_dir() else ()
    return [name for name, path in found if path.is_symlink() or path.suffix != ".html" or not is_own(path)]


def _is_report_book(file: Path) -> bool:
    with zipfile.ZipFile(file) as archive:
        names = set(archive.namelist())
        as_made = "docProps/core.xml" in names and is_as_made(archive.read("docProps/core.xml"))
        return as_made or ("xl/workbook.xml" in names and b'name="Verdict"' in archive.read("xl/workbook.xml"))


def _is_own_pdf(file: Path) -> bool:
    """Without the library that reads one, nobody's is replaced."""
    if find_spec("pikepdf") is None:
        return False
    from onespec.engine.paper.own import is_own_pdf

    return is_own_pdf(file)


def _is_own_json(file: Path) -> bool:
    """A report names the program; a schema of the specification's files names what a schema is."""
    try:
        said = json.loads(bytes_of(file))
    except ValueError:
        return False
    return str(said.get("program", "")).startswith("onespec ") or _SCHEMA in str(said.get("$schema", ""))
