"""Places and helpers that test files share."""

from __future__ import annotations

from pathlib import Path

from onespec.cli.main import main

ROOT = Path(__file__).parents[1]
SHIPPED = ROOT / "specs" / "ChiCTR2600126870"
SHIPPED_RAW = ROOT / "raw_samples" / "ChiCTR2600126870" / "export"
TRUTH = ROOT / "raw_samples" / "ChiCTR2600126870" / "truth" / "truth.csv"
OTHER = ROOT / "tests" / "studies" / "other"


def run_build(spec: Path, raw: Path, out: Path, *more: str) -> int:
    """`onespec build` in this process; returns the exit code."""
    return main(["build", "--study", str(spec), "--raw", str(raw), "--out", str(out), "--quiet", "--workers", "1", *more])
