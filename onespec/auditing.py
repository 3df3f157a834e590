# pyright: standard
"""The audit trail of a study: what a command line has done to its outputs, and who ran it when."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from onespec.engine.build.freshness import RECORD, cache_folder
from onespec.engine.build.ownership import is_cache, record_of
from onespec.engine.disk import bytes_of, sha256, write_whole
from onespec.engine.findings import NotThere
from onespec.told import Told

if TYPE_CHECKING:
    from onespec.kept import Kept

PERSON = "ONESPEC_USER"
REGISTER = "queries.yaml"  # of the study, which `queries` writes


class Kind(NamedTuple):
    """A command that is noted.

    beside  what it makes lies beside the outputs under this ending; "" the outputs themselves, None nothing that stays
    file    the argument that names the file that it is about
    judges  whether exit code 1 is a verdict
    """

    beside: str | None = None
    file: str = ""
    judges: bool = False


AUDITED = {
    "build": Kind(""),
    "document": Kind(""),
    "clean": Kind(),
    "validate": Kind("conformance", judges=True),
    "qc": Kind("qc", judges=True),
    "report": Kind("report"),
    "queries": Kind("queries"),
    "export": Kind("exchange"),
    "package": Kind("package"),
    "archive": Kind(),
    "verify": Kind(file="archive", judges=True),
    "share": Kind("share"),
    "sign": Kind(file="file"),
}
DONE, STOPPED, FAULTS = "done", "stopped", "faults found"
_SECRET = ("--password", "--passphrase", "--secret", "--token")
_SHOWN = 20  # entries on a terminal, the last


# parameters: what an entry says, from those who know; each is named at the one call
def note_command(
    place: Kept | None, file: Path | None, command: str, argv: Sequence[str], code: int, now: datetime
) -> str:
    """Write an entry for a command that has ended; returns what is amiss with the trail, "" where nothing is.

    place  the study; None where the command was about a file alone: an archive that was verified, a file that was
           signed.  Then the trail is the one beside a folder that the file lies in
    argv   the command line, without the program
    code   its exit code
    now    with a time zone

    Nothing is written for a command that could not run (2) or a build that had nothing to do, as they made nothing, nor
    for a study that has no outputs, no kept parts and no trail.  A copy of the trail, up to the entry that names it, is
    laid beside an archive: F.zip.audit.jsonl.  Raises `OSError` where the trail cannot be written.
    """
    from onespec.submission.archive.audit import append, trail_of

    trail = trail_of(place.out) if place else trail_beside(file) if file else None
    if trail is None or not trail.parent.is_dir() or not (trail.exists() or place and _has_anything(place)):
        return ""
    made = _made(place, command, code) if place else {}
    if file is not None and file.is_file():
        made = {f"{file.absolute().parent.name}/{file.name}": sha256(file)}
    said = {
        "user": _user(),
        **({"person": os.environ[PERSON]} if os.environ.get(PERSON) else {}),
        "program": f"onespec {_version()}",
        "command": command,
        "arguments": _without_secrets(argv),
        "edition": str(record_of(place.out).get("language", "")) if place else "",
        "inputs": _inputs(place) if place and _outcome(command, code) in (DONE, FAULTS) else "",
        "outputs": made,
        "outcome": _outcome(command, code),
        "exit": code,
    }
    idle = command == "build" and code == 0
    amiss = append(trail, said, now, unless=(lambda entries: _made_before(entries, made)) if idle else None)
    if place and command == "archive" and code == 0 and (archive := place.newest_archive()):
        write_whole(trail_of(archive), bytes_of(trail))
    return amiss


@dataclass(frozen=True)
class Audited(Told):
    """An audit trail that was read: its entries in order, and its faults, a sentence each."""

    trail: Path
    entries: tuple[Mapping[str, Any], ...]
    faults: tuple[str, ...]

    def text(self) -> str:
        lines = [
            f"{each['number']:>5}  {each.get('when', '')}  {each.get('person') or each.get('user', '')}  "
            f"{each.get('command', '')}: {each.get('outcome', '')}"
            for each in self.entries[-_SHOWN:]
        ]
        count = f"{len(self.entries)} {'entry' if len(self.entries) == 1 else 'entries'}"
        state = f"{len(self.faults)} faults" if self.faults else "the chain is whole"
        return "\n".join([*lines, *self.faults, f"{self.trail}: {count}, {state}."])

    def facts(self) -> dict[str, object]:
        return {"trail": str(self.trail), "entries": list(self.entries), "faults": list(self.faults)}


def read_trail(trail: Path, archive: str = "") -> Audited:
    """The entries of a trail and its faults; raises `NotThere` where there is none."""
    from onespec.submission.archive.audit import read_entry
    from onespec.submission.archive.chain import check_chain

    if not trail.is_file():
        raise NotThere(f"There is no audit trail: {trail}.")
    entries = (read_entry(line) for line in bytes_of(trail).split(b"\n"))
    return Audited(trail, tuple(e for e in entries if e), tuple(str(each) for each in check_chain(trail, archive)))


def trail_beside(file: Path) -> Path | None:
    """The trail beside a folder in which a file lies: of X.archive/F that of X, where there is one."""
    from onespec.submission.archive.audit import trail_of

    beside = [f for f in file.absolute().parents if f.name]
    trails = (trail_of(f.with_name(f.name.rpartition(".")[0] or f.name)) for f in beside)
    return next((each for each in trails if each.is_file()), None)


def _outcome(command: str, code: int) -> str:
    return DONE if code == 0 else FAULTS if AUDITED[command].judges else STOPPED


def _has_anything(place: Kept) -> bool:
    return bool(record_of(place.out)) or is_cache(cache_folder(place.out))


def _made(place: Kept, command: str, code: int) -> dict[str, str]:
    """What the command made: name beside the outputs -> SHA-256; of a folder that of its files' names and SHA-256s."""
    ending = AUDITED[command].beside
    if command == "archive" and code == 0 and (archive := place.newest_archive()):
        return {f"{archive.parent.name}/{archive.name}": sha256(archive)}
    if _outcome(command, code) not in (DONE, FAULTS) or ending is None:
        return {}
    record = place.out / RECORD
    if not ending:
        return {f"{place.out.name}/{RECORD}": sha256(record)} if record.is_file() else {}
    folder, book = place.out.with_name(f"{place.out.name}.{ending}"), place.folder / REGISTER
    register = {REGISTER: sha256(book)} if command == "queries" and book.is_file() else {}
    if not folder.is_dir():
        return register
    files = {p.relative_to(folder).as_posix(): sha256(p) for p in sorted(folder.rglob("*")) if p.is_file()}
    return {folder.name: _digest(files)} | register


