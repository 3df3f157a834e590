"""Strategies for Hypothesis: whole models of what a define.xml says, with texts of the kind that break files.

What refers to something refers to something that is there, and OIDs are unique: a model that a valid define.xml can
hold.  Texts hold what XML and a cell of a spreadsheet can hold, so neither controls nor characters that nobody sees.
"""

from __future__ import annotations

from dataclasses import replace

from hypothesis import strategies as st

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
    Variable,
    Where,
)

HOSTILE = (
    "=cmd|' /C calc'!A0",
    "+1-2",
    "@SUM(A1)",
    "-",
    'said "so"',
    "it's",
    'a ""b""',
    "two\nlines",
    "first\n\nthird",
    "甲状腺功能减退，轻度（已恢复）",
    "A, B and (C)",
    "IN (A, B)",
    "X AND Y",
    "HBV AND HCV OR NONE",
    "A EQ B",
    "a;b",
    "(",
    ")",
    ",",
    "<b>&amp;</b>",
    "]]>",
    "8.0",
    "007",
    "1E5",
    "2021-10-01",
    "TRUE",
    "#N/A",
    "10^9/L",
    "_x0041_",
    "Ã©é ǅ",
    "𝛼 and 😀",
)
LEADING = (" led by blanks", "  ", "ends in one ", "a  b")  # of values, which are taken as they are
DATASETS = ("DM", "LB", "SUPPAE", "ADLB", "ADSL")
VARIABLES = ("STUDYID", "USUBJID", "PARAMCD", "AVAL", "AVALC", "LBTESTCD", "QNAM", "ITTFL", "ADT")
SHORT, LONG = HOSTILE, tuple(a + b for a, b in zip(HOSTILE, reversed(HOSTILE), strict=True))
LANGUAGE = "en"
CRF, GUIDE = "LF.acrf", "LF.guide"

_plain = st.text(st.sampled_from("abcdeXYZ 0129.,;:-_/()'\"=中文\n"), min_size=1, max_size=30)
texts = st.one_of(st.sampled_from(SHORT), st.sampled_from(LONG), _plain).map(str.strip).filter(bool)
values = st.one_of(texts, st.sampled_from(LEADING)).map(lambda text: text.replace("\n", " "))
yes = st.sampled_from(("", "Yes"))
numbers = st.integers(1, 200).map(str)


@st.composite
def said(draw: st.DrawFn, languages: tuple[str, ...] = (LANGUAGE,)) -> dict[str, str]:
    """A text in the first of the languages, and perhaps in the others."""
    first, *others = languages
    return {first: draw(texts), **{other: draw(texts) for other in others if draw(st.booleans())}}


def maybe(strategy: st.SearchStrategy, otherwise: object) -> st.SearchStrategy:
    return st.one_of(st.just(otherwise), strategy)


pages = st.one_of(
    st.lists(numbers, min_size=1, max_size=3, unique=True).map(lambda found: Pages(pages=tuple(found))),
    st.integers(1, 50).map(lambda n: Pages(first=str(n), last=str(n + 3))),
    st.sampled_from(("VISIT1", "AE.Start")).map(lambda name: Pages(type=NAMED_PAGES, pages=(name,))),
)


def references(leaf: st.SearchStrategy[str]) -> st.SearchStrategy[tuple[Reference, ...]]:
    """No document, or one with or without pages."""
    one = st.builds(lambda oid, found: Reference(leaf=oid, pages=found), leaf, st.lists(pages, max_size=1).map(tuple))
    return st.lists(one, max_size=1).map(tuple)


@st.composite
def origins(draw: st.DrawFn, languages: tuple[str, ...]) -> tuple[Origin, ...]:
    """None or one: collected with pages of the CRF, a predecessor with its name, or any other."""
    kind = draw(st.sampled_from(("", "Collected", "Predecessor", "Derived", "Assigned", "Protocol", "Not Available")))
    if not kind:
        return ()
    if kind == "Collected":
        found = draw(pages)
        return (Origin(type=kind, source="Investigator", documents=(Reference(leaf=CRF, pages=(found,)),)),)
    if kind == "Predecessor":
        return (Origin(type=kind, said=draw(said(languages))),)
    return (Origin(type=kind, source="" if kind == "Not Available" else draw(st.sampled_from(("Sponsor", "Vendor")))),)


