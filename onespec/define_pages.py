# pyright: standard
"""define.html: what anybody's define.xml says, as a page to read."""

from __future__ import annotations

from pathlib import Path

from onespec.engine.findings import NotThere
from onespec.engine.languages import ENGLISH
from onespec.files import write_files


def write_define_html(file: str | Path, output: str | Path | None = None, language: str = ENGLISH) -> tuple[Path, str]:
    """Write the page of a define.xml, 2.0 or 2.1, valid or not; returns its file, and what it holds in words.

    output    the page; without one beside ``file``, with the ending .html
    language  en or zh: the one that it opens in

    Raises `NotThere` where the file is none, or no define.xml, `CannotBuild` for a page that is none of this program.
    """
    from onespec.define.html.page import define_html
    from onespec.engine.metadata.read import NotDefine, read_define

    path = Path(file)
    page = Path(output) if output else path.with_suffix(".html")
    if path.is_dir():
        raise NotThere(f"{path} is a folder; name its define.xml.")
    if not path.exists():
        raise NotThere(f"{path} does not exist.")
    try:
        metadata = read_define(path)
    except NotDefine as refused:
        raise NotThere(f"{path}: {refused}") from None
    write_files({page: define_html(metadata, language).encode()})
    variables = [v for dataset in metadata.datasets for v in dataset.variables]
    told = f"{len(metadata.datasets)} datasets, {len(variables)} variables, {sum(len(v.values) for v in variables)}"
    told += f" definitions at value level, {len(metadata.codelists)} codelists, {len(metadata.methods)} methods."
    if metadata.unplaced:
        told += f" {len(metadata.unplaced)} pieces of the file have no place on the page; it lists them."
    return page, told
