"""The list of what an archive holds, for programs; and how to rebuild, for people."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from onespec.engine.build.freshness import STANDARDS
from onespec.engine.languages import LANGUAGES
from onespec.submission.archive.sources import (
    DATA,
    PROGRAM,
    RAW,
    WHEELS,
    Content,
    Sources,
    outputs_of,
    package_of,
    reports_of,
    specification_places,
)
from onespec.submission.archive.wheels import wheels_for

FORMAT = 1
LOCK = "requirements.lock"


def index(sources: Sources, payload: Mapping[str, Content]) -> dict[str, Any]:
    """What the archive holds, with the places in the bag; no clock, no path, no user."""
    places = list(specification_places(sources))
    carried = {"wheels": {"place": WHEELS, "for": wheels_for()}} if sources.wheels else {}
    return carried | {
        "format": FORMAT,
        "program": f"onespec {sources.version}",
        "study": sources.study,
        "name": sources.name,
        "specification": places[-1],
        "specification_folders": places,
        "raw": RAW,
        "source": PROGRAM,
        "lock": f"{PROGRAM}/{LOCK}" if f"{PROGRAM}/{LOCK}" in payload else "",
        "editions": {
            edition.language: {
                "own": edition.own,
                "outputs": outputs_of(edition),
                "standards": [s for s in STANDARDS if (edition.out / s).is_dir()],
                "reports": {kind: reports_of(edition, kind) for kind in edition.reports},
            }
            for edition in sources.editions
        },
        "packages": {profile: package_of(profile) for profile in sources.packages},
    }


def index_json(said: Mapping[str, Any]) -> bytes:
    return (json.dumps(said, indent=1, sort_keys=True, ensure_ascii=False) + "\n").encode()


def rebuild_text(sources: Sources, said: Mapping[str, Any]) -> bytes:
    """How the data are made again, in plain words."""
    own = next((e.language for e in sources.editions if e.own), "")
    words = {
        "study": sources.study,
        "version": sources.version,
        "specification": said["specification"].removeprefix(f"{DATA}/"),
        "own": own,
        "other": next((language for language in LANGUAGES if language != own), own),
    }
    text = Path(__file__).with_name("rebuild.txt").read_text(encoding="utf-8")
    for name, value in words.items():
        text = text.replace("{" + name + "}", value)
    return text.encode()
