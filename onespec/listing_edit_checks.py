# pyright: standard
"""The library of edit checks: all with one line each, one in full, and how each stands in a study."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from onespec.engine.findings import NotThere, unknown
from onespec.engine.plan.edit_checks import ON, Standing, standing
from onespec.engine.spec.edit_checks import EditCheck, library
from onespec.engine.spec.yamltext import Map, Seq
from onespec.places import Folder

EDIT_CHECKS = "edit-checks"
Facts = dict[str, Any]


def list_edit_checks(name: str = "", study: Folder | None = None) -> list[Facts]:
    """The facts of the checks of the library, of one when ``name`` is given.

    ``study`` adds whether it takes each, and why not.  Raises `Stopped`, and `NotThere` with the nearest name.
    """
    checks = library().checks
    if name and name not in checks:
        raise NotThere(" ".join(unknown("edit check", name, checks)))
    stands: dict[str, Standing] = {}
    if study is not None:
        from onespec.study import open

        stands = {s.check.id: s for s in standing(open(study).plan())}
    return [_facts(check, stands.get(id_)) for id_, check in checks.items() if name in ("", id_)]


def edit_checks_text(found: Iterable[Facts], name: str = "") -> str:
    """What `list_edit_checks` found: a line each, or one in full."""
    found = list(found)
    if name:
        return "\n\n".join(_whole(f) for f in found)
    lines = []
    for f in found:
        state = f"  {f['state']:10}" if "state" in f else ""
        why = f" ({f['why']})" if f.get("why") else ""
        lines.append(f"{f['id']:9}{state}  {f['title']['en']}{why}")
    return "\n".join(lines)


def _facts(check: EditCheck, stands: Standing | None) -> Facts:
    out: Facts = {
        "id": check.id,
        "group": check.group,
        "title": dict(check.title),
        "message": dict(check.message),
        "fix": dict(check.fix),
        "source": check.source,
        "datasets": list(check.datasets),
        "check": check.operation,
        "with": _plain(check.parameters),
    }
    return out | ({"state": stands.state, "why": stands.why} if stands else {})


def _whole(f: Facts) -> str:
    lines = [f"{f['id']}  {f['title']['en']}", f"  {f['title']['zh']}", ""]
    lines += [f"Asks     {f['message'].get('en') or 'in the words of ' + f['check']}", f"         {f['message']['zh']}"]
    lines += [f"Fix      {f['fix']['en']}", f"         {f['fix']['zh']}"]
    lines += [f"Source   {f['source']}", f"Looks at {', '.join(f['datasets'])}"]
    lines += [f"Written  - {f['check']}: {written(f['with'])}"]
    if "state" in f:
        lines.append(f"State    {f['state']}" + (f": {f['why']}" if f["why"] and f["state"] != ON else ""))
        lines += [f"         partly: {f['why']}"] if f["why"] and f["state"] == ON else []
    return "\n".join(lines)


def _plain(value: Any) -> Any:
    if isinstance(value, Map):
        return {key: _plain(each) for key, each in value.items()}
    return [_plain(each) for each in value] if isinstance(value, Seq) else value


def written(value: Any) -> str:
    """Parameters as YAML has them on one line.

    >>> written({"from": "AE", "where": {"AEENDTC": {"NE": ""}}, "by": ["AEDECOD"]})
    '{from: AE, where: {AEENDTC: {NE: ""}}, by: [AEDECOD]}'
    """
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key}: {written(each)}" for key, each in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(written, value)) + "]"
    return f'"{value}"' if value in ("", "Y", "N") or ", " in value or ": " in value else value
