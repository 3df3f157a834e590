"""A small define.xml as the model holds it: two datasets, value level, what leads nowhere, an analysis."""

from onespec.engine.metadata.model import (
    Analysed,
    Analysis,
    Check,
    Codelist,
    Comment,
    Dataset,
    Dictionary,
    Display,
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

CRF = (Reference(leaf="LF.crf", pages=(Pages(pages=("10", "14")), Pages(first="20", last="22"))),)


def lab() -> Dataset:
    values = (
        Variable(
            oid="IT.ORRES.ALT", name="LBORRES", wheres=("WC.ALT",), origins=(Origin(type="Collected", documents=CRF),)
        ),
        Variable(oid="IT.ORRES.X", name="LBORRES", wheres=("WC.GONE",), method="MT.NONE"),
    )
    return Dataset(
        oid="IG.LB",
        name="LB",
        label={"en": "Laboratory Tests", "zh": "实验室检查"},
        cls="FINDINGS",
        archive="LF.lb",
        variables=(
            Variable(oid="IT.ID", name="USUBJID", label={"en": "Subject"}, key="1"),
            Variable(oid="IT.LBTESTCD", name="LBTESTCD", codelist="CL.TEST", key="2"),
            Variable(oid="IT.LBORRES", name="LBORRES", value_list="VL.LBORRES", values=values),
            Variable(
                oid="IT.GRADE", name="LBTOXGR", method="MT.GRADE", comment="COM.1", origins=(Origin(type="Derived"),)
            ),
        ),
    )


def analysed() -> Dataset:
    origin = Origin(type="Predecessor", said={"en": "LB.LBORRES"})
    return Dataset(
        oid="IG.AD",
        name="ADLB",
        cls="BASIC DATA STRUCTURE",
        variables=(
            Variable(oid="IT.ID", name="USUBJID"),
            Variable(oid="IT.AVAL", name="AVAL", method="MT.GRADE", origins=(origin,)),
            Variable(oid="", name="IT.LOST", lost="IT.LOST"),
        ),
    )


def metadata() -> Metadata:
    """With one of each kind."""
    looked = Analysed(
        dataset="ADLB", item_group="IG.AD", wheres=("WC.ALT",), variables=("AVAL", ""), items=("IT.AVAL", "IT.NO")
    )
    return Metadata(
        version="2.1.0",
        study_name="STUDY 1",
        standards=(Standard(oid="STD.1", name="SDTMIG", version="3.4"),),
        annotated=(Reference(leaf="LF.crf"),),
        wheres=(
            Where(
                oid="WC.ALT",
                checks=(
                    Check(dataset="LB", variable="LBTESTCD", comparator="EQ", values=("ALT",), item="IT.LBTESTCD"),
                ),
            ),
        ),
        datasets=(lab(), analysed()),
        codelists=(
            Codelist(
                oid="CL.TEST",
                name="Test Code",
                terms=(Term(value="ALT", decode={"en": "Alanine <b>"}), *(Term(value=f"T{n}") for n in range(20))),
            ),
            Codelist(
                oid="CL.DICT", name="MedDRA", dictionary=Dictionary(name="MedDRA", version="27.0", href="javascript:x")
            ),
        ),
        methods=(Method(oid="MT.GRADE", name="Grade", said={"en": "The highest grade that holds."}),),
        comments=(Comment(oid="COM.1", said={"en": "As in CTCAE.", "zh": "按 CTCAE。"}),),
        leaves=(
            Leaf(oid="LF.lb", href="lb.xpt", title="lb.xpt", of="LB"),
            Leaf(oid="LF.crf", href="acrf.pdf", title="CRF"),
        ),
        displays=(
            Display(
                oid="RD.1", name="Table 1", analyses=(Analysis(oid="AR.1", said={"en": "Mean"}, datasets=(looked,)),)
            ),
        ),
        unplaced=(Unplaced(place="ItemDef[IT.X]/@vendor:Id", text="7", line=12),),
    )
