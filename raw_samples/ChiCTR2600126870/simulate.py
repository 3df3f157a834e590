"""Simulate the raw exports of the trial, and the truth behind them.

    python raw_samples/ChiCTR2600126870/simulate.py --out DIR --subjects 35 --seed 2600126870

writes one file a form into DIR, and truth.csv and faults.csv into the folder truth beside DIR (or --truth FOLDER).
With --as-of DATE it writes the export as it was on that day, with mistakes that were mended later: corrections.csv
tells them, in the place of truth.csv, which tells of the whole course.
With --clean it writes a trial that data management has nothing to ask about.
The same command gives the same bytes.
"""

import argparse
import csv
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

from simulation.clerk import Clerk
from simulation.corrections import COLUMNS as CORRECTION_COLUMNS
from simulation.corrections import Corrections
from simulation.draws import Draws
from simulation.faults import COLUMNS as FAULT_COLUMNS
from simulation.faults import Faults
from simulation.files import Exports
from simulation.plan import Plan
from simulation.study import is_screen_failure
from simulation.timeline import make_plan
from simulation.truth import COLUMNS, truth_row
from simulation.visits import live_through
from simulation.write_deviations import write_deviations
from simulation.write_examinations import write_examinations
from simulation.write_safety import write_safety
from simulation.write_subject import write_subject
from simulation.write_treatment import write_treatment
from simulation.write_tumours import write_tumours

HERE = Path(__file__).parent
CLERK_SEED = 500_009  # added to the seed: how a plan is written down leaves the plan as it is
EXAMINATIONS_SEED = 700_001  # and how these forms are filled leaves the other forms as they are
DEVIATIONS_SEED = 900_240  # nor does the form of deviations move them
WRONG_SITE, WRONG_SITE_FORM, WRONG_SITE_FROM = "02", "local_lab", 10
WRONG_EVENT, WRONG_EVENT_FROM = "99", 15


def plans(subjects: int, seed: int, clean: bool = False) -> Iterator[Plan]:
    """The plans of so many subjects, in the order of consent; ``clean``: without what data management asks about."""
    treated = 0
    for index in range(subjects):
        draws = Draws(seed, index)
        plan = make_plan(index, subjects, treated, draws, clean)
        live_through(plan, draws)
        treated += not is_screen_failure(index)
        yield plan


def write_forms(plan: Plan, seed: int) -> tuple[Clerk, Clerk]:
    clerk, examiner = (Clerk(plan, Draws(seed + own, plan.index)) for own in (CLERK_SEED, EXAMINATIONS_SEED))
    for write in (write_subject, write_treatment, write_tumours, write_safety):
        write(clerk)
    write_examinations(examiner)
    return clerk, examiner


def simulate(
    out: Path, truth_folder: Path, subjects: int, seed: int, as_of: date | None = None, clean: bool = False
) -> None:
    """Write the exports and the truth of a trial of so many subjects.

    as_of  the exports as they were
    clean  without faults and all else that data management would ask about (`simulation.clean`)
    """
    site_was_wrong = event_was_wrong = clean
    faults, corrections, written = Faults([]) if clean else Faults(), Corrections(as_of), {}
    with Exports(out) as exports, _truth(None if as_of else truth_folder / "truth.csv") as add_truth:
        for plan in plans(subjects, seed, clean):
            clerk, examiner = write_forms(plan, seed)
            if not site_was_wrong and plan.index >= WRONG_SITE_FROM and clerk.rows[WRONG_SITE_FORM]:
                clerk.rows[WRONG_SITE_FORM][0]["中心编号"] = WRONG_SITE
                site_was_wrong = True
            linked = [row for row in clerk.rows["conmeds"] if row["CMAENO"]]
            if not event_was_wrong and plan.index >= WRONG_EVENT_FROM and linked:
                linked[0]["CMAENO"] = WRONG_EVENT
                event_was_wrong = True
            faults.plant(plan, clerk.rows)
            planted = {id(each.row) for each in faults.planted}
            writer_of_deviations = Clerk(plan, Draws(seed + DEVIATIONS_SEED, plan.index))
            write_deviations(writer_of_deviations, clerk.rows)
            for writer in (clerk, examiner, writer_of_deviations):
                made = corrections.made(plan, writer.rows, planted)
                for name, rows in writer.rows.items():
                    known = corrections.exported(plan, name, rows, made)
                    standing = {id(each.row) for each in corrections.standing}
                    for row in known:
                        number = exports.write(name, row)
                        if id(row) in planted or id(row) in standing:
                            written[id(row)] = number
                    if rows and writer.draws.chance(3) and known:
                        exports.write(name, {})  # a blank row
            add_truth(plan)
    if as_of is not None:
        write_table(truth_folder / "corrections.csv", CORRECTION_COLUMNS, corrections.truth(written))
    write_table(truth_folder / "faults.csv", FAULT_COLUMNS, faults.truth(written))


@contextmanager
def _truth(path: Path | None) -> Iterator[Callable[[Plan], None]]:
    """Writes the truth of one plan after the other; nothing without a file."""
    if path is None:
        yield lambda plan: None
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    with open(path, "w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS, lineterminator="\n")
        writer.writeheader()
        yield lambda plan: writer.writerow(truth_row(plan))


def write_table(path: Path, columns: tuple[str, ...], rows: list[dict]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with open(path, "w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument(
        "--out", type=Path, default=HERE / "export", help="folder for the exports (default: export/ next to this file)"
    )
    parser.add_argument("--truth", type=Path, help="folder for truth.csv (default: truth/ beside the exports)")
    parser.add_argument(
        "--subjects", type=int, default=35, help="subjects who sign the consent (default: 35, 29 of them treated)"
    )
    parser.add_argument("--seed", type=int, default=2600126870)
    parser.add_argument(
        "--as-of", type=date.fromisoformat, metavar="YYYY-MM-DD", help="the export as it was on that day"
    )
    parser.add_argument(
        "--clean", action="store_true", help="without faults, and without what data management would ask about"
    )
    arguments = parser.parse_args()
    simulate(
        arguments.out,
        arguments.truth or arguments.out.parent / "truth",
        arguments.subjects,
        arguments.seed,
        arguments.as_of,
        arguments.clean,
    )


if __name__ == "__main__":
    main()
