"""Analysis results metadata: what a reviewer finds of each display in the define.xml of the analysis datasets."""

import sys
from dataclasses import dataclass, replace

import pytest
from lxml import etree
from odmlib.arm_loader import XMLArmLoader

from onespec.define.build import define_xml
from onespec.engine.contract import Name, Selection, TextName
from onespec.engine.registry import Registry, analysis
from onespec.engine.spec.conditions import Condition
from onespec.engine.spec.displays import Analysis, Display, Displays
from onespec.engine.spec.model import Step
from onespec.results.contract import Source

from .define_study import MEASURES, REGISTRY, STUDY, planned, written
from .fragments import expected, found, schema_faults, short
from .oids import faults
from .rules import broken


@analysis("Subjects with each value of {variable}.")
def counts(source: Source, variable: Name): ...


@analysis("Subjects with a record of {source}.")
def with_any(source: Source): ...


@dataclass(kw_only=True)
class Marked(Selection):
    """Records with a date."""

    date: Name = ""


@analysis("{length} of each subject, with marks at {marks}.", shows="figure")
def lanes(source: Source, length: Name, marks: list[Marked], names: list[TextName]): ...


KNOWN = Registry(REGISTRY)
KNOWN.add_module(sys.modules[__name__])
PURPOSE = "PRIMARY OUTCOME MEASURE"
FEMALE = (Condition("SEX", "EQ", ("F",)),)


def step(operation: str, source: str, where=(), **given) -> Step:
    return Step(operation, source, where, {}, {name: written(value) for name, value in given.items()})


def display(*steps: Step, label=None, **more) -> Display:
    made = tuple(Analysis(each, label or {}) for each in steps)
    given = {"title": {"en": "Survival"}, "group": "SEX", "total": False, "population": "", "purpose": PURPOSE} | more
    return Display("survival", "14.2.1", analyses=None, reason="SPECIFIED IN SAP", made=made, **given)


def define(*displays: Display, standard: str = "adam", study=STUDY) -> bytes:
    made = define_xml(planned(replace(study, displays=Displays(displays)), KNOWN), standard, MEASURES)
    assert (schema_faults(made), faults(made), broken(made)) == ([], [], [])
    return made


OVERALL = step(
    "counts", "ADTTE", (Condition("PARAMCD", "EQ", ("OS",)), Condition("CNSR", "NE", ("",))), variable="CNSR"
)


def test_a_display_with_an_analysis_of_one_parameter():
    made = define(display(OVERALL, label={"en": "Overall survival"}))
    assert short(found(made, "RD.survival")) == expected(
        '<arm:ResultDisplay Name="Table 14.2.1" OID="RD.survival"><Description>Survival</Description>'
        f'<arm:AnalysisResult AnalysisPurpose="{PURPOSE}" AnalysisReason="SPECIFIED IN SAP" OID="AR.survival.1" '
        'ParameterOID="IT.ADTTE.PARAMCD"><Description>Overall survival</Description>'
        '<arm:AnalysisDatasets def:CommentOID="COM.AR.survival.1"><arm:AnalysisDataset ItemGroupOID="IG.ADTTE">'
        '<def:WhereClauseRef WhereClauseOID="WC.ADTTE.PARAMCD.OS.CNSR.NE.BLANK"/>'
        '<arm:AnalysisVariable ItemOID="IT.ADTTE.CNSR"/></arm:AnalysisDataset>'
        '<arm:AnalysisDataset ItemGroupOID="IG.ADSL"><arm:AnalysisVariable ItemOID="IT.ADSL.SEX"/>'
        "</arm:AnalysisDataset></arm:AnalysisDatasets><arm:Documentation><Description>"
        "Subjects with each value of CNSR. "
        'Records: ADTTE where PARAMCD is "OS" and CNSR is not blank. Subjects: ADSL. Columns: each value of SEX.'
        '</Description></arm:Documentation><arm:ProgrammingCode Context="onespec"><arm:Code>- counts:\n'
        "    from: ADTTE\n    where:\n      PARAMCD: OS\n      CNSR: {NE: ''}\n    variable: CNSR</arm:Code>"
        "</arm:ProgrammingCode></arm:AnalysisResult></arm:ResultDisplay>"
    )
    assert short(found(made, "COM.AR.survival.1")) == expected(
        '<def:CommentDef OID="COM.AR.survival.1"><Description>The datasets are joined by USUBJID.</Description>'
        "</def:CommentDef>"
    )


def test_where_clauses_are_those_of_the_value_level():
    only = replace(OVERALL, where=OVERALL.where[:1])
    made = define(display(only, group=""))
    clauses = [e.get("OID") for e in etree.fromstring(made).iter("{*}WhereClauseDef")]
    assert clauses.count("WC.ADTTE.PARAMCD.OS") == 1
    assert 'WhereClauseOID="WC.ADTTE.PARAMCD.OS"' in short(found(made, "AR.survival.1"))


