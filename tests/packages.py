"""Small packages for the tests of conformance."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
from compared import write

import onespec
from onespec.conformance.package import Package, read_package
from onespec.engine.spec.model import Study

# A report of CORE in the shape that `core validate -of JSON` writes: two issues with records, one of them not listed
# whole, and a rule that failed.
CORE_REPORT = {
    "Conformance_Details": {
        "CORE_Engine_Version": "0.16.0",
        "Standard": "SDTMIG",
        "Version": "V3.4",
        "CT_Version": "sdtmct-2025-03-28",
    },
    "Dataset_Details": [
        {
            "filename": "ae.xpt",
            "label": "Adverse Events",
            "path": ".",
            "modification_date": "",
            "size_kb": 1.2,
            "length": 2,
        }
    ],
    "Issue_Summary": [
        {"dataset": "ae.xpt", "core_id": "CORE-000701", "message": "EPOCH is missing.", "issues": 1},
        {"dataset": "AE", "core_id": "CORE-000900", "message": "Too many.", "issues": 3},
        {"dataset": "AE", "core_id": "CORE-000712", "message": "rule evaluation error", "issues": 1},
    ],
    "Issue_Details": [
        {
            "core_id": "CORE-000701",
            "message": "EPOCH is missing.",
            "executability": "fully executable",
            "dataset": "ae.xpt",
            "USUBJID": "S-2",
            "row": 2,
            "SEQ": 1,
            "variables": ["EPOCH", "AESTDTC"],
            "values": ["null", "2027-01-02"],
        },
        {
            "core_id": "CORE-000900",
            "message": "Too many.",
            "executability": "fully executable",
            "dataset": "AE",
            "USUBJID": "",
            "row": "",
            "SEQ": "",
            "variables": ["$count"],
            "values": ["3"],
        },
        {
            "core_id": "CORE-000712",
            "message": "rule evaluation error",
            "executability": "fully executable",
            "dataset": "AE",
            "USUBJID": "",
            "row": "",
            "SEQ": "",
            "variables": "",
            "values": "Failed to execute\nrule operation",
        },
    ],
    "Rules_Report": [
        {
            "core_id": f"CORE-{i:06}",
            "version": "1",
            "cdisc_rule_id": "CG0001",
            "fda_rule_id": "",
            "message": "",
            "status": status,
        }
        for i, status in (
            (701, "ISSUE REPORTED"),
            (900, "ISSUE REPORTED"),
            (712, "EXECUTION ERROR"),
            (1, "SUCCESS"),
            (2, "SKIPPED"),
            (3, "SKIPPED"),
        )
    ],
}


def package(folder: Path, **datasets: pd.DataFrame) -> Package:
    """Transport files of these records, read as a package."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, rows in datasets.items():
        write(folder / f"{name.lower()}.xpt", rows, name, name)
    return read_package(folder)


def model(spec: Path) -> Study:
    return onespec.open(spec).plan().study
