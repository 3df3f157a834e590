"""The pages that define.xml cites: those of the annotated CRF that we draw, unless the study has one of its own."""

from __future__ import annotations

from onespec.define.acrf.layout import layout
from onespec.define.documents import ACRF
from onespec.define.pages import paged
from onespec.engine.plan.references import Plan


def is_drawn(plan: Plan) -> bool:
    """Is its annotated CRF the one that we draw?  study.yaml names the document acrf, and crf.yaml no page."""
    return ACRF in plan.study.documents and not states_pages(plan)


def states_pages(plan: Plan) -> bool:
    """Does crf.yaml, or the map of a CRF of the study's own, say the page of any field?"""
    return any(field.page for form in plan.study.forms.values() for field in form.fields.values())


def with_pages(plan: Plan) -> Plan:
    """The plan with the page of each field in the annotated CRF that we draw; as it is, where that is not drawn."""
    if not is_drawn(plan):
        return plan
    return paged(plan, {place: str(page) for place, page in layout(plan).places.items()})
