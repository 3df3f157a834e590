# pyright: standard
"""The specification in the forms that the industry exchanges: workbook and define.xml, in and out."""

from __future__ import annotations

import argparse
from pathlib import Path

import onespec
from onespec.cli.places import add_json, add_places, say, say_json, study_of

EXAMPLE = "onespec spec export --xlsx spec.xlsx"


def arguments(parser: argparse.ArgumentParser) -> None:
    actions = parser.add_subparsers(dest="action", metavar="action", required=True)
    _export_arguments(actions)
    _import_arguments(actions)
    _diff_arguments(actions)


def run(arguments: argparse.Namespace) -> int:
    return RUN[arguments.action](arguments)


# -- export ----------------------------------------------------------------------------------------


def _export_arguments(actions: argparse._SubParsersAction) -> None:
    parser = actions.add_parser(
        "export",
        help="write a define.xml as the specification workbook of the industry",
        epilog=f"example: {EXAMPLE}",
        description="Write what a define.xml says, a built study's or any other, as the specification workbook "
        "of the industry in its newest form.",
    )
    parser.add_argument(
        "define",
        nargs="?",
        type=Path,
        metavar="DEFINE",
        help="any define.xml (default: those of the built study, a workbook each)",
    )
    parser.add_argument("--xlsx", type=Path, required=True, metavar="FILE", help="the workbook to write")
    add_places(parser, raw=False)


def _export(arguments: argparse.Namespace) -> int:
    if arguments.define is not None:
        say(onespec.export_workbook(arguments.define, arguments.xlsx).text())
    else:
        say(study_of(arguments).export_workbooks(arguments.xlsx).text())
    return 0


# -- import ----------------------------------------------------------------------------------------


def _import_arguments(actions: argparse._SubParsersAction) -> None:
    parser = actions.add_parser(
        "import",
        help="write a study's specification out of a workbook or a define.xml",
        epilog="example: onespec spec import sdtm/define.xml adam/define.xml --study my_study",
        description="Write a specification out of the industry's workbook (of any generation) or anybody's define.xml "
        "(2.0 or 2.1, valid or not). Where an origin is still to write, it says what the file says of it: 'onespec "
        "check' lists all such lines, and nothing is built before a person has written them. What has no place in a "
        "specification stands in import.csv.",
    )
    parser.add_argument(
        "file", metavar="FILE", type=Path, nargs="+", help="a workbook or define.xml; several of one study"
    )
    parser.add_argument(
        "--study", metavar="DIR", type=Path, required=True, help="the new study: a new, or empty, folder"
    )
    add_json(parser, "what landed, and the faults of the file")


def _import(arguments: argparse.Namespace) -> int:
    imported = onespec.import_spec(arguments.file, arguments.study)
    if arguments.json:
        say_json(imported.facts())
    else:
        say(imported.text())
    return 0


# -- diff ------------------------------------------------------------------------------------------


def _diff_arguments(actions: argparse._SubParsersAction) -> None:
    parser = actions.add_parser(
        "diff",
        help="what differs in meaning between two of: workbook, define.xml, built study",
        epilog="example: onespec spec diff old/define.xml spec.xlsx --output changes.csv",
        description="What differs in meaning between two specifications, each a workbook, a define.xml, a study or a "
        "folder of outputs. All is matched by names and texts: other OIDs and another order of attributes are no "
        "difference. Exit code 0: they say the same; 1: they do not.",
    )
    parser.add_argument("left", metavar="A", type=Path, help="a workbook, a define.xml, or a built study's folder")
    parser.add_argument("right", metavar="B", type=Path, help="the other one")
    parser.add_argument(
        "--output", type=Path, metavar="FILE", help="write them as a table (.csv) or for programs (.json)"
    )


def _diff(arguments: argparse.Namespace) -> int:
    differed = onespec.spec_differences(arguments.left, arguments.right)
    if arguments.output:
        differed.write(arguments.output)
        say(differed.count)
    else:
        say(differed.text())
    return 0 if differed.same else 1


RUN = {"export": _export, "import": _import, "diff": _diff}
