"""Where the rooms of the package lie, and the study that a wheel carries.  All else stands in pyproject.toml.

In a clone ``onespec/`` links to each room at the top, and setuptools finds the package through the links.
Where a checkout cannot hold links (Windows without the right to make them), the same rooms are mapped one by one.
"""

from collections import defaultdict
from pathlib import Path

from setuptools import find_packages, setup

ROOT = Path(__file__).parent
SHIPS = "ChiCTR2600126870"  # by name: what else lies in a clone's specs/ is somebody's own, and in no wheel
PROGRAM = ("pyproject.toml", "setup.py", "LICENSE", "requirements.lock")
LINKED = all((ROOT / "onespec" / room).is_dir() for room in ("engine", "standards"))


def linked() -> dict[str, object]:
    """The packages as the links show them."""
    return {"packages": find_packages(str(ROOT), include=["onespec", "onespec.*"]), "package_dir": {"": "."}}


def mapped() -> dict[str, object]:
    """The same packages without a link: the folder of each room at the top, and of the folders in it."""
    top = {path.parent.name: path.parent.name for path in ROOT.glob("*/__init__.py")} | {"standards": "specs/standards"}
    folders = {f"onespec.{room}": folder for room, folder in top.items() if room != "onespec"}
    folders |= {
        f"{package}.{name}": f"{folder}/{name.replace('.', '/')}"
        for package, folder in folders.items()
        for name in find_packages(str(ROOT / folder))
    }
    return {"packages": ["onespec", *folders], "package_dir": {"onespec": "onespec", **folders}}


def carried() -> list[tuple[str, list[str]]]:
    """The study that ships, its specification and its simulator, for share/onespec of what is installed into.

    Its export is none of it: the simulator writes it.  And how the program is installed, which an archive holds.
    """
    out = defaultdict(list)
    out["share/onespec/program"] = [name for name in PROGRAM if (ROOT / name).is_file()]
    for place in ("specs", "raw_samples"):
        for path in sorted((ROOT / place / SHIPS).rglob("*")):
            file = path.relative_to(ROOT)
            if path.is_file() and "__pycache__" not in file.parts and file.parts[2] not in ("export", "truth"):
                out[f"share/onespec/{file.parent.as_posix()}"].append(file.as_posix())
    return sorted(out.items())


if __name__ == "__main__":
    setup(**(linked() if LINKED else mapped()), data_files=carried())
