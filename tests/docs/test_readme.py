"""The README's examples are executed as they stand."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
from support import OTHER, ROOT, SHIPPED, SHIPPED_RAW, run_build

from onespec.cli.main import main
from onespec.engine.xpt.reader import read_xpt

README = (ROOT / "README.md").read_text(encoding="utf-8")


def example(name: str) -> str:
    """The fenced block under ``<!-- example: name -->``."""
    return re.search(rf"<!-- example: {re.escape(name)} -->\n```\w*\n(.*?)```", README, re.DOTALL)[1]


def output(name: str) -> str:
    """The fenced block under ``<!-- output: name -->``."""
    return re.search(rf"<!-- output: {re.escape(name)} -->\n```\n(.*?)```", README, re.DOTALL)[1]


@pytest.fixture(scope="module")
def with_re(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("re")
    shutil.copytree(OTHER / "spec", folder / "spec")
    (folder / "spec" / "sdtm" / "re.yaml").write_text(example("re.yaml"), encoding="utf-8")
    assert run_build(folder / "spec", OTHER / "raw", folder / "out") == 0
    return folder / "out"


def test_a_domain_takes_one_yaml_file(with_re):
    header, re_ = read_xpt(with_re / "sdtm" / "re.xpt")
    assert header.label == "Respiratory System Findings"
    assert re_[["USUBJID", "REDTC", "REORRES", "REORRESU", "RESTRESN", "RELOBXFL", "REDY"]].to_numpy().tolist() == [
        ["ASTH-02-S1-101", "2021-01-04", "410", "L/min", 410, "Y", -1],
        ["ASTH-02-S1-101", "2021-02-20", "455", "L/min", 455, "", 47],
        ["ASTH-02-S1-102", "2021-01-05", "380", "L/min", 380, "Y", -1],
        ["ASTH-02-S2-201", "2021-01-08", "395", "L/min", 395, "Y", 1],
        ["ASTH-02-S2-201", "2021-02-15", "402", "L/min", 402, "", 39],
    ]
    assert 'Name="RE"' in (with_re / "sdtm" / "define.xml").read_text(encoding="utf-8")


def test_a_domain_added_leaves_the_others_as_they_were(with_re, built_other):
    for path in sorted((built_other / "sdtm").glob("*.xpt")):
        before, after = read_xpt(path)[1], read_xpt(with_re / "sdtm" / path.name)[1]
        assert before.equals(after), path.name


def test_a_method_is_one_function(tmp_path):
    spec = tmp_path / "spec"
    shutil.copytree(OTHER / "spec", spec)
    (spec / "methods.py").write_text(example("methods.py"), encoding="utf-8")
    adsl = spec / "adam" / "adsl.yaml"
    constants = (
        '  WEIGHTBL: {assigned: "81", label: Weight, type: float}\n  HEIGHTBL: {assigned: "180", label: Height, type: '
        "float}\n"
    )
    line = re.search(r"^BMIBL: .*$", README, re.MULTILINE)[0]
    adsl.write_text(adsl.read_text(encoding="utf-8") + constants + f"  {line}\n", encoding="utf-8")
    assert run_build(spec, OTHER / "raw", tmp_path / "out") == 0
    _, frame = read_xpt(tmp_path / "out" / "adam" / "adsl.xpt")
    assert frame["BMIBL"].tolist() == [25.0, 25.0, 25.0]
    assert "WEIGHTBL in kilograms divided by the square of HEIGHTBL in metres, rounded to 1 decimals." in (
        tmp_path / "out" / "adam" / "define.xml"
    ).read_text(encoding="utf-8")


def test_the_findings_shown_are_those_given(other, capsys):
    other.replace("spec/sdtm/dm.yaml", "RFENDTC:  {derived: latest", "RFENDTC:  {derived: lastest")
    other.replace("spec/sdtm/ex.yaml", "inhaler.FIRST", "inhaler.FRST")
    assert main(["check", "--study", str(other.spec)]) == 1
    assert capsys.readouterr().err == output("check spoiled")


@pytest.mark.parametrize("command", ["explain", "impact", "subject"])
def test_the_explanations_shown_are_those_given(command, capsys, monkeypatch, tmp_path):
    (tmp_path / "tests").symlink_to(ROOT / "tests", target_is_directory=True)
    monkeypatch.chdir(tmp_path)
    typed = re.search(rf"^onespec ({command} .*)$", README, re.MULTILINE)[1]
    assert main(typed.split()) == 0
    assert capsys.readouterr().out == output(command)


def test_the_python_shown_prints_what_is_shown(capsys, monkeypatch, tmp_path):
    (tmp_path / "tests").symlink_to(ROOT / "tests", target_is_directory=True)
    monkeypatch.chdir(tmp_path)
    exec(compile(example("study.py"), "README.md", "exec"), {})
    assert capsys.readouterr().out == output("study.py")


def test_the_table_shown_is_that_of_the_shipped_study(table_of_build):
    """Seconds differ from run to run; everything else stands as the README shows it."""

    def steady(text: str) -> list[str]:
        lines = [
            line
            for line in text.splitlines()
            if "files are up to date" not in line and not line.startswith(("Queries", "For the coder", "Datasets and"))
        ]
        return [re.sub(r"(\s+\d+\.\d\d| in \d+\.\d s)(?=$|:)|, in \S+$", "", line) for line in lines if line]

    assert steady(table_of_build) == steady(output("make all"))


@pytest.mark.slow
def test_the_conformance_shown_is_that_of_the_shipped_study(built, capsys):
    """But for the last line, which names the report's place and the seconds."""
    assert main(["validate", "--study", str(SHIPPED), "--raw", str(SHIPPED_RAW), "--out", str(built)]) == 0
    assert capsys.readouterr().out.splitlines()[:-1] == output("make validate").splitlines()[:-1]
