"""The command line itself."""

import gc
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
