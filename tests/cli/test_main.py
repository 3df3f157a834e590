"""The command line itself."""

import subprocess
import sys

import pytest
from support import OTHER


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
