"""Whatever a define.xml says, its page has it: generated models, with texts of the kind that break files."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace

from hypothesis import HealthCheck, given, settings
from lxml import html

from onespec.define.html.page import define_html
from onespec.engine.metadata.model import Metadata

from ..generated import metadata as any_metadata

PLAIN = settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
TOLD = ("said", "label", "decode", "documentation")


def texts(element: object) -> Iterator[str]:
    """Every text that readers are told, at any depth."""
    if isinstance(element, tuple):
        for each in element:
            yield from texts(each)
    elif is_dataclass(element):
        for field in fields(element):
            value = getattr(element, field.name)
            if field.name in TOLD:
                yield from value.values()
            else:
                yield from texts(value)


@PLAIN
@given(any_metadata(languages=("en", "zh")))
def test_the_page_has_every_text_and_every_link_leads_somewhere(said: Metadata):
    page = html.fromstring(define_html(said))
    ids = page.xpath("//@id")
    assert len(ids) == len(set(ids))
    assert {link[1:] for link in page.xpath("//@href") if link.startswith("#")} <= set(ids)
    assert page.find_class("lost") == []
    shown = "".join(page.text_content().split())
    assert [text for text in texts(said) if "".join(text.split()) not in shown] == []


@PLAIN
@given(any_metadata())
def test_what_refers_to_nothing_never_fails(said: Metadata):
    emptied = replace(said, codelists=(), methods=(), comments=(), leaves=(), wheres=(), standards=())
    page = html.fromstring(define_html(emptied))
    assert {link[1:] for link in page.xpath("//@href") if link.startswith("#")} <= set(page.xpath("//@id"))
