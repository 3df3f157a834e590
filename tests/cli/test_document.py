"""`onespec document`: what people read of define.xml stands beside it, and says what it says."""

from __future__ import annotations

import json
import re

import pytest
from support import contents

from onespec import documenting
from onespec.cli.main import main

DOCUMENTS = "documents:\n  acrf: {{title: CRF, href: {}}}\n"


def given(study):
    return ["--study", str(study.spec), "--raw", str(study.raw), "--out", str(study.out)]


@pytest.mark.slow
def test_every_document_is_there_and_the_same_twice(other_done, capsys):
    capsys.readouterr()
    before = contents(other_done.out)
    assert main(["document", *given(other_done)]) == 0
    first = contents(other_done.out)
    added = first.keys() - before.keys()
    assert added >= {f"{standard}/define.{kind}" for standard in ("sdtm", "adam") for kind in ("html", "pdf")}
    assert {name: first[name] for name in before if name != "run.json"} == {
        name: content for name, content in before.items() if name != "run.json"
    }
    said = capsys.readouterr().out
    assert all(name in said for name in added) and said.endswith(f"Beside define.xml in {other_done.out}\n")
    assert main(["document", *given(other_done), "--json"]) == 0
    assert set(json.loads(capsys.readouterr().out)["files"]) == added
    assert contents(other_done.out) == first
    assert b"EX" in first["sdtm/define.html"] and first["sdtm/define.pdf"].startswith(b"%PDF-1.7")


def test_without_a_build_it_says_so(other, capsys):
    assert main(["document", *given(other)]) == 2
    assert "build them first (make all)" in capsys.readouterr().err


def test_without_its_libraries_it_says_how_to_install_them(other_done, capsys, monkeypatch):
    monkeypatch.setattr(documenting, "find_spec", lambda name: None if name == "typst" else object())
    assert main(["document", *given(other_done)]) == 2
    assert "documents need typst; make define installs it" in capsys.readouterr().err


@pytest.mark.slow
@pytest.mark.parametrize(
    ("href", "said"), [("../../../x.pdf", "is no place within"), ("define.html", "as another document is called")]
)
def test_an_annotated_crf_in_another_place_is_refused(other, capsys, href, said):
    for file, old, new in (("crf.yaml", r", page: \d+", ""), ("study.yaml", r"\Z", DOCUMENTS.format(href))):
        path = other.spec / file
        path.write_text(re.sub(old, new, path.read_text(encoding="utf-8")), encoding="utf-8")
    assert other.build() == 0
    before = contents(other.folder)
    assert main(["document", *given(other)]) == 2
    assert said in capsys.readouterr().err
    assert contents(other.folder) == before
