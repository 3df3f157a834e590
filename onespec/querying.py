# pyright: standard
"""The queries of a study over its transfers: the register brought up to the built outputs."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from onespec.engine.build.ownership import named
from onespec.engine.disk import write_whole
from onespec.engine.findings import Findings, Stopped
from onespec.engine.queries import STATUSES
from onespec.engine.spec.query_register import FILE, Register, read_register, register_text
from onespec.places import NotBuilt
from onespec.results import Told
from onespec.trial.queries import Update, transfer_of, updated

if TYPE_CHECKING:
    from onespec.engine.build.freshness import Digests, Inputs

FACTS = Path("reports", "queries.json")


@dataclass(frozen=True)
class Brought(Told):
    """A register that was brought up to a transfer, and its file."""

    update: Update
    file: Path
    written: bool

    def text(self) -> str:
        done, counts = self.update, self.update.counts
        new, closed, again = map(len, (done.new, done.closed, done.again))
        stand = ", ".join(f"{counts[s]} {s}" for s in STATUSES if s in counts) or "none"
        said = f"Transfer {done.transfer}: {new} new, {closed} closed, {again} open again. "
        return f"{said}Queries: {stand}; {'in' if self.written else 'nothing changed in'} {self.file}"

    def facts(self) -> dict[str, Any]:
        done = self.update
        found = {"transfer": done.transfer, "new": done.new, "closed": done.closed, "open_again": done.again}
        return found | {"queries": done.counts, "file": str(self.file), "written": self.written}


def known_register(folder: Path) -> Register | None:
    """The register of a study; raises `Stopped` with all that is wrong with it."""
    findings = Findings()
    register = read_register(folder, findings)
    if findings.stops:
        raise Stopped(findings)
    return register


def asked_of(out: Path) -> dict[str, Any]:
    """What the build has asked (`engine.build.asking.queries_facts`); raises `NotBuilt`."""
    try:
        return json.loads((out / FACTS).read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise NotBuilt(f"there are no queries in {out / FACTS.parent}; build first (make all).") from None


def update_register(folder: Path, out: Path, inputs: Inputs, built: Digests, transfer: str) -> Brought:
    """Bring the register up to the built outputs.

    inputs, built  those that stand here now, and those that the outputs were made from

    Raises `NotBuilt` where they differ, and `Stopped` where register or name of the transfer cannot be.
    """
    if changed := inputs.differing(built):
        raise NotBuilt(f"the outputs were built from other inputs than those here ({named(changed)}); build again.")
    asked, findings = asked_of(out), Findings()
    register = known_register(folder) or Register()
    called = transfer_of(register, asked["export"], transfer, findings)
    if findings.stops:
        raise Stopped(findings)
    update, file = updated(register, asked["queries"], called), folder / FILE
    return Brought(update, file, write_register(file, update.register))


def write_register(file: Path, register: Register) -> bool:
    """Write the register where it says something else than its file; whether it was written."""
    text = register_text(register).encode()
    if file.exists() and file.read_bytes() == text:
        return False
    write_whole(file, text)
    return True
