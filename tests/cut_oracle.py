"""The export as it would be if nothing after a day were known: row by row, cell by cell, without the program.

Nothing of the program's own cut is used.  What a date is, which visit a name means and what each form holds is said
here again, by hand, from the case record form.
"""

from __future__ import annotations

import csv
import re
from pathlib import Path

import openpyxl
import yaml
from support import SHIPPED

GB = ("haematology.csv", "earlier_tki.csv", "local_lab.csv", "virology.csv")
MONTHS = ("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC")
# File: its dates, and the column of the visit of forms that may have none.
DATES: dict[str, tuple[list[str], str]] = {
    "demography.csv": (["ICFDAT"], ""),
    "reconsent.csv": (["RICFDAT"], ""),
    "eligibility.xlsx": (["IEDAT", "ENRDAT"], ""),
    "visits.csv": (["VISDAT"], "VISIT"),
    "history.xlsx": (["肝癌诊断日期", "肝移植日期", "首次复发日期"], ""),
    "earlier_tki.csv": (["TKISTDAT"], ""),
    "ecog.csv": (["ECOGDAT"], "VISIT"),
    "child_pugh.csv": (["CPDAT"], "VISIT"),
    "vital_signs.csv": (["VSDAT"], "VISIT"),
    "haematology.csv": (["采样日期"], "访视"),
    "chemistry.csv": (["LBDAT"], "VISIT"),
    "coagulation.csv": (["LBDAT"], "VISIT"),
    "urinalysis.csv": (["LBDAT"], "VISIT"),
    "afp.csv": (["LBDAT"], "VISIT"),
    "local_lab.csv": (["采样日期"], "访视"),
    "oxaliplatin.csv": (["OXSTDAT"], "VISIT"),
    "capecitabine.csv": (["CAPSTDAT"], "VISIT"),
    "bevacizumab.csv": (["BEVSTDAT"], "VISIT"),
    "target_lesions.csv": (["TLDAT"], "VISIT"),
    "nontarget_lesions.csv": (["NTLDAT"], "VISIT"),
    "new_lesions.csv": (["NLDAT"], "VISIT"),
    "response.csv": (["RSDAT"], "VISIT"),
    "ae.csv": (["AESTDAT"], ""),
    "conmeds.csv": (["CMSTDAT"], ""),
    "later_therapy.xlsx": (["LTSTDAT"], ""),
    "end_of_treatment.csv": (["EOTDAT"], ""),
    "end_of_study.csv": (["EOSDAT"], ""),
    "death.csv": (["DTHDAT"], ""),
    "survival.csv": (["FUDAT"], ""),
    "ecg.csv": (["EGDAT"], "VISIT"),
    "deviations.csv": (["DVDAT"], "VISIT"),
    "pregnancy.csv": (["HCGDAT"], "VISIT"),
    "virology.csv": (["采样日期"], "访视"),
}
DOSES = {"oxaliplatin.csv": "OXENDAT", "capecitabine.csv": "CAPENDAT", "bevacizumab.csv": "BEVENDAT"}
ENDS = {"earlier_tki.csv": "TKIENDAT", "ae.csv": "AEENDAT", "conmeds.csv": "CMENDAT", "later_therapy.xlsx": "LTENDAT"}
TIMES = {"OXENDAT": "OXENTIM", "BEVENDAT": "BEVENTIM"}


def iso(written: str) -> str:
    """A date of the export as YYYY-MM-DD, as far as it is known; blank where it is none."""
    narrow = written.strip().translate(str.maketrans("０１２３４５６７８９", "0123456789")).upper()
    if parts := re.fullmatch(r"(\d\d|UN|UNK)([A-Z]{3})(\d{4})", narrow):
        day, month, year = parts.groups()
        month = f"{MONTHS.index(month) + 1:02}" if month in MONTHS else "UN"
    elif parts := re.fullmatch(r"(\d{4})[-/](\d{1,2}|UN|UNK)[-/](\d{1,2}|UN|UNK)", narrow):
        year, month, day = parts.groups()
    else:
        return ""
    if not month.isdigit():
        return year
    if not day.isdigit():
        return f"{year}-{int(month):02}"
    if int(month) not in range(1, 13) or int(day) not in range(1, 32) or (int(month) == 2 and int(day) > 29):
        return ""
    return f"{year}-{int(month):02}-{int(day):02}"


def after(written: str, day: str) -> bool:
    known = iso(written)
    return bool(known) and known > day[: len(known)]


