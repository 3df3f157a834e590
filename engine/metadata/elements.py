"""XML elements that remember what was read of them, so that what nobody read can be named."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from onespec.engine.metadata.model import Unplaced

_XML = "http://www.w3.org/XML/1998/namespace"
_KNOWN = {
    "http://www.cdisc.org/ns/odm/v1.3": "",
    "http://www.cdisc.org/ns/def/v2.0": "def:",
    "http://www.cdisc.org/ns/def/v2.1": "def:",
    "http://www.cdisc.org/ns/arm/v1.0": "arm:",
    "http://www.w3.org/1999/xlink": "xlink:",
    "http://www.w3.org/2001/XMLSchema-instance": "xsi:",
    _XML: "xml:",
}
_IDENTIFIES = ("OID", "ID", "ItemOID", "CodedValue", "leafID", "WhereClauseOID", "xml:lang")
_LONGEST = 2000  # characters of an unread element that are kept


class Element:
    """An element: its attributes and children by names with the prefixes def, arm, xlink, xsi or xml."""

    def __init__(self, node: etree._Element):
        self._node = node
        self.attributes = {_name(str(name)): str(value) for name, value in node.attrib.items()}
        self._text: str = str(node.text or "")
        self._children: list[tuple[str, Element]] | None = None
        self._read: set[str] = set()  # attributes
        self._taken: set[str] = set()  # kinds of children
        self._said = False  # is its own text read?
        self._left = False

    @property
    def name(self) -> str:
        return _name(str(self._node.tag))

    @property
    def line(self) -> int:
        return self._node.sourceline or 0

    def get(self, name: str) -> str:
        """An attribute, "" without it."""
        self._read.add(name)
        return self.attributes.get(name, "")

    def text(self) -> str:
        """Its own text, as written."""
        self._said = True
        return self._text

    def all(self, *names: str) -> list[Element]:
        """The children of these names, in order."""
        self._taken.update(names)
        return [child for name, child in self._inner() if name in names]

    def one(self, name: str) -> Element | None:
        """The first child of a name; further ones stay unread."""
        found = [child for known, child in self._inner() if known == name]
        self._read.add(f"<{name}")
        return found[0] if found else None

    def leave(self) -> None:
        """Count it as unread: it was looked at, and has no place."""
        self._left = True

    def unread(self, above: str = "") -> Iterator[Unplaced]:
        """Everything in it that nobody has read."""
        place = f"{above}/{self._place()}" if above else self._place()
        for name, value in self.attributes.items():
            if name not in self._read:
                yield Unplaced(place=f"{place}/@{name}", text=value, line=self.line)
        if not self._said and self._text.strip():
            yield Unplaced(place=place, text=self._text.strip(), line=self.line)
        first: set[str] = set()
        for name, child in self._inner():
            taken = name in self._taken or (f"<{name}" in self._read and name not in first)
            if taken and not child._left:
                first.add(name)
                yield from child.unread(place if child._place() == child.name else "")
            else:
                yield Unplaced(place=f"{place}/{child._place()}", text=child.written(), line=child.line)

    def written(self) -> str:
        """The element as it stands in the file."""
        said = str(etree.tostring(self._node, encoding="unicode", with_tail=False))
        return said if len(said) <= _LONGEST else f"{said[:_LONGEST]}…"

    def _inner(self) -> list[tuple[str, Element]]:
        if self._children is None:
            made = [Element(node) for node in self._node if isinstance(node.tag, str)]
            self._children = [(child.name, child) for child in made]
        return self._children

    def _place(self) -> str:
        said = next((self.attributes[name] for name in _IDENTIFIES if name in self.attributes), "")
        return f"{self.name}[{said}]" if said else self.name


def _name(tag: str) -> str:
    """A name with its prefix; of an unknown namespace with that in braces."""
    if not tag.startswith("{"):
        return tag
    space, _, local = tag[1:].partition("}")
    return _KNOWN[space] + local if space in _KNOWN else tag
