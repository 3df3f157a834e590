# pyright: standard
"""Why something is built again, in words."""

from __future__ import annotations

from collections.abc import Iterator

from onespec.engine.build.freshness import versions
from onespec.engine.build.ownership import record_of
from onespec.engine.build.production import Production


def reasons(production: Production) -> list[str]:
    """One reason an entry, the most general first."""
    if not production.last:
        number = sum(len(task.keys) for task in production.tasks)
        kept = sum(map(len, production.stale.values())) < number
        if record_of(production.options.out):
            return ["what the last build remembered is lost"]
        stopped = "no build has come to its end here; what one that was stopped computed is kept"
        return [stopped if kept else "there is no earlier build"]
    out = [f"{name} was removed" for name in production.spoiled]
    out += _program(production)
    out += _specification(production)
    out += _export(production)
    out += _registers(production)
    return out or ["labels, comments or documents changed"]


def _program(production: Production) -> Iterator[str]:
    code = production.inputs.digests.get("code", {})
    known = production.last.get("inputs", {}).get("code", {})
    rooms = {n.partition("/")[0] for n in code.keys() | known.keys() if code.get(n) != known.get(n)}
    yield from (f"the program changed in {room}/" for room in sorted(rooms))
    if production.last.get("versions") != versions():
        yield "libraries have other versions"


def _specification(production: Production) -> Iterator[str]:
    before, now = production.last.get("definitions", {}), production.fingerprints.readable()
    for name in now:
        if name in before and before[name] != now[name]:
            named = name.startswith(("codelist ", "keys of ", "levels"))
            yield f"{name} changed" + ("" if named else " in the specification or its method")
    yield from (f"{name} is new" for name in now if name not in before)
    yield from (f"{name} is gone" for name in before if name not in now)


def _export(production: Production) -> Iterator[str]:
    raw, contracts = production.last.get("raw", {}), production.last.get("contracts", {})
    for name, stored in production.store.forms.items():
        changed = [i for i, d in enumerate(stored.digests) if raw.get(name, {}).get(str(i)) != d]
        if changed:
            parts = ", ".join(str(i + 1) for i in changed[:8]) + (" ..." if len(changed) > 8 else "")
            yield f"{production.plan.study.forms[name].file} changed (parts {parts})"
        if contracts.get(name) != production.fingerprints.contracts[name]:
            yield f"form {name} changed in crf.yaml or codelists.yaml"


def _registers(production: Production) -> Iterator[str]:
    here = production.inputs.digests.get("registers", {})
    known = production.last.get("inputs", {}).get("registers", {})
    yield from (f"{name} changed" for name in sorted(here.keys() | known.keys()) if here.get(name) != known.get(name))
