"""The header of a raw file, held against the contract of crf.yaml."""

from __future__ import annotations

from onespec.engine.findings import STOP, Findings, nearest
from onespec.engine.spec.forms import Form


def columns_agree(form: Form, found: list[str], findings: Findings) -> bool:
    """Missing, extra and repeated columns."""
    good = True
    for name in form.fields:
        if name not in found:
            close = nearest(name, [f for f in found if f not in form.fields])
            findings.add(
                "RAW-COLUMN",
                STOP,
                f"The column '{name}' of form '{form.name}' is missing.",
                f"Is it '{close}'? Correct the export or crf.yaml." if close else "Correct the export or crf.yaml.",
                file=form.file,
                column=name,
            )
            good = False
    for name in found:
        if not name:
            findings.add(
                "RAW-EXTRA-COLUMN",
                STOP,
                "A column without a name holds data.",
                f"Name it in the export, and add the field to form '{form.name}'.",
                file=form.file,
            )
            good = False
        elif name not in form.fields:
            findings.add(
                "RAW-EXTRA-COLUMN",
                STOP,
                f"crf.yaml does not know the column '{name}'.",
                f"Add the field to form '{form.name}', with 'not_submitted:' if it stays out.",
                file=form.file,
                column=name,
            )
            good = False
    for name in sorted({n for n in found if n and found.count(n) > 1}):
        findings.add(
            "RAW-COLUMN",
            STOP,
            f"The column '{name}' stands twice.",
            "Rename one in the export.",
            file=form.file,
            column=name,
        )
        good = False
    return good
