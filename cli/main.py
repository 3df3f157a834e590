# pyright: standard
"""The command line: one command a file in `cli.commands`; only the chosen one is imported.

Exit codes: 0 done, 1 stops (outputs stay as they were), 2 the program could not run.
"""

from __future__ import annotations

import argparse
import gc
import importlib
import io
import logging
import os
import sys
import traceback
from datetime import UTC, datetime

from onespec import AUDITED, NotThere, Stopped, debugging, findings_facts, note_command, stops_text
from onespec.cli.places import say_json, warn

COMMANDS = {
    "build": "build SDTM, ADaM, transport files and define.xml; only what changed",
    "new": "begin a study from its export, each guess marked",
    "review": "the guesses of a drafted study as a list to fill in, and the filled list read back",
    "check": "check the specification without building",
    "show": "a dataset of the specification in full: what it says itself, inherits and shares, and where that stands",
    "list": "the methods, record operations and checks that a specification may name, each in full by its name",
    "ct": "controlled terminology: find terms that ship, hold the codelists against a downloaded package",
    "define-check": "check anybody's define.xml: schema, what the schema does not see, the data it describes",
    "explain": "explain a record or value: how it came about, back to the raw cells",
    "share": "the data without anybody's identity, searched for everything of the originals",
    "subject": "the page of one subject: its course on one time line, every mark with its chain",
    "impact": "what a line of the specification or a raw field reaches",
    "diff": "what changed in meaning between two specifications, and what it reaches",
    "spec": "the specification in the forms that the industry exchanges: its workbook and define.xml",
    "editions": "hold the Chinese edition against the English one, cell by cell: what differs, and what may",
    "cut": "what the data cut does: records, values and endpoints before and after",
    "whatif": "what another value of the specification changes: cells, subjects, endpoints and numbers of displays",
    "transfer": "what changed from one export to the next, and which datasets and endpoints that reaches",
    "simulate": "write a study's simulated raw export with its own program",
    "coding": "terms without code, texts without translation: a list for the coder, and the filled list read back",
    "validate": "check the built SDTM package against all rules: our own, pointblank's, CORE's where you have it",
    "validate-power": "seed defects one at a time and tell which check of which engine catches each",
    "document": "define.html, define.pdf and the annotated CRF, beside the define.xml of the built datasets",
    "report": "tables, figures and listings of the built study, each number with the records behind it",
    "export": "the built datasets as Dataset-JSON 1.1 (JSON, NDJSON, compressed) and Parquet",
    "define-html": "the page of a define.xml, ours or anybody's: one file that opens in any browser",
    "define-pdf": "any define.xml as PDF: bookmarks, links to definitions, and to the pages of the annotated CRF",
    "acrf": "the annotated CRF: drawn from the specification, or written onto the study's own blank CRF",
    "package": "the tree that an agency takes: datasets, define.xml, programs, guides, a record of every file",
    "queries": "the register of queries, brought up to what the build asks",
    "qc": "compare the built datasets with independent second programs; a report to sign",
    "qc-power": "seed errors one at a time and count which of them the comparison catches",
    "compare": "compare two datasets, or two folders of datasets",
    "archive": "everything of a built study in one file: outputs, verdicts, raw export, specification, program",
    "verify": "is an archive as it was written, do its parts belong together, do the data come out again",
    "bench": "time the parts of the work at several sizes",
    "schema": "write the JSON Schema of the specification's files, so that editors complete and check them",
    "completion": "what a shell completes: commands, options, datasets and variables (bash, zsh)",
    "audit": "the audit trail: who ran what when, and whether an entry was rewritten, removed, inserted or moved",
    "sign": "a detached signature of a file, an archive above all, by ssh-keygen or minisign; or its verification",
    "clean": "remove a study's outputs, kept parts and reports; the audit trail stays",
}


DEBUG = "--debug"
NOT_RUN = 2  # the exit code of what could not run
# New objects until Python looks for unreachable ones.  A plan is a hundred thousand objects that all stay: at Python's
# own 700 a tenth of a small build was spent on looking through them again.
NEW_OBJECTS = 10_000
logger = logging.getLogger("onespec.cli.main")  # also where this file is run as a program


def main(argv: list[str] | None = None) -> int:
    """Run one command; returns the exit code."""
    gc.set_threshold(NEW_OBJECTS)
    if isinstance(sys.stdout, io.TextIOWrapper) and sys.stdout.errors == "strict":
        sys.stdout.reconfigure(errors="backslashreplace")  # a terminal need not have every character that data have
    argv = sys.argv[1:] if argv is None else argv
    try:
        return _done(argv)
    except KeyboardInterrupt:
        print("interrupted; the outputs stay as they were", file=sys.stderr)
        return NOT_RUN


