"""A specification out of a define.xml: what lands, what is named, what is at fault."""

from __future__ import annotations

import csv
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

import onespec
from onespec import import_account, importing
from onespec.cli.main import main
from onespec.define.workbook.writing import write_workbook
from onespec.define.writing import write_define
from onespec.engine.build.ownership import CannotBuild
from onespec.engine.findings import Findings, NotThere
from onespec.engine.metadata.model import (
    Check,
    Codelist,
    Comment,
    Dataset,
    Dictionary,
    Metadata,
    Method,
    Origin,
    Reference,
    Standard,
    Term,
    Unplaced,
    Variable,
    Where,
)
from onespec.engine.plan.make import make_plan
from onespec.engine.registry import discover
from onespec.imported_together import together
from onespec.importing import import_spec, read_back, write_spec
from onespec.packages import operation_packages

IG = Standard(oid="STD.1", name="SDTMIG", type="IG", version="3.4")
CT = Standard(oid="STD.2", name="CDISC/NCI", type="CT", version="2025-03-28", publishing_set="SDTM")
NY = Codelist(oid="CL.NY", name="No Yes Response", type="text", terms=(Term(value="Y", order="1"),))


def variable(name: str, **more: Any) -> Variable:
    return Variable(oid=f"IT.{name}", name=name, **{"label": {"en": f"Label of {name}"}, "type": "text"} | more)


def model(*datasets: Dataset, **more: Any) -> Metadata:
    return Metadata(**{"study_name": "S1", "standards": (IG, CT), "datasets": datasets} | more)


def dataset(name: str, *variables: Variable, **more: Any) -> Dataset:
    return Dataset(**{"oid": f"IG.{name}", "name": name, "standard": "STD.1", "variables": variables} | more)


def written(imported: onespec.Imported, file: str) -> str:
    return (imported.folder / file).read_text(encoding="utf-8")


def faults(imported: onespec.Imported) -> list[str]:
    return [f"{fault.place}: {fault.message}" for fault in imported.names.faults]


def findings(folder: Path) -> list[str]:
    found = Findings()
    make_plan(folder, discover(operation_packages()), found)
    return [finding.text() for finding in found]


def test_a_dataset_as_it_is_written(tmp_path):
    clause = Where(oid="WC.1", checks=(Check(dataset="VS", variable="VSTESTCD", comparator="EQ", values=("BMI",)),))
    vs = dataset(
        "VS",
        variable("STUDYID", key="1", origins=(Origin(type="Protocol", source="Sponsor"),)),
        variable("DOMAIN", label={"en": "Domain Abbreviation"}, origins=(Origin(type="Assigned", source="Sponsor"),)),
        variable("USUBJID", key="2", origins=(Origin(type="Predecessor", said={"en": "DM.USUBJID"}),)),
        variable("VSORRES", method="MT.1", value_list="VL.1", values=(
            variable("VSORRES", label={"en": "BMI"}, type="float", wheres=("WC.1",), method="MT.1"),
        )),
        variable("VSSTAT", codelist="CL.NY", origins=(Origin(type="Assigned", source="Sponsor"),), comment="COM.1"),
        variable("VSLOC", origins=(Origin(type="Predecessor", said={"en": "XX.LOC"}),), no_data="Yes"),
        variable("VSTESTCD"),
    )  # fmt: skip
    dm = dataset("DM", variable("USUBJID", origins=(Origin(type="Derived", source="Sponsor"),)))
    imported = write_spec(
        model(
            dm,
            vs,
            wheres=(clause,),
            codelists=(NY,),
            methods=(Method(oid="MT.1", name="A", said={"en": "Weight: height"}),),
            comments=(Comment(oid="COM.1", said={"en": "Said # guessed: nothing"}),),
        ),
        tmp_path / "new",
    )
    assert written(imported, "sdtm/vs.yaml").splitlines() == [
        "dataset: VS",
        "keys: [STUDYID, USUBJID]",
        "variables:",
        "  STUDYID: {protocol: study.STUDYID, label: Label of STUDYID}",
        "  DOMAIN: {assigned: VS}",
        "  USUBJID: {predecessor: DM.USUBJID, label: Label of USUBJID}",
        '  VSORRES: {to_write: {method: "Weight: height", values: [{where: {VSTESTCD: BMI}, label: BMI, type: float, '
        'method: "Weight: height"}]}, label: Label of VSORRES}',
        "  VSSTAT: {assigned: \"Y\", label: Label of VSSTAT, codelist: NY, comment: \"Said \\u0023 guessed: nothing\"}"
        "  # guessed: the only term of its codelist",
        "  VSLOC: {to_write: {origin: Predecessor, from: XX.LOC}, label: Label of VSLOC}",
        "  VSTESTCD: {to_write: {}, label: Label of VSTESTCD}",
        "value_level:",
        "  VSORRES: [VSTESTCD]",
    ]  # fmt: skip
    assert written(imported, "codelists.yaml").splitlines() == [
        "NY:", "  name: No Yes Response", "  terms:", '    "Y": {}'
    ]  # fmt: skip
    assert [g.said for g in onespec.guesses(imported.folder)][0].startswith("VSSTAT: {assigned")
    assert faults(imported) == []


