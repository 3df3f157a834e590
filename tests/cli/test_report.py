"""`onespec report`: from the specification to every file of the report, of a study that it was not written for."""

from __future__ import annotations

import shutil

import pytest
from support import OTHER, contents, run_build

import onespec
from onespec.cli.main import main

DISPLAYS = """\
displays:
  age:
    number: 1.1
    title: {en: Age & <sex>, zh: 年龄与性别}
    analyses:
      - summary: {from: ADSL, variable: AGE, label: Age (µ ± s)}
      - counts: {from: ADSL, variable: SEX}
  events:
    number: 1.2
    title: Events
    analyses: [{listing: {from: AE, columns: [USUBJID, AETERM, AESTDTC]}}]
"""


@pytest.fixture(scope="module")
def places(tmp_path_factory):
    folder = tmp_path_factory.mktemp("report")
    shutil.copytree(OTHER / "spec", folder / "spec")
    (folder / "spec" / "displays").mkdir()
    (folder / "spec" / "displays" / "a.yaml").write_text(DISPLAYS, encoding="utf-8")
    assert run_build(folder / "spec", OTHER / "raw", folder / "out") == 0
    return ["--study", str(folder / "spec"), "--raw", str(OTHER / "raw"), "--out", str(folder / "out")], folder


@pytest.mark.slow
def test_every_file_is_there_and_the_same_twice(places, capsys):
    given, folder = places
    assert main(["report", *given]) == 0
    assert capsys.readouterr().out.startswith("2 displays, ")
    first = contents(folder / "out.report")
    assert set(first) == {
        "report.html",
        *(f"report-{language}.pdf" for language in ("en", "zh")),
        *(f"rtf/{name}-{language}.rtf" for name in ("age", "events") for language in ("en", "zh")),
        *(f"numbers/{name}" for name in ("ard.json", "ard.parquet", "ars.json", "age.csv", "events.csv")),
    }
    assert main(["report", *given]) == 0
    assert contents(folder / "out.report") == first


@pytest.mark.slow
def test_one_display_alone_and_one_that_is_not_there(places, capsys):
    given, folder = places
    assert main(["report", "events", "--output", str(folder / "one"), *given]) == 0
    assert "numbers/age.csv" not in contents(folder / "one")
    assert main(["report", "event", *given]) != 0
    assert "There is no display 'event'. Did you mean 'events'?" in capsys.readouterr().err


def test_what_is_not_installed_is_named(places, monkeypatch):
    from onespec import reporting

    monkeypatch.setattr(reporting, "LIBRARIES", ("no_such_library",))
    _, folder = places
    study = onespec.open(folder / "spec", raw=OTHER / "raw", out=folder / "out")
    with pytest.raises(reporting.NoReport, match="the report needs no_such_library; make report installs it"):
        study.report()