def _done(argv: list[str]) -> int:
    with debugging(DEBUG in argv):
        given = [a for a in argv if a != DEBUG]  # it may stand before or after the command
        arguments = _parsed(given)
        if not (here := _here()):
            warn('onespec cannot run: the folder that you are in is no longer there. Go into it again: cd "$PWD"')
            return NOT_RUN
        code = _run(arguments)
        _note(arguments, given, code)
        if _here() != here:
            warn('The folder that you are in was replaced by a new one of its name. Go into it again: cd "$PWD"')
        return code


def _here() -> tuple[str, int] | tuple[()]:
    """The current folder and which one it is; empty when it is gone."""
    try:
        return os.getcwd(), os.stat(".").st_ino
    except FileNotFoundError:
        return ()


def _parsed(argv: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="onespec",
        description="One specification builds a clinical trial's SDTM, ADaM, transport files and define.xml.",
        epilog="example: onespec build --study specs/ChiCTR2600126870 "
        "--raw raw_samples/ChiCTR2600126870/export --out build/ChiCTR2600126870",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    _add_debug(parser)
    commands = parser.add_subparsers(dest="command", metavar="command", required=True)
    for name, text in COMMANDS.items():
        if argv[:1] == [name]:
            module = importlib.import_module(f"onespec.cli.commands.{name.replace('-', '_')}")
            sub = commands.add_parser(
                name,
                help=text,
                description=text[0].upper() + text[1:] + ".",
                epilog=f"example: {module.EXAMPLE}",
                formatter_class=argparse.RawDescriptionHelpFormatter,
            )
            module.arguments(sub)
            _add_debug(sub)
            sub.set_defaults(run=module.run)
        else:
            commands.add_parser(name, help=text, add_help=False)
    return parser.parse_args(argv)


def _add_debug(parser: argparse.ArgumentParser) -> None:
    """For the help: `main` has taken it out of what is parsed."""
    parser.add_argument(
        DEBUG,
        action="store_true",
        help="show the steps of the work, and the traceback behind a finding (also: ONESPEC_DEBUG=1)",
    )


def _run(arguments: argparse.Namespace) -> int:
    """Run the command; what stops it is said on the error stream."""
    as_json = getattr(arguments, "json", False) is True  # of compare and others it is a file
    try:
        return arguments.run(arguments)
    except Stopped as stopped:
        if as_json:
            say_json(findings_facts(stopped.findings))
        else:
            warn(stops_text(stopped.findings))
        return 1
    except NotThere as error:
        _say_why(as_json, f"onespec {arguments.command}: {error}")
        return 1
    except SystemExit:  # of whatever a command has loaded: the work is not done
        print(f"onespec {arguments.command}: code that was loaded ended the program; nothing is done.", file=sys.stderr)
        return 2
    except BrokenPipeError:  # the reader has closed the output (| head): nothing to say, and nobody to say it to
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 2
    except OSError as error:
        logger.debug("the program could not run", exc_info=True)
        said = (
            f"{error.strerror}: {error.filename}" if error.filename else error.strerror or error
        )  # without the number of the error
        _say_why(as_json, f"onespec cannot run: {said}")
        return 2
    except Exception:  # a fault of this program, not of its user: shown whole, and never exit code 0 or 1
        traceback.print_exc()
        print("This is a fault of onespec itself; the outputs stay as they were.", file=sys.stderr)
        return 2


def _note(arguments: argparse.Namespace, argv: list[str], code: int) -> None:
    """An entry of the audit trail for a command that makes or judges outputs.

    A trail that is broken, or cannot be written, is told, and changes nothing of what the command has done.
    """
    if code == NOT_RUN or arguments.command not in AUDITED:
        return
    from onespec.cli.trail import about

    try:
        study, file = about(arguments)
        said = note_command(study, file, arguments.command, argv, code, datetime.now(UTC)) if study or file else ""
    except (NotThere, OSError) as error:
        logger.debug("no entry in the audit trail", exc_info=True)
        said = f"no entry was written ({error})"
    if said:
        warn(f"Audit trail: {said}")


def _say_why(as_json: bool, why: str) -> None:
    """Why nothing is done, on the error stream; and for programs where they ask for JSON."""
    warn(why)
    if as_json:
        say_json({"complete": False, "findings": [], "error": why})


if __name__ == "__main__":
    sys.exit(main())
