"""Errors that are seeded: each operation does what its name says, and the comparison sees it."""

import pytest
from compared import frame
from support import ROOT, SHIPPED

from onespec.engine.findings import Findings
from onespec.qc.compare import Settings, compare_tables
from onespec.qc.power.errors import FILE, Edge, OutputError, read_errors
from onespec.qc.power.measure import CAUGHT, MISSED, NO_EFFECT, Outcome, table
from onespec.qc.power.seeds import OPERATIONS, CannotSeed, Dataset
from onespec.qc.run import programs_of
from onespec.qc.tables import from_frame

DATA = frame(
    USUBJID=["1", "1", "2"],
    AETERM=["Fever", "Rash", "Fever"],
    AESTDTC=["2026-02-28", "2026-03", "2026-03-01T08:30"],
    AESTDY=[3, 10, None],
)
# operation, parameter, and the rows afterwards
EXAMPLES = [
    ("drop", "yes", DATA[1:]),
    ("drop_all", "yes", DATA[:0]),
    ("repeat", "yes", DATA.take([0, 0, 1, 2])),
    ("move_last", "yes", DATA.take([1, 2, 0])),
    ("set", {"AETERM": "Itch"}, DATA.assign(AETERM=["Itch", "Rash", "Fever"])),
    ("set_all", {"AESTDY": "1"}, DATA.assign(AESTDY=[1.0, 1, 1])),
    ("add", {"AESTDY": "-1"}, DATA.assign(AESTDY=[2, 10, None])),
    ("multiply_all", {"AESTDY": "10"}, DATA.assign(AESTDY=[30, 100, None])),
    ("shift_days", {"AESTDTC": "1"}, DATA.assign(AESTDTC=["2026-03-01", "2026-03", "2026-03-01T08:30"])),
    ("blank", "AETERM", DATA.assign(AETERM=["", "Rash", "Fever"])),
    ("truncate_all", {"AETERM": "2"}, DATA.assign(AETERM=["Fe", "Ra", "Fe"])),
    ("upper", "AETERM", DATA.assign(AETERM=["FEVER", "Rash", "Fever"])),
    ("exchange", ["AETERM", "AESTDTC"], DATA.assign(AETERM=DATA["AESTDTC"], AESTDTC=DATA["AETERM"])),
    ("swap", "USUBJID", DATA.assign(USUBJID=["2", "1", "1"])),
    ("lose_variable", "AETERM", DATA.drop(columns="AETERM")),
    ("more_variable", "TEMP", DATA.assign(TEMP="")),
    ("rename_variable", {"AETERM": "AEDECOD"}, DATA.rename(columns={"AETERM": "AEDECOD"})),
    ("variable_last", "USUBJID", DATA[["AETERM", "AESTDTC", "AESTDY", "USUBJID"]]),
    ("as_text", "AESTDY", DATA.assign(AESTDY=["3", "10", ""])),
]
STATEMENTS = [
    ("label", {"AETERM": "Term"}),
    ("length", {"AETERM": "9"}),
    ("format", {"AESTDY": "8.1"}),
    ("dataset_label", "Events"),
]


def seeded(operation, parameter, data=DATA):
    return OutputError("", "AE", operation, parameter, ()).seed(
        Dataset(from_frame(data, "AE", label="Adverse Events"), data)
    )


@pytest.mark.parametrize(("operation", "parameter", "rows"), EXAMPLES, ids=[e[0] for e in EXAMPLES])
def test_operations_on_rows(operation, parameter, rows):
    spoiled = seeded(operation, parameter)
    rows = rows.astype(
        {
            c: DATA[c].dtype if c in DATA and operation != "as_text" else "str"
            for c in rows
            if c not in ("USUBJID", "AESTDY")
        }
    )
    assert (
        spoiled.frame.astype(object).where(spoiled.frame.notna(), None).values.tolist()
        == rows.astype(object).where(rows.notna(), None).values.tolist()
    )
    assert list(spoiled.frame) == list(spoiled.table.attributes) == list(rows)
    base, other = from_frame(DATA, "AE"), from_frame(spoiled.frame, "AE")
    assert not compare_tables(base, other, Settings(by=tuple(n for n in ("USUBJID",) if n in spoiled.frame))).identical


