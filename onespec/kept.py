# pyright: standard
"""What is kept of a study: its archive."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Self

from onespec.engine.tried import AS_STATED
from onespec.folders import Folders

if TYPE_CHECKING:
    from onespec.archiving import Archived


class Kept(Folders):
    """A study, and the archives of it."""

    @property
    def archives(self) -> Path:
        """The folder of the study's archives, beside the outputs of its own edition; `clean` leaves it."""
        own = self.own_edition().out
        return own.with_name(f"{own.name}.archive")

    def own_edition(self) -> Self:
        """The study in the language that study.yaml states, with nothing tried."""
        if self.tried == AS_STATED:
            return self
        return type(self)(self.folder, self._raw, None if self.tried.language else self._out)

    def edition(self, language: str) -> Self:
        """The study in another language; its outputs lie beside those of its own edition."""
        own = self.own_edition()
        tried = AS_STATED._replace(language=language)
        out = own._out.with_name(f"{own._out.name}-{language}") if own._out else None
        return type(self)(self.folder, self._raw, out, tried)

    def newest_archive(self) -> Path | None:
        """The archive that was written last; None where there is none."""
        found = self.archives.glob("*.zip") if self.archives.is_dir() else ()
        plain = (path for path in found if path.is_file() and not path.name.startswith("."))
        return max(plain, key=lambda path: (path.stat().st_mtime_ns, path.name), default=None)

    def archive(self, wheels: bool = False) -> Archived:
        """Write everything of the built study into one file of ``archives``: outputs of each edition that is built,
        what was said of them, packages, the raw export, the specification, the program.

        wheels  the libraries of the lock file, too, as files for this version of Python and this platform: they are
                fetched as pip is set up here, and each has a hash of the lock

        The same inputs give the same bytes, and the file is called by its digest: an older one stays.  It is whole or
        not there.

        Raises `NotBuilt`, and `Stopped` where the outputs are not of the present inputs, a verdict or a package not
        of the present outputs, or a file is changed meanwhile; `NoEnvironment` (an OSError) where
        a wheel cannot be had.
        """
        from onespec.archiving import archive

        return archive(self.own_edition(), wheels)
