# pyright: standard
"""The page of one subject: its course on one time line, every mark with the chain behind it."""

from __future__ import annotations

import argparse
from pathlib import Path

import onespec
from onespec.cli.places import add_cut, add_places, say, study_of

EXAMPLE = "onespec subject 01001 --language zh"


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("subject", metavar="SUBJECT", help="the subject's number in the raw export")
    parser.add_argument(
        "--language",
        choices=onespec.LANGUAGES,
        default="en",
        help="of the page's words, and of texts that the CRF has in it (default: en)",
    )
    parser.add_argument(
        "--output",
        type=Path,
        metavar="FILE",
        help="the page (default: subject-<SUBJECT>-<language>.html in a folder beside the outputs)",
    )
    add_places(parser)
    add_cut(parser)


def run(arguments: argparse.Namespace) -> int:
    page = study_of(arguments).subject(arguments.subject, arguments.language)
    output = page.write(arguments.output)
    say(f"Page of subject {page.subject}: {output} ({page.chains:,} chains)")
    return 0
