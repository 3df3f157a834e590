"""`onespec subject`: one page that loads nothing, whose every link leads to a chain."""

from __future__ import annotations

import re

import pytest
from support import OTHER, SHIPPED, SHIPPED_RAW, makes_slow

from onespec.cli.main import main


@pytest.fixture(scope="module")
@makes_slow
def pages(tmp_path_factory) -> dict[str, str]:
    folder = tmp_path_factory.mktemp("pages")
    for language in ("en", "zh"):
        assert (
            main(
                [
                    "subject",
                    "01001",
                    "--language",
                    language,
                    "--study",
                    str(SHIPPED),
                    "--raw",
                    str(SHIPPED_RAW),
                    "--output",
                    str(folder / f"{language}.html"),
                ]
            )
            == 0
        )
    return {path.stem: path.read_text(encoding="utf-8") for path in folder.glob("*.html")}


@pytest.mark.parametrize("language", ["en", "zh"])
def test_every_link_leads_to_a_chain_and_nothing_is_loaded(pages, language):
    page = pages[language]
    links, anchors = set(re.findall(r'href="#([^"]+)"', page)), re.findall(r'<details id="([^"]+)"', page)
    assert links and links <= set(anchors) and len(anchors) == len(set(anchors))
    assert "://" not in page and "src=" not in page and "@import" not in page


def test_the_page_tells_the_course(pages):
    page = pages["en"]
    for text in (
        "Adverse events",
        "Vomiting, grade 3, serious",
        "Response, investigator: PD",
        "Sum of diameters (mm) 52, baseline",
        "Progression-Free Survival (days)",
        "The earliest event counts, CNSR 0",
        "Confirmed Best Overall Response",
    ):
        assert text in page, text
    assert "Collected: ae.csv, row " in page


def test_the_chinese_page_shows_the_words_of_the_case_record_form(pages):
    page = pages["zh"]
    assert '<html lang="zh"' in page and "呕吐, 3级, 严重" in page and "中性粒细胞 ↓" in page and "不良事件" in page
    assert "Adverse Events</h3>" in page  # labels of datasets are those of define.xml


def test_a_subject_that_is_not_there_names_the_nearest(capsys):
    assert main(["subject", "11", "--study", str(OTHER / "spec"), "--raw", str(OTHER / "raw")]) == 1
    assert capsys.readouterr().err.startswith("onespec subject: There is no subject '11'.")


def test_the_page_lies_beside_the_outputs_and_has_the_same_bytes_each_time(tmp_path):
    where = tmp_path / "out.pages" / "subject-102-en.html"
    pages = []
    for _ in range(2):
        assert (
            main(
                [
                    "subject",
                    "102",
                    "--study",
                    str(OTHER / "spec"),
                    "--raw",
                    str(OTHER / "raw"),
                    "--out",
                    str(tmp_path / "out"),
                ]
            )
            == 0
        )
        pages.append(where.read_bytes())
    assert pages[0] == pages[1]


def test_no_sum_stands_at_a_visit_at_which_a_target_lesion_was_not_assessed(tmp_path):
    """Subject 01002, week 24: of 114 mm at the baseline 8 mm were measured, and another lesion was not."""
    page = tmp_path / "page.html"
    given = ["--study", str(SHIPPED), "--raw", str(SHIPPED_RAW), "--output", str(page)]
    assert main(["subject", "01002", *given]) == 0
    text = page.read_text(encoding="utf-8")
    months = set(re.findall(r"Sum of diameters \(mm\) [0-9.]+: (\d{4}-\d\d)", text))
    assert {"2026-01", "2026-04"} <= months and not {"2026-02", "2026-03"} & months
    assert "not complete, 8 mm without what was not measured, at the visit" in text
