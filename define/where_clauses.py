"""Where clauses: which records a value-level definition or an analysis is about (Define-XML 2.1, 5.3.10)."""

from __future__ import annotations

from collections.abc import Sequence

from onespec.define.draft import Draft
from onespec.define.oids import oid
from onespec.define.xml import containing, element
from onespec.engine.spec.conditions import Condition
from onespec.engine.spec.model import Dataset


def where_clause(draft: Draft, dataset: Dataset, where: Sequence[Condition]) -> str:
    """The identifier of a where clause; one clause serves everything that chooses the same records of a dataset."""
    content = sorted((c.name, c.comparator, c.values) for c in where)
    identifier = draft.value_oids.of(
        ("WC", dataset.name, *content), oid("WC", dataset.name, *(part for c in where for part in _parts(c)))
    )
    if identifier not in draft.where_clauses:
        checks = (
            element(
                "RangeCheck",
                {"Comparator": c.comparator, "SoftHard": "Soft", "def:ItemOID": oid("IT", dataset.name, c.name)},
                *(containing("CheckValue", value) for value in c.values),
            )
            for c in where
        )
        draft.where_clauses[identifier] = element("def:WhereClauseDef", {"OID": identifier}, *checks)
    return identifier


def _parts(condition: Condition) -> tuple[str, ...]:
    """What its identifier says of a condition: the comparator only where it is another than EQ."""
    comparator = () if condition.comparator == "EQ" else (condition.comparator,)
    return (condition.name, *comparator, *condition.values)
