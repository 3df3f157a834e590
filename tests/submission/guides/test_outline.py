"""The outlines are complete in both languages, know each verb, and leave no section without words."""

import re

import pytest

from onespec.submission.guides.expressions import VERBS
from onespec.submission.guides.outline import GUIDES, outline, words

CSDRG = [
    "1 Introduction", "1.1 Purpose", "1.2 Acronyms", "1.3 Study Data Standards and Dictionary Inventory",
    "2 Protocol Description", "2.1 Protocol Number and Title", "2.2 Protocol Design", "2.3 Trial Design Datasets",
    "3 Subject Data Description", "3.1 Overview", "3.2 Traceability Flow Diagram", "3.3 Annotated CRFs",
    "3.4 SDTM Subject Domains", "4 Data Conformance Summary", "4.1 Conformance Inputs", "4.2 Issues Summary",
    "4.3 Additional Conformance Details", "I Appendix: Inclusion and Exclusion Criteria",
]  # fmt: skip
ADRG = [
    "1 Introduction", "2 Protocol Description", "3 Analysis Considerations Related to Multiple Analysis Datasets",
    "4 Analysis Data Creation and Processing Issues", "5 Analysis Dataset Descriptions", "6 Data Conformance Summary",
    "7 Submission of Programs", "8 Appendix",
]  # fmt: skip
SAID = {"en", "zh"}


def blocks(key):
    for section in outline(key).all():
        yield from ((section, block) for block in (*section.blocks, *section.otherwise))


def said_in(block):
    """Every text of a block that people read, as a mapping of languages."""
    columns = block["columns"] if "columns" in block else []
    yield from (block[k] for k in ("say", "none", "question") if k in block)
    yield from block.get("boxes", [])
    yield from block.get("head", [])
    yield from (column["head"] for column in columns)


def expressions(block):
    yield from block.get("with", {}).values()
    yield from (block[k] for k in ("table", "when", "unless") if k in block)
    yield from (c["cell"] for c in block.get("columns", []) if isinstance(c["cell"], dict))


def test_the_sections_are_those_of_the_outlines_of_phuse():
    assert [f"{s.number} {s.title['en']}" for s in outline("csdrg").all() if not s.each] == CSDRG
    assert [f"{s.number} {s.title['en']}" for s in outline("adrg").sections] == ADRG


@pytest.mark.parametrize("key", GUIDES)
def test_every_text_stands_in_both_languages(key):
    assert all(set(section.title) == SAID for section in outline(key).all())
    for section, block in blocks(key):
        assert all(set(said) == SAID and all(said.values()) for said in said_in(block)), section.number
    assert all(set(word) == SAID for word in words().values())


@pytest.mark.parametrize("key", GUIDES)
def test_both_languages_tell_the_same_facts(key):
    for section, block in blocks(key):
        for said in said_in(block):
            named = [set(re.findall(r"\{(\w+)", text)) for text in said.values()]
            assert named[0] == named[1] <= set(block.get("with", {})), section.number


@pytest.mark.parametrize("key", GUIDES)
def test_each_expression_has_a_verb(key):
    for section, block in blocks(key):
        for expression in expressions(block):
            assert len(VERBS.keys() & expression.keys()) == 1, (section.number, expression)


@pytest.mark.parametrize("key", GUIDES)
def test_a_question_is_the_same_wherever_it_is_asked(key):
    asked = {}
    for _, block in ((s, b) for k in GUIDES for s, b in blocks(k) if "ask" in b):
        assert asked.setdefault(block["ask"], block["question"]) == block["question"]
