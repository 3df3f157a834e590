# pyright: standard
"""The check of anybody's define.xml, with its data or without, and a corrected copy of it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from onespec.engine.findings import NotThere
from onespec.places import Folder
from onespec.told import Told

if TYPE_CHECKING:
    from onespec.define.check.run import Checked

SHOWN = 5  # findings of a rule


class NoDefine(OSError):
    """The file is no define.xml that can be read, or does not hold what is asked of it."""


@dataclass(frozen=True)
class DefineChecked(Told):
    """What a check of a define.xml found."""

    checked: Checked
    shown: int = SHOWN

    @property
    def good(self) -> bool:
        """There is no error; warnings and notes may be."""
        return self.checked.good

    def text(self) -> str:
        from onespec.define.check.report import report_text

        return report_text(self.checked, self.shown)

    def facts(self) -> dict[str, Any]:
        from onespec.define.check.report import facts

        return facts(self.checked)

    def write(self, json: Path | None = None, csv: Path | None = None) -> None:
        """Write all findings as JSON, as CSV."""
        from onespec.define.check.report import report_csv, report_json

        if json:
            json.write_text(report_json(self.checked), encoding="utf-8", newline="\n")
        if csv:
            csv.write_text(report_csv(self.checked), encoding="utf-8-sig", newline="")


def check_define(file: Folder, data: Folder | None = None, shown: int = SHOWN) -> DefineChecked:
    """Check a define.xml, 2.0 or 2.1, whoever wrote it.

    data   the folder of the datasets that it describes; None: without data
    shown  how many findings of a rule the text lists

    Raises `NoDefine` for a file that is no such thing, `NotThere` for a folder that is not there.
    """
    from onespec.define.check.run import check_world, read_world
    from onespec.engine.metadata.read import NotDefine

    if data is not None and not Path(data).is_dir():
        raise NotThere(f"There is no folder {data}.")
    try:
        world = read_world(Path(file), data is not None)
    except NotDefine as error:
        raise NoDefine(f"{file}: {error}") from None
    return DefineChecked(check_world(world, str(file)), shown)