def _inputs(place: Kept) -> str:
    """One digest of all that the outputs were made from, as run.json lists it."""
    inputs = record_of(place.out).get("inputs")
    return _digest(inputs) if isinstance(inputs, Mapping) else ""


def _digest(facts: Mapping[str, object]) -> str:
    from onespec.submission.archive.audit import sha

    return sha(json.dumps(facts, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode())


def _made_before(entries: Iterable[Mapping[str, object]], made: Mapping[str, str]) -> bool:
    """Whether the outputs are those that an entry named, and nothing was made or removed since: then nothing is new."""
    for entry in entries:
        if entry.get("command") in ("build", "document", "clean"):
            return entry.get("outputs") == made
    return False


def _without_secrets(argv: Sequence[str]) -> list[str]:
    out = []
    for place, word in enumerate(argv):
        name, equals, _ = word.partition("=")
        hidden = place and argv[place - 1] in _SECRET
        out.append("***" if hidden else f"{name}=***" if equals and name in _SECRET else word)
    return out


def _user() -> str:
    """Who the system says that runs this; no variable can say otherwise."""
    try:
        import pwd

        return pwd.getpwuid(os.getuid()).pw_name
    except KeyError:
        return f"uid {os.getuid()}"
    except ImportError:  # Windows
        return os.getlogin()


def _version() -> str:
    from importlib.metadata import version

    return version("onespec")
