"""Every course of up to four responses: production and the second program give the same responses by subject.

1554 sequences of CR, PR, SD, NON-CR/NON-PD, PD and NE, assessed every 21 and every 42 days: a subject each.
"""

from __future__ import annotations

import csv
import shutil
from collections import Counter
from datetime import date, timedelta
from itertools import product

import pytest
from support import SHIPPED, SHIPPED_RAW, makes_slow, run_build

from onespec.cli.main import main
from onespec.engine.xpt.reader import read_xpt

RESPONSES = ("CR", "PR", "SD", "NON-CR/NON-PD", "PD", "NE")
VISITS = ("WEEK 6", "WEEK 12", "WEEK 18", "WEEK 24")  # names only: a visit lies where its date says
FIRST_DOSE = date(2025, 8, 4)
COURSES = [(days, sequence) for days in (21, 42) for n in (1, 2, 3, 4) for sequence in product(RESPONSES, repeat=n)]
SUBJECTS = {f"{90_000 + number}": course for number, course in enumerate(COURSES, 1)}


def append(path, rows: list[dict[str, str]]) -> None:
    with path.open(encoding="utf-8-sig", newline="") as file:
        names = next(csv.reader(file))
    with path.open("a", encoding="utf-8", newline="") as file:
        csv.DictWriter(file, names, restval="", lineterminator="\n").writerows(rows)


@pytest.fixture(scope="module")
@makes_slow
def sequences(tmp_path_factory):
    """A build of all courses: each subject has a first dose, a target lesion at baseline, and responses."""
    folder = tmp_path_factory.mktemp("sequences")
    raw, out = folder / "raw", folder / "out"
    shutil.copytree(SHIPPED_RAW, raw)  # without the subjects that ship most datasets would have no records
    dosed, before = f"{FIRST_DOSE:%d%b%Y}".upper(), (FIRST_DOSE - timedelta(days=7)).isoformat()
    people = [{"SITEID": "01", "SUBJID": s} for s in SUBJECTS]
    consent = {"ICFDAT": before, "ICFVER": "V1.0", "BRTHDAT": "1966-07-15", "AGE": "59", "SEX": "F", "RACE": "ASIAN"}
    dose = {"VISIT": "C1D1", "OXYN": "Y", "OXDOSE": "200", "OXDOSU": "mg", "OXSTDAT": dosed, "OXENDAT": dosed}
    lesion = {"VISIT": "SCREENING", "TLNO": "T1", "TLORGAN": "LIVER", "TLNODE": "N", "TLDAT": before}
    size = {"TLSTAT": "MEASURED", "TLDIAM": "50"}
    append(raw / "demography.csv", [each | consent for each in people])
    append(raw / "oxaliplatin.csv", [each | dose for each in people])
    append(raw / "target_lesions.csv", [each | lesion | size for each in people])
    append(
        raw / "response.csv",
        [
            {"SITEID": "01", "SUBJID": subject, "VISIT": visit, "RSOVRL": response}
            | {"RSDAT": (FIRST_DOSE + timedelta(days=days * nth)).isoformat()}
            for subject, (days, sequence) in SUBJECTS.items()
            for nth, (visit, response) in enumerate(zip(VISITS, sequence, strict=False), 1)
        ],
    )
    assert run_build(SHIPPED, raw, out) == 0
    return raw, out


def test_the_second_program_gives_the_same(sequences, capsys):
    raw, out = sequences
    told = ["--study", str(SHIPPED), "--raw", str(raw), "--out", str(out)]
    assert main(["qc", *told, "--only", "ADRS"]) == 0, capsys.readouterr().out


def test_every_course_is_judged(sequences):
    _, adrs = read_xpt(sequences[1] / "adam" / "adrs.xpt")
    best = adrs[adrs["SUBJID"].isin(SUBJECTS) & adrs["PARAMCD"].isin(["BOR", "CBOR", "CRSP", "PD"])]
    found = {(s, p): a for s, p, a in best[["SUBJID", "PARAMCD", "AVALC"]].itertuples(index=False)}
    assert len(found) == 4 * len(SUBJECTS) == 4 * 2 * (6 + 36 + 216 + 1296)
    for subject, (days, sequence) in SUBJECTS.items():
        until = sequence[: sequence.index("PD") + 1] if "PD" in sequence else sequence
        assert found[subject, "PD"] == ("Y" if "PD" in sequence else "N")
        assert (found[subject, "BOR"] == "CR") == ("CR" in until)
        assert (found[subject, "CBOR"] in ("CR", "PR")) == (found[subject, "CRSP"] == "Y")
        if days == 21 and len(until) < 3:
            assert found[subject, "CRSP"] == "N"  # nothing is confirmed within 28 days
    assert Counter(found[s, "CBOR"] for s in SUBJECTS).keys() == set(RESPONSES)
