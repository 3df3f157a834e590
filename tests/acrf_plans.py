"""Plans for the tests of the annotated CRF: the studies of the repository, and small ones of odd forms."""

from __future__ import annotations

import io
from dataclasses import replace
from functools import cache

import pikepdf
from support import OTHER, SHIPPED

import onespec
from onespec.engine.contract import Codelist
from onespec.engine.plan.references import Plan
from onespec.engine.spec.forms import Field, Form

READERS = OTHER.parent / "readers"
STUDIES = {"other": OTHER / "spec", "readers": READERS / "spec", "shipped": SHIPPED}


@cache
def plan_of(name: str) -> Plan:
    return onespec.open(STUDIES[name]).plan()


def with_form(plan: Plan, *fields: Field, label: dict[str, str] | None = None, **codelists: Codelist) -> Plan:
    """The plan with one form more, ``odd``, whose fields no dataset uses."""
    named = {each.name: each for each in fields}
    form = Form("odd", label or {}, ("odd.csv",), "utf-8", "", (), ("odd_key",), named, not_submitted="odd")
    study = replace(plan.study, forms=plan.study.forms | {"odd": form}, codelists=plan.study.codelists | codelists)
    return replace(plan, study=study)


def blank_of(pages: list[list[tuple[float, float, str]]]) -> bytes:
    """A PDF with lines of Helvetica, 9 points, at places from the left and the top."""
    out = io.BytesIO()
    with pikepdf.new() as pdf:
        font = pikepdf.Dictionary(Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica)
        for lines in pages:
            pdf.add_blank_page(page_size=(595, 842))
            page = pdf.pages[-1].obj
            page.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F=font))
            said = "".join(f"BT /F 9 Tf 1 0 0 1 {x} {842 - y - 9} Tm ({text}) Tj ET\n" for x, y, text in lines)
            page.Contents = pdf.make_stream(said.encode("latin-1"))
        pdf.save(out, deterministic_id=True)
    return out.getvalue()