def write_cut(raw: Path, out: Path, day: str) -> None:
    """The export as it would have been on a day."""
    out.mkdir(parents=True)
    tables = {path.name: read(path) for path in sorted(raw.iterdir())}
    names, late = visit_names(), late_subjects(tables, day)
    visits = late_visits(tables["visits.csv"], names, day)
    for file, (head, rows, sheet) in tables.items():
        kept = [as_known(file, dict(zip(head, row, strict=True)), day) for row in rows]
        kept = [row for row in kept if row and not is_out(file, row, day, late, visits, names)]
        write(out / file, head, [[row[name] for name in head] for row in kept], sheet)


def is_out(file: str, row: dict[str, str], day: str, late: set[str], visits: dict, names: dict[str, str]) -> bool:
    subject = row.get("SUBJID", row.get("受试者编号", "")).strip()
    dates, visit = DATES[file]
    if subject in late:
        return True
    known = [row[name] for name in dates if iso(row[name])]
    if known:
        return all(after(each, day) for each in known)
    return bool(visit) and visits.get((subject, names.get(row[visit].strip().casefold(), "")), False)


def as_known(file: str, row: dict[str, str], day: str) -> dict[str, str]:
    """The row with what was known on the day."""
    row = dict(row)
    if file in DOSES and after(row[DOSES[file]], day):
        year, month, number = day.split("-")
        written = f"{number}{MONTHS[int(month) - 1]}{year}"
        row[DOSES[file]] = written
        if DOSES[file] in TIMES:
            row[TIMES[DOSES[file]]] = ""
    if file in ENDS and after(row[ENDS[file]], day):
        row[ENDS[file]] = ""
        if file == "ae.csv":
            row |= {"AEONGO": "Y", "AEOUT": "NOT RECOVERED/NOT RESOLVED"}
            if row["AETOXGR"].strip() == "5":
                row |= {"AETOXGR": "", "AESDTH": "N"}
        if file == "conmeds.csv":
            row["CMONGO"] = "Y"
    if file == "eligibility.xlsx" and after(row["ENRDAT"], day) and not after(row["IEDAT"], day):
        row |= {"ENRDAT": "", "ENRYN": ""}
    return row


def late_subjects(tables: dict, day: str) -> set[str]:
    head, rows, _ = tables["demography.csv"]
    who = [dict(zip(head, row, strict=True)) for row in rows]
    return {row["SUBJID"].strip() for row in who if after(row["ICFDAT"], day)}


def late_visits(table: tuple, names: dict[str, str], day: str) -> dict[tuple[str, str], bool]:
    """By subject and visit, whether it lies after the day; without a date, where a visit planned before it does."""
    order = list(dict.fromkeys(names.values()))
    head, rows, _ = table
    out: dict[tuple[str, str], bool] = {}
    undated = []
    for row in (dict(zip(head, each, strict=True)) for each in rows):
        key = row["SUBJID"].strip(), names.get(row["VISIT"].strip().casefold(), "")
        if not iso(row["VISDAT"]):
            undated.append(key)
        out[key] = after(row["VISDAT"], day)
    for subject, visit in undated:
        earlier = order[: order.index(visit)]
        out[subject, visit] = any(out.get((subject, each), False) for each in earlier)
    return out


def visit_names() -> dict[str, str]:
    """What the sites call each visit, in the order of the protocol."""
    terms = yaml.safe_load((SHIPPED / "codelists.yaml").read_text(encoding="utf-8"))["VISIT"]["terms"]
    out = {}
    for term, said in terms.items():
        raw = said.get("raw", []) if isinstance(said, dict) else said
        for name in (term, *([raw] if isinstance(raw, str) else raw or [])):
            out.setdefault(str(name).casefold(), term)
    return out


def read(path: Path) -> tuple[list[str], list[list[str]], str]:
    """Head, rows and the sheet of a file."""
    if path.suffix == ".xlsx":
        sheet = openpyxl.load_workbook(path).worksheets[0]
        rows = [[_text(cell.value) for cell in row] for row in sheet.iter_rows()]
        return rows[0], [row for row in rows[1:] if any(row)], sheet.title
    with path.open(encoding="gb18030" if path.name in GB else "utf-8-sig", newline="") as file:
        head, *rows = csv.reader(file)
    return head, [row for row in rows if any(cell.strip() for cell in row)], ""


def _text(value: object) -> str:
    return "" if value is None else str(value.date()) if hasattr(value, "date") else str(value)


def write(path: Path, head: list[str], rows: list[list[str]], sheet: str) -> None:
    if path.suffix == ".xlsx":
        book = openpyxl.Workbook()
        book.worksheets[0].title = sheet
        for row in (head, *rows):
            book.worksheets[0].append(row)
        book.save(path)
        return
    with path.open("w", encoding="gb18030" if path.name in GB else "utf-8-sig", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows([head, *rows])
