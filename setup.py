"""Where the rooms of the package lie.  Everything else about it stands in pyproject.toml.

In a clone ``onespec/`` links to each room at the top, and setuptools finds the package through the links.
Where a checkout cannot hold links (Windows without the right to make them), the same rooms are mapped one by one.
"""

from pathlib import Path

from setuptools import find_packages, setup

ROOT = Path(__file__).parent
LINKED = all((ROOT / "onespec" / room).is_dir() for room in ("engine", "standards"))


def rooms() -> dict[str, str]:
    """Package -> folder of each room at the top, and of the folders in it."""
    top = {path.parent.name: path.parent.name for path in ROOT.glob("*/__init__.py")} | {"standards": "specs/standards"}
    inner = {
        f"{room}.{name}": f"{folder}/{name.replace('.', '/')}"
        for room, folder in top.items()
        for name in find_packages(folder)
    }
    return {f"onespec.{name}": folder for name, folder in (top | inner).items() if name != "onespec"}


if LINKED:
    setup(packages=find_packages(include=["onespec", "onespec.*"]), package_dir={"": "."})
else:
    setup(packages=["onespec", *rooms()], package_dir={"onespec": "onespec", **rooms()})
