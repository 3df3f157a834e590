"""More of what is spoiled: SAS files, packages of terminology, registers, archives and the audit trail."""

from __future__ import annotations

import io
import runpy
import shutil
from contextlib import redirect_stdout
from pathlib import Path

from hostile.bases import Base
from support import OTHER, ROOT, StudyCopy

from onespec.cli.main import main

_PLACES = ("--study", "{here}/spec", "--raw", "{here}/raw", "--out", "{here}/out")
_SHAPES = ROOT / "tests" / "conformance" / "terminology" / "shapes.py"
_FORM = {"txt": "text_form", "xml": "xml_form", "xlsx": "excel_form"}
_SAS = ROOT / "tests" / "qc" / "data" / "ae.sas7bdat"

CONFORMANCE = """explained:
  - rule: OS-SDTM-01
    dataset: DM
    engine: onespec
    reason: The study has no trial design.
    who: A. Example
    date: 2021-03-01
    count: 1
"""
SHARING = """dates: {days: 30}
rare: 2
variables:
  AETERM: {as: direct, action: term, from: AEDECOD}
  DM.COUNTRY: {as: quasi, action: group}
  AESPID: {as: kept, action: keep, reason: A number.}
"""
GUIDES = """places:
  registration: {en: "It was registered.", zh: "已注册。"}
  design:
    en: >-
      Two arms.
"""
# register -> what it holds, and the command that reads it
REGISTERS = {
    "waivers": ((OTHER / "qc" / "waivers.yaml").read_text("utf-8"), "qc"),
    "conformance": (CONFORMANCE, "validate"),
    "sharing": (SHARING, "share"),
    "guides": (GUIDES, "package --profile fda"),
}


def more_bases(folder: Path) -> list[Base]:
    """All of them, made below a folder."""
    folder.mkdir(parents=True)
    study = StudyCopy(folder / "study")
    shutil.copytree(OTHER, study.folder)
    shutil.copytree(study.folder / "qc", study.spec / "qc")
    with redirect_stdout(io.StringIO()):
        assert study.build() == 0
    return [_sas(folder), *_terminology(folder, study), *_registers(folder, study), *_kept(folder, study)]


def _sas(folder: Path) -> Base:
    here = folder / "sas7bdat"
    here.mkdir()
    shutil.copy(_SAS, here / "left.sas7bdat")
    shutil.copy(_SAS, here / "right.sas7bdat")
    command = "compare", "{here}/left.sas7bdat", "{here}/right.sas7bdat"
    return Base(here.name, here, (command,), ("right.sas7bdat",), study=False)


def _terminology(folder: Path, study: StudyCopy) -> list[Base]:
    made = []
    forms = runpy.run_path(str(_SHAPES))
    for kind in ("txt", "xml", "xlsx"):
        name, data = f"ct.{kind}", forms[_FORM[kind]]()
        here = folder / f"terminology-{name[3:]}"
        shutil.copytree(study.spec, here / "spec")
        (here / name).write_bytes(data)
        command = "ct", "check", f"{{here}}/{name}", "--study", "{here}/spec"
        made.append(Base(here.name, here, (command,), (name,), study=False))
    return made


def _registers(folder: Path, study: StudyCopy) -> list[Base]:
    made = []
    for name, (said, command) in REGISTERS.items():
        here = folder / f"register-{name}"
        shutil.copytree(study.folder, here)
        (here / "spec" / f"{name}.yaml").write_text(said, "utf-8")
        made.append(Base(here.name, here, ((*command.split(), *_PLACES),), (f"spec/{name}.yaml",), study=False))
    here = folder / "register-queries"
    shutil.copytree(study.folder, here)
    with redirect_stdout(io.StringIO()):
        main(["queries", *(word.format(here=here) for word in _PLACES), "--update"])
    commands = (("queries", *_PLACES, "--update"),)
    made.append(Base(here.name, here, commands, ("spec/queries.yaml",), study=False))
    return made


def _kept(folder: Path, study: StudyCopy) -> list[Base]:
    """An archive, and the audit trail beside it and beside the outputs."""
    here = folder / "archive"
    shutil.copytree(study.folder, here)
    with redirect_stdout(io.StringIO()):
        assert main(["archive", *(word.format(here=here) for word in _PLACES)]) == 0
    [file] = (here / "out.archive").glob("*.zip")
    shutil.move(file, here / "kept.zip")
    verify = Base("archive", here, (("verify", "{here}/kept.zip"),), ("kept.zip",), study=False)
    trail = folder / "trail"
    shutil.copytree(here, trail)
    command = "audit", "--study", "{here}/spec", "--out", "{here}/out"
    return [verify, Base("trail", trail, (command,), ("out.audit.jsonl", "out.audit.head"), study=False)]
