# pyright: standard
"""One specification builds a clinical trial's SDTM, ADaM, transport files and define.xml.

    import onespec
    study = onespec.open("specs/ChiCTR2600126870")
    study.build()
    study["ADRS"]

For authors of operations (methods, record operations, checks)::

    from onespec import Column, method

Names are looked up when they are first used, so that importing this package costs nothing.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from onespec.archiving import Archived
    from onespec.auditing import AUDITED, note_command
    from onespec.clusters import NoCluster, cluster
    from onespec.comparing import CompareSettings, WrongSetting, compare
    from onespec.cutting import CutEffect
    from onespec.define_checking import DefineChecked, DefineMended, NoDefine, check_define, mend_define
    from onespec.define_pages import write_define_html
    from onespec.drafted_codelists import codelist_text, new_codelist
    from onespec.drafted_datasets import new_dataset
    from onespec.editions import EditionsCompared
    from onespec.engine.columns import number, text
    from onespec.engine.contract import (
        Codelist,
        Column,
        Group,
        Many,
        Name,
        PerGroup,
        PerSubject,
        Reason,
        Report,
        Rows,
        Selection,
        Subject,
        Table,
        Term,
    )
    from onespec.engine.findings import Finding, Findings, NotThere, Stopped
    from onespec.engine.languages import LANGUAGES
    from onespec.engine.log import debugging
    from onespec.engine.milestones import MILESTONES
    from onespec.engine.registry import check, method, records
    from onespec.engine.spec.guessed import guesses
    from onespec.engine.visible import visible
    from onespec.exchanging import export_workbook, spec_differences
    from onespec.findings_text import findings_facts, findings_frame, stops_text
    from onespec.guessed import guesses_text
    from onespec.importing import Imported, import_spec
    from onespec.listing import list_operations, operations_text
    from onespec.listing_edit_checks import EDIT_CHECKS, edit_checks_text, list_edit_checks
    from onespec.packaging import PackageSettings
    from onespec.places import NoStudy, NotBuilt, WrongPlace, known_studies
    from onespec.printing import print_define
    from onespec.qc.run import ProgramFailed
    from onespec.schemas import write_schemas
    from onespec.specified import StoppedIn
    from onespec.started_like import Like, new_like
    from onespec.starting import Asked, new_study
    from onespec.study import Study, open
    from onespec.submission.archive.signature import NoSignature, sign_file, verify_signature
    from onespec.terms_found import find_terms
    from onespec.told import Built, Explanation, Told, UpToDate
    from onespec.transferring import Transferred
    from onespec.verifying import DEPTHS, Verified, verify
    from onespec.what_if import WhatIf

    __version__: str

# Where each public name stands.
_NAMES = {
    "onespec.study": ("Study", "open"),
    "onespec.auditing": ("AUDITED", "note_command"),
    "onespec.define_checking": ("DefineChecked", "DefineMended", "NoDefine", "check_define", "mend_define"),
    "onespec.specified": ("StoppedIn",),
    "onespec.listing": ("list_operations", "operations_text"),
    "onespec.listing_edit_checks": ("EDIT_CHECKS", "edit_checks_text", "list_edit_checks"),
    "onespec.schemas": ("write_schemas",),
    "onespec.started_like": ("Like", "new_like"),
    "onespec.starting": ("Asked", "new_study"),
    "onespec.drafted_codelists": ("codelist_text", "new_codelist"),
    "onespec.drafted_datasets": ("new_dataset",),
    "onespec.engine.spec.guessed": ("guesses",),
    "onespec.guessed": ("guesses_text",),
    "onespec.terms_found": ("find_terms",),
    "onespec.clusters": ("NoCluster", "cluster"),
    "onespec.cutting": ("CutEffect",),
    "onespec.editions": ("EditionsCompared",),
    "onespec.define_pages": ("write_define_html",),
    "onespec.transferring": ("Transferred",),
    "onespec.what_if": ("WhatIf",),
    "onespec.comparing": ("CompareSettings", "WrongSetting", "compare"),
    "onespec.exchanging": ("export_workbook", "spec_differences"),
    "onespec.printing": ("print_define",),
    "onespec.importing": ("Imported", "import_spec"),
    "onespec.findings_text": ("findings_facts", "findings_frame", "stops_text"),
    "onespec.packaging": ("PackageSettings",),
    "onespec.places": ("NoStudy", "NotBuilt", "WrongPlace", "known_studies"),
    "onespec.verifying": ("DEPTHS", "Verified", "verify"),
    "onespec.archiving": ("Archived",),
    "onespec.told": ("Built", "Explanation", "Told", "UpToDate"),
    "onespec.engine.findings": ("Finding", "Findings", "NotThere", "Stopped"),
    "onespec.engine.log": ("debugging",),
    "onespec.engine.milestones": ("MILESTONES",),
    "onespec.engine.registry": ("check", "method", "records"),
    "onespec.engine.visible": ("visible",),
    "onespec.engine.columns": ("number", "text"),
    "onespec.engine.contract": (
        "Codelist",
        "Column",
        "Group",
        "Many",
        "Name",
        "PerGroup",
        "PerSubject",
        "Reason",
        "Report",
        "Rows",
        "Selection",
        "Subject",
        "Table",
        "Term",
    ),
    "onespec.engine.languages": ("LANGUAGES",),
    "onespec.qc.run": ("ProgramFailed",),
    "onespec.submission.archive.signature": ("NoSignature", "sign_file", "verify_signature"),
}
_HOME = {name: module for module, names in _NAMES.items() for name in names}

__all__ = [
    "AUDITED",
    "Archived",
    "DEPTHS",
    "Verified",
    "verify",
    "EDIT_CHECKS",
    "LANGUAGES",
    "MILESTONES",
    "Asked",
    "Built",
    "Codelist",
    "Column",
    "CompareSettings",
    "Explanation",
    "Finding",
    "Findings",
    "Group",
    "Imported",
    "Like",
    "Many",
    "Name",
    "NoSignature",
    "NoCluster",
    "NoStudy",
    "NotBuilt",
    "NotThere",
    "PackageSettings",
    "PerGroup",
    "PerSubject",
    "ProgramFailed",
    "Reason",
    "Report",
    "Rows",
    "Selection",
    "Stopped",
    "StoppedIn",
    "Study",
    "Subject",
    "Table",
    "Term",
    "Told",
    "CutEffect",
    "EditionsCompared",
    "DefineChecked",
    "DefineMended",
    "NoDefine",
    "Transferred",
    "UpToDate",
    "WhatIf",
    "WrongPlace",
    "WrongSetting",
    "__version__",
    "check",
    "check_define",
    "cluster",
    "mend_define",
    "codelist_text",
    "compare",
    "debugging",
    "find_terms",
    "edit_checks_text",
    "export_workbook",
    "findings_facts",
    "findings_frame",
    "known_studies",
    "list_edit_checks",
    "list_operations",
    "guesses",
    "guesses_text",
    "import_spec",
    "method",
    "new_codelist",
    "new_dataset",
    "new_like",
    "new_study",
    "note_command",
    "number",
    "open",
    "operations_text",
    "print_define",
    "records",
    "sign_file",
    "spec_differences",
    "stops_text",
    "text",
    "verify_signature",
    "write_define_html",
    "write_schemas",
    "visible",
]


def __getattr__(name: str) -> object:
    if name == "__version__":
        from importlib.metadata import version

        value: object = version(__name__)
    elif name in _HOME:
        value = getattr(importlib.import_module(_HOME[name]), name)
    else:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
