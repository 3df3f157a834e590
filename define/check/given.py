"""The datasets that a define.xml describes: where their files are, and how one is read."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote

from onespec.define.check.world import World
from onespec.engine.frames import Frame
from onespec.engine.metadata.model import Dataset
from onespec.engine.xpt.reader import read_columns

CHAR, NUM = "Char", "Num"


@dataclass(frozen=True)
class Stated:
    """What a file states of a variable; None where it states nothing."""

    type: str
    label: str | None = None
    length: int | None = None
    format: str | None = None


@dataclass(frozen=True)
class Given:
    """A dataset as its file has it; ``variables`` by name, in the order of the file, as the columns of ``frame``.

    encoding  in which texts have their lengths
    """

    name: str
    label: str | None
    variables: Mapping[str, Stated]
    frame: Frame
    encoding: str = "utf-8"


Reader = Callable[[Path], Given]  # raises `Stopped` for a file that cannot be read


def read_xpt_file(path: Path, encoding: str = "utf-8") -> Given:
    """A transport file; numbers have the length 8, of which define.xml says nothing."""
    header, frame = read_columns(path, encoding=encoding)
    variables = {
        v.name: Stated(v.type, v.label, v.length if v.type == CHAR else None, v.format) for v in header.variables
    }
    return Given(header.name, header.label, variables, frame, encoding)


READERS: Mapping[str, Reader] = {".xpt": read_xpt_file}


def files_of(folder: Path, readers: Mapping[str, Reader]) -> dict[str, Path]:
    """The files of datasets directly in a folder, by their names in lower case."""
    found = sorted(each for each in folder.iterdir() if each.suffix.lower() in readers and each.is_file())
    return {each.name.lower(): each for each in found if not each.name.startswith(".")}


def file_of(world: World, dataset: Dataset, files: Mapping[str, Path], readers: Mapping[str, Reader]) -> Path | None:
    """The file of a dataset: the one that its leaf names, else one of its name."""
    leaf = next((each for each in world.metadata.leaves if each.of == dataset.name and each.href), None)
    href = unquote(leaf.href).replace("\\", "/").rpartition("/")[2].lower() if leaf else ""
    return files.get(href) or next(
        (files[name] for suffix in readers if (name := f"{dataset.name.lower()}{suffix}") in files), None
    )
