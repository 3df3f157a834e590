"""The headers of a transport file byte by byte, and the findings on declarations."""

import datetime

import pytest

from onespec.engine.xpt.layout import RECORD, XptVariable, check_variables, headers

CREATED = datetime.datetime(2027, 12, 1, 9, 5, 7)
AGE = XptVariable("AGE", "Age", "Num", 8, "8.2")
SEX = XptVariable("SEX", "Sex", "Char", 1, "$1.")


def lines(name, label, variables):
    found = headers(name, label, variables, CREATED)
    assert len(found) % RECORD == 0
    return [found[i : i + RECORD] for i in range(0, len(found), RECORD)]


def faults(name="DM", label="Demographics", variables=(SEX,), **options):
    findings = check_variables(name, label, variables, **options)
    assert {(f.level, f.dataset) for f in findings} <= {("stop", name)}
    assert all(f.fix for f in findings)
    return [(f.rule, f.column, f.value, f.message) for f in findings]


def test_header_records():
    found = lines("DM", "Demographics", [AGE, SEX])
    assert found[:8] == [
        b"HEADER RECORD*******LIBRARY HEADER RECORD!!!!!!!000000000000000000000000000000  ",
        b"SAS     SAS     SASLIB  6.06    ONESPEC                         01DEC27:09:05:07",
        b"01DEC27:09:05:07                                                                ",
        b"HEADER RECORD*******MEMBER  HEADER RECORD!!!!!!!000000000000000001600000000140  ",
        b"HEADER RECORD*******DSCRPTR HEADER RECORD!!!!!!!000000000000000000000000000000  ",
        b"SAS     DM      SASDATA 6.06    ONESPEC                         01DEC27:09:05:07",
        b"01DEC27:09:05:07                Demographics                                    ",
        b"HEADER RECORD*******NAMESTR HEADER RECORD!!!!!!!000000000200000000000000000000  ",
    ]
    assert len(found) == 8 + 4 + 1  # 2 * 140 bytes of namestrs are 3.5 records, and then a half
    assert found[11][40:] == b" " * 40
    assert found[12] == (b"HEADER RECORD*******OBS     HEADER RECORD!!!!!!!000000000000000000000000000000  ")


def test_namestrs():
    found = b"".join(lines("DM", "Demographics", [AGE, SEX])[8:12])
    assert (
        found[:140]
        == (
            b"\0\1"
            b"\0\0"
            b"\0\x08"
            b"\0\1"  # Num, hash 0, length 8, first variable
            b"AGE     " + b"Age".ljust(40) + b"        "
            b"\0\x08"
            b"\0\2"
            b"\0\0"
            b"\0\0"  # 8.2, left, filler
            b"        "
            b"\0\0"
            b"\0\0"  # no informat
            b"\0\0\0\0" + b"\0" * 52  # at byte 0 of an observation
        )
    )
    assert found[140:280] == (
        b"\0\2"
        b"\0\0"
        b"\0\1"
        b"\0\2"
        b"SEX     " + b"Sex".ljust(40) + b"$       "
        b"\0\1"
        b"\0\0"
        b"\0\0"
        b"\0\0"
        b"        "
        b"\0\0"
        b"\0\0"
        b"\0\0\0\x08" + b"\0" * 52
    )


def test_namestrs_that_fill_their_records_are_not_padded():
    variables = [XptVariable(f"V{i}", "", "Num", 8) for i in range(4)]  # 560 bytes are 7 records
    assert len(lines("X", "", variables)) == 8 + 7 + 1


@pytest.mark.parametrize("month", range(1, 13))
def test_months_are_english(month):
    found = headers("X", "", [SEX], datetime.datetime(1999, month, 28))
    english = "JAN FEB MAR APR MAY JUN JUL AUG SEP OCT NOV DEC".split()[month - 1]
    assert found[160:176] == f"28{english}99:00:00:00".encode()


