"""Analysis results of a define.xml (ARM 1.0)."""

from __future__ import annotations

from onespec.engine.metadata.elements import Element
from onespec.engine.metadata.items import Items
from onespec.engine.metadata.model import Analysed, Analysis, Display, Expression
from onespec.engine.metadata.texts import references, translated


def read_display(display: Element, items: Items) -> Display:
    return Display(
        oid=display.get("OID"),
        name=display.get("Name"),
        said=translated(display),
        documents=references(display),
        analyses=tuple(_analysis(each, items) for each in display.all("arm:AnalysisResult")),
        line=display.line,
    )


def _analysis(result: Element, items: Items) -> Analysis:
    datasets, documentation = result.one("arm:AnalysisDatasets"), result.one("arm:Documentation")
    code = result.one("arm:ProgrammingCode")
    return Analysis(
        oid=result.get("OID"),
        said=translated(result),
        parameter=result.get("ParameterOID"),
        reason=result.get("AnalysisReason"),
        purpose=result.get("AnalysisPurpose"),
        comment=datasets.get("def:CommentOID") if datasets else "",
        datasets=tuple(_analysed(each, items) for each in datasets.all("arm:AnalysisDataset")) if datasets else (),
        documentation=translated(documentation),
        documents=references(documentation) if documentation else (),
        code=_code(code) if code else None,
        code_documents=references(code) if code else (),
        line=result.line,
    )


def _analysed(each: Element, items: Items) -> Analysed:
    group = each.get("ItemGroupOID")
    oids = tuple(variable.get("ItemOID") for variable in each.all("arm:AnalysisVariable"))
    return Analysed(
        dataset=items.dataset(group),
        wheres=tuple(ref.get("WhereClauseOID") for ref in each.all("def:WhereClauseRef")),
        variables=tuple(items.variable(oid) for oid in oids),
        item_group=group,
        items=oids,
        line=each.line,
    )


def _code(code: Element) -> Expression:
    written = code.one("arm:Code")
    return Expression(context=code.get("Context"), code=written.text() if written else "", line=code.line)
