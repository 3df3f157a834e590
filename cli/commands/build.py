"""Build a study, incrementally; say what was built, why, and where it lies."""

from __future__ import annotations

import argparse
import os
import time
from pathlib import Path

from onespec.cli.places import Places, add_places, find_places, packages, say, warn
from onespec.cli.progress import Progress
from onespec.engine.build.freshness import cache_folder, code_files, digests, input_files, read_state, up_to_date

EXAMPLE = "onespec build --study specs/ChiCTR2600126870 --workers 2"


def arguments(parser: argparse.ArgumentParser) -> None:
    add_places(parser)
    parser.add_argument(
        "--workers",
        type=int,
        default=min(2, os.cpu_count() or 1),
        metavar="N",
        help="parts worked on side by side (default: 2)",
    )
    parser.add_argument(
        "--part-size",
        type=int,
        default=500,
        metavar="N",
        help="subjects a part (default: 500); never changes the outputs",
    )
    parser.add_argument(
        "--only", choices=["sdtm"], help="stop after SDTM; ADaM outputs, now older than their source, go"
    )
    parser.add_argument("--quiet", action="store_true", help="no progress, no table")


def run(arguments: argparse.Namespace) -> int:
    begun = time.perf_counter()
    places = find_places(arguments)
    state = read_state(places.out)
    files = input_files(places.study, places.raw, code_files(Path(__file__).parents[2]))
    known = state.get("stamps", {})
    inputs = {group: digests(paths, known) for group, paths in files.items()}
    standards = (arguments.only,) if arguments.only else ("sdtm", "adam")
    if up_to_date(places.out, inputs, standards, state):
        say(
            f"Nothing to do: {len(state['outputs'])} files in {places.out} are up to date ({time.perf_counter() - begun:.2f} s)."
        )
        return 0
    return _build(arguments, places, standards, inputs, files)


def _build(arguments: argparse.Namespace, places: Places, standards: tuple[str, ...], inputs: dict, files: dict) -> int:
    from onespec.cli.findings_text import stops_text
    from onespec.define.build import define_xml
    from onespec.engine.build.build import Options, build
    from onespec.engine.build.outputs import write_findings
    from onespec.engine.findings import Stopped

    progress = Progress(arguments.quiet)
    options = Options(
        places.study,
        places.raw,
        places.out,
        packages(),
        max(1, arguments.workers),
        max(1, arguments.part_size),
        standards,
    )
    try:
        result = build(options, define_xml, inputs, files, progress)
    except Stopped as stopped:
        progress.end()
        warn(stops_text(stopped.findings))
        cache = cache_folder(places.out)
        cache.mkdir(parents=True, exist_ok=True)
        write_findings(cache / "findings.csv", stopped.findings)
        warn(f"All findings: {cache / 'findings.csv'}")
        return 1
    progress.end()
    if not arguments.quiet:
        _report(result, places)
    return 0


def _report(result, places: Places) -> None:
    from onespec.cli.findings_text import queries_text

    say(f"{'dataset':9}{'rows in':>9}{'rows out':>10}{'variables':>11}{'findings':>10}{'seconds':>9}")
    for d in result.datasets:
        say(
            f"{d.name:9}{d.rows_in:>9,}{d.rows_out:>10,}{d.variables:>11}{d.findings:>10}"
            + (f"{d.seconds:>9.2f}" if d.rebuilt else f"{'kept':>9}")
        )
    rebuilt = [d.name for d in result.datasets if d.rebuilt]
    say(
        f"\nBuilt {len(rebuilt)} of {len(result.datasets)} datasets in {result.seconds:.1f} s: {'; '.join(result.reasons[:6])}"
        + (f"; and {len(result.reasons) - 6} more reasons." if len(result.reasons) > 6 else ".")
    )
    total = {
        s: sum(getattr(a, s) for a in result.accounts.values())
        for s in ("filled", "carried", "used", "not_submitted", "refused", "balance")
    }
    say(
        f"Raw cells: {total['filled']:,} filled = {total['carried']:,} carried + {total['used']:,} used + {total['not_submitted']:,} not submitted "
        f"+ {total['refused']:,} refused; balance {total['balance']}."
    )
    queries = result.findings.queries
    if queries:
        say(
            f"Queries for data management: {len(queries)} ({queries_text(queries)}), in {places.out / 'reports' / 'queries.csv'}"
        )
    say(
        f"Datasets and define.xml: {' and '.join(str(p) for p in (places.out / 'sdtm', places.out / 'adam') if p.exists())}"
    )
