"""Operations that other distributions offer, by entry points."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from support import contents

import onespec
from onespec.packages import build_packages, operation_packages

METHOD = """
from onespec import Column, method
from acme_operations import marks

@method("{value}, loudly.")
def shout(value: Column) -> Column:
    return value.str.upper() + marks.MARK
"""


@pytest.fixture
def acme(tmp_path, monkeypatch) -> Path:
    """An installed distribution that offers a method; its helper stands beside it."""
    site = tmp_path / "site"
    package, info = site / "acme_operations", site / "acme-1.0.dist-info"
    for folder in (package, info):
        folder.mkdir(parents=True)
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: acme\nVersion: 1.0\n")
    (info / "entry_points.txt").write_text("[onespec.operations]\nacme = acme_operations\n")
    (package / "__init__.py").touch()
    (package / "marks.py").write_text('MARK = "!"\n')
    (package / "shout.py").write_text(METHOD)
    monkeypatch.syspath_prepend(site)
    yield package
    for name in [n for n in sys.modules if n.partition(".")[0] == "acme_operations"]:
        del sys.modules[name]


@pytest.fixture
def loud(other, acme) -> onespec.Study:
    other.replace(
        "spec/sdtm/ae.yaml",
        "AELLT: {not_available: the coding house returned preferred terms only}",
        "AELLT: {derived: shout, with: {value: AETERM}}",
    )
    return onespec.open(other.spec, other.raw, other.out)


def test_the_programs_own_come_first_and_the_others_in_order(acme):
    assert operation_packages() == ("onespec.sdtm", "onespec.adam", "onespec.results.methods", "acme_operations")
    assert build_packages() == ("onespec.engine", *operation_packages(), "onespec.define", "onespec.standards")


def test_a_study_uses_them_by_name(loud):
    loud.build()
    assert loud["AE"]["AELLT"].tolist()[0] == "HOARSE VOICE!"
    assert "loudly." in (loud.out / "sdtm" / "define.xml").read_text()
    assert "acme_operations/shout.py" in loud.inputs().digests["code"]


def test_a_changed_one_builds_what_uses_it(loud, acme):
    loud.build()
    before = contents(loud.out)
    (acme / "marks.py").write_text('MARK = "?"\n')
    for name in [n for n in sys.modules if n.startswith("acme_operations.")]:
        del sys.modules[name]
    built = loud.build()
    assert "the program changed in acme_operations/" in built.result.reasons
    assert [d.name for d in built.result.datasets if d.rebuilt] == ["AE"]
    assert {n for n, b in contents(loud.out).items() if b != before[n]} == {"sdtm/ae.xpt", "run.json"}


def test_without_the_distribution_the_name_is_unknown(other):
    other.replace(
        "spec/sdtm/ae.yaml",
        "AELLT: {not_available: the coding house returned preferred terms only}",
        "AELLT: {derived: shout, with: {value: AETERM}}",
    )
    with pytest.raises(onespec.Stopped, match="There is no method 'shout'"):
        onespec.open(other.spec).check()


def test_one_that_cannot_be_found_is_told(loud, acme, capsys):
    import shutil

    from onespec.cli.main import main

    shutil.rmtree(acme)
    for name in [n for n in sys.modules if n.partition(".")[0] == "acme_operations"]:
        del sys.modules[name]
    assert main(["build", "--study", str(loud.folder), "--raw", str(loud.raw), "--out", str(loud.out)]) == 2
    assert "there is no package 'acme_operations'" in capsys.readouterr().err
