"""A define.xml that has one of everything."""

from onespec.engine.metadata.model import (
    NAMED_PAGES,
    Analysed,
    Analysis,
    Check,
    Codelist,
    Comment,
    Dataset,
    Dictionary,
    Display,
    Expression,
    Leaf,
    Metadata,
    Method,
    Origin,
    Pages,
    Reference,
    Standard,
    Term,
    Unplaced,
    Variable,
    Where,
)

CRF = Reference(leaf="LF.crf", pages=(Pages(pages=("3", "12")), Pages(type=NAMED_PAGES, pages=("Vital",))))
VALUE = Variable(oid="IT.V.HR", name="VSORRES", type="integer", length="3", wheres=("WC.HR",), method="MT.1")
SMALL = Metadata(
    version="2.1.0",
    attributes={"CreationDateTime": "2026-01-31T08:00:00"},
    study_name="S1",
    standards=(Standard(oid="STD.1", name="SDTMIG", version="3.4"),),
    annotated=(Reference(leaf="LF.crf"),),
    wheres=(
        Where(
            oid="WC.HR",
            checks=(Check(dataset="VS", variable="VSTESTCD", comparator="IN", values=("HR", "PR")),),
            comment="COM.1",
        ),
    ),
    datasets=(
        Dataset(oid="IG.DM", name="DM", label={"en": "Demographics", "zh": "人口学"}, cls="SPECIAL PURPOSE"),
        Dataset(
            oid="IG.VS",
            name="VS",
            label={"en": "Vital Signs", "zh": "生命体征"},
            cls="FINDINGS",
            standard="STD.1",
            archive="LF.VS",
            variables=(
                Variable(oid="IT.T", name="VSTESTCD", type="text", length="8", key="1", codelist="CL.T"),
                Variable(
                    oid="IT.V",
                    name="VSORRES",
                    type="float",
                    length="8",
                    digits="2",
                    comment="COM.GONE",
                    origins=(Origin(type="Collected", source="Investigator", documents=(CRF,)),),
                    value_list="VL.1",
                    values=(VALUE,),
                ),
            ),
        ),
    ),
    codelists=(
        Codelist(
            oid="CL.T",
            name="Test",
            type="text",
            terms=(Term(value="HR", decode={"en": "Heart Rate", "zh": "心率"}), Term(value="PR")),
        ),
        Codelist(oid="CL.M", name="Drugs", dictionary=Dictionary(name="WHODrug", version="2025")),
    ),
    methods=(
        Method(
            oid="MT.1", name="Rounding", said={"en": "Rounded."}, expressions=(Expression(context="SAS", code="x"),)
        ),
    ),
    comments=(Comment(oid="COM.1", said={"en": "As measured."}),),
    leaves=(Leaf(oid="LF.VS", href="vs.xpt", of="VS"), Leaf(oid="LF.crf", href="acrf.pdf", title="Annotated CRF")),
    displays=(
        Display(
            oid="RD.1",
            name="Table 1",
            said={"en": "Pulse"},
            analyses=(
                Analysis(
                    oid="AR.1",
                    said={"en": "Mean"},
                    datasets=(Analysed(dataset="VS", wheres=("WC.HR",), variables=("VSORRES",)),),
                ),
            ),
        ),
    ),
    unplaced=(Unplaced(place="ItemDef/@x:y", text="z"),),
)
