"""Methods: one MethodDef for each distinct text (Define-XML 2.1, 5.3.14)."""

from __future__ import annotations

from dataclasses import dataclass

from lxml import etree

from onespec.define.documents import Documents
from onespec.define.oids import Once, oid
from onespec.define.speech import Speech
from onespec.define.telling import Told
from onespec.define.xml import element, said

COMPUTATION, IMPUTATION = "Computation", "Imputation"
CONTEXT = "onespec"  # the language of formal expressions: an entry of the specification


@dataclass(frozen=True)
class Method:
    """How a value is computed; ``type`` is Computation or Imputation.

    code  what runs: the entry of the specification
    """

    told: Told
    type: str = COMPUTATION
    code: str = ""


class Methods:
    """The methods in use, in the order of their first use."""

    def __init__(self, say: Speech) -> None:
        self._say = say
        self._oids: Once[Method] = Once()
        self._names: dict[Method, str] = {}

    def oid(self, method: Method | None, *owner: str) -> str | None:
        """The identifier of a method; the first to use it gives it its name."""
        if method is None:
            return None
        self._names.setdefault(method, ".".join(owner))
        return self._oids.of(method, oid("MT", *owner))

    def elements(self, documents: Documents) -> list[etree._Element]:
        return [
            element(
                "MethodDef",
                {"OID": o, "Name": self._say("Algorithm for {name}", name=self._names[method]), "Type": method.type},
                said(method.told.said),
                _running(method.code),
                *documents.named_in(method.told),
            )
            for method, o in self._oids.known.items()
        ]


def _running(code: str) -> etree._Element | None:
    if not code:
        return None
    out = element("FormalExpression", {"Context": CONTEXT})
    out.text = code
    return out
