# ruff: noqa: E501  each fault is read on one line
"""Faults to seed into the data of the small define.xml, or into what it says of them: each breaks one rule."""

from __future__ import annotations

from collections.abc import Callable
from copy import deepcopy
from pathlib import Path
from typing import NamedTuple

from .small import DATA, SMALL, write_dataset, write_small


class DataSeed(NamedTuple):
    """rule -> what is done to the data, to the define.xml, and to the folder when all is written."""

    rule: str
    change: Callable[[dict], object] = lambda data: None
    edits: tuple[tuple[str, str], ...] = ()
    after: Callable[[Path], object] = lambda folder: None

    def write(self, folder: Path) -> Path:
        data, define = deepcopy(DATA), SMALL
        self.change(data)
        for old, new in self.edits:
            assert old in define, old
            define = define.replace(old, new, 1)
        path = write_small(folder, define, data)
        self.after(folder)
        return path


def put(dataset: str, name: str, row: int | None, value: object, size: int | None = None) -> Callable[[dict], None]:
    """Another value in one row, or in all; ``size``: another length in the file."""

    def change(data: dict) -> None:
        variables = data[dataset][1]
        at = next(i for i, v in enumerate(variables) if v[0] == name)
        _, label, length, values, *rest = variables[at]
        new = [value if row is None or i == row else old for i, old in enumerate(values)]
        variables[at] = (name, label, length if size is None else size, new, *rest)

    return change


def both(*changes: Callable[[dict], None]) -> Callable[[dict], None]:
    return lambda data: [change(data) for change in changes]


def described(dataset: str, name: str, **new: object) -> Callable[[dict], None]:
    """Another label or format of a variable."""

    def change(data: dict) -> None:
        variables = data[dataset][1]
        at = next(i for i, v in enumerate(variables) if v[0] == name)
        _, label, size, values, *_ = variables[at]
        variables[at] = (name, new.get("label", label), size, values, *([new["format"]] if "format" in new else []))

    return change


_TEMP = '<RangeCheck Comparator="IN" SoftHard="Soft" def:ItemOID="IT.VS.VSTESTCD"><CheckValue>TEMP</CheckValue></RangeCheck>'
_VISIT_2 = (
    '<RangeCheck Comparator="EQ" SoftHard="Soft" def:ItemOID="IT.VS.VISITNUM"><CheckValue>2</CheckValue></RangeCheck>'
)
_VISIT_1 = '      <def:WhereClauseDef OID="WC.VS.VISIT1"'
_QVAL = 'Name="QVAL" DataType="text" Length="7"'
_RACEOTH = 'Name="RACEOTH" DataType="text" Length="7"'
_OTHER = (
    (
        '      <def:ValueListDef OID="VL.SUPPDM.QVAL">\n',
        '      <def:ValueListDef OID="VL.SUPPDM.QVAL">\n        <ItemRef ItemOID="IT.SUPPDM.QVAL.OTHER" Mandatory="No"><def:WhereClauseRef WhereClauseOID="WC.SUPPDM.OTHER"/></ItemRef>\n',
    ),
    ('<ItemRef ItemOID="IT.SUPPDM.QVAL.RACEOTH" OrderNumber="1"', '<ItemRef ItemOID="IT.SUPPDM.QVAL.RACEOTH"'),
    (
        _VISIT_1,
        '      <def:WhereClauseDef OID="WC.SUPPDM.OTHER"><RangeCheck Comparator="EQ" SoftHard="Soft" def:ItemOID="IT.SUPPDM.QNAM"><CheckValue>OTHER</CheckValue></RangeCheck></def:WhereClauseDef>\n'
        + _VISIT_1,
    ),
    (
        '      <CodeList OID="CL.AGEU"',
        '      <ItemDef OID="IT.SUPPDM.QVAL.OTHER" Name="OTHER" DataType="text" Length="40"><def:Origin Type="Assigned" Source="Sponsor"/></ItemDef>\n      <CodeList OID="CL.AGEU"',
    ),
    (_QVAL, _QVAL.replace('"7"', '"40"')),
)


def _other(data: dict) -> None:
    label, variables = data["SUPPDM"]
    second = {"QNAM": "OTHER", "QVAL": "x" * 40}
    sizes = {"QVAL": 40}
    data["SUPPDM"] = (
        label,
        [(n, said, sizes.get(n, size), [*v, second.get(n, v[0])]) for n, said, size, v in variables],
    )


