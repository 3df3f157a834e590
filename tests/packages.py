"""Small packages for the tests of conformance."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from compared import write
from onespec.cli.places import packages
from onespec.conformance.package import Package, read_package
from onespec.engine.build import specification
from onespec.engine.findings import Findings
from onespec.engine.model import Study


def package(folder: Path, **datasets: pd.DataFrame) -> Package:
    """Transport files of these records, read as a package."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, rows in datasets.items():
        write(folder / f"{name.lower()}.xpt", rows, name, name)
    return read_package(folder)


def model(spec: Path) -> Study:
    return specification(spec, packages(), Findings()).study
