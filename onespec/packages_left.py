# pyright: standard
"""What packages have left beside the outputs: a folder a profile, and beside each what was left there."""

from __future__ import annotations

from pathlib import Path

from onespec.engine.build.ownership import strange_reports, sums_file


def strange_packages(folder: Path) -> list[str]:
    """What stands in the folder of packages and is not as this program has left it."""
    if folder.is_symlink() or (folder.exists() and not folder.is_dir()):
        return [folder.name]
    out: list[str] = []
    for path in sorted(folder.iterdir()) if folder.is_dir() else ():
        if path.is_dir() and not path.is_symlink() and not path.name.startswith("."):
            out += [f"{path.name}/{name}" for name in strange_reports(path)]
        elif not _is_own(path, folder):
            out.append(path.name)
    return out


def _is_own(path: Path, folder: Path) -> bool:
    """What lies beside the folder of a profile: the sums of its files, and what a killed run was writing."""
    name = path.name.removesuffix(".new").removesuffix(".old")
    profile = folder / name.removeprefix(".")
    left = path.is_dir() if name != path.name else path.is_file()
    return left and not path.is_symlink() and path.name.startswith(".") and sums_file(profile).name == name