@st.composite
def codelists(draw: st.DrawFn, number: int, terminology: str, languages: tuple[str, ...]) -> Codelist:
    """A list of terms, all with decodes or none, or a dictionary."""
    oid, name = f"CL.{number}", f"{draw(texts)} {number}"
    if draw(st.integers(0, 4)) == 0:
        external = Dictionary(name="MedDRA", version=draw(st.sampled_from(("26.1", "8.0"))))
        return Codelist(oid=oid, name=name, type="text", dictionary=external)
    found, decoded = draw(st.lists(values, min_size=1, max_size=4, unique=True)), draw(st.booleans())
    terms = tuple(
        Term(
            value=value,
            decode=draw(said(languages)) if decoded else {},
            order=str(place),
            aliases=draw(st.sampled_from(({}, {"nci:ExtCodeID": f"C{place}9"}))),
        )
        for place, value in enumerate(found, start=1)
    )
    return Codelist(
        oid=oid,
        name=name,
        type="text",
        standard=draw(st.sampled_from(("", terminology))),
        terms=terms,
        aliases=draw(st.sampled_from(({}, {"nci:ExtCodeID": f"C66{number}"}))),
    )


@st.composite
def checks(draw: st.DrawFn, dataset: str, names: list[str]) -> tuple[Check, ...]:
    """Conditions on different variables of a dataset."""
    out = []
    for name in draw(st.lists(st.sampled_from(names), min_size=1, max_size=min(3, len(names)), unique=True)):
        comparator = draw(st.sampled_from(("EQ", "NE", "LT", "LE", "GT", "GE", "IN", "NOTIN")))
        most = 3 if comparator in ("IN", "NOTIN") else 1
        found = draw(st.lists(values, min_size=1, max_size=most, unique=True))
        item = f"IT.{dataset}.{name}"
        out.append(Check(dataset=dataset, variable=name, comparator=comparator, values=tuple(found), item=item))
    return tuple(out)


class _Parts:
    """What variables may refer to, and the where clauses that arise with them."""

    def __init__(self, draw: st.DrawFn, languages: tuple[str, ...]):
        self.draw, self.languages = draw, languages
        self.codelists = tuple(draw(codelists(n, "STD.CT", languages)) for n in range(draw(st.integers(0, 3))))
        document = st.sampled_from((CRF, GUIDE))
        self.methods = tuple(
            Method(
                oid=f"MT.{n}",
                name=f"Algorithm {n}",
                type=draw(st.sampled_from(("Computation", "Imputation"))),
                said=draw(said(languages)),
                documents=draw(references(document)),
                expressions=draw(maybe(texts.map(lambda code: (Expression(context="SAS", code=code),)), ())),
            )
            for n in range(draw(st.integers(0, 3)))
        )
        self.comments = tuple(
            Comment(oid=f"COM.{n}", said=draw(said(languages)), documents=draw(references(document)))
            for n in range(draw(st.integers(0, 3)))
        )
        self.wheres: list[Where] = []

    def one_of(self, elements: tuple) -> str:
        """The OID of one of them, or none."""
        return self.draw(st.sampled_from(("", *(each.oid for each in elements))))

    def where(self, dataset: str, names: list[str]) -> str:
        """The OID of a where clause; equal conditions are one clause."""
        found = self.draw(checks(dataset, names))
        for known in self.wheres:
            if known.checks == found:
                return known.oid
        self.wheres.append(Where(oid=f"WC.{len(self.wheres)}", checks=found))
        return self.wheres[-1].oid

    def variable(self, oid: str, name: str, order: int) -> Variable:
        kind = self.draw(st.sampled_from(("text", "integer", "float", "date", "datetime")))
        return Variable(
            oid=oid,
            name=name,
            label=self.draw(said(self.languages)),
            order=str(order),
            mandatory=self.draw(st.sampled_from(("Yes", "No"))),
            type=kind,
            length=self.draw(numbers) if kind in ("text", "integer", "float") else "",
            digits="2" if kind == "float" else "",
            format=self.draw(st.sampled_from(("", "8.2", "DATE9."))),
            codelist=self.one_of(self.codelists),
            method=self.one_of(self.methods),
            comment=self.one_of(self.comments),
            origins=self.draw(origins(self.languages)),
        )


