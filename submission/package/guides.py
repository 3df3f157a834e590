"""The reviewer's guides put into a package: the PDF beside its define.xml, what can be edited and the facts apart."""

from __future__ import annotations

from typing import Any

from onespec.engine.findings import Findings
from onespec.submission.guides.make import FACTS, Given, make_guides
from onespec.submission.package.datasets import Datasets
from onespec.submission.package.edition import Edition
from onespec.submission.package.tree import Tree
from onespec.submission.package.verdicts import REPORT

EDITABLE = "editable"


def add_guides(tree: Tree, edition: Edition, made: Datasets, findings: Findings) -> list[dict[str, Any]]:
    """Write the guides into the tree; gives the places that only people can fill, each with its question."""
    reports = [folder if (folder / REPORT).is_file() else None for folder in (edition.conformance, edition.qc)]
    splits = {each["dataset"]: [part["file"].rpartition("/")[2] for part in each["parts"]] for each in made.splits}
    given = Given(edition.plan, edition.out, *reports, tree.profile, edition.language, splits)
    guides = make_guides(given, findings)
    places = {name: tree.place(standard) for standard, name in tree.profile.guides.items()}
    for name, content in guides.files.items():
        tree.write(f"{places.get(name, EDITABLE)}/{name}", content)
    tree.write(FACTS, guides.facts)
    return [
        {"id": each.id, "guide": each.guide, "section": each.section, "question": each.question}
        for each in guides.places
    ]
