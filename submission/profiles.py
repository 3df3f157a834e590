"""What an agency asks of a package: the profiles, which are data (profiles.yaml)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

from onespec.engine.findings import NotThere, unknown

_FILE = Path(__file__).with_name("profiles.yaml")


@dataclass(frozen=True)
class Profile:
    """An agency's package.

    title       language -> words
    language    of labels, texts and guides: the edition that is packed
    encodings   that texts of transport files may have, the usual one first
    name        dataset, file, other -> letters that a name of this kind may have
    label       bytes of a label; ``text`` of a value
    path        characters of a path from m5 on; None: no limit is stated
    formats     endings of the files that are taken
    split       bytes above which a dataset is split
    parts       the folder of the parts
    whole       a dataset that is split is submitted as a whole, too
    places      sdtm, adam, sdtm_programs, adam_programs -> folder in m5/datasets/<study>
    guides      standard -> file name of its reviewer's guide
    typography  the profile of define.pdf and of the guides
    obligatory  standard -> datasets without which the package is refused
    """

    key: str
    title: Mapping[str, str]
    language: str
    encodings: tuple[str, ...]
    name: Mapping[str, int]
    label: int
    text: int
    path: int | None
    formats: tuple[str, ...]
    split: int
    parts: str
    whole: bool
    places: Mapping[str, str]
    guides: Mapping[str, str]
    typography: str
    obligatory: Mapping[str, tuple[str, ...]]


@cache
def profiles() -> dict[str, Profile]:
    """The profiles by name."""
    return {key: _profile(key, said) for key, said in yaml.safe_load(_FILE.read_text(encoding="utf-8")).items()}


def profile(key: str) -> Profile:
    """The profile of a name; raises `NotThere` with the nearest."""
    known = profiles()
    if key not in known:
        raise NotThere(" ".join(unknown("profile", key, list(known))))
    return known[key]


def _profile(key: str, said: dict) -> Profile:
    split, obligatory = said.pop("split"), said.pop("obligatory")
    return Profile(
        key,
        **said | {"encodings": tuple(said["encodings"]), "formats": tuple(said["formats"])},
        split=int(split["bytes"]),
        parts=split["folder"],
        whole=split["whole"],
        obligatory={standard: tuple(names) for standard, names in obligatory.items()},
    )