def test_qualifiers_stand_with_the_dataset_that_they_qualify(tmp_path):
    clause = Where(oid="WC.1", checks=(Check(dataset="SUPPAE", variable="QNAM", comparator="EQ", values=("AETRT",)),))
    value = variable("QVAL", label={"en": "Treatment"}, wheres=("WC.1",), origins=(Origin(type="Collected"),))
    supp = dataset("SUPPAE", variable("QNAM"), variable("QVAL", values=(value,)))
    imported = write_spec(model(dataset("AE", variable("AETERM")), supp, wheres=(clause,)), tmp_path / "new")
    assert written(imported, "sdtm/ae.yaml").splitlines()[-2:] == [
        "supplemental:",
        "  AETRT: {to_write: {origin: Collected}, label: Treatment, type: text}",
    ]
    assert not (imported.folder / "sdtm/suppae.yaml").exists()
    (back,) = (d for d in read_back(imported.folder).datasets if d.name == "SUPPAE")
    (qval,) = (v for v in back.variables if v.name == "QVAL")
    assert [(v.label, v.origins) for v in qval.values] == [({"en": "Treatment"}, (Origin(type="Collected"),))]


def test_what_is_still_to_write_is_listed_in_the_order_in_which_a_person_writes(tmp_path, capsys):
    adam = Standard(oid="STD.3", name="ADaMIG", type="IG", version="1.3")
    adsl = dataset("ADSL", variable("AGE"), standard="STD.3", cls="SUBJECT LEVEL ANALYSIS DATASET")
    made = (adsl, dataset("AE", variable("AETERM"), variable("AESER")), dataset("DM", variable("SEX")))
    write_spec(model(*made, standards=(IG, adam)), tmp_path / "new")
    assert main(["check", "--study", str(tmp_path / "new")]) == 1
    told = capsys.readouterr().err.splitlines()
    assert [line.split()[2:4] for line in told if "TO-WRITE" in line or "no record steps" in line] == [
        ["sdtm/dm.yaml:1:", "The"],
        ["sdtm/dm.yaml:3,", "SEX:"],
        ["sdtm/ae.yaml:1:", "The"],
        ["sdtm/ae.yaml:3,", "AETERM:"],
        ["sdtm/ae.yaml:4,", "AESER:"],
        ["adam/adsl.yaml:1:", "The"],
        ["adam/adsl.yaml:4,", "AGE:"],
    ]


LOST = Variable(oid="", name="IT.LOST", lost="IT.LOST")
HOSTILE = model(
    dataset("../x", variable("A")),
    dataset("AE", variable("A", codelist="CL.X"), variable("A"), LOST, variable("")),
    dataset("AE", variable("B")),
    dataset("", variable("B")),
    dataset("ae", variable("V" * 40), variable("C", method="MT.X", comment="COM.X")),
    dataset("EX", variable("D", values=(
        variable("D", wheres=("WC.X",)),
        variable("D", wheres=("WC.1",)),
        Variable(oid="", name="IT.GONE", lost="IT.GONE"),
    ))),
    dataset("DM", *(variable(n, origins=(Origin(type="Predecessor", said={"en": said}),)) for n, said in (
        ("E", "DM.F"), ("F", "DM.E"), ("G", "DM.G"), ("H", "DM.E"),
    ))),
    codelists=(Codelist(oid="CL.1", name="none", type="text"),
               Codelist(oid="CL.1", name="again", type="text"),
               Codelist(oid="CL.none", name="none", terms=(Term(value="x"), Term(value="x"), Term(value="y" * 2000)))),
    wheres=(Where(oid="WC.1", checks=(Check(dataset="", variable="", comparator="EQ", values=("1",), item="IT.?"),)),),
    annotated=(Reference(leaf="LF.none"),),
    unplaced=(Unplaced(place="ItemDef/@x", text="y"),),
)  # fmt: skip