def test_population_and_conditions_of_the_subject_level_dataset_are_one_clause():
    own = step("counts", "ADSL", (Condition("TRTSDT", "GE", ("2026-01-01",)),), variable="SEX")
    made = define(display(own, population="SEX", total=True))
    result = short(found(made, "AR.survival.1"))
    assert result.count("<arm:AnalysisDataset ") == 1 and "CommentOID" not in result
    assert "<Description>Survival</Description>" in result  # no label: the title
    assert 'Subjects: ADSL where SEX is "Y". Columns: each value of SEX and all of them.' in result
    assert short(found(made, "WC.ADSL.SEX.Y.TRTSDT.GE.2026_01_01")) == expected(
        '<def:WhereClauseDef OID="WC.ADSL.SEX.Y.TRTSDT.GE.2026_01_01">'
        '<RangeCheck Comparator="EQ" SoftHard="Soft" def:ItemOID="IT.ADSL.SEX"><CheckValue>Y</CheckValue></RangeCheck>'
        '<RangeCheck Comparator="GE" SoftHard="Soft" def:ItemOID="IT.ADSL.TRTSDT"><CheckValue>2026-01-01</CheckValue>'
        "</RangeCheck></def:WhereClauseDef>"
    )


def test_analyses_without_a_label_are_told_by_their_records():
    made = define(display(OVERALL, step("counts", "ADSL", FEMALE, variable="SEX")))
    said = [found(made, f"AR.survival.{n}")[0][0].text for n in (1, 2)]
    assert said == ['Survival: ADTTE where PARAMCD is "OS" and CNSR is not blank', 'Survival: ADSL where SEX is "F"']


def test_what_a_clause_cannot_say_is_a_comment():
    later = step("counts", "ADTTE", (Condition("ADT", "GE", ("ADSL.TRTSDT",)),), variable="PARAMCD")
    made = define(display(later))
    assert "WhereClauseRef" not in short(found(made, "AR.survival.1"))
    assert "Records: ADTTE where ADT is at least ADSL.TRTSDT." in short(found(made, "AR.survival.1"))
    assert found(made, "COM.AR.survival.1")[0][0].text == (
        "The datasets are joined by USUBJID. Of ADTTE where ADT is at least ADSL.TRTSDT the records are used."
    )


def test_records_are_told_once():
    """By the text of the operation, where it names them."""
    later = Condition("ADT", "GE", ("ADSL.TRTSDT",))
    made = define(display(step("with_any", "ADTTE", (later,)), group=""))
    assert found(made, "AR.survival.1").findtext("{*}Documentation/{*}Description/{*}TranslatedText") == (
        "Subjects with a record of ADTTE where ADT is at least ADSL.TRTSDT. Subjects: ADSL."
    )


def test_selections_among_the_parameters_are_datasets_of_their_own():
    marks = [{"from": "ADTTE", "where": {"PARAMCD": "PFS"}, "date": "ADT"}, {"from": "DM", "date": "RFICDTC"}]
    made = define(display(step("lanes", "ADSL", FEMALE, length="TRTSDT", marks=marks, names=["SEX", "USUBJID"])))
    result = found(made, "AR.survival.1")
    assert found(made, "RD.survival").get("Name") == "Figure 14.2.1"
    used = [[e.get("ItemGroupOID"), *(c.get("WhereClauseOID") or c.get("ItemOID") for c in e)] for e in result[1]]
    assert used == [
        ["IG.ADSL", "WC.ADSL.SEX.F", "IT.ADSL.TRTSDT", "IT.ADSL.SEX", "IT.ADSL.USUBJID"],
        ["IG.ADTTE", "WC.ADTTE.PARAMCD.PFS", "IT.ADTTE.ADT"],
    ]
    assert found(made, "COM.AR.survival.1")[0][0].text == (
        "The datasets are joined by USUBJID. Records of DM are looked at, too."
    )


@pytest.mark.parametrize(
    "standard, made", [("adam", display(step("counts", "DM", variable="SEX"))), ("sdtm", display(OVERALL))]
)
def test_analyses_of_other_datasets_are_left_out(standard, made):
    assert b"arm:" not in define(made, standard=standard)


def test_names_that_differ_in_signs_alone_have_identifiers_of_their_own():
    made = define(*(replace(display(OVERALL), name=name) for name in ("a-b", "a_b")))
    root = etree.fromstring(made)
    for tag in ("ResultDisplay", "AnalysisResult"):
        identifiers = [e.get("OID") for e in root.iter(f"{{*}}{tag}")]
        assert len(set(identifiers)) == 2, identifiers


def test_a_title_stands_in_each_language_that_it_has():
    both = replace(display(OVERALL), title={"en": "Survival", "zh": "生存"})
    made = found(define(both), "RD.survival")
    assert [(t.values(), t.text) for t in made[0]] == [(["en"], "Survival"), (["zh"], "生存")]
    assert define(display(OVERALL)).isascii()


def test_an_independent_reader_finds_the_displays():
    loader = XMLArmLoader()
    loader.create_document_from_string(define(display(OVERALL), replace(display(OVERALL), name="中")).decode())
    displays = loader.load_odm().Study.MetaDataVersion.AnalysisResultDisplays.ResultDisplay
    assert [(d.Name, d.Description.TranslatedText[0]._content) for d in displays] == [("Table 14.2.1", "Survival")] * 2
    assert [d.OID for d in displays] == ["RD.survival", "RD._"]
    (result,) = displays[0].AnalysisResult
    assert (result.AnalysisReason, result.AnalysisPurpose) == ("SPECIFIED IN SAP", PURPOSE)
    assert result.AnalysisDatasets.AnalysisDataset[0].ItemGroupOID == "IG.ADTTE"
    assert result.ProgrammingCode.Context == "onespec"
