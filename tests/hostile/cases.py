"""One case: a copy of a base, one file of it spoiled, the commands run; and what came of it."""

from __future__ import annotations

import contextlib
import csv
import hashlib
import io
import json
import resource
import shutil
import traceback
from dataclasses import dataclass
from pathlib import Path
from random import Random

from hostile.bases import Base
from hostile.mutations import BYTES, MARK, OF_KIND, WHOLE, change_cell
from support import contents

from onespec.cli.main import main
from onespec.engine.build.freshness import cache_folder

# What may come of a case, the faults of the program last.
GOOD = ("built", "queries", "stop", "refused")
FAULTS = ("traceback", "hang", "memory", "silent loss", "half output", "executed")
_OF_CODE = {1: "stop", 2: "refused"}
_ONE_IN = 25  # of the cases spoil the file as a whole


@dataclass(frozen=True)
class Came:
    """What came of a case; ``said`` shows a fault."""

    number: int
    base: str
    file: str
    how: str
    outcome: str
    said: str = ""


def spoiled(base: Base, number: int, here: Path) -> tuple[str, str]:
    """Copy the base to a folder and spoil one file of it; the same number gives the same case."""
    rng = Random(number)
    shutil.copytree(base.folder, here, symlinks=True)
    file = rng.choice(base.files)
    path = here / file
    if rng.randrange(_ONE_IN) == 0:
        whole = rng.choice(WHOLE)
        whole(path)
        return file, whole.__name__
    data = path.read_bytes()
    ways = OF_KIND.get(path.suffix, BYTES)
    for _ in range(20):
        spoil = rng.choice(ways)
        changed = spoil(data, rng)
        if changed != data:
            break
    path.write_bytes(changed)
    return file, spoil.__name__


def came_of(base: Base, number: int, here: Path) -> Came:
    """Run the case in this process."""
    shutil.rmtree(here, ignore_errors=True)
    file, how = spoiled(base, number, here)
    before = contents(here / "out") if base.study else {}
    outcome, said = "built", ""
    for command in base.commands:
        found, said = _run([word.format(here=here) for word in command])
        outcome = found if found != "built" else outcome
        if outcome in FAULTS:
            break
    if outcome not in FAULTS and base.study:
        outcome, said = _judged(base, here, (file, how), before, outcome)
    if outcome not in FAULTS and any(
        p.name == "executed" for p in (*here.rglob("executed"), Path("executed")) if p.exists()
    ):
        outcome = "executed"
    return Came(number, base.name, file, how, outcome, said if outcome in FAULTS else "")


def _run(command: list[str]) -> tuple[str, str]:
    out, err = io.StringIO(), io.StringIO()
    try:
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
            code = main(command)
    except MemoryError:
        return "memory", traceback.format_exc(limit=-3)
    except BaseException:
        return "traceback", traceback.format_exc(limit=-6)
    if "This is a fault of onespec itself" in err.getvalue() or "Traceback" in err.getvalue():
        return ("memory" if "MemoryError" in err.getvalue() else "traceback"), err.getvalue()[-1500:]
    return _OF_CODE.get(code, "built"), err.getvalue()[-500:]


def _judged(base: Base, here: Path, case: tuple[str, str], before: dict[str, bytes], outcome: str) -> tuple[str, str]:
    """Are the outputs old or new, whole; is a changed cell told of?"""
    after = contents(here / "out")
    if outcome != "built":
        return (outcome, "") if after == before else ("half output", _differing(before, after))
    told = json.loads(after["run.json"])["outputs"]
    wrong = [n for n, digest in told.items() if hashlib.sha256(after.get(n, b"")).hexdigest() != digest]
    if wrong or set(after) - set(told) - {"run.json"}:
        return "half output", f"{wrong or sorted(set(after) - set(told))}"
    file, how = case
    if how == change_cell.__name__ and (lost := _lost(base, here, file)):
        return "silent loss", lost
    return ("queries" if after.get("reports/queries.csv", b"").count(b"\n") > 1 else "built"), ""


def _differing(before: dict[str, bytes], after: dict[str, bytes]) -> str:
    return ", ".join(sorted(n for n in {*before, *after} if before.get(n) != after.get(n)))[:300]


def _lost(base: Base, here: Path, file: str) -> str:
    """What stands in a changed cell and nowhere else: in no dataset, query or declared reason."""
    old, new = (list(csv.reader(io.StringIO((f / file).read_text("utf-8"), newline=""))) for f in (base.folder, here))
    if [len(row) for row in old] != [len(row) for row in new]:
        return ""  # a bare carriage return has torn the row: there is no such cell
    changed = [(r, c) for r, row in enumerate(new) for c, v in enumerate(row) if v != old[r][c]]
    if not changed:
        return ""
    row, column = changed[0]
    value, field = new[row][column], new[0][column]
    datasets = {n for n in contents(here / "out") if n.endswith(".xpt")}
    same = all((here / "out" / n).read_bytes() == (base.folder / "out" / n).read_bytes() for n in datasets)
    reports = [(f / "out" / "reports" / "queries.csv").read_bytes() for f in (base.folder, here)]
    if MARK in value:
        held = any(MARK.encode() in data for data in contents(here / "out").values())
        return "" if held or _declared(here, file, field) else f"{field} row {row}: {value!r} stands nowhere"
    if same and reports[0] == reports[1] and value.strip() and value.strip() != old[row][column].strip():
        return "" if _declared(here, file, field) else f"{field} row {row}: {value[:60]!r} changed nothing"
    return ""


def _declared(here: Path, file: str, field: str) -> bool:
    """Is it declared that this field is not submitted?"""
    form = Path(file).stem
    forms = json.loads((here / "out" / "reports" / "accounting.json").read_text("utf-8"))
    return any(_not_submitted(each, form, field) for each in forms["forms"])


def _not_submitted(each: dict, form: str, field: str) -> bool:
    return each.get("form") == form and any(
        f.get("field") == field and f.get("not_submitted") for f in each.get("fields", ())
    )


def peak_memory() -> float:
    """The most that this process has held, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def findings_of(here: Path) -> str:
    """The findings of a build that was stopped."""
    path = cache_folder(here / "out") / "findings.csv"
    return path.read_text("utf-8") if path.exists() else ""
