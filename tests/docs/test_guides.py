"""docs/guides.md: its examples are read, and its expressions are verbs."""

import re
from types import SimpleNamespace

from support import ROOT

from onespec.engine.findings import Findings
from onespec.submission.guides.answers import read_answers
from onespec.submission.guides.expressions import VERBS

from .markdown import block

PAGE = (ROOT / "docs" / "guides.md").read_text(encoding="utf-8")


def test_the_answers_are_read(tmp_path):
    (tmp_path / "guides.yaml").write_text(block("guides.md", "places:"), encoding="utf-8")
    datasets, findings = {"AE": SimpleNamespace(name="AE", standard="sdtm")}, Findings()
    answers = read_answers(SimpleNamespace(folder=tmp_path, datasets=datasets), findings)  # pyright: ignore[reportArgumentType]
    assert (list(answers), list(findings)) == (["data_issues", "sdtm.AE"], [])


def test_the_expressions_of_the_page_have_verbs():
    named = re.findall(r"`\{(\w+):", PAGE)
    assert named and set(named) <= VERBS.keys()
