"""Where a study's specification, raw export and outputs lie."""

from __future__ import annotations

import argparse
import os
import sys
from dataclasses import dataclass
from pathlib import Path

BESIDE = ("qc", "qc-power", "conformance", "pages")  # reports on the outputs


@dataclass(frozen=True)
class Places:
    """study: folder with study.yaml; raw: the export; out: the outputs."""

    study: Path
    raw: Path
    out: Path

    def beside(self, kind: str) -> Path:
        """The folder of one of BESIDE: next to the outputs, so that a build does not remove it."""
        assert kind in BESIDE, kind
        return self.out.with_name(f"{self.out.name}.{kind}")


def add_places(parser: argparse.ArgumentParser, raw: bool = True, out: bool = True) -> None:
    parser.add_argument(
        "--study",
        default=os.environ.get("STUDY") or None,
        metavar="NAME|FOLDER",
        help="a folder of specs/, or any folder with study.yaml (default: the only one in specs/)",
    )
    if raw:
        parser.add_argument("--raw", metavar="FOLDER", help="the raw export (default: raw_samples/<study>/export)")
    if out:
        parser.add_argument("--out", metavar="FOLDER", help="the outputs (default: build/<study>)")


class NoStudy(OSError):
    """The study that was asked for cannot be found."""


def find_places(arguments: argparse.Namespace) -> Places:
    study = _study(arguments.study)
    raw, out = getattr(arguments, "raw", None), getattr(arguments, "out", None)
    return Places(
        study,
        Path(raw) if raw else Path("raw_samples") / study.name / "export",
        Path(out) if out else Path("build") / study.name,
    )


def _study(name: str | None) -> Path:
    if name:
        for folder in (Path(name), Path("specs") / name):
            if (folder / "study.yaml").exists():
                return folder
        known = ", ".join(sorted(p.parent.name for p in Path("specs").glob("*/study.yaml")))
        raise NoStudy(
            f"there is no study '{name}'. Name a folder that holds study.yaml"
            + (f"; specs/ has {known}." if known else ".")
        )
    found = sorted(Path("specs").glob("*/study.yaml"))
    if len(found) != 1:
        raise NoStudy(f"specs/ in {Path.cwd()} holds {len(found)} studies; name one with --study.")
    return found[0].parent


def packages() -> tuple[str, ...]:
    """Where operations are found."""
    return ("onespec.sdtm", "onespec.adam")


def say(text: str) -> None:
    print(text, flush=True)


def warn(text: str) -> None:
    print(text, file=sys.stderr, flush=True)