def test_names_that_are_none_and_references_that_lead_nowhere(tmp_path):
    imported = write_spec(HOSTILE, tmp_path / "new")
    assert sorted(path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*.yaml")) == [
        "new/codelists.yaml",
        "new/crf.yaml",
        "new/sdtm/ae.yaml",
        "new/sdtm/dm.yaml",
        "new/sdtm/ex.yaml",
        "new/sdtm/unnamed-1.yaml",
        "new/sdtm/unnamed-2.yaml",
        "new/study.yaml",
    ]
    told = "\n".join(faults(imported))
    for said in (
        "dataset ../x: This is no name of a dataset; it is taken over in sdtm/unnamed-1.yaml.",
        "dataset AE: A second dataset has this name; the first is taken.",
        "dataset : The dataset has no name that can be written; it is not taken over.",
        "AE.A: There is no codelist 'CL.X'.",
        "AE.A: A second variable has this name; the first is taken.",
        "AE.IT.LOST: The reference leads to no ItemDef; it is not taken over.",
        "dataset AE: A variable has no name that can be written; it is not taken over.",
        "ae.C: There is no method 'MT.X'.",
        "ae.C: There is no comment 'COM.X'.",
        "EX.D by value: The conditions of a definition by value cannot be written, or lead nowhere",
        "EX.D: There is no ItemDef 'IT.GONE' of a definition by value.",
        "CodeList CL.1: A second codelist has this OID; the first is taken.",
        "CodeList CL.1: The codelist has neither terms nor a dictionary.",
        "CodeList CL.none: The term 'x' stands twice; the first is taken.",
        "CodeList CL.none: A term has 2000 characters; it is not taken over.",
        "AnnotatedCRF: There is no leaf 'LF.none'.",
    ):
        assert said in told
    assert "predecessor: DM.E" not in written(imported, "sdtm/dm.yaml")  # E and F are copies of one another
    assert "none_2:" in written(imported, "codelists.yaml")  # 'codelist: none' means another thing
    assert any("A transport file cannot hold the name" in line for line in findings(imported.folder))
    assert (tmp_path / "new" / importing.FAULTS).exists()


def test_the_account_names_what_has_no_place_and_the_report_is_no_formula(tmp_path):
    made = model(
        dataset("DM", variable("SEX", length="=1+1", role="Odd")), unplaced=(Unplaced(place="x/@y", text="+z"),)
    )
    imported = write_spec(made, tmp_path / "new")
    with (imported.folder / importing.REPORT).open(encoding="utf-8-sig", newline="") as opened:
        rows = {(row["place"], row["what"]): row for row in csv.DictReader(opened)}
    assert rows["DM.SEX", "label[en]"]["landed"] == "sdtm/dm.yaml"
    assert (rows["DM.SEX", "length"]["text"], rows["DM.SEX", "length"]["landed"]) == ("'=1+1", "")
    assert rows["DM.SEX", "role"]["why not"] == "the standard's is taken"
    assert rows["1", "text"]["text"] == "'+z"
    assert imported.facts()["in"] == imported.facts()["landed"] + imported.facts()["named"] == len(rows)


