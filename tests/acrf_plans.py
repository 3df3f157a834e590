"""Plans for the tests of the annotated CRF: the studies of the repository, and small ones of odd forms."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

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
