"""What is spoiled: the smallest study with its export in each kind of file, built once, and files of exchange."""

from __future__ import annotations

import csv
import io
import shutil
from contextlib import redirect_stdout
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import openpyxl
import pandas as pd
from odm import of_tables
from support import OTHER, SHIPPED, StudyCopy

from onespec.cli.main import main
from onespec.engine.xpt.writer import XptVariable, write_xpt

FORMS = ("enrol", "inhaler", "events", "peak_flow")


@dataclass(frozen=True)
class Base:
    """A folder that is copied for each case.

    commands  what is run on the copy, its folder in the place of {here}
    files     what is spoiled, relative to the folder
    study     a study was built in it: its outputs are old or new, whole, whatever happens
    """

    name: str
    folder: Path
    commands: tuple[tuple[str, ...], ...]
    files: tuple[str, ...]
    study: bool = True


_BUILD = ("build", "--study", "{here}/spec", "--raw", "{here}/raw", "--out", "{here}/out", "--workers", "1", "--quiet")


def bases(folder: Path) -> list[Base]:
    """All of them, made below a folder."""
    studies = [_study(folder / kind, kind) for kind in ("csv", "xlsx", "xpt", "odm")]
    return [*studies, _shipped(folder / "shipped"), *_exchanged(folder / "exchange", studies[0])]


def _study(folder: Path, kind: str) -> Base:
    shutil.copytree(OTHER, folder)
    study = StudyCopy(folder)
    {"csv": lambda _: None, "xlsx": _as_xlsx, "xpt": _as_xpt, "odm": _as_odm}[kind](study)
    shutil.rmtree(folder / "qc")
    with redirect_stdout(io.StringIO()):
        assert study.build() == 0, kind
    spoiled = sorted(p.relative_to(folder).as_posix() for p in study.raw.rglob("*") if p.is_file())
    if kind == "csv":
        spoiled += sorted(p.relative_to(folder).as_posix() for p in study.spec.rglob("*") if p.is_file())
    return Base(kind, folder, (_BUILD,), tuple(spoiled))


def _shipped(folder: Path) -> Base:
    """The specification that ships: it uses most of the language."""
    shutil.copytree(SHIPPED, folder / "spec", ignore=shutil.ignore_patterns("__pycache__"))
    kinds = ("*.yaml", "sdtm/*.yaml", "adam/*.yaml", "displays/*.yaml", "tables/*.csv")
    files = sorted(p.relative_to(folder).as_posix() for kind in kinds for p in (folder / "spec").glob(kind))
    return Base("shipped", folder, (("check", "--study", "{here}/spec"),), tuple(files), study=False)


def _rows(file: Path) -> list[list[str]]:
    return list(csv.reader(io.StringIO(file.read_text(encoding="utf-8"), newline="")))


def _as_xlsx(study: StudyCopy) -> None:
    for name in FORMS:
        book = openpyxl.Workbook()
        for row in _rows(study.raw / f"{name}.csv"):
            book.active.append(row)
        book.save(study.raw / f"{name}.xlsx")
        (study.raw / f"{name}.csv").unlink()
        study.replace("spec/crf.yaml", f"    file: {name}.csv\n    encoding: utf-8\n", f"    file: {name}.xlsx\n")


def _as_xpt(study: StudyCopy) -> None:
    for name in FORMS:
        header, *rows = _rows(study.raw / f"{name}.csv")
        frame = pd.DataFrame(rows, columns=header, dtype=str)
        variables = [XptVariable(n, n, "Char", max(1, int(frame[n].str.len().max())), "") for n in header]
        file = study.raw / f"{name}.xpt"
        write_xpt(file, name[:8].upper(), name, variables, [frame], created=datetime(2021, 3, 1))
        (study.raw / f"{name}.csv").unlink()
        study.replace("spec/crf.yaml", f"    file: {name}.csv\n", f"    file: {name}.xpt\n")


def _as_odm(study: StudyCopy) -> None:
    files = {name: study.raw / f"{name}.csv" for name in FORMS}
    (study.raw / "export.xml").write_text(of_tables(files, "PATIENT"), encoding="utf-8")
    for name, file in files.items():
        file.unlink()
        aside = "" if name == "enrol" else "    ignore: {ItemGroupRepeatKey: it numbers the rows of a subject}\n"
        old = f"    file: {name}.csv\n    encoding: utf-8\n"
        study.replace("spec/crf.yaml", old, f"    file: export.xml\n    sheet: IG.{name}\n{aside}")
    for file in study.spec.rglob("*.yaml"):
        file.write_text(file.read_text(encoding="utf-8").replace("PATIENT", "SubjectKey"), encoding="utf-8")


def _exchanged(folder: Path, built: Base) -> list[Base]:
    """Files that are compared, checked and imported."""
    out, made = built.folder / "out", []
    for kind in ("xpt", "parquet", "csv", "json", "ndjson", "xlsx"):
        here = folder / f"compare-{kind}"
        here.mkdir(parents=True)
        shutil.copy(out / "sdtm" / "ae.xpt", here / "left.xpt")
        _dataset(out / "sdtm" / "ae.xpt", here / f"right.{kind}")
        command = ("compare", "{here}/left.xpt", f"{{here}}/right.{kind}")
        made.append(Base(here.name, here, (command,), (f"right.{kind}",), study=False))
    here = folder / "define"
    here.mkdir()
    shutil.copy(out / "sdtm" / "define.xml", here / "define.xml")
    commands = (
        ("define-check", "{here}/define.xml"),
        ("define-html", "{here}/define.xml", "--output", "{here}/define.html"),
        ("spec", "import", "{here}/define.xml", "--study", "{here}/study"),
    )
    made.append(Base("define", here, commands, ("define.xml",), study=False))
    here = folder / "workbook"
    here.mkdir()
    with redirect_stdout(io.StringIO()):
        assert main(["spec", "export", str(out / "sdtm" / "define.xml"), "--xlsx", f"{here}/spec.xlsx"]) == 0
    commands = (("spec", "import", "{here}/spec.xlsx", "--study", "{here}/study"),)
    made.append(Base("workbook", here, commands, ("spec.xlsx",), study=False))
    return made


def _dataset(xpt: Path, file: Path) -> None:
    from onespec.engine.xpt.reader import read_xpt

    header, frame = read_xpt(xpt)
    kind = file.suffix[1:]
    if kind == "xpt":
        shutil.copy(xpt, file)
    elif kind == "parquet":
        frame.to_parquet(file)
    elif kind == "csv":
        frame.to_csv(file, index=False)
    elif kind == "xlsx":
        frame.to_excel(file, index=False)
    else:
        _dataset_json(header, frame, file, kind)


def _dataset_json(header, frame: pd.DataFrame, file: Path, kind: str) -> None:
    import json

    columns = [
        {"itemOID": f"IT.{v.name}", "name": v.name, "label": v.label, "keySequence": number}
        | {"dataType": "string" if v.type == "Char" else "double"}
        for number, v in enumerate(header.variables, 1)
    ]
    head = {"datasetJSONVersion": "1.1.0", "datasetJSONCreationDateTime": "2021-03-01T00:00:00", "records": len(frame)}
    head |= {"itemGroupOID": f"IG.{header.name}", "name": header.name, "label": header.label, "columns": columns}
    rows = frame.astype(object).where(frame.notna(), None).to_numpy().tolist()
    if kind == "json":
        file.write_text(json.dumps(head | {"rows": rows}))
    else:
        file.write_text("\n".join(json.dumps(each) for each in (head, *rows)))
