"""The command line itself."""

import gc
import io
import subprocess
import sys

import pytest
from support import OTHER

from onespec.cli.main import NEW_OBJECTS, main


@pytest.mark.slow
def test_a_reader_that_closes_the_output_is_no_fault():
    """As in `onespec ... | head`."""
    command = subprocess.Popen(
        [sys.executable, "-m", "onespec.cli.main", "check", "--study", str(OTHER / "spec")],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    command.stdout.close()
    said = command.stderr.read()
    assert (command.wait(), said) == (2, "")


def test_a_command_looks_for_unreachable_objects_less_often(monkeypatch):
    asked = []
    monkeypatch.setattr(gc, "set_threshold", asked.append)
    assert main(["completion", "bash"]) == 0
    assert asked == [NEW_OBJECTS] and gc.isenabled()


def test_a_terminal_that_lacks_a_character_shows_its_code(monkeypatch):
    out = io.TextIOWrapper(io.BytesIO(), "latin-1")
    monkeypatch.setattr(sys, "stdout", out)
    main(["ct", "find", "Hemoglobin"])
    print("\u6c49\u5b57 \u00b5", flush=True)
    assert out.buffer.getvalue().endswith(b"\\u6c49\\u5b57 \xb5\n")


def test_a_folder_that_is_gone_is_told(tmp_path, monkeypatch, capsys):
    (tmp_path / "gone").mkdir()
    monkeypatch.chdir(tmp_path / "gone")
    (tmp_path / "gone").rmdir()
    assert main(["list"]) == 2
    assert "the folder that you are in is no longer there" in capsys.readouterr().err
