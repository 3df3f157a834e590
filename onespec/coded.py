# pyright: standard
"""What can be done with the terms of a study: listed for the coder, and the filled list read back."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from onespec.places import Folder
from onespec.specified import Specified

if TYPE_CHECKING:
    from onespec.coding import CodesRead, Waiting


class WithTerms(Specified):
    """A study's specification and the terms of its export, and their verbs."""

    def coding(self) -> Waiting:
        """The terms without a code and the texts without a translation; ``.write(file)`` lists them for the coder.

        The study need not be built.  Raises `Stopped`.
        """
        from onespec.coding import waiting

        return waiting(self.plan(), self.raw, self.out)

    def read_coding(self, file: Folder) -> CodesRead:
        """Read the filled list: codes and translations go into the tables that study.yaml names; no export changes.

        Raises `Stopped` where an answer cannot be used, and writes nothing.
        """
        from onespec.coding import read_codes

        return read_codes(self.plan(), self.raw, self.out, Path(file))
