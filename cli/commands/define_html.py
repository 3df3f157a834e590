# pyright: standard
"""The page of a define.xml, ours or anybody's: define.html."""

from __future__ import annotations

import argparse
from pathlib import Path

import onespec
from onespec.cli.places import say

EXAMPLE = "onespec define-html build/ChiCTR2600126870/sdtm/define.xml"


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, metavar="FILE", help="a define.xml: Define-XML 2.0 or 2.1, valid or not")
    parser.add_argument(
        "--output", type=Path, metavar="FILE", help="the page (default: beside the file, with the ending .html)"
    )
    parser.add_argument(
        "--language", choices=onespec.LANGUAGES, default="en", help="the language that the page opens in (default: en)"
    )


def run(arguments: argparse.Namespace) -> int:
    page, told = onespec.write_define_html(arguments.file, arguments.output, arguments.language)
    say(f"{page}: {told}")
    return 0
