# pyright: standard
"""The account of raw cells as a page to read and as JSON: by form and field, and where each of the cells went."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from onespec.engine.milestones import standing
from onespec.engine.paper.blocks import NEXT, Block, Cell, Heading, Line, Listed, Piece, Table, Verdict, blocks_page
from onespec.engine.raw.account import Account, Accounts, counts
from onespec.engine.spec.forms import Form
from onespec.engine.spec.model import Study

HEAD = [
    "Field",
    "Label",
    "#Filled",
    "#Carried",
    "to",
    "#Used only",
    "in",
    "#Not submitted",
    "because",
    "#Refused",
    "by",
    "#Balance",
]
TOTALS = [
    "Form",
    "Label",
    "File",
    "#Fields",
    "#Filled",
    "#Carried",
    "#Used only",
    "#Not submitted",
    "#Refused",
    "#Balance",
]
STYLE = """
main { max-width: 1360px; }
@media print { @page { size: A4 landscape; } main { max-width: none; } }
"""
READING = (
    "A cell is filled when it holds more than blanks. Carried: its value stands in a variable (a time of day with its "
    "date, a text with its translation). Used only: a derivation, a condition or a key has looked at it, and its value "
    "stands nowhere as it is. Not submitted: declared so in crf.yaml. Refused: by the findings named. A carried or "
    "used cell may go to several places, so that the places of a field may add up to more than its cells; "
    "a refused cell is counted once. Balance: filled cells that are none of these; it must be zero."
)


def accounting_json(study: Study, accounts: Accounts) -> dict:
    """The same as the page: ``total``, and a list of forms with their fields, in the order of crf.yaml."""
    forms = [
        {
            "form": f.name,
            "label": f.label,
            "file": f.file,
            "total": _counts(_sum(_of(accounts, f)), study),
            "fields": [
                {
                    "field": n,
                    "label": f.fields[n].label,
                    **_counts(a, study),
                    "carried_to": a.carried_to,
                    "used_by": a.used_by,
                    "refused_by": a.refused_by,
                    "not_submitted_because": _reason(f, n),
                }
                for n, a in _of(accounts, f).items()
            ],
        }
        for f in study.forms.values()
    ]
    aside: dict[str, object] = {"left_aside": study.ignored} if study.ignored else {}
    aside |= {"milestone": study.milestone} if standing(study.milestone) else {}
    return {"study": study.id, "total": _counts(_sum(accounts), study), "forms": forms} | aside


def accounting_html(study: Study, accounts: Accounts) -> str:
    """The page: the balance, a line a form, then each form by field."""
    title, total = f"Accounting of raw cells: {study.name}", _sum(accounts)
    languages = list(dict.fromkeys(k for f in study.forms.values() for k in f.label))
    forms: list[list[Cell]] = [
        [
            Piece(f.name, "link", f"#{f.name}"),
            _label(f.label, languages),
            f.file,
            f"{len(f.columns):,}",
            *_numbers(_sum(_of(accounts, f)), study),
        ]
        for f in study.forms.values()
    ]
    forms.append(
        ["All forms", "", "", f"{sum(len(f.columns) for f in study.forms.values()):,}", *_numbers(total, study)]
    )
    body: list[Block] = [
        Heading(1, title),
        _verdict(total, study),
        *([Line(said, "facts")] if (said := standing(study.milestone)) else []),
        Line(READING, "facts"),
        Heading(2, "Forms"),
        Table([*TOTALS[:-1], *_after_cut(study), TOTALS[-1]], forms, summed=True),
        *_left_aside(study.ignored),
    ]
    for form in study.forms.values():
        fields = _of(accounts, form)
        rows = [
            [n, _label(form.fields[n].label, languages), *_row(a, study, _reason(form, n))] for n, a in fields.items()
        ]
        rows.append([f"{len(fields)} fields", "", *_row(_sum(fields), study, "", total=True)])
        body += [
            Heading(2, [form.name, ": ", _label(form.label, languages, " / ")], form.name),
            Line(form.file, "facts"),
            Table([*HEAD[:-1], *_after_cut(study), HEAD[-1]], rows, summed=True),
        ]
    return blocks_page(title, body, style=STYLE)


def _left_aside(ignored: Mapping[str, str]) -> list[Block]:
    """Files that are not read, and why; their cells are not counted."""
    rows = [[name, reason] for name, reason in ignored.items()]
    return [Heading(2, "Files left aside, not counted"), Table(["File", "Because"], rows)] if rows else []


def _after_cut(study: Study) -> list[str]:
    """The head of the column of what the data cut takes, where the study has a cut."""
    return [f"#After the cut of {study.cut.date}"] if study.cut.date else []


def _verdict(total: Account, study: Study) -> Verdict:
    if total.balance:
        return Verdict(
            "bad",
            f"{total.balance:,} filled cells reach no dataset",
            "They are neither carried, used, declared nor refused.",
        )
    return Verdict(
        "good",
        f"Every one of {total.filled:,} filled cells is accounted for",
        f"{total.carried:,} carried + {total.used:,} used only + {total.not_submitted:,} not submitted "
        f"+ {total.refused:,} refused{f' + {total.after_cut:,} after the cut' if study.cut.date else ''}; balance 0.",
    )


def _of(accounts: Accounts, form: Form) -> dict[str, Account]:
    """A form's accounts by field, in the order of crf.yaml; a field that no part has seen has an empty one."""
    return {name: accounts.get((form.name, name), Account()) for name in form.columns}


def _sum(accounts: Mapping[Any, Account]) -> Account:
    out = Account()
    for each in accounts.values():
        out.merge(each)
    return out


def _counts(account: Account, study: Study) -> dict[str, int]:
    names = counts(bool(study.cut.date))
    return {**{name: getattr(account, name) for name in names}, "balance": account.balance}


def _numbers(account: Account, study: Study) -> list[str]:
    return [f"{n:,}" for n in _counts(account, study).values()]


def _reason(form: Form, name: str) -> str:
    return form.fields[name].not_submitted or form.not_submitted


def _row(account: Account, study: Study, reason: str, total: bool = False) -> list[Cell | Listed]:
    """The cells behind the label; the places of a sum are left out, those of one field are told."""
    filled, carried, used, not_submitted, refused, *after_cut, balance = _numbers(account, study)
    to, by = (
        ("", "") if total else (_places(account.carried_to, account.carried), _places(account.used_by, account.used))
    )
    return [
        filled,
        carried,
        to,
        used,
        by,
        not_submitted,
        reason,
        refused,
        _places(account.refused_by, -1 if total else account.refused),
        *after_cut,
        balance,
    ]


def _places(places: dict[str, int], whole: int) -> Listed:
    """One place a line, the most cells first; with its count where that is not the ``whole``."""
    counts = sorted(places.items(), key=lambda p: (-p[1], p[0]))
    return Listed(tuple([place, *([" ", Piece(f"{n:,}", "of")] if n != whole else [])] for place, n in counts))


def _label(label: dict[str, str], languages: list[str], between: Cell = NEXT) -> Cell:
    """The label in each of the study's languages."""
    said = [Piece(label[k], lang=k) for k in languages if label.get(k)]
    return [part for n, each in enumerate(said) for part in ([between, each] if n else [each])]
