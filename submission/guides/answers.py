"""guides.yaml of a study: what only people can write into the reviewer's guides.

    data_issues:
      en: Three queries stay open; none concerns the primary endpoint.
      zh: 三条质疑未关闭，均不涉及主要终点。
    sdtm.AE: Serious events were reconciled with the safety database.    # in all languages

A key is the place that a guide shows with its question, or a dataset of which the guide shall say more.
"""

from __future__ import annotations

from onespec.engine.findings import Findings, unknown
from onespec.engine.languages import LANGUAGES
from onespec.engine.spec.entries import EntryReader
from onespec.engine.spec.model import Study
from onespec.engine.spec.yamltext import Map, load_yaml
from onespec.submission.guides.outline import GUIDES, outline

FILE, RULE = "guides.yaml", "GUIDES"


def known_places(study: Study) -> list[str]:
    """The keys that guides.yaml of a study may have."""
    out: list[str] = []
    for key in GUIDES:
        described = outline(key)
        out += described.questions
        out += [f"{key}.{section.number}" for section in described.all()]
        for remark in described.remarks:
            of = [d.name for d in study.datasets.values() if d.standard == described.standard]
            out += [remark] if not remark.endswith(".") else [f"{remark}{name}" for name in of]
    return list(dict.fromkeys(out))


def read_answers(study: Study, findings: Findings) -> dict[str, dict[str, str]]:
    """Place -> language -> text; none where the study has no such file. Every fault is a finding with its line."""
    path = study.folder / FILE
    if not path.exists():
        return {}
    entry, known = load_yaml(path, FILE, findings), known_places(study)
    reader, out = EntryReader(FILE, findings), {}
    for key, said in entry.items():
        line = entry.lines[key]
        if key not in known:
            message, fix = unknown("place of a guide", key, known)
            reader.stop(RULE, message, fix, line)
        elif isinstance(said, Map) and set(said) <= set(LANGUAGES) and all(isinstance(t, str) for t in said.values()):
            out[key] = {language: text.strip() for language, text in said.items() if text.strip()}
        elif isinstance(said, str) and said.strip():
            out[key] = dict.fromkeys(LANGUAGES, said.strip())
        else:
            reader.stop(RULE, f"'{key}' has no text.", f"Write '{key}: {{en: ..., zh: ...}}'.", line)
    return out
