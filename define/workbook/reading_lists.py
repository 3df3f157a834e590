"""Codelists, dictionaries, methods, comments, documents and analysis results of a workbook."""

from __future__ import annotations

import re
from dataclasses import replace

from onespec.define.workbook.conditions import NoCondition, parsed_conditions, split_list
from onespec.define.workbook.grid import Row
from onespec.define.workbook.reading_wheres import Wheres
from onespec.define.workbook.rows import Common, parsed_references, slug, split_ids, yes_no
from onespec.engine.metadata.model import (
    Analysed,
    Analysis,
    Codelist,
    Comment,
    Dictionary,
    Display,
    Expression,
    Leaf,
    Method,
    Reference,
    Term,
)

CODE = "nci:ExtCodeID"
ANNOTATED, SUPPLEMENTAL = "Annotated CRF", "Supplemental"
_CRF = re.compile(r"a?crf|blank_?crf", re.IGNORECASE)
_CRF_TITLE = re.compile(r"annotated.*(?:crf|case report)", re.IGNORECASE)


def use_of(leaf: Leaf) -> str:
    """What a document is by its ID, file and title: the annotated CRF, or one that is named at the head."""
    file = leaf.href.rpartition("/")[2].rpartition(".")[0]
    parts = (leaf.oid.rpartition(".")[2], file)
    return ANNOTATED if any(map(_CRF.fullmatch, parts)) or _CRF_TITLE.search(leaf.title) else SUPPLEMENTAL


def read_documents(common: Common) -> tuple[list[Leaf], dict[str, str]]:
    """The documents, and the use of each."""
    leaves: dict[str, Leaf] = {}
    uses: dict[str, str] = {}
    for row in common.rows("Documents"):
        made = row["id"].strip()
        if _lacks(common, "Documents", row, made, leaves):
            continue
        landed = common.landing("Documents", row)
        leaves[made] = Leaf(oid=made, title=row["title"].strip(), href=row["href"].strip(), **landed)
        uses[made] = row["use"].strip() or use_of(leaves[made])
    return list(leaves.values()), uses


def read_codelists(common: Common) -> tuple[Codelist, ...]:
    """The codelists with their terms, and the dictionaries."""
    heads: dict[str, Codelist] = {}
    terms: dict[str, list[Term]] = {}
    for row in common.rows("Codelists"):
        made = row["id"].strip()
        if not made:
            common.tables["Codelists"].grid.leave_row(row, "no ID")
            continue
        landed = common.landing("Codelists", row)
        head = _codelist(common, row, made)
        if made not in heads:
            heads[made], terms[made] = replace(head, line=row.number), []
        else:
            _compare_heads(common, row, heads[made], head)
        if row["term"]:
            terms[made].append(_term(common, row, landed))
        elif landed["beside"]:
            heads[made] = replace(heads[made], beside=landed["beside"])
    out = {made: replace(head, terms=_ordered(terms[made])) for made, head in heads.items()}
    for row in common.rows("Dictionaries"):
        made = row["id"].strip()
        if _lacks(common, "Dictionaries", row, made, out):
            continue
        external = Dictionary(
            name=row["dictionary"].strip(),
            version=row["version"].strip(),
            ref=row["ref"].strip(),
            href=row["href"].strip(),
        )
        out[made] = Codelist(
            oid=made,
            name=row["name"].strip(),
            type=row["type"].strip(),
            dictionary=external,
            comment=row["comment"].strip(),
            **common.landing("Dictionaries", row),
        )
    return tuple(out.values())


def _codelist(common: Common, row: Row, made: str) -> Codelist:
    return Codelist(
        oid=made,
        name=row["name"].strip(),
        type=row["type"].strip(),
        said=common.said(row, "said"),
        sas_format=row["sas_format"].strip(),
        standard=common.standard(row["terminology"], "CT"),
        non_standard=yes_no(row["non_standard"]),
        comment=row["comment"].strip(),
        aliases={CODE: row["code"].strip()} if row["code"].strip() else {},
    )


def _compare_heads(common: Common, row: Row, head: Codelist, other: Codelist) -> None:
    """Rows of one codelist say the same of it, or nothing; what says otherwise is named."""
    names = {"name": "name", "type": "type", "comment": "comment", "standard": "terminology", "aliases": "code"}
    for part, name in names.items():
        if getattr(other, part) and getattr(other, part) != getattr(head, part):
            common.tables["Codelists"].grid.leave(row, name)


def _term(common: Common, row: Row, landed: dict) -> Term:
    code = row["term_code"].strip()
    return Term(
        value=row["term"],
        decode=common.said(row, "decode"),
        order=row["order"].strip(),
        rank=row["rank"].strip(),
        extended=yes_no(row["extended"]),
        said=common.said(row, "term_said"),
        aliases={CODE: code} if code else {},
        **landed,
    )


def _ordered(terms: list[Term]) -> tuple[Term, ...]:
    """In their order where all have a number, as they stand otherwise."""
    return tuple(sorted(terms, key=lambda t: int(t.order)) if all(t.order.isdecimal() for t in terms) else terms)


