import numpy as np
import pytest
from support import contents, run_build

from onespec.cli.main import main
from onespec.engine.columns import number, text
from onespec.engine.contract import Report, Selection
from onespec.engine.frames import Frame
from onespec.engine.xpt.reader import read_xpt
from onespec.sdtm.records.link_records import Link, Member, link_records


def side(name, idvar, match, subjects, **columns):
    return Member(
        name=name,
        frame=Frame({"SUBJECT": text(subjects), **columns}),
        position=np.arange(len(subjects)),
        idvar=idvar,
        match=match,
    )


EVENTS = side("AE", "AESEQ", ["AESPID"], ["01", "01", "02"], AESEQ=number([1, 2, 1]), AESPID=text(["7", "8", "7"]))
MEDICINES = side("CM", "CMSEQ", ["CMSPID"], ["01", "01", "02"], CMSEQ=number([3, 4, 1]), CMSPID=text(["1", "2", "1"]))


def linked(rows, record=MEDICINES, match=("MEDICINE",), report=None):
    subject, medicine, event = zip(*rows, strict=True) if rows else ((), (), ())
    frame = Frame({"SUBJECT": text(list(subject)), "MEDICINE": text(list(medicine)), "EVENT": number(list(event))})
    source, link = Selection("med", frame, np.arange(len(frame))), Link("EVENT", list(match))
    return link_records(source, link, record, EVENTS, "LINK", report or Report())


def shown(made):
    return list(
        zip(made.subject, *(made.values[name] for name in ("RDOMAIN", "IDVAR", "IDVARVAL", "RELID")), strict=True)
    )


def test_a_reference_gives_a_pair_of_records_numbered_within_the_subject():
    made = linked([("01", "2", 7), ("01", "1", 7), ("02", "1", 7)])
    assert shown(made) == [
        ("01", "CM", "CMSEQ", "4", "LINK1"),
        ("01", "AE", "AESEQ", "1", "LINK1"),
        ("01", "CM", "CMSEQ", "3", "LINK2"),
        ("01", "AE", "AESEQ", "1", "LINK2"),
        ("02", "CM", "CMSEQ", "1", "LINK1"),
        ("02", "AE", "AESEQ", "1", "LINK1"),
    ]
    assert (made.source, list(made.position)) == ("med", [0, 0, 1, 1, 2, 2])


def test_where_nothing_is_compared_it_is_the_subjects_only_record():
    ends = side("DS", "DSSEQ", [], ["01", "02"], DSSEQ=number([5, 6]))
    assert shown(linked([("02", "", 7)], ends, ())) == [
        ("02", "DS", "DSSEQ", "6", "LINK1"),
        ("02", "AE", "AESEQ", "1", "LINK1"),
    ]


def test_a_row_without_a_reference_is_passed_over():
    report = Report()
    assert shown(linked([("01", "1", np.nan)], report=report)) == [] == report.entries
    assert shown(linked([])) == []


@pytest.mark.parametrize(
    ("row", "record", "missing"),
    [
        (("02", "1", 8), MEDICINES, "AE"),  # 8 is another subject's
        (("01", "9", 7), MEDICINES, "CM"),
        (
            ("01", "1", 7),
            side("CM", "CMSEQ", ["CMSPID"], ["01", "01"], CMSEQ=number([1, 2]), CMSPID=text(["1", "1"])),
            "CM",
        ),  # two of them
    ],
)
def test_a_reference_to_no_one_record_is_asked_for(row, record, missing):
    report = Report()
    assert shown(linked([row], record, report=report)) == []
    [(level, rule, message, _, rows, _)] = report.entries
    assert (level, rule, list(rows), report.columns) == ("query", "LINK-MISSING", [0], ["EVENT"])
    assert message == f"EVENT asks for one record of {missing} that the subject does not have; no relationship is made."


