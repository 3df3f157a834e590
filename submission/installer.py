"""pip, run for a lock of hashes: the files that the lock names, or none."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

PIP = ("-P", "-m", "pip", "--disable-pip-version-check", "--no-input")
LAST = 5  # lines of what pip said that are shown where its words are not known
_MISMATCH = re.compile(r"^ {4}(?P<what>\S+)[^\n]*\n((?:\s+(?:Expected|Got|or)[^\n]*\n?)+)", re.MULTILINE)
_ABSENT = re.compile(r"No matching distribution found for (\S+)")
_NO_NETWORK = re.compile(r"NewConnectionError|Failed to establish a new connection|ConnectTimeoutError|ProxyError")
_PYTHON = re.compile(r"requires a different Python: (\S+) not in '([^']+)'")


class NoEnvironment(OSError):
    """The libraries of a lock cannot be had, or the program cannot be installed; the sentence says why."""


def run_pip(python: Path, words: Sequence[str | Path], wheels: Path | None = None) -> None:
    """Run pip of an interpreter; raises `NoEnvironment` with one sentence where it fails.

    wheels  a folder of wheels from which alone is taken, without network and without anybody's settings of pip; None:
            as pip is set up here
    """
    if wheels is not None:
        words = [*words, "--no-index", "--find-links", wheels]
    run([python, *PIP, *words], without_settings=wheels is not None)


def run(command: Sequence[str | Path], without_settings: bool = False) -> None:
    """Run a program of Python in an environment without PYTHONPATH; raises `NoEnvironment` where it fails."""
    clean = {name: value for name, value in os.environ.items() if name not in ("PYTHONPATH", "PYTHONHOME")}
    clean |= {"PYTHONNOUSERSITE": "1", "PYTHONUTF8": "1", "PYTHONDONTWRITEBYTECODE": "1"}
    if without_settings:
        clean = {name: value for name, value in clean.items() if not name.startswith("PIP_")}
        clean["PIP_CONFIG_FILE"] = os.devnull
    try:
        done = subprocess.run(
            [str(word) for word in command],
            env=clean,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            encoding="utf-8",
            errors="replace",
            check=False,
        )
    except OSError as error:
        raise NoEnvironment(f"{command[0]} cannot be started: {error.strerror}.") from None
    if done.returncode:
        raise NoEnvironment(why(done.stderr + "\n" + done.stdout))


def why(said: str) -> str:
    """What pip's complaint means, in one sentence."""
    if "DO NOT MATCH THE HASHES" in said and (found := _MISMATCH.search(said.partition("HASHES")[2])):
        got = re.search(r"Got\s+(\S+)", found[2])
        other = f" (SHA-256 {got[1]})" if got else ""
        return f"{found['what']}: the file that was found{other} is not one that the lock names. Nothing of it is used."
    if found := _PYTHON.search(said):
        return f"the program needs Python {found[2]}; this is {found[1]}."
    if found := _ABSENT.search(said):
        place = f"Python {sys.version_info.major}.{sys.version_info.minor} on {sys.platform}"
        cause = "the index was not reached" if _NO_NETWORK.search(said) else "none was found, or no index was reached"
        return f"{found[1]}: no file of it for {place}: {cause}."
    if found := re.search(r"These do not:\s*\n\s*(\S+)", said):
        return f"{found[1]}: the lock names no version or no hash of it."
    if "No module named pip" in said or "ensurepip" in said:
        return "this Python has no pip and cannot bring one (Debian: apt install python3-venv)."
    lines = [line.strip() for line in said.splitlines() if line.strip() and not line.startswith("WARNING")]
    return "pip failed: " + (" / ".join(lines[-LAST:]) or "it said nothing")