@pytest.mark.parametrize(("operation", "parameter"), STATEMENTS)
def test_operations_on_statements(operation, parameter):
    spoiled = seeded(operation, parameter)
    assert spoiled.frame.equals(DATA) and spoiled.table != from_frame(DATA, "AE", label="Adverse Events")


def test_a_special_missing_value():
    comparison = compare_tables(
        from_frame(DATA[2:], "AE"),
        from_frame(seeded("special", "AESTDY", DATA[2:].reset_index(drop=True)).frame, "AE"),
        Settings(),
    )
    assert [(c.base, c.compare) for c in comparison.cells] == [(".", ".A")]


def test_every_operation_has_an_example():
    assert {e[0] for e in EXAMPLES} | {s[0] for s in STATEMENTS} | {"special"} == OPERATIONS.keys()


@pytest.mark.parametrize(
    ("operation", "parameter"),
    [("shift_days", {"AESTDTC": "1"}), ("set", {"AETERM": "Rash"}), ("swap", "AETERM"), ("blank", "NONE")],
)
def test_an_error_that_changes_nothing_cannot_be_seeded(operation, parameter):
    with pytest.raises(CannotSeed):
        seeded(operation, parameter, DATA[1:2].reset_index(drop=True))


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("outputs:\n  - {error: x, dataset: AE, dorp: yes}\n", "There is no operation 'dorp'."),
        ("outputs:\n  - {error: x, dataset: AE}\n", "The error has 0 operations."),
        ("sources:\n  - {error: x, file: a}\n", "The error has no 'replace'."),
        ("output: []\n", "'output' is not an entry of errors.yaml."),
        ("outputs: drop\n", "'outputs' must be a list."),
    ],
)
def test_a_list_of_errors_that_cannot_be_understood(tmp_path, text, message):
    (tmp_path / FILE).write_text(text)
    findings = Findings()
    read_errors(tmp_path, findings)
    assert findings[0].message == message and findings[0].fix


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-8", "gb18030"])
def test_an_edge_changes_one_row_and_keeps_the_encoding(tmp_path, encoding):
    (tmp_path / "a.csv").write_bytes('编号,DAT\r\n1,"a,b"\r\n2,x\r\n'.encode(encoding))
    assert Edge("a.csv", {"编号": "2"}, {"DAT": "y"}, "").apply(tmp_path)
    assert (tmp_path / "a.csv").read_bytes() == '编号,DAT\r\n1,"a,b"\r\n2,y\r\n'.encode(encoding)
    assert not Edge("a.csv", {"编号": "3"}, {"DAT": "y"}, "").apply(tmp_path)
    assert not Edge("a.csv", {"NONE": "3"}, {"DAT": "y"}, "").apply(tmp_path)


def test_the_table_of_outcomes():
    found = table(
        [
            Outcome("AE", "a", CAUGHT),
            Outcome("AE", "b", MISSED),
            Outcome("DM", "c", CAUGHT),
            Outcome("DM", "d", NO_EFFECT),
        ]
    )
    assert found.loc["AE", ["errors", "caught", "missed"]].tolist() == [2, 1, 1]
    assert found.loc["all", ["errors", "caught", "no effect"]].tolist() == [4, 2, 1]


def test_the_shipped_list_has_sixty_kinds_across_the_datasets():
    findings = Findings()
    outputs, sources, _ = read_errors(programs_of(SHIPPED), findings)
    assert not findings
    assert len({e.error for e in outputs}) >= 60 and len(sources) >= 20
    sdtm, adam = (
        {"DM", "EX", "AE", "DV", "SUPPDV", "LB", "TU", "TR", "RS"},
        {"ADSL", "ADRS", "ADRSREC", "ADTR", "ADTTE"},
    )
    assert {e.dataset for e in outputs} >= sdtm | adam


def test_each_shipped_error_of_a_source_has_its_place():
    """Also after a formatter, or anybody, has changed the file."""
    _, sources, _ = read_errors(programs_of(SHIPPED), Findings())
    assert sources
    for error in sources:
        own = error.file.removeprefix("specs/")
        path = ROOT / error.file if own == error.file else SHIPPED / own
        text = path.read_text(encoding="utf-8")
        assert error.seed(text) != text, error.error