def _swap(data: dict) -> None:
    variables = data["DM"][1]
    variables[6], variables[7] = variables[7], variables[6]


DATA_SEEDS = [
    DataSeed("DX2001", lambda data: data.pop("SUPPDM")),
    DataSeed("DX2002", lambda data: data.update(QS=data["DM"])),
    DataSeed("DX2003", lambda data: data["VS"][1].pop(7)),
    DataSeed("DX2004", lambda data: data["DM"][1].append(("RACE", "Race", 5, ["ASIAN", "WHITE"]))),
    DataSeed("DX2005", _swap),
    DataSeed("DX2006", described("DM", "AGE", label="Age in Years")),
    DataSeed("DX2007", lambda data: data["DM"][1].__setitem__(6, ("AGE", "Age", 2, ["34", "61"]))),
    DataSeed("DX2008", put("DM", "COUNTRY", 0, "CHINA", 5)),
    DataSeed("DX2008", put("VS", "VSSEQ", 1, 12)),
    DataSeed(
        "DX2009", edits=(('Name="COUNTRY" DataType="text" Length="3"', 'Name="COUNTRY" DataType="text" Length="30"'),)
    ),
    DataSeed("DX2010", lambda data: data.update(VS=("Signs", data["VS"][1]))),
    DataSeed("DX2011", put("DM", "COUNTRY", 0, "CHN", 5)),
    DataSeed("DX2012", described("DM", "AGE", format="3.")),
    DataSeed("DX2013", put("VS", "USUBJID", None, "SMALL-01")),
    DataSeed(
        "DX2014",
        put("DM", "ETHNIC", 0, "UNKNOWN", 7),
        (('Name="ETHNIC" DataType="text" Length="1"', 'Name="ETHNIC" DataType="text" Length="7"'),),
    ),
    DataSeed(
        "DX2014",
        edits=(
            ('Name="SUPPDM" Domain="DM"', 'Name="SUPPDM" def:HasNoData="Yes" def:CommentOID="COM.ETHNIC" Domain="DM"'),
        ),
    ),
    DataSeed("DX2015", put("DM", "RFSTDTC", None, "")),
    DataSeed("DX2016", put("DM", "SITEID", 0, "")),
    DataSeed("DX2017", after=lambda folder: (folder / "vs.xpt").write_bytes(b"HEADER")),
    DataSeed("DX2018", after=lambda folder: write_dataset(folder / "suppdm.xpt", "SUPPXX", *DATA["SUPPDM"])),
    DataSeed("DX2101", put("VS", "VSORRESU", 0, "kPa")),
    DataSeed("DX2102", put("DM", "SEX", None, "F")),
    DataSeed("DX2103", put("DM", "AGE", 0, 34.5)),
    DataSeed("DX2104", put("VS", "VSSTRESN", 1, 36.65)),
    DataSeed("DX2105", put("VS", "VSDTC", 0, "2027-01")),
    DataSeed("DX2201", put("VS", "VISITNUM", 3, 2), ((_TEMP, _TEMP + _VISIT_2),)),
    DataSeed(
        "DX2202", edits=((_TEMP, _TEMP.replace("IN", "GE", 1).replace("VSTESTCD", "VISITNUM").replace("TEMP", "1")),)
    ),
    DataSeed(
        "DX2203",
        edits=(
            (_VISIT_1, f'      <def:WhereClauseDef OID="WC.VS.2">{_VISIT_2}</def:WhereClauseDef>\n{_VISIT_1}'),
            (
                '<def:WhereClauseRef WhereClauseOID="WC.VS.TEMP"/>',
                '<def:WhereClauseRef WhereClauseOID="WC.VS.TEMP"/><def:WhereClauseRef WhereClauseOID="WC.VS.2"/>',
            ),
        ),
    ),
    DataSeed("DX2204", put("VS", "VSORRES", 0, "1200")),
    DataSeed("DX2205", put("VS", "VSORRES", 0, "1.5")),
    DataSeed(
        "DX2206",
        edits=(
            (
                '>Race Other</TranslatedText></Description>\n        <def:Origin Type="Pre',
                '>Race Other</TranslatedText></Description>\n        <CodeListRef CodeListOID="CL.RDOMAIN"/><def:Origin Type="Pre',
            ),
        ),
    ),
    DataSeed("DX2207", _other, (*_OTHER, (_RACEOTH, _RACEOTH.replace('"7"', '"30"')))),
    DataSeed("DX2208", put("VS", "VSORRES", 1, "6.65")),
]
