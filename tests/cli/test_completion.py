"""What a shell completes; and the examples that the help of a command ends with."""

from __future__ import annotations

import importlib
import os
import shlex
import shutil
import subprocess
import sys

import pytest
from support import OTHER, ROOT, SHIPPED

from onespec.cli.commands.completion import SCRIPTS
from onespec.cli.completed import following
from onespec.cli.main import COMMANDS, main

STUDY = f"--study {OTHER / 'spec'}"


def completed(line: str) -> list[str]:
    """What the last word of a line may be; a line that ends in a blank begins another."""
    return following([*line.split(), ""] if line.endswith(" ") else line.split())


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("onespec re", ["report", "review"]),
        ("onespec --", ["--debug", "--help"]),
        ("onespec nothing ", []),
        ("onespec build --mile", ["--milestone"]),
        ("onespec build --milestone d", ["draft", "dry-run"]),
        ("onespec build --workers ", []),
        (f"onespec explain {STUDY} a", ["ADSL", "AE"]),
        (f"onespec explain {STUDY} ae.aest", ["AE.AESTDTC", "AE.AESTDY"]),
        (f"onespec explain AE {STUDY} --variable AESTD", ["AESTDTC", "AESTDY"]),
        (f"onespec impact --out x {STUDY} DM.RFX", ["DM.RFXENDTC", "DM.RFXSTDTC"]),
        (f"onespec show {STUDY} E", ["EX"]),
        (f"onespec show {STUDY} EX ", []),
        (f"onespec qc {STUDY} --only D", ["DM"]),
        ("onespec show --study nowhere ", []),
        ("onespec new d", ["dataset"]),
        (f"onespec new dataset AE {STUDY} --from e", ["enrol", "events"]),
        ("onespec ct f", ["find"]),
        ("onespec list m", ["methods"]),
        ("onespec list methods study_", ["study_day"]),
        ("onespec completion b", ["bash"]),
    ],
)
def test_what_may_follow(line, found):
    assert completed(line) == found


def test_all_commands_and_the_studies_of_the_folder(monkeypatch):
    monkeypatch.chdir(ROOT)
    assert set(COMMANDS) < set(completed("onespec "))
    assert completed("onespec check --study ") == [SHIPPED.name]


def test_every_command_can_be_completed():
    for name in COMMANDS:
        assert "--help" in completed(f"onespec {name} --")


@pytest.mark.slow
@pytest.mark.skipif(not shutil.which("bash"), reason="there is no bash")
def test_bash_completes(tmp_path):
    """The script defines a function that fills COMPREPLY, as bash does when TAB is pressed."""
    program = tmp_path / "onespec"
    program.write_text(f'#!/bin/sh\nexec {sys.executable} -m onespec.cli.main "$@"\n', encoding="utf-8")
    program.chmod(0o755)
    pressed = f"""
eval "$(onespec completion bash)"
complete -p onespec
COMP_WORDS=(onespec explain {STUDY} AE.AESTDTC --most 1); COMP_CWORD=4
_onespec
echo "${{COMPREPLY[*]}}"
"""
    environment = os.environ | {"PATH": f"{tmp_path}:{os.environ['PATH']}", "PYTHONPATH": str(ROOT)}
    done = subprocess.run(["bash", "-c", pressed], env=environment, capture_output=True, text=True, check=True)
    assert done.stdout.splitlines() == ["complete -o default -F _onespec onespec", "AE.AESTDTC"]


def test_zsh_takes_the_same_script(capsys):
    assert main(["completion", "zsh"]) == 0
    assert capsys.readouterr().out == f"autoload -U +X bashcompinit && bashcompinit\n{SCRIPTS['bash']}\n"


@pytest.mark.parametrize(
    "words",
    [
        *([c] for c in COMMANDS),
        ["new", "dataset"],
        ["new", "study"],
        ["ct", "check"],
        ["spec", "export"],
        ["spec", "diff"],
    ],
)
def test_the_help_of_a_command_ends_with_an_example_that_can_be_parsed(words, capsys, monkeypatch):
    """The example is run as far as its words are read."""
    with pytest.raises(SystemExit) as ended:
        main([*words, "--help"])
    *_, last = capsys.readouterr().out.strip().splitlines()
    assert ended.value.code == 0 and last.startswith(f"example: onespec {words[0]}")
    asked = []
    module = importlib.import_module(f"onespec.cli.commands.{words[0].replace('-', '_')}")
    monkeypatch.setattr(module, "run", lambda arguments: asked.append(arguments) or 0)
    typed = last.removeprefix("example: onespec ").partition(" > ")[0]
    assert main(shlex.split(typed)) == 0 and asked[0].command == words[0]
