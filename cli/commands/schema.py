"""Write the JSON Schema of the specification's files, for editors."""

from __future__ import annotations

import argparse
from pathlib import Path

from onespec.cli.places import find_places, packages, say
from onespec.engine.registry import Registry

EXAMPLE = "onespec schema --study my_study --out my_study/schema"


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--study", metavar="NAME|FOLDER", help="a study whose own methods.py counts too")
    parser.add_argument("--out", default="specs/schema", metavar="FOLDER", help="the schemas (default: specs/schema)")


def run(arguments: argparse.Namespace) -> int:
    from onespec.engine.registry import discover

    methods = find_places(arguments).study / "methods.py" if arguments.study else None
    out = Path(arguments.out)
    out.mkdir(parents=True, exist_ok=True)
    written = schemas(discover(packages(), methods))
    for name, text in written.items():
        (out / name).write_text(text, encoding="utf-8")
    say(f"{len(written)} schemas in {out}.")
    return 0


def schemas(registry: Registry) -> dict[str, str]:
    """File name -> schema of each file of a specification; the operations are those of the registry."""
    from onespec.conformance.explained import Explanations
    from onespec.engine.contract import Codelist
    from onespec.engine.spec.crf import Crf
    from onespec.engine.spec.model import Study
    from onespec.engine.spec.schema import schema_of, schema_text
    from onespec.engine.spec.written import WrittenChecks, WrittenDataset
    from onespec.qc.waivers import Waivers

    files = {
        "study": Study,
        "crf": Crf,
        "codelists": dict[str, Codelist],
        "dataset": WrittenDataset,
        "checks": WrittenChecks,
        "waivers": Waivers,
        "conformance": Explanations,
    }
    return {f"{n}.schema.json": schema_text(schema_of(root, f"{n}.yaml", registry)) for n, root in files.items()}
