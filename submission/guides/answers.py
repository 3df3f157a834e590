"""guides.yaml of a study: what only people can write into the reviewer's guides.

    places:
      data_issues:
        en: Three queries stay open; none concerns the primary endpoint.
        zh: 三条质疑未关闭，均不涉及主要终点。
      sdtm.AE: {en: Serious events were reconciled with the safety database.}

A place is one that a guide shows with its question, or ``sdtm.`` or ``adam.`` and a dataset of which the guide shall
say more.  An answer stands in the guides of its language; without one in a language the place stays open there.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Annotated

from onespec.engine.declared import Given, Key, called
from onespec.engine.findings import STOP, Findings, unknown
from onespec.engine.spec.entries import EntryReader
from onespec.engine.spec.model import Study
from onespec.engine.spec.yamltext import load_yaml
from onespec.submission.guides.outline import GUIDES, outline

FILE, RULE = "guides.yaml", "GUIDES"


@called("an answer", "Answer {name}", "Write {en: ..., zh: ...}.")
@dataclass(frozen=True)
class Answer:
    """What people say at one place of the guides."""

    name: Annotated[str, Given.NAME]
    en: Annotated[str, Key("In the English guides.")] = ""
    zh: Annotated[str, Key("In the Chinese guides.")] = ""
    line: Annotated[int, Given.LINE] = 0

    def text(self, language: str) -> str:
        return getattr(self, language).strip()


@called(FILE)
@dataclass(frozen=True)
class Answers:
    """What people say in the guides, by place."""

    places: Annotated[dict[str, Answer], Key("Place -> what stands there.")]


def known_places(study: Study) -> list[str]:
    """The places that guides.yaml of a study may answer."""
    out: list[str] = []
    for key in GUIDES:
        described = outline(key)
        out += described.questions
        out += [f"{key}.{section.number}" for section in described.all()]
        for remark in described.remarks:
            of = [d.name for d in study.datasets.values() if d.standard == described.standard]
            out += [f"{remark}{name}" for name in of] if remark.endswith(".") else [remark]
    return list(dict.fromkeys(out))


def read_answers(study: Study, findings: Findings) -> dict[str, Answer]:
    """The answers by place; none where the study has no such file. Every fault is a finding with its line."""
    path = study.folder / FILE
    if not path.exists():
        return {}
    reader, known = EntryReader(FILE, findings), known_places(study)
    read = reader.entry(Answers, load_yaml(path, FILE, findings)).places
    for name, answer in read.items():
        if name not in known:
            message, fix = unknown("place of a guide", name, known)
            reader.stop(RULE, message, fix, answer.line)
        elif not answer.en.strip() and not answer.zh.strip():
            reader.stop(RULE, f"Place '{name}' has no text.", "Write {en: ..., zh: ...}, or remove it.", answer.line)
    return {name: answer for name, answer in read.items() if name in known}


def all_shown(answers: dict[str, Answer], shown: Collection[str], findings: Findings) -> None:
    """An answer that no guide shows is a finding: the facts fill its place, or nothing asks for it any more."""
    for name, answer in answers.items():
        if name not in shown:
            message = f"No guide shows place '{name}': facts fill it, or it does not arise."
            findings.add(RULE, STOP, message, "Remove the answer.", file=FILE, line=answer.line)
