# pyright: standard
"""Options that say which study, and where its folders are; what a command prints."""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Mapping

import onespec


def add_places(parser: argparse.ArgumentParser, raw: bool = True, out: bool = True, edition: bool = True) -> None:
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
    if out and edition:
        parser.add_argument(
            "--edition",
            choices=onespec.LANGUAGES,
            default="",
            help="the edition in this language; of another than the study's own the outputs lie in build/<study>-zh",
        )


def add_edition(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--edition",
        choices=onespec.LANGUAGES,
        default="",
        help="the edition in this language; of another than the study's own the outputs lie in build/<study>-zh",
    )


def add_milestone(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--milestone",
        choices=onespec.MILESTONES,
        default="",
        help="try this milestone in the place of the one that study.yaml states",
    )


def add_cut(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--cut",
        default="",
        metavar="YYYY-MM-DD|none",
        help="try this data cut in the place of the one that study.yaml states",
    )


def study_of(arguments: argparse.Namespace) -> onespec.Study:
    """The study that a command is about."""
    raw, out = (getattr(arguments, name, None) or None for name in ("raw", "out"))
    tried = (getattr(arguments, name, "") for name in ("milestone", "cut", "edition"))
    return onespec.open(arguments.study or None, raw, out, *tried)


def names(text: str) -> list[str]:
    """The names in ``A,B``."""
    return [part.strip() for part in text.split(",") if part.strip()]


def listed(text: str) -> list[str]:
    """The names in ``A,B``, in capitals."""
    return [name.upper() for name in names(text)]


def say(text: str) -> None:
    print(onespec.visible(text, lines=True), flush=True)


def add_json(parser: argparse.ArgumentParser, what: str) -> None:
    parser.add_argument("--json", action="store_true", help=f"{what} as JSON, for programs")


def say_json(facts: Mapping[str, object]) -> None:
    """One document, whatever the terminal's encoding."""
    unicode = (sys.stdout.encoding or "").lower().startswith("utf")
    print(json.dumps(facts, indent=1, ensure_ascii=not unicode), flush=True)


def tell(result: onespec.Told, as_json: bool) -> None:
    """A result for a person, or for a program."""
    if as_json:
        say_json(result.facts())
    else:
        say(result.text())


def warn(text: str) -> None:
    print(onespec.visible(text, lines=True), file=sys.stderr, flush=True)
