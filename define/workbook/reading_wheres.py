"""Where clauses of a workbook: inline, or on a sheet of their own."""

from __future__ import annotations

from collections.abc import Sequence

from onespec.define.workbook.conditions import LISTS, NoCondition, parsed_conditions, split_list
from onespec.define.workbook.grid import Row
from onespec.define.workbook.rows import Common, slug, split_ids
from onespec.engine.metadata.model import Check, Where

_VALUES = 3  # of a condition that make its identifier


class Wheres:
    """The where clauses: those of sheet WhereClauses by their IDs, then each inline one once."""

    def __init__(self, common: Common):
        self._common = common
        self._known: dict[str, Where] = {}
        checks: dict[str, list[Check]] = {}
        comments: dict[str, str] = {}
        for row in common.rows("WhereClauses"):
            made = row["id"].strip()
            if not made or not row["variable"].strip():
                common.tables["WhereClauses"].grid.leave_row(row, "no ID" if not made else "no Variable")
                continue
            common.landing("WhereClauses", row)
            checks.setdefault(made, []).append(_check(row))
            if row["comment"].strip():
                comments[made] = row["comment"].strip()
        for made, found in checks.items():
            self._known[made] = Where(oid=made, checks=tuple(found), comment=comments.get(made, ""))

    @property
    def all(self) -> tuple[Where, ...]:
        return tuple(self._known.values())

    def of(self, checks: Sequence[Check], comment: str = "") -> str:
        """The OID of a clause; the same conditions are the same clause."""
        found = tuple(_with_item(check) for check in checks)
        parts = [part for c in found for part in (c.variable, *_compared(c), *c.values[:_VALUES])]
        made = self._common.once.of(("where", found, comment), slug("WC", found[0].dataset, *parts)[:200])
        self._known.setdefault(made, Where(oid=made, checks=found, comment=comment))
        return made

    def at(self, row: Row, dataset: str) -> tuple[str, ...]:
        """The OIDs of what the row of ValueLevel says; a text that is no clause is its own OID, and leads nowhere."""
        text = row["where"].strip()
        if not text:
            self._common.remark("ValueLevel", row, "no where clause: it holds for no record.")
            return ()
        ids = split_ids(text, self._known)
        if all(each in self._known for each in ids):
            return tuple(ids)
        try:
            lines = parsed_conditions(text, dataset)
            if len(lines) > 1:
                raise NoCondition(text)
        except NoCondition:
            self._common.tables["ValueLevel"].grid.leave(row, "where")
            self._common.remark("ValueLevel", row, f"the where clause cannot be understood: {text[:200]}")
            return (text,)
        return tuple(self.of(checks, row["where_comment"].strip()) for checks in lines[0])


def _check(row: Row) -> Check:
    comparator, value = row["comparator"].strip().upper().replace(" ", ""), row["value"]
    values = split_list(value) if comparator in LISTS else [_bare(value)]
    dataset, variable = row["dataset"].strip(), row["variable"].strip()
    return _with_item(Check(dataset=dataset, variable=variable, comparator=comparator, values=tuple(values)))


def _bare(value: str) -> str:
    """A value without the quotes that enclose it."""
    inside = len(value) > 1 and value[0] == value[-1] == '"' and '"' not in value[1:-1].replace('""', "")
    return value[1:-1].replace('""', '"') if inside else value


def _with_item(check: Check) -> Check:
    from dataclasses import replace

    return replace(check, item=slug("IT", check.dataset, check.variable))


def _compared(check: Check) -> tuple[str, ...]:
    return () if check.comparator == "EQ" else (check.comparator,)
