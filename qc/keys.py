"""The keys of a study's datasets, as its specification states them."""

from __future__ import annotations

from pathlib import Path

from onespec.engine.findings import Findings
from onespec.engine.spec.yamltext import load_yaml

# SDTMIG 3.4, 8.4.1: what identifies a record of supplemental qualifiers.
_SUPP = ("STUDYID", "RDOMAIN", "USUBJID", "IDVAR", "IDVARVAL", "QNAM")


def spec_keys(study: Path) -> dict[str, tuple[str, ...]]:
    """Keys by dataset; a dataset whose file cannot be understood is left out (``onespec check`` tells why)."""
    out = {}
    for path in sorted([*study.glob("sdtm/*.yaml"), *study.glob("adam/*.yaml")]):
        entry = load_yaml(path, path.name, Findings())
        name, keys = entry.get("dataset", ""), entry.get("keys", [])
        if isinstance(name, str) and isinstance(keys, list) and keys and all(isinstance(k, str) for k in keys):
            out[name] = tuple(keys)
            if path.parent.name == "sdtm":
                out[f"SUPP{name}"] = _SUPP
    return out
