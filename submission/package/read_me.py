"""The first text of a folder of programs: the order of reading, software and versions, and where each text is from."""

from __future__ import annotations

import textwrap

from onespec.engine.disk import export_digest
from onespec.engine.languages import ENGLISH
from onespec.engine.text_table import text_table
from onespec.submission.package.edition import Edition
from onespec.submission.package.programs import Program, programs
from onespec.submission.package.texts import Written, written
from onespec.submission.package.words import words
from onespec.submission.profiles import Profile

READ_ME = "00-read-me"
ENDING = ".txt"
_WIDTH = 100


def program_files(edition: Edition, profile: Profile, standard: str) -> dict[str, bytes]:
    """The programs of a standard and the text to begin with: name -> content, in the encoding of the edition.

    Raises UnicodeDecodeError for a source that is not UTF-8.
    """
    listed = programs(edition.plan, edition.folder, standard)
    made = [(each, written(each.content.decode(), edition.encoding)) for each in listed]
    first = _read_me(edition, profile, standard, made).encode(edition.encoding, "backslashreplace")
    return {READ_ME + ENDING: first, **{each.name + ENDING: text.content for each, text in made}}


def _read_me(edition: Edition, profile: Profile, standard: str, made: list[tuple[Program, Written]]) -> str:
    said, record, encoding = words(edition.language), edition.record, edition.encoding.upper()
    versions = dict(record.get("versions", {}))
    program = versions.pop("onespec", "")
    escaped = sum(text.escaped for _, text in made)
    groups = dict.fromkeys(each.group for each, _ in made)
    cut = record.get("cut", {}).get("date", "")
    facts = {
        "edition": edition.digest,
        "milestone": record.get("milestone") or said["none"],
        "cut": cut or said["none"],
    }
    told = said["escaped"].format(count=f"{escaped:,}", encoding=encoding) if escaped else said["not_escaped"]
    rows = [(each.name + ENDING, each.origin, str(text.escaped or "")) for each, text in made]
    return "\n".join(
        [
            said["programs"].format(study=edition.plan.study.id, standard=standard.upper()),
            said["for"].format(profile=profile.title[edition.language]),
            said["encoding"].format(encoding=encoding),
            "",
            *_filled(said["what"], edition.language),
            "",
            *_headed(said["order"], [said["groups"][group] for group in groups]),
            *_headed(
                said["software"],
                [
                    said["program"].format(version=program, code=export_digest(record["inputs"]["code"])),
                    said["engine"],
                    said["libraries"].format(listed=", ".join(f"{n} {v}" for n, v in sorted(versions.items()))),
                    said["second"],
                    said["edition"].format(**facts),
                ],
            ),
            *_headed(said["escapes"], _filled(told, edition.language)),
            *_headed(said["files"], text_table(said["columns"], rows)),
        ]
    )


def _headed(title: str, lines: list[str]) -> list[str]:
    return [title, "-" * len(title), *lines, ""]


def _filled(text: str, language: str) -> list[str]:
    """A paragraph in lines; Chinese has no blanks to break at, and stays whole."""
    return textwrap.wrap(text, _WIDTH) if language == ENGLISH else [text]