def test_nothing_is_written_over_and_nothing_is_left_half(tmp_path, monkeypatch):
    made, folder = model(dataset("DM", variable("SEX"))), tmp_path / "new"
    source = tmp_path / "define.xml"
    source.write_text("<ODM/>")
    with pytest.raises(NotThere, match="no define"):
        import_spec(source, folder)
    with pytest.raises(NotThere, match="there is no file"):
        import_spec(tmp_path / "none.xml", folder)
    monkeypatch.setattr(importing, "account", lambda *_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        write_spec(made, folder)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["define.xml"]
    monkeypatch.undo()
    folder.mkdir()
    write_spec(made, folder)
    with pytest.raises(CannotBuild, match="holds something"):
        import_spec(source, folder)
    link = tmp_path / "link"
    link.symlink_to(tmp_path / "nowhere")
    with pytest.raises(CannotBuild, match="is a link"):
        import_spec(source, link)


def test_the_command(tmp_path, capsys):
    source = tmp_path / "define.xml"
    source.write_bytes(write_define(model(dataset("DM", variable("SEX")), version="2.1.0")))
    assert main(["spec", "import", str(source), "--study", str(tmp_path / "new")]) == 0
    told = capsys.readouterr().out
    assert "1 datasets and 0 codelists in" in told and "lists what is still to write." in told
    assert main(["spec", "import", str(source), "--study", str(tmp_path / "new")]) == 2
    assert "holds something" in capsys.readouterr().err


def test_a_dictionary_is_one_however_many_codelists_name_it(tmp_path):
    named = [Codelist(oid=f"CL.{n}", name=f"D{n}", dictionary=Dictionary(name="MedDRA", version="26.1")) for n in "12"]
    made = dataset("AE", variable("AELLT", codelist="CL.1"), variable("AEDECOD", codelist="CL.2"))
    imported = write_spec(model(made, codelists=tuple(named)), tmp_path / "new")
    assert "  MEDDRA: {name: MedDRA, version: 26.1}\n" in written(imported, "study.yaml")
    assert written(imported, "sdtm/ae.yaml").count("dictionary: MEDDRA") == 2


def test_a_landed_thing_is_one_that_the_description_says(tmp_path):
    """An account that claimed more would not notice a label that is gone."""
    made = model(dataset("DM", variable("SEX")))
    imported = write_spec(made, tmp_path / "new")
    gone = read_back(imported.folder)
    gone = Metadata(**{**vars(gone), "datasets": ()})
    rows = import_account.account({"": made}, imported.names, gone).rows
    assert [row for row in rows if row.landed and row.element == "ItemDef"] == []


def test_the_define_xml_of_sdtm_and_of_adam_make_one_study(tmp_path):
    """What is the same stands once; another definition of a known OID is another one, and so is what leads nowhere."""
    adam = Standard(oid="STD.1", name="ADaMIG", type="IG", version="1.3")
    yes = replace(NY, terms=(Term(value="N", order="1"),))
    mine, theirs = (Method(oid="MT.1", name="A", said={"en": text}) for text in ("of SDTM", "of ADaM"))
    lost = Method(oid="MT.2", name="B", said={"en": "of SDTM alone"})
    sdtm = model(
        dataset("DM", variable("SEX", codelist="CL.NY", method="MT.1"), variable("AGE", method="MT.2")),
        codelists=(NY,),
        methods=(mine, lost),
    )
    copied = variable("SEX", codelist="CL.NY", origins=(Origin(type="Predecessor", said={"en": "DM.SEX"}),))
    adsl = dataset("ADSL", copied, variable("AAA", method="MT.1"), variable("BBB", method="MT.2"))
    other = model(adsl, standards=(adam, CT), codelists=(yes,), methods=(theirs,))
    whole, parts = together([sdtm, other])
    imported = write_spec(whole, tmp_path / "new", {"sdtm.xml": parts[0], "adam.xml": parts[1]})
    assert written(imported, "adam/adsl.yaml").splitlines()[1:] == [
        "variables:",
        "  SEX: {predecessor: DM.SEX, label: Label of SEX, type: text, codelist: NY_2}",
        "  AAA: {to_write: {method: of ADaM}, label: Label of AAA, type: text}",
        "  BBB: {to_write: {}, label: Label of BBB, type: text}",
    ]
    assert "method: of SDTM}" in written(imported, "sdtm/dm.yaml")
    assert faults(imported) == ["ADSL.BBB: There is no method 'MT.2 (of another file)'."]
    assert "  sdtm: {name: SDTMIG" in written(imported, "study.yaml")
    assert "  adam: {name: ADaMIG" in written(imported, "study.yaml")
    files = {row.file for row in imported.account.rows if row.text == "ADSL"}
    assert files == {"adam.xml"}


@pytest.mark.parametrize(
    ("labels", "language"), [(({"zh": "性别"},) * 2, "zh"), (({"zh": "性别"}, {"en": "Sex"}), "en")]
)
def test_the_language_is_the_one_that_the_labels_have(tmp_path, labels, language):
    variables = [variable(f"V{n}", label=label) for n, label in enumerate(labels)]
    imported = write_spec(model(dataset("DM", *variables, label=labels[0])), tmp_path / "new")
    assert f"language: {language}\n" in written(imported, "study.yaml")
    assert "label: 性别" in written(imported, "sdtm/dm.yaml")


def test_a_workbook_is_imported_as_a_define_xml_is(tmp_path):
    stated = variable("COUNTRY", origins=(Origin(type="Assigned", source="Sponsor"),), beside={"Assigned Value": "CHN"})
    made = model(dataset("DM", variable("SEX", codelist="CL.NY", beside={"Common": "Yes"}), stated), codelists=(NY,))
    source = tmp_path / "spec.xlsx"
    source.write_bytes(write_workbook(made))
    imported = import_spec(source, tmp_path / "new")
    assert "  COUNTRY: {assigned: CHN, label: Label of COUNTRY}" in written(imported, "sdtm/dm.yaml").splitlines()
    rows = {(row.place, row.what): row for row in imported.account.rows}
    assert rows["DM.COUNTRY", "beside[Assigned Value]"].landed == "sdtm/dm.yaml"
    assert rows["DM.SEX", "beside[Common]"].why == "a column of the workbook that the specification has no place for"
    ((name, book),) = imported.books
    assert (name, book.rows) == ("spec.xlsx", book.landed)
    assert "spec.xlsx: " in imported.text() and imported.facts()["books"][0]["rows"] == book.rows


def test_a_workbook_that_is_none(tmp_path):
    source = tmp_path / "spec.xlsx"
    source.write_bytes(b"PK\x03\x04 no workbook")
    with pytest.raises(NotThere, match="spec.xlsx"):
        import_spec(source, tmp_path / "new")
    assert [path.name for path in tmp_path.iterdir()] == ["spec.xlsx"]