def read_methods(common: Common) -> tuple[Method, ...]:
    out: dict[str, Method] = {}
    for row in common.rows("Methods"):
        made, said = row["id"].strip(), common.said(row, "said")
        documents = common.references(row["document"], row["page"])
        context, code = row["context"].strip(), row["code"].strip()
        expressions = (Expression(context=context, code=code),) if context or code else ()
        if made in out and said in ({}, out[made].said) and (documents or expressions):
            common.landing("Methods", row)
            known = out[made]
            documents = (*known.documents, *documents)
            out[made] = replace(known, documents=documents, expressions=(*known.expressions, *expressions))
        elif not _lacks(common, "Methods", row, made, out):
            out[made] = Method(
                oid=made,
                name=row["name"].strip(),
                type=row["type"].strip(),
                said=said,
                documents=documents,
                expressions=expressions,
                **common.landing("Methods", row),
            )
    return tuple(out.values())


def read_comments(common: Common) -> tuple[Comment, ...]:
    out: dict[str, Comment] = {}
    for row in common.rows("Comments"):
        made, said = row["id"].strip(), common.said(row, "said")
        documents = common.references(row["document"], row["page"])
        if made in out and said in ({}, out[made].said) and documents:
            common.landing("Comments", row)
            out[made] = replace(out[made], documents=(*out[made].documents, *documents))
        elif not _lacks(common, "Comments", row, made, out):
            out[made] = Comment(oid=made, said=said, documents=documents, **common.landing("Comments", row))
    return tuple(out.values())


# -- analysis results ------------------------------------------------------------------------------


def read_displays(common: Common, wheres: Wheres) -> tuple[Display, ...]:
    out: dict[str, Display] = {}
    for row in common.rows("Analysis Displays"):
        made = row["id"].strip()
        documents = common.references(row["document"], row["page"])
        if made in out and common.said(row, "title") in ({}, out[made].said) and documents:
            common.landing("Analysis Displays", row)
            out[made] = replace(out[made], documents=(*out[made].documents, *documents))
        elif not _lacks(common, "Analysis Displays", row, made, out):
            out[made] = Display(
                oid=common.once.of(("display", made), slug("RD", made)),
                name=made,
                said=common.said(row, "title"),
                documents=documents,
                **common.landing("Analysis Displays", row),
            )
    results: dict[str, dict[str, Analysis]] = {made: {} for made in out}
    for row in common.rows("Analysis Results"):
        of, made = row["display"].strip(), row["id"].strip()
        if of not in out:
            common.tables["Analysis Results"].grid.leave_row(row, f"no display {of}" if of else "no Display")
        elif not _lacks(common, "Analysis Results", row, made, results[of]):
            results[of][made] = _analysis(common, row, wheres)
    return tuple(replace(each, analyses=tuple(results[made].values())) for made, each in out.items())


def _analysis(common: Common, row: Row, wheres: Wheres) -> Analysis:
    context, code = row["context"].strip(), row["code"].strip()
    codes = split_ids(row["code_document"], common.documents)
    if row["page"].strip() or len(codes) < 2:
        code_documents = common.references(row["code_document"], row["page"])
    else:
        code_documents = tuple(Reference(leaf=each) for each in codes)
    return Analysis(
        oid=row["id"].strip(),
        said=common.said(row, "said"),
        parameter=row["parameter"].strip(),
        reason=row["reason"].strip(),
        purpose=row["purpose"].strip(),
        comment=row["comment"].strip(),
        datasets=_analysed(common, row, wheres),
        documentation=common.said(row, "documentation"),
        documents=parsed_references(row["documents"], common.documents),
        code=Expression(context=context, code=code) if context or code else None,
        code_documents=code_documents,
        **common.landing("Analysis Results", row),
    )


def _analysed(common: Common, row: Row, wheres: Wheres) -> tuple[Analysed, ...]:
    """The datasets in the order in which the row names them."""
    names: dict[str, list[str]] = {}
    for part in (part for text in row["variables"].split("\n") for part in split_list(text)):
        dataset, _, variable = part.partition(".")
        if dataset:
            names.setdefault(dataset, []).extend([variable] if variable else [])
    held: dict[str, tuple[str, ...]] = {}
    if row["criteria"].strip():
        try:
            for line in parsed_conditions(row["criteria"], next(iter(names), "") if len(names) == 1 else ""):
                of = line[0][0].dataset
                held[of] = (*held.get(of, ()), *(wheres.of(checks) for checks in line))
        except NoCondition:
            common.tables["Analysis Results"].grid.leave(row, "criteria")
    for dataset in held:
        names.setdefault(dataset, [])
    return tuple(
        Analysed(
            dataset=dataset,
            wheres=held.get(dataset, ()),
            variables=tuple(variables),
            item_group=slug("IG", dataset),
            items=tuple(slug("IT", dataset, variable) for variable in variables),
        )
        for dataset, variables in names.items()
    )


def _lacks(common: Common, sheet: str, row: Row, made: str, known: dict) -> bool:
    """A row without ID, or with one that is there already, does not land."""
    grid = common.tables[sheet].grid
    if not made:
        grid.leave_row(row, f"no {grid.headers.get('id', 'ID')}")
    elif made in known:
        grid.leave_row(row, f"{made} is there already")
    return not made or made in known
