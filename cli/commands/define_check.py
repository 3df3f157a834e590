# pyright: standard
"""A check of anybody's define.xml: its schema, what the schema does not see, and the data that it describes."""

from __future__ import annotations

import argparse
from pathlib import Path

import onespec
from onespec.cli.places import say, warn

EXAMPLE = "onespec define-check build/ChiCTR2600126870/sdtm/define.xml --data build/ChiCTR2600126870/sdtm"


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("define", type=Path, metavar="FILE", help="a define.xml, 2.0 or 2.1, whoever wrote it")
    parser.add_argument("--data", type=Path, metavar="FOLDER", help="the datasets that it describes: compare both ways")
    parser.add_argument(
        "--encoding", default="", metavar="NAME", help="of the texts of transport files: cp1252, gbk (default: UTF-8)"
    )
    parser.add_argument("--show", type=int, default=5, metavar="N", help="list so many findings of a rule (default: 5)")
    parser.add_argument("--notes", action="store_true", help="list the notes, too")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write all findings as JSON")
    parser.add_argument("--csv", type=Path, metavar="FILE", help="write all findings as CSV")
    parser.add_argument(
        "--fix", action="store_true", help="write a corrected copy of what is safe, and list what is left for people"
    )
    parser.add_argument(
        "--output", type=Path, metavar="FILE", help="the corrected copy (default: beside FILE, as define-mended.xml)"
    )


def run(arguments: argparse.Namespace) -> int:
    try:
        checked = _mended(arguments) if arguments.fix or arguments.output else _checked(arguments)
    except onespec.WrongSetting as error:
        warn(f"onespec define-check: --encoding {error}")
        return 2
    except (onespec.NoDefine, onespec.NotThere) as error:
        warn(f"onespec define-check: {error}")
        return 2
    say(checked.text())
    checked.write(arguments.json, arguments.csv)
    return 0 if checked.good else 1


def _checked(arguments: argparse.Namespace) -> onespec.DefineChecked:
    return onespec.check_define(arguments.define, arguments.data, *_settings(arguments))


def _mended(arguments: argparse.Namespace) -> onespec.DefineMended:
    shown = max(arguments.show, 0)
    return onespec.mend_define(arguments.define, arguments.output, arguments.data, shown, arguments.encoding)


def _settings(arguments: argparse.Namespace) -> tuple[int, bool, str]:
    return max(arguments.show, 0), arguments.notes, arguments.encoding
