"""Write the JSON Schema of the specification's files, for editors."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from onespec.cli.places import find_places, packages, say
from onespec.engine.registry import Registry

EXAMPLE = "onespec schema --study specs/ChiCTR2600126870"


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--study", metavar="NAME|FOLDER", help="a study whose own methods count too")
    parser.add_argument("--out", default="specs/schema", metavar="FOLDER", help="the schemas (default: specs/schema)")


def run(arguments: argparse.Namespace) -> int:
    from onespec.engine.findings import Findings, Stopped
    from onespec.engine.registry import discover

    findings = Findings()
    methods = find_places(arguments).study / "methods.py" if arguments.study else None
    made = schemas(discover(packages(), methods, findings))
    if findings.stops:
        raise Stopped(findings)
    out = Path(arguments.out)
    out.mkdir(parents=True, exist_ok=True)
    for name, text in made.items():
        (out / name).write_text(text, encoding="utf-8")
    say(f"{len(made)} schemas in {out}.")
    return 0


def files() -> dict[str, tuple[str, Any]]:
    """Name of the schema -> the files that it is for, and the class of what they hold, or names with one each."""
    from onespec.conformance.explained import Explanations
    from onespec.engine.contract import Codelist
    from onespec.engine.spec.crf import Crf
    from onespec.engine.spec.model import Study
    from onespec.engine.spec.written import WrittenChecks, WrittenDataset
    from onespec.qc.waivers import Waivers

    return {
        "study": ("study.yaml", Study),
        "crf": ("crf.yaml", Crf),
        "codelists": ("codelists.yaml", dict[str, Codelist]),
        "dataset": ("sdtm/*.yaml, adam/*.yaml", WrittenDataset),
        "checks": ("checks.yaml", WrittenChecks),
        "waivers": ("waivers.yaml", Waivers),
        "conformance": ("conformance.yaml", Explanations),
    }


def schemas(registry: Registry) -> dict[str, str]:
    """File of the schema -> its text; the operations are those of the registry."""
    from onespec.engine.spec.schema import schema_of, schema_text

    made = {name: schema_of(root, title, registry) for name, (title, root) in files().items()}
    return {f"{name}.schema.json": schema_text(schema) for name, schema in made.items()}
