# pyright: standard
"""What can be done with the queries of a built study beside its data: looked at, sent, and answered."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from onespec.places import Folder
from onespec.specified import Specified

if TYPE_CHECKING:
    from onespec.querying import Answered, AskedNow, Listed


class Queried(Specified):
    """A study's queries, and their verbs."""

    def asked_queries(self) -> AskedNow:
        """What the last build asks, and what of it is accepted, each query with how it stands.  Raises `NotBuilt`."""
        from onespec.querying import AskedNow, asked_of

        self.require_built()
        return AskedNow(asked_of(self.out)["queries"])

    def write_queries(self, file: Folder | None = None) -> Listed:
        """Write the open and answered queries of the register as an XLSX file to send: a sheet a site.

        file  build/<study>.queries/queries.xlsx when left out

        Raises `CannotBuild` where the file holds answers that the register does not have, `NotBuilt`, and `Stopped`.
        """
        from onespec.querying import write_list

        self.require_built()
        place = Path(file) if file is not None else self.beside("queries") / "queries.xlsx"
        return write_list(self.plan(), self.raw, self.out, place)

    def read_queries(self, file: Folder) -> Answered:
        """Read the answered file back into the register; no answer changes data.

        Raises `Stopped` where the file does not fit the register, and writes nothing.
        """
        from onespec.querying import read_list

        return read_list(self.folder, Path(file))
