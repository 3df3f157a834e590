# pyright: standard
"""The queries of a study over its transfers: the register brought up to the built outputs."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from onespec.engine.build.ownership import CannotBuild, named, sums_file
from onespec.engine.disk import bytes_of, sha256, write_whole
from onespec.engine.findings import Findings, Stopped
from onespec.engine.queries import STATUSES
from onespec.engine.spec.query_register import FILE, Register, read_register, register_text
from onespec.places import NotBuilt
from onespec.told import Told
from onespec.trial.queries import Update, transfer_of, updated
from onespec.trial.query_answers import Read, read_answers

if TYPE_CHECKING:
    from onespec.engine.build.freshness import Digests, Inputs
    from onespec.engine.plan.references import Plan

FACTS = Path("reports", "queries.json")
LISTS = ".queries"  # the ending of the folder beside the outputs


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


@dataclass(frozen=True)
class AskedNow(Told):
    """What the last build asks, each query with how it stands."""

    queries: list[dict[str, Any]]

    def text(self) -> str:
        lines = [f"{q['id']}  {q['status']:8} {_place(q)}: {q['message']}" for q in self.queries]
        counts = Counter(q["status"] for q in self.queries)
        stand = ", ".join(f"{counts[s]} {s}" for s in STATUSES if s in counts)
        return "\n".join([*lines, f"Queries: {stand or 'none'}."])

    def facts(self) -> dict[str, Any]:
        return {"queries": self.queries}


def _place(query: Mapping[str, Any]) -> str:
    """Form, row and field, and the value."""
    where = " ".join(filter(None, (query["form"], query["row"])))
    return f"{where}{', ' + query['field'] if query['field'] else ''} '{query['value']}'"


@dataclass(frozen=True)
class Listed(Told):
    """A list of queries that was written."""

    file: Path
    sent: int
    translated: int
    behind: int  # queries of the build that the register does not have

    def text(self) -> str:
        asked = "'onespec queries --read' takes the answers back."
        many = "1 query" if self.sent == 1 else f"{self.sent} queries"
        said = f"{many} in {self.file}, {self.translated} in Chinese. {asked}"
        more = f" The build asks {self.behind} more; 'onespec queries --update' takes them in."
        return said + (more if self.behind else "")

    def facts(self) -> dict[str, Any]:
        sent = {"file": str(self.file), "queries": self.sent, "in_chinese": self.translated}
        return sent | {"not_in_the_register": self.behind}


@dataclass(frozen=True)
class Answered(Told):
    """An answered list that was read: what is changed, how all queries stand, and what came too late."""

    read: Read
    findings: Findings
    file: Path

    def text(self) -> str:
        counts = Counter(self.read.changed.values())
        said = ", ".join(f"{counts[s]} now {s}" for s in STATUSES if s in counts) or "nothing changed"
        register = Counter(entry.status for entry in self.read.register.queries)
        stand = ", ".join(f"{register[s]} {s}" for s in STATUSES if s in register) or "none"
        return "\n".join([*(f.text() for f in self.findings), f"{said}. Queries: {stand}; in {self.file}"])

    def facts(self) -> dict[str, Any]:
        from onespec.findings_text import findings_facts

        return findings_facts(self.findings) | {"changed": self.read.changed, "file": str(self.file)}


def write_list(plan: Plan, raw: Path, out: Path, file: Path) -> Listed:
    """Write the open and answered queries of the register as a workbook to send.

    Raises `CannotBuild` where the file holds anything that the register does not have, `NotBuilt`, and `Stopped`.
    """
    from onespec.trial.query_book import book
    from onespec.trial.query_lines import counted, lines_of
    from onespec.trial.sites import sites_of

    study = plan.study
    register = known_register(study.folder)
    if register is None:
        raise NotBuilt(f"the study has no register of queries ({FILE}); 'onespec queries --update' writes it.")
    _replaceable(file, register)
    asked = {facts["id"]: facts for facts in asked_of(out)["queries"]}
    sites = sites_of(plan, raw, out, {entry.subject for entry in register.queries})
    lines = lines_of(study, register, asked, sites)
    transfer = register.transfers[-1].name if register.transfers else ""
    file.parent.mkdir(parents=True, exist_ok=True)
    write_whole(file, book(study.id, transfer, lines, counted(register, sites)))
    if (
        file.parent.name == f"{out.name}{LISTS}" and file.parent.parent == out.parent
    ):  # beside the outputs: clean knows it
        write_whole(sums_file(file.parent), f"{sha256(file)}  {file.name}\n".encode())
    behind = len(asked.keys() - {entry.id for entry in register.queries})
    return Listed(file, len(lines), sum(bool(line.chinese) for line in lines), behind)


def _replaceable(file: Path, register: Register) -> None:
    """A list with answers that the register does not have is not replaced, nor is any other file."""
    findings = Findings()
    if file.exists() and (read_answers(file, register, findings).changed or findings):
        raise CannotBuild(
            f"{file} exists and holds what the register does not have; take its answers back with "
            "'onespec queries --read', or name another file."
        )


def read_list(folder: Path, file: Path) -> Answered:
    """Read the answers of a list into the register; raises `Stopped`, and writes nothing, where it does not fit."""
    findings = Findings()
    read = read_answers(file, known_register(folder) or Register(), findings)
    if findings.stops:
        raise Stopped(findings)
    if read.changed:
        write_register(folder / FILE, read.register)
    return Answered(read, findings, folder / FILE)


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
        return json.loads(bytes_of(out / FACTS))
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
