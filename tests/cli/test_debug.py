"""--debug: the traceback behind a finding, and the steps of the work."""

from __future__ import annotations

import logging
import os

import pytest

from onespec.cli.main import main

METHOD = """from onespec.engine.columns import Column
from onespec.engine.registry import method

@method("{value} divided by 0.")
def divided(value: Column) -> Column:
    return divide(value, 0)

def divide(value, by):
    raise ZeroDivisionError(f"{len(value)} values")
"""
LINE = "AELLTCD: {not_available: the coding house returned preferred terms only}"


@pytest.fixture
def failing(other):
    """A study whose own method fails."""
    other.append("spec/methods.py", METHOD)
    other.replace("spec/sdtm/ae.yaml", LINE, "AELLTCD: {derived: divided, with: {value: AESPID}}")
    return other


def build(study, *more: str, before: tuple[str, ...] = ()) -> list[str]:
    places = ["--study", str(study.spec), "--raw", str(study.raw), "--out", str(study.out)]
    return [*before, "build", *places, "--quiet", "--workers", "1", *more]


def raised(study, err: str) -> bool:
    """Both frames of the method's file are told, and what was raised."""
    file = study.spec / "methods.py"
    frames = [f'File "{file}", line {n}, in {name}\n' for n, name in ((6, "divided"), (9, "divide"))]
    return all(frame in err for frame in frames) and "\nZeroDivisionError: " in err


@pytest.mark.parametrize(
    ("before", "more"), [(("--debug",), ()), ((), ("--debug",))], ids=["before the command", "after the command"]
)
def test_the_traceback_of_an_operation_that_failed(failing, capsys, before, more):
    assert main(build(failing, *more, before=before)) == 1
    err = capsys.readouterr().err
    assert raised(failing, err)
    assert "onespec.engine.findings: STOP  SPEC-OPERATION  sdtm/ae.yaml:18, AELLTCD: divided cannot work" in err


def test_the_environment_asks_for_it_too(failing, capsys, monkeypatch):
    monkeypatch.setenv("ONESPEC_DEBUG", "1")
    assert main(build(failing)) == 1
    assert raised(failing, capsys.readouterr().err)


@pytest.mark.parametrize("value", ["", "0"])
def test_no_traceback_without_it(failing, capsys, monkeypatch, value):
    monkeypatch.setenv("ONESPEC_DEBUG", value)
    assert main(build(failing)) == 1
    err = capsys.readouterr().err
    assert "STOP  SPEC-OPERATION" in err
    assert "Traceback" not in err and 'File "' not in err and "onespec.engine" not in err


def test_a_part_that_an_earlier_build_kept_is_looked_into_again(failing, capsys):
    assert main(build(failing)) == 1
    assert "Traceback" not in capsys.readouterr().err
    assert main(build(failing, "--debug")) == 1
    assert raised(failing, capsys.readouterr().err)


@pytest.mark.slow
def test_workers_show_it_too(failing, capfd):
    """Each of the three parts fails in a process of its own; the finding is told once."""
    assert main([*build(failing, "--part-rows", "1", "--debug", "--workers", "2")]) == 1
    err = capfd.readouterr().err
    assert raised(failing, err)
    assert "SpawnProcess-" in next(line for line in err.splitlines() if "onespec.engine.findings: STOP" in line)


def test_a_file_of_methods_that_cannot_be_loaded(other, capsys):
    other.append("spec/methods.py", "first = 1\nsecond = third\n")
    assert main(["--debug", "check", "--study", str(other.spec)]) == 1
    err = capsys.readouterr().err
    assert f'File "{other.spec / "methods.py"}", line 2, in <module>\n' in err and "\nNameError: name 'third'" in err
    assert "SPEC-PYTHON" in err


def test_what_keeps_the_program_from_running(other, capsys):
    (other.folder / "out").write_text("a file, not a folder")
    assert main(build(other, "--debug")) == 2
    err = capsys.readouterr().err
    assert "Traceback" in err and err.splitlines()[-1].startswith("onespec cannot run: ")


def test_the_steps_of_a_build(other, capsys):
    assert main(build(other, "--debug")) == 0
    said = [line.partition("onespec.cli.progress: ")[2] for line in capsys.readouterr().err.splitlines()]
    assert said[0] == "reading the specification"
    assert {"reading events.csv", "part 1 of 1", "writing AE", "writing define.xml of sdtm"} <= set(said)


def test_afterwards_all_is_as_it_was(other, capsys, monkeypatch):
    monkeypatch.delenv("ONESPEC_DEBUG", raising=False)
    logger = logging.getLogger("onespec")
    before = (list(logger.handlers), logger.level)
    assert main(["--debug", "check", "--study", str(other.spec)]) == 0
    assert (logger.handlers, logger.level) == before and "ONESPEC_DEBUG" not in os.environ


def test_the_help_of_a_command_names_it(capsys):
    for command in ([], ["build"]):
        with pytest.raises(SystemExit):
            main([*command, "--help"])
        assert "--debug" in capsys.readouterr().out
