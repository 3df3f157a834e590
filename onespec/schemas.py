# pyright: standard
"""The JSON Schemas of a specification's files, for editors; ``specs/schema`` knows the program's own operations."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from onespec.conformance.explained import Explanations
from onespec.engine.contract import Codelist
from onespec.engine.findings import Findings, Stopped
from onespec.engine.registry import Registry, discover
from onespec.engine.spec.crf import Crf
from onespec.engine.spec.displays import WrittenDisplays
from onespec.engine.spec.extends import methods_file
from onespec.engine.spec.model import Study
from onespec.engine.spec.query_register import Register
from onespec.engine.spec.schema import schema_of, schema_text
from onespec.engine.spec.written import WrittenChecks, WrittenCommon, WrittenDataset
from onespec.files import write_files
from onespec.packages import operation_packages
from onespec.places import Folder, find_study
from onespec.qc.waivers import Waivers
from onespec.submission.guides.answers import Answers
from onespec.submission.sharing.register import Sharing

# Name of the schema -> the files that it is for, and the class of what they hold; dict: one for each name in the file.
FILES: dict[str, tuple[str, Any]] = {
    "study": ("study.yaml", Study),
    "crf": ("crf.yaml", Crf),
    "codelists": ("codelists.yaml", dict[str, Codelist]),
    "common": ("common.yaml", WrittenCommon),
    "dataset": ("sdtm/*.yaml, adam/*.yaml", WrittenDataset),
    "checks": ("checks.yaml", WrittenChecks),
    "displays": ("displays/*.yaml", WrittenDisplays),
    "waivers": ("waivers.yaml", Waivers),
    "conformance": ("conformance.yaml", Explanations),
    "sharing": ("sharing.yaml", Sharing),
    "queries": ("queries.yaml", Register),
    "guides": ("guides.yaml", Answers),
}


def schemas(registry: Registry) -> dict[str, str]:
    """File of the schema -> its text; the operations are those of the registry."""
    made = {name: schema_of(root, title, registry) for name, (title, root) in FILES.items()}
    return {f"{name}.schema.json": schema_text(schema) for name, schema in made.items()}


def write_schemas(out: Path, study: Folder | None = None) -> list[Path]:
    """Write the schemas into a folder; ``study`` adds the operations of its methods.py.  Raises `Stopped`."""
    findings = Findings()
    registry = discover(operation_packages(), methods_file(find_study(study)) if study else None, findings)
    if findings.stops:
        raise Stopped(findings)
    written = {out / name: text.encode() for name, text in schemas(registry).items()}
    write_files(written)
    return list(written)
