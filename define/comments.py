"""Comments: one def:CommentDef for each distinct text (Define-XML 2.1, 5.3.15)."""

from __future__ import annotations

from collections.abc import Iterable

from lxml import etree

from onespec.define.documents import Documents
from onespec.define.oids import Once, oid
from onespec.define.wording import Words, sentence
from onespec.define.xml import element, translated
from onespec.engine.plan.references import VariablePlan
from onespec.engine.spec.verbs import NotAvailable


class Comments:
    """The comments in use, in the order of their first use."""

    def __init__(self) -> None:
        self._oids: Once[str] = Once()

    def oid(self, texts: Iterable[str], *owner: str) -> str | None:
        """The identifier of the comment that these texts make together; None when all are blank."""
        text = " ".join(t for t in texts if t)
        return self._oids.of(text, oid("COM", *owner)) if text else None

    def elements(self, documents: Documents) -> list[etree._Element]:
        return [
            element("def:CommentDef", {"OID": o}, translated(text), *documents.named_in(text))
            for text, o in self._oids.known.items()
        ]


def texts(plan: VariablePlan, words: Words) -> list[str]:
    """What is said of a variable: its comment, why it is not available, where an assigned value stands."""
    verb = plan.variable.verb
    reason = sentence(verb.reason) if isinstance(verb, NotAvailable) else ""
    return [sentence(plan.variable.comment), reason, words.looked_up(plan)]
