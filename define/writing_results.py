"""Analysis results of a define.xml that is written from its model (ARM 1.0)."""

from __future__ import annotations

from collections.abc import Iterable

from lxml import etree

from onespec.define.writing_texts import Writing
from onespec.engine.metadata.model import Analysed, Analysis, Display


def displays(writing: Writing, shown: Iterable[Display]) -> etree._Element | None:
    made = [
        writing.element(
            "arm:ResultDisplay",
            {"OID": display.oid, "Name": display.name},
            writing.said(display.said),
            *writing.references(display.documents),
            *(_analysis(writing, analysis) for analysis in display.analyses),
        )
        for display in shown
    ]
    return writing.element("arm:AnalysisResultDisplays", None, *made) if made else None


def _analysis(writing: Writing, analysis: Analysis) -> etree._Element:
    documentation = None
    if analysis.documentation or analysis.documents:
        documentation = writing.element(
            "arm:Documentation", None, writing.said(analysis.documentation), *writing.references(analysis.documents)
        )
    datasets = writing.element(
        "arm:AnalysisDatasets",
        {"def:CommentOID": analysis.comment},
        *(_analysed(writing, each) for each in analysis.datasets),
    )
    return writing.element(
        "arm:AnalysisResult",
        {
            "OID": analysis.oid,
            "ParameterOID": analysis.parameter,
            "AnalysisReason": analysis.reason,
            "AnalysisPurpose": analysis.purpose,
        },
        writing.said(analysis.said),
        datasets if analysis.datasets or analysis.comment else None,
        documentation,
        _code(writing, analysis),
    )


def _analysed(writing: Writing, each: Analysed) -> etree._Element:
    return writing.element(
        "arm:AnalysisDataset",
        {"ItemGroupOID": each.item_group},
        *(writing.element("def:WhereClauseRef", {"WhereClauseOID": oid}) for oid in each.wheres),
        *(writing.element("arm:AnalysisVariable", {"ItemOID": oid}) for oid in each.items),
    )


def _code(writing: Writing, analysis: Analysis) -> etree._Element | None:
    if analysis.code is None:
        return None
    return writing.element(
        "arm:ProgrammingCode",
        {"Context": analysis.code.context},
        writing.text("arm:Code", analysis.code.code) if analysis.code.code else None,
        *writing.references(analysis.code_documents),
    )
