"""Standards: the implementation guide and the terminology packages in use (Define-XML 2.1, 5.3.6)."""

from __future__ import annotations

from lxml import etree

from onespec.define.oids import oid
from onespec.define.xml import element
from onespec.engine.spec.model import Standard, Study

_PUBLISHING_SETS = {"sdtm": "SDTM", "adam": "ADaM"}


class Standards:
    """The standards that one define.xml cites; what it does not cite it does not list."""

    def __init__(self, study: Study, standard: str):
        self._study, self._standard = study, standard
        self._terminology: dict[str, None] = {}

    @property
    def guide(self) -> str:
        """The identifier of the implementation guide."""
        return oid("STD", self._standard.upper())

    def terminology(self, standard: str) -> str:
        """The identifier of the controlled terminology of ``standard`` (sdtm or adam)."""
        self._terminology[standard] = None
        return oid("STD", "CT", standard.upper())

    def element(self) -> etree._Element:
        guide = self._study.standards[self._standard]
        listed = [
            element(
                "def:Standard",
                {"OID": self.guide, "Name": guide.name, "Type": "IG", "Version": guide.version, "Status": "Final"},
            )
        ]
        listed += [_package(self._study.standards[name]) for name in sorted(self._terminology, reverse=True)]
        return element("def:Standards", None, *listed)


def _package(standard: Standard) -> etree._Element:
    return element(
        "def:Standard",
        {
            "OID": oid("STD", "CT", standard.key.upper()),
            "Name": "CDISC/NCI",
            "Type": "CT",
            "PublishingSet": _PUBLISHING_SETS[standard.key],
            "Version": standard.ct,
            "Status": "Final",
        },
    )