RELREC = """\
dataset: RELREC
keys: [STUDYID, USUBJID, RELID, RDOMAIN]
records:
  - rows: {table: related}
  - link_records:
      from: inhaler
      match: [FIRST]
      record: {from: EX, match: [EXSTDTC], idvar: EXSEQ}
      reference: CAUSE
      to: {from: AE, match: [AESPID], idvar: AESEQ}
      relid: R
tables:
  related:
    - {RDOMAIN: AE, IDVAR: AESPID, RELTYPE: ONE, RELID: ALL}
codelists:
  RELTYPE:
    {name: Relationship Type, nci: C78737, standard: sdtm, extensible: no, terms: {ONE: {decode: One, nci: C66832}}}
  DOMAIN:
    name: SDTM Domain Abbreviation
    nci: C66734
    standard: sdtm
    extensible: yes
    terms: {AE: {decode: Adverse Events, nci: C49562}, EX: {decode: Exposure, nci: C49587}}
variables:
  STUDYID:  {protocol: study.sponsor_study}
  RDOMAIN:  {assigned: related.RDOMAIN}
  USUBJID:  {predecessor: DM.USUBJID}
  IDVAR:    {assigned: related.IDVAR}
  IDVARVAL: {assigned: ""}
  RELTYPE:  {assigned: related.RELTYPE}
  RELID:    {assigned: related.RELID}
"""


@pytest.fixture
def relating(other):
    """The other study: a dose given for an event, and one for an event that the subject does not have."""
    other.append("spec/sdtm/relrec.yaml", RELREC)
    other.replace(
        "spec/crf.yaml",
        "      LAST:    {label: {en: Last use}",
        "      CAUSE:   {label: {en: For event number}, type: number, page: 5}\n      LAST:    {label: {en: Last use}",
    )
    for row, cause in (
        ("FIRST,LAST", "CAUSE"),
        ("05/01/2021,01/02/2021", "1"),
        ("02/02/2021,20/02/2021", ""),
        ("06/01/2021,UN/02/2021", "3"),
        ("08/01/2021,15/02/2021", "2"),
    ):
        other.replace("raw/inhaler.csv", row, f"{row},{cause}")
    assert other.build() == 0
    return other


def test_records_of_the_study_stand_once_before_those_of_subjects(relating, tmp_path):
    _, frame = read_xpt(relating.out / "sdtm" / "relrec.xpt")
    assert frame[["USUBJID", "RDOMAIN", "IDVAR", "IDVARVAL", "RELTYPE", "RELID"]].to_numpy().tolist() == [
        ["", "AE", "AESPID", "", "ONE", "ALL"],
        ["ASTH-02-S1-101", "AE", "AESEQ", "1", "", "R1"],
        ["ASTH-02-S1-101", "EX", "EXSEQ", "1", "", "R1"],
        ["ASTH-02-S2-201", "AE", "AESEQ", "1", "", "R1"],
        ["ASTH-02-S2-201", "EX", "EXSEQ", "1", "", "R1"],
    ]
    assert run_build(relating.spec, relating.raw, tmp_path / "single", "--part-rows", "1") == 0
    assert contents(tmp_path / "single") == contents(relating.out)


def test_only_the_reference_is_refused(relating):
    [query] = [f.text() for f in relating.queries if f.rule == "LINK-MISSING"]
    assert query == (
        "QUERY LINK-MISSING  inhaler.csv row 3, CAUSE [subject 102]: "
        "CAUSE asks for one record of AE that the subject does not have; "
        "no relationship is made. The value is '3'. Fix: Ask the site which record is meant."
    )
    assert len(read_xpt(relating.out / "sdtm" / "ex.xpt")[1]) == 4
    lines = (relating.out / "reports" / "accounting.csv").read_text(encoding="utf-8-sig").splitlines()
    refused = lines[0].split(",").index("refused")
    assert {
        tuple(line.split(",")[:2]): line.split(",")[refused] for line in lines[1:] if line.split(",")[refused] != "0"
    } == {("inhaler", "CAUSE"): "1"}


def test_a_record_of_the_study_is_explained_beside_those_of_subjects(relating, capsys):
    for where, stands in (
        ("RELID=ALL", "table related"),
        ("RELID=R1,RDOMAIN=EX,USUBJID=ASTH-02-S2-201", "inhaler.csv, row 4"),
    ):
        assert (
            main(
                [
                    "explain",
                    "RELREC",
                    "--where",
                    where,
                    "--variable",
                    "IDVAR",
                    "--study",
                    str(relating.spec),
                    "--raw",
                    str(relating.raw),
                ]
            )
            == 0
        )
        assert stands in capsys.readouterr().out
