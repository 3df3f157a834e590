"""The data cut, against an export from which everything after the day was taken by hand, row by row."""

from __future__ import annotations

import csv
import json
import shutil
from datetime import date
from pathlib import Path

import cut_oracle
import pyarrow.parquet as pq
import pytest
from support import SHIPPED, SHIPPED_RAW, contents, run_build

from onespec.engine.xpt.reader import read_xpt

DAYS = ("2025-12-31", "2026-06-30", "2026-12-31", "2027-04-15", "2027-10-31")


@pytest.fixture(scope="module", params=DAYS)
def both(request, tmp_path_factory) -> tuple[str, Path, Path, Path]:
    """A day, the outputs with that cut, those of the export that ends on that day, and this export."""
    day, folder = request.param, tmp_path_factory.mktemp("cut")
    cut_oracle.write_cut(SHIPPED_RAW, folder / "raw", day)
    spec = without_cut(folder / "spec", day)
    assert run_build(SHIPPED, SHIPPED_RAW, folder / "cut", "--cut", day) == 0
    assert run_build(spec, folder / "raw", folder / "oracle") == 0
    return day, folder / "cut", folder / "oracle", folder / "raw"


def without_cut(folder: Path, day: str) -> Path:
    """The specification whose data end on a day, and which cuts nothing."""
    shutil.copytree(SHIPPED, folder)
    file = folder / "study.yaml"
    head, cut, rest = file.read_text(encoding="utf-8").partition("cut:\n")
    rest = rest[rest.index("levels:") :].replace("DATA_CUT: 2027-10-31", f"DATA_CUT: {day}")
    crf = folder / "crf.yaml"
    lines = crf.read_text(encoding="utf-8").splitlines(keepends=True)
    planned = lines.index("  capecitabine_planned:\n")
    drop = next(
        i for i in range(planned, len(lines)) if lines[i].startswith("      CAPSTDAT:")
    )  # the cut alone asks it
    assert cut
    crf.write_text("".join(lines[:drop] + lines[drop + 1 :]), encoding="utf-8")
    file.write_text(head + rest, encoding="utf-8")
    return folder


def rows(path: Path):
    """The records of a transport file, without the mark of the cut."""
    frame = read_xpt(path)[1]
    frame = frame[frame["QNAM"] != "CUTFL"] if "QNAM" in frame else frame
    return frame.reset_index(drop=True)


@pytest.mark.slow
def test_each_dataset_is_that_of_an_export_that_ends_on_the_day(both):
    _, cut, oracle, _ = both
    names = {p.relative_to(folder).as_posix() for folder in (cut, oracle) for p in folder.glob("*/*.xpt")}
    unlike = []
    for name in sorted(names):
        here, there = ((rows(f / name) if (f / name).exists() else None) for f in (cut, oracle))
        if here is None or there is None:
            if name not in ("sdtm/suppex.xpt", "sdtm/suppec.xpt") or len(here if here is not None else there):
                unlike.append(name)
        elif not here.equals(there):
            unlike.append(name)
    assert unlike == []


@pytest.mark.slow
def test_every_cell_is_accounted_for(both):
    day, cut, _, _ = both
    record = json.loads((cut / "run.json").read_text(encoding="utf-8"))
    assert record["cut"]["date"] == day and record["accounting"]["balance"] == 0
    assert record["accounting"]["after_cut"] > 0
    whole = sum(record["accounting"][n] for n in ("carried", "used", "not_submitted", "refused", "after_cut"))
    assert whole == record["accounting"]["filled"]


def test_a_cut_after_all_data_changes_no_byte(tmp_path):
    day = "2030-01-01"
    spec = without_cut(tmp_path / "spec", day)
    assert run_build(SHIPPED, SHIPPED_RAW, tmp_path / "cut", "--cut", day) == 0
    assert run_build(spec, SHIPPED_RAW, tmp_path / "none") == 0
    cut, none = (
        {n: b for n, b in contents(tmp_path / f).items() if n.startswith(("sdtm/", "adam/"))} for f in ("cut", "none")
    )
    assert cut == none
    assert not (tmp_path / "cut" / "reports" / "cut.csv").exists()


@pytest.mark.slow
def test_what_subjects_are_on_the_day(both):
    """Counted from the rows of the cut export, subject by subject."""
    _, cut, _, raw = both
    adsl = rows(cut / "adam" / "adsl.xpt").set_index("SUBJID")
    forms = {path.stem: by_subject(path) for path in raw.iterdir()}
    assert list(adsl.index) == sorted(forms["demography"])
    for subject in adsl.index:
        own = {name: form.get(subject, []) for name, form in forms.items()}
        ends = [
            cut_oracle.iso(row[end])
            for name, dose, end in (
                ("oxaliplatin", "OXDOSE", "OXENDAT"),
                ("capecitabine", "CAPDOSE", "CAPENDAT"),
                ("bevacizumab", "BEVDOSE", "BEVENDAT"),
            )
            for row in own[name]
            if amount(row[dose]) > 0
        ]
        tablets = sum(
            amount(row["CAPDOSE"]) * 2 * days(row) for row in own["capecitabine"] if amount(row["CAPDOSE"]) > 0
        )
        left = [row["EOSREAS"].strip() for row in own["end_of_study"]]
        status = "DISCONTINUED" if left else "" if own["death"] else "ONGOING"
        record = adsl.loc[subject]
        assert sas_day(max(ends)) == record["TRTEDT"] if ends else record.isna()["TRTEDT"], subject
        assert tablets == record["CUMCAP"] if tablets else record.isna()["CUMCAP"], subject
        assert record["DTHFL"] == ("Y" if own["death"] else ""), subject
        assert record["EOSSTT"] in ({"COMPLETED", "DISCONTINUED"} if left else {status}), subject


@pytest.mark.slow
def test_the_lineage_names_the_rows_of_the_export(both):
    """Of the whole export, not of what the cut leaves."""
    _, cut, _, _ = both
    with (SHIPPED_RAW / "visits.csv").open(encoding="utf-8-sig", newline="") as file:
        dates = [cut_oracle.iso(row["VISDAT"]) for row in csv.DictReader(file)]
    numbers = pq.read_table(cut / "lineage" / "sv.parquet").to_pydict()
    records = rows(cut / "sdtm" / "sv.xpt")
    assert set(numbers["source"]) == {"visits"}
    assert [dates[n - 1] for n in numbers["source_record"]] == list(records["SVSTDTC"])


def by_subject(path: Path) -> dict[str, list[dict[str, str]]]:
    out: dict[str, list[dict[str, str]]] = {}
    head, rows, _ = cut_oracle.read(path)
    for row in (dict(zip(head, each, strict=True)) for each in rows):
        out.setdefault(row.get("SUBJID", row.get("受试者编号", "")).strip(), []).append(row)
    return out


def amount(written: str) -> float:
    return float(written.strip()) if written.strip() else 0.0


def days(row: dict[str, str]) -> int:
    start, end = (date.fromisoformat(cut_oracle.iso(row[name])) for name in ("CAPSTDAT", "CAPENDAT"))
    return (end - start).days + 1


def sas_day(iso: str) -> int:
    return (date.fromisoformat(iso) - date(1960, 1, 1)).days