@st.composite
def datasets(draw: st.DrawFn, name: str, parts: _Parts) -> Dataset:
    names = draw(st.lists(st.sampled_from(VARIABLES), min_size=1, max_size=5, unique=True))
    keys = draw(st.permutations(names))[: draw(st.integers(0, 3))]
    variables = []
    for order, each in enumerate(names, start=1):
        one = parts.variable(f"IT.{name}.{each}", each, order)
        wheres = list(dict.fromkeys(parts.where(name, names) for _ in range(draw(st.sampled_from((0, 0, 0, 2))))))
        below = tuple(
            replace(parts.variable(f"IT.{name}.{each}.{n}", each, n), wheres=(where,))
            for n, where in enumerate(wheres, start=1)
        )
        variables.append(
            replace(
                one,
                key=str(keys.index(each) + 1) if each in keys else "",
                role=draw(st.sampled_from(("", "Identifier", "Record Qualifier"))),
                no_data=draw(yes),
                values=below,
                value_list=f"VL.{name}.{each}" if below else "",
            )
        )
    return Dataset(
        oid=f"IG.{name}",
        name=name,
        label=draw(said(parts.languages)),
        repeating=draw(st.sampled_from(("Yes", "No"))),
        reference=draw(st.sampled_from(("Yes", "No"))),
        purpose="Analysis" if name.startswith("AD") else "Tabulation",
        structure=draw(texts.map(lambda text: text.replace("\n", " "))),
        cls=draw(st.sampled_from(("FINDINGS", "BASIC DATA STRUCTURE", "EVENTS"))),
        subclasses=draw(st.sampled_from(((), ("TIME-TO-EVENT",)))),
        standard=draw(st.sampled_from(("", "STD.IG"))),
        no_data=draw(yes),
        comment=parts.one_of(parts.comments),
        variables=tuple(variables),
    )


@st.composite
def displays(draw: st.DrawFn, number: int, made: tuple[Dataset, ...], parts: _Parts) -> Display:
    def analysis(place: int) -> Analysis:
        looked_at = []
        for dataset in draw(st.lists(st.sampled_from(made), min_size=1, max_size=2, unique_by=lambda d: d.name)):
            names = [variable.name for variable in dataset.variables]
            found = draw(st.lists(st.sampled_from(names), max_size=2, unique=True))
            looked_at.append(
                Analysed(
                    dataset=dataset.name,
                    wheres=(parts.where(dataset.name, names),) if draw(st.booleans()) else (),
                    variables=tuple(found),
                    item_group=dataset.oid,
                    items=tuple(f"IT.{dataset.name}.{name}" for name in found),
                )
            )
        code = draw(maybe(texts.map(lambda text: Expression(context="SAS Version 9.4", code=text)), None))
        return Analysis(
            oid=f"AR.{number}.{place}",
            said=draw(said(parts.languages)),
            reason=draw(st.sampled_from(("SPECIFIED IN SAP", "DATA DRIVEN"))),
            purpose=draw(st.sampled_from(("PRIMARY OUTCOME MEASURE", "EXPLORATORY OUTCOME MEASURE"))),
            comment=parts.one_of(parts.comments),
            datasets=tuple(looked_at),
            documentation=draw(maybe(said(parts.languages), {})),
            code=code,
        )

    return Display(
        oid=f"RD.{number}",
        name=f"Table 14.{number}",
        said=draw(said(parts.languages)),
        documents=draw(references(st.just(GUIDE))),
        analyses=tuple(analysis(place) for place in range(1, draw(st.integers(1, 2)) + 1)),
    )


@st.composite
def metadata(draw: st.DrawFn, languages: tuple[str, ...] = (LANGUAGE,)) -> Metadata:
    """A whole model; ``languages``: texts stand in the first, and perhaps in the others."""
    parts = _Parts(draw, languages)
    names = draw(st.lists(st.sampled_from(DATASETS), min_size=1, max_size=3, unique=True))
    made = tuple(draw(datasets(name, parts)) for name in names)
    shown = tuple(draw(displays(n, made, parts)) for n in range(1, draw(st.integers(0, 2)) + 1))
    one_line = texts.map(lambda text: text.replace("\n", " "))
    return Metadata(
        version="2.1.0",
        attributes={
            "ODMVersion": "1.3.2",
            "FileType": "Snapshot",
            "FileOID": "generated",
            "CreationDateTime": "2027-12-01T00:00:00",
            "def:Context": "Other",
        },
        study_oid="STUDY",
        study_name=draw(one_line),
        study_description=draw(one_line),
        protocol=draw(one_line),
        oid="MDV",
        name="generated",
        standards=(
            Standard(oid="STD.IG", name="ADaMIG", type="IG", version="1.3", status="Final"),
            Standard(
                oid="STD.CT", name="CDISC/NCI", type="CT", version="2026-03-27", publishing_set="ADaM", status="Final"
            ),
        ),
        annotated=(Reference(leaf=CRF),),
        supplemental=(Reference(leaf=GUIDE),),
        wheres=tuple(parts.wheres),
        datasets=made,
        codelists=parts.codelists,
        methods=parts.methods,
        comments=parts.comments,
        leaves=(
            Leaf(oid=CRF, href="acrf.pdf", title="Annotated CRF"),
            Leaf(oid=GUIDE, href="adrg.pdf", title=draw(texts)),
        ),
        displays=shown,
    )
