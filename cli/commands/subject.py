"""The page of one subject: its course on one time line, every mark with the chain behind it."""

from __future__ import annotations

import argparse
from pathlib import Path

from onespec.cli.places import Places, add_places, find_places, packages, say
from onespec.pages.words import LANGUAGES

EXAMPLE = "onespec subject 01001 --language zh"


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("subject", metavar="SUBJECT", help="the subject's number in the raw export")
    parser.add_argument(
        "--language",
        choices=LANGUAGES,
        default="en",
        help="of the page's words, and of texts that the CRF has in it (default: en)",
    )
    parser.add_argument(
        "--output",
        type=Path,
        metavar="FILE",
        help="the page (default: subject-<SUBJECT>-<language>.html in a folder beside the outputs)",
    )
    add_places(parser)


def run(arguments: argparse.Namespace) -> int:
    places = find_places(arguments)
    page = made(places, arguments.subject, arguments.language)
    output = arguments.output or places.beside("pages") / f"subject-{arguments.subject}-{arguments.language}.html"
    output.parent.mkdir(parents=True, exist_ok=True)
    output.write_text(page, encoding="utf-8", newline="\n")
    say(f"Page of subject {arguments.subject}: {output} ({page.count('<details '):,} chains)")
    return 0


def made(places: Places, subject: str, language: str) -> str:
    """The page's HTML; `NotThere` when the export has no such subject."""
    from onespec.cli.commands.explain import known
    from onespec.define.wording import Words
    from onespec.engine.build.build import specification
    from onespec.engine.findings import Findings
    from onespec.engine.trace.one_subject import open_subjects
    from onespec.pages.subject import subject_page

    plan = specification(places.study, packages(), Findings())
    with open_subjects(plan, places.raw, places.out) as subjects:
        known({s: s for part in subjects.store.parts for s in part}, subject, "subject")
        verbatim = subjects.read_in(language).part([subject]) if language != plan.study.language else None
        return subject_page(subjects.part([subject]), Words(plan.study), language, verbatim)
