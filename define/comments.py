"""Comments: one def:CommentDef for each distinct text (Define-XML 2.1, 5.3.15)."""

from __future__ import annotations

from lxml import etree

from onespec.define.documents import Documents
from onespec.define.oids import Once, oid
from onespec.define.telling import Told
from onespec.define.wording import Words
from onespec.define.xml import element, said
from onespec.engine.plan.references import VariablePlan
from onespec.engine.spec.verbs import NotAvailable


class Comments:
    """The comments in use, in the order of their first use."""

    def __init__(self) -> None:
        self._oids: Once[Told] = Once()

    def oid(self, told: Told, *owner: str) -> str | None:
        """The identifier of a comment; None without a text."""
        return self._oids.of(told, oid("COM", *owner)) if told else None

    def elements(self, documents: Documents) -> list[etree._Element]:
        return [
            element("def:CommentDef", {"OID": o}, said(told.said), *documents.named_in(told))
            for told, o in self._oids.known.items()
        ]


def texts(plan: VariablePlan, words: Words) -> list[str]:
    """What is said of a variable: its comment, why it is not available, where an assigned value stands."""
    verb = plan.variable.verb
    reason = words.say.own(verb.reason) if isinstance(verb, NotAvailable) else ""
    return [*map(words.say.sentence, (words.commented(plan), reason)), words.looked_up(plan)]
