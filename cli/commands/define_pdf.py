# pyright: standard
"""A define.xml as PDF: any file, of this program or another, valid or not."""

from __future__ import annotations

import argparse
import time
from pathlib import Path

import onespec
from onespec.cli.places import say

EXAMPLE = "onespec define-pdf build/ChiCTR2600126870/sdtm/define.xml"


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, metavar="FILE", help="a define.xml, Define-XML 2.0 or 2.1")
    parser.add_argument("--output", type=Path, metavar="FILE", help="the PDF (default: beside the define.xml)")
    parser.add_argument(
        "--language", choices=onespec.LANGUAGES, default="en", help="of the words of the pages (default: en)"
    )
    parser.add_argument(
        "--profile",
        default="",
        metavar="NAME",
        help="how the pages look: nmpa for the sizes of type that the NMPA asks for (default: that of the house)",
    )


def run(arguments: argparse.Namespace) -> int:
    begun = time.perf_counter()
    printed = onespec.print_define(arguments.file, arguments.language, arguments.profile)
    file = printed.write(arguments.output)
    if printed.notes:
        say(printed.text())
    say(f"PDF: {file} ({len(printed.content) / 1e6:.1f} MB, {time.perf_counter() - begun:.1f} s)")
    return 0
