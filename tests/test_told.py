"""Results that are none, in every findings domain of the shipped study: each is told, none is converted."""

from __future__ import annotations

import csv
import io
import shutil
from pathlib import Path

import pytest
from support import SHIPPED, SHIPPED_RAW, makes_slow, read_findings, run_build

from onespec.engine.findings import Findings
from onespec.engine.spec.crf import read_forms
from onespec.engine.xpt.reader import read_xpt

SPOILED = {  # form, row, field: what stands there, the rule that tells it, and what the dataset holds
    ("chemistry", 1, "TBIL"): ("n/a", "RAW-RESULT", ("LB", "n/a")),
    ("chemistry", 2, "K"): ("6,52", "RAW-RESULT", ("LB", "6,52")),
    ("coagulation", 1, "PT"): ("-", "RAW-RESULT", ("LB", "-")),
    ("coagulation", 2, "INR"): ("123456789012345678", "RAW-PRECISION", ("LB", "123456789012345678")),
    ("urinalysis", 1, "UPRO24"): ("-", "RAW-RESULT", ("LB", "-")),
    ("local_lab", 3, "结果"): ("hemolysed", "RAW-RESULT", ("LB", "hemolysed")),
    ("virology", 1, "乙肝病毒DNA"): ("< 20 IU", "RAW-RESULT", ("MB", "< 20 IU")),
    ("vital_signs", 1, "TEMP"): ("36,6", "RAW-NUMBER", None),
    ("vital_signs", 2, "PULSE"): ("٧٢", "RAW-NUMBER", None),
    ("ecg", 1, "QT"): ("n/a", "RAW-NUMBER", None),
    ("ecog", 1, "ECOG"): ("1*", "RAW-NUMBER", None),
    ("target_lesions", 1, "TLDIAM"): ("1.2E1", "RAW-NUMBER", None),
}


@pytest.fixture(scope="module")
@makes_slow
def spoiled(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("results")
    raw, forms = folder / "raw", read_forms(SHIPPED, Findings())
    shutil.copytree(SHIPPED_RAW, raw)
    for (form, row, field), (value, *_) in SPOILED.items():
        path, encoding = raw / forms[form].file, forms[form].encoding
        rows = list(csv.reader(io.StringIO(path.read_bytes().decode(encoding), newline="")))
        rows[row][rows[0].index(field)] = value
        out = io.StringIO(newline="")
        csv.writer(out).writerows(rows)
        path.write_bytes(out.getvalue().encode(encoding))
    assert run_build(SHIPPED, raw, folder / "out") == 0
    return folder / "out"


@pytest.mark.parametrize(("place", "spoil"), SPOILED.items(), ids=lambda given: str(given[0]))
def test_what_is_no_result_is_told_and_stays_as_it_is(spoiled, place, spoil):
    (form, row, field), (value, rule, dataset) = place, spoil
    told = [f.rule for f in read_findings(spoiled / "reports" / "queries.csv") if (f.column, f.row) == (field, row)]
    assert rule in told, form
    if dataset:
        name, orres = dataset
        records = read_xpt(spoiled / "sdtm" / f"{name.lower()}.xpt")[1]
        assert orres in set(records[f"{name}ORRES"])
        held = records[records[f"{name}ORRES"] == orres]
        assert set(held[f"{name}STRESC"]) == {value}
