"""The header of a raw file, held against the contract of crf.yaml."""

from __future__ import annotations

from onespec.engine.findings import QUERY, STOP, Findings, nearest
from onespec.engine.spec.forms import Form


def named_now(form: Form, found: list[str], findings: Findings) -> list[str] | None:
    """The columns under the names that crf.yaml gives them now; None where a file has one under two names."""
    old = {name: field.name for field in form.fields.values() for name in field.was}
    now = [old.get(name, name) for name in found]
    twice = [name for name in form.fields if now.count(name) > 1 and found.count(name) < now.count(name)]
    for name in twice:
        both = " and ".join(f"'{f}'" for f, n in zip(found, now, strict=True) if n == name)
        findings.add(
            "RAW-COLUMN",
            STOP,
            f"The file has the columns {both}, which are earlier names of one field.",
            "Remove one from the export, or from 'was:' in crf.yaml.",
            file=form.file,
            column=name,
        )
    return None if twice else now


def columns_agree(form: Form, found: list[str], findings: Findings) -> bool:
    """Missing, extra and repeated columns."""
    return all((columns_there(form, found, findings), no_other_columns(form, found, findings)))


def columns_there(form: Form, found: list[str], findings: Findings) -> bool:
    """Missing columns; those that are left aside may be missing."""
    good = True
    for name in form.columns:
        if name not in found and name not in form.ignore:
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
    return good


def no_other_columns(form: Form, found: list[str], findings: Findings) -> bool:
    """Columns that the contract does not know, and repeated ones."""
    good = True
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
                QUERY if form.asks else STOP,
                f"crf.yaml does not know the column '{name}'.",
                f"Add the field to form '{form.name}', or say under its 'ignore:' why it is left aside.",
                file=form.file,
                column=name,
            )
            good = good and form.asks
        elif form.fields[name].made_of:
            findings.add(
                "RAW-EXTRA-COLUMN",
                STOP,
                f"The file has a column '{name}', and crf.yaml makes a field of that name of other columns.",
                f"Give the field of form '{form.name}' another name.",
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