@pytest.mark.parametrize(
    ("kind", "written", "parts"),
    [
        ("Num", "", ("", 0, 0)),
        ("Num", "8.2", ("", 8, 2)),
        ("Num", "8.", ("", 8, 0)),
        ("Num", "DATE9.", ("DATE", 9, 0)),
        ("Num", "date9", ("DATE", 9, 0)),
        ("Num", "BEST12.", ("BEST", 12, 0)),
        ("Num", "E8601DA10.", ("E8601DA", 10, 0)),
        ("Num", "E8601DT.", ("E8601DT", 0, 0)),
        ("Num", "DOLLAR10.2", ("DOLLAR", 10, 2)),
        ("Num", "$8.", None),
        ("Num", ".", None),
        ("Num", "DATETIMEXX20.", None),
        ("Num", "DATE 9.", None),
        ("Num", "8.2.1", None),
        ("Char", "", ("", 0, 0)),
        ("Char", "$20.", ("$", 20, 0)),
        ("Char", "$SEX.", ("$SEX", 0, 0)),
        ("Char", "$HEX4.", ("$HEX", 4, 0)),
        ("Char", "20.", None),
        ("Char", "$8.2", None),
    ],
)
def test_formats(kind, written, parts):
    variable = XptVariable("X", "", kind, 8, written)
    assert variable.format_parts == parts
    assert ("XPT-FORMAT" in [rule for rule, *_ in faults(variables=[variable])]) == (parts is None)


def test_sound_declarations_have_no_finding():
    assert faults(variables=[AGE, SEX, XptVariable("_A2345_8", "x" * 40, "Char", 200)]) == []


def test_all_faults_are_found_at_once():
    found = faults(
        name="LBCHEM_01",
        label="L" * 41,
        variables=[
            XptVariable("sex", "Sex", "Char", 0),
            XptVariable("AGE", "Age\t", "Num", 4),
            XptVariable("AGE", "Âge", "Char", 201, "8.2"),
            XptVariable("", "", "Date", 8),
        ],
    )
    assert found == [
        ("XPT-NAME", "", "LBCHEM_01", "The name 'LBCHEM_01' cannot be written."),
        ("XPT-LABEL", "", "L" * 41, f"The label '{'L' * 41}' has 41 bytes."),
        ("XPT-DUPLICATE", "AGE", "AGE", "2 variables have this name."),
        ("XPT-NAME", "sex", "sex", "The name 'sex' cannot be written."),
        ("XPT-LENGTH", "sex", "0", "The declared length of the Char variable is 0."),
        ("XPT-CONTROL", "AGE", "Age\t", "The label 'Age\\t' has a control character."),
        ("XPT-LENGTH", "AGE", "4", "The declared length of the Num variable is 4."),
        ("XPT-ASCII", "AGE", "Âge", "The label 'Âge' has 'Â' (U+00C2), which is not ASCII."),
        ("XPT-LENGTH", "AGE", "201", "The declared length of the Char variable is 201."),
        ("XPT-FORMAT", "AGE", "8.2", "'8.2' is not a display format for a Char variable."),
        ("XPT-NAME", "", "", "The name '' cannot be written."),
        ("XPT-TYPE", "", "Date", "There is no type 'Date'."),
    ]


@pytest.mark.parametrize("name", ["1A", "A-B", "A B", "ÄB", "ABCDEFGHI", "DM\n"])
def test_illegal_names(name):
    assert [rule for rule, *_ in faults(name=name)] == ["XPT-NAME"]


def test_utf8_labels_are_counted_in_bytes():
    fits, too_long = "不良事件记录不良事件记录一", "不良事件记录不良事件记录一二"  # 39 and 42 bytes
    assert faults(label=fits, encoding="utf-8") == []
    assert [f[0] for f in faults(label=too_long, encoding="utf-8")] == ["XPT-LABEL"]
    assert [f[0] for f in faults(label="\ud800", encoding="utf-8")] == ["XPT-CONTROL"]


def test_number_of_variables():
    many = [XptVariable(f"V{i}", "", "Num", 8) for i in range(10_000)]
    assert [f[0] for f in faults(variables=[])] == ["XPT-VARIABLES"]
    assert [f[0] for f in faults(variables=many)] == ["XPT-VARIABLES"]
    assert faults(variables=many[1:]) == []
