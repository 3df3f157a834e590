"""The libraries of a lock as files, for an archive that carries them: in ten years an index may be gone."""

from __future__ import annotations

import platform
import re
import sys
from pathlib import Path

from onespec.engine.disk import sha256
from onespec.submission.installer import NoEnvironment, run_pip

# The oldest C library for which files are taken is stated, so that Linux machines of any age get the same files.
_GLIBC = tuple(range(28, 4, -1))
_HASH = re.compile(r"--hash=sha256:([0-9a-f]{64})")
_OLD_NAMES = {17: "manylinux2014", 12: "manylinux2010", 5: "manylinux1"}


def download_wheels(lock: Path, to: Path) -> list[Path]:
    """Put the wheels of a lock into a folder; returns them by name.

    They are those for the version of Python that runs this and for its platform; on Linux for glibc 2.28 and later,
    whatever this machine has.  So two machines of one kind get the same files.  Every file has a hash of the lock.

    to  is made, or holds nothing.  Raises `NoEnvironment` with a sentence.
    """
    if to.is_dir() and any(to.iterdir()):
        raise NoEnvironment(f"{to} holds something already; name a folder that holds nothing.")
    if not lock.is_file():
        raise NoEnvironment(f"{lock} is not there: without it no wheel is known.")
    to.mkdir(parents=True, exist_ok=True)
    wanted = ["--require-hashes", "--only-binary", ":all:", "--no-deps", *_platform(), "-r", lock, "--dest", to]
    run_pip(Path(sys.executable), ["download", "--quiet", *wanted])
    return held_wheels(lock, to)


def held_wheels(lock: Path, folder: Path) -> list[Path]:
    """The files of a folder, by name, each of which has a hash that the lock names.

    Raises `NoEnvironment` where one has another, or there is none.
    """
    known = set(_HASH.findall(lock.read_text(encoding="utf-8")))
    files = sorted(path for path in folder.iterdir() if path.is_file())
    for path in files:
        if sha256(path) not in known:
            raise NoEnvironment(f"{path.name} is no file that {lock.name} names by its hash.")
    if not files:
        raise NoEnvironment(f"{lock.name} names no library, or no wheel of it was found.")
    return files


def wheels_for() -> str:
    """The version of Python and the platform for which `download_wheels` takes files: ``cp311-linux-x86_64``."""
    system, machine = platform.system().lower() or "unknown", platform.machine() or "unknown"
    return f"cp{sys.version_info.major}{sys.version_info.minor}-{system}-{machine}"


def _platform() -> list[str]:
    if platform.libc_ver()[0] != "glibc":
        return []
    machine, version = platform.machine(), f"{sys.version_info.major}.{sys.version_info.minor}"
    tags = [tag for minor in _GLIBC for tag in (f"manylinux_2_{minor}", _OLD_NAMES.get(minor)) if tag]
    words = ["--implementation", "cp", "--python-version", version]
    return words + [word for tag in tags for word in ("--platform", f"{tag}_{machine}")]
