"""Where everything of a define.xml stands in the pages: a name for each element, and who refers to it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from onespec.define.print.links import Links
from onespec.define.print.setting import Line, Run, Setting, linked, small
from onespec.engine.metadata.model import (
    NAMED_PAGES,
    Codelist,
    Comment,
    Dataset,
    Leaf,
    Metadata,
    Method,
    Pages,
    Reference,
    Said,
    Standard,
    Variable,
    Where,
    by_oid,
    said_in,
)


class Places:
    """The names of places, and links to them.  An OID that leads nowhere is said, never followed."""

    def __init__(self, metadata: Metadata, setting: Setting, links: Links):
        self.metadata, self.setting, self._links = metadata, setting, links
        self.codelists: dict[str, Codelist] = by_oid(metadata.codelists)
        self.methods: dict[str, Method] = by_oid(metadata.methods)
        self.comments: dict[str, Comment] = by_oid(metadata.comments)
        self.standards: dict[str, Standard] = by_oid(metadata.standards)
        self.leaves: dict[str, Leaf] = by_oid(metadata.leaves)
        self.wheres: dict[str, Where] = by_oid(metadata.wheres)
        self._names: dict[tuple[str, str], str] = {}
        for kind, known in (
            ("codelist", self.codelists),
            ("method", self.methods),
            ("comment", self.comments),
            ("standard", self.standards),
            ("leaf", self.leaves),
        ):
            self._names |= {(kind, oid): f"{kind}-{n}" for n, oid in enumerate(known)}
        self._datasets: dict[str, int] = {}
        self._variables: dict[tuple[str, str], tuple[str, Variable]] = {}
        for number, dataset in enumerate(metadata.datasets):
            self._datasets.setdefault(dataset.name, number)
            for n, variable in enumerate(dataset.variables):
                self._variables.setdefault((dataset.name, variable.name), (f"dataset-{number}-{n}", variable))
        self._used = self._users()

    def said(self, text: Said) -> str:
        return said_in(text, self.setting.language)

    def name(self, kind: str, oid: str) -> str:
        """The name of a place; "" for an OID that leads nowhere."""
        return self._names.get((kind, oid), "")

    def to(self, kind: str, oid: str, text: str) -> Run:
        """A link to an element; where there is none, its OID with that said."""
        name = self.name(kind, oid)
        return linked(text or oid, f"#{name}") if name else f"{oid} ({self.setting['absent']})"

    def dataset(self, name: str) -> Run:
        return linked(name, f"#dataset-{self._datasets[name]}") if name in self._datasets else name

    def variable(self, dataset: str, name: str, shown: str = "") -> Run:
        place, _ = self._variables.get((dataset, name), ("", None))
        return linked(shown or name, f"#{place}") if place else shown or name

    def held(self, dataset: str, name: str) -> Codelist | None:
        """The codelist of a variable."""
        _, variable = self._variables.get((dataset, name), ("", None))
        return self.codelists.get(variable.codelist) if variable else None

    def users(self, kind: str, oid: str) -> Line:
        """Links to all that refers to an element, from its place back."""
        setting = self.setting
        found = self._used.get((kind, oid), [])
        out: Line = [small(f"{setting['used_by']}: " if found else setting["unused"])]
        for number, (text, to) in enumerate(found):
            out += [small(", ")] * bool(number) + [small(text, to)]
        return out

    def documents(self, references: Sequence[Reference]) -> list[Line]:
        """A line a document: its title, and each of its pages, as links."""
        return [self._document(each) for each in references]

    def file(self, leaf: str) -> Run:
        """The file of a leaf, by its title."""
        found = self.leaves.get(leaf)
        if found is None:
            return f"{leaf} ({self.setting['absent']})"
        return linked(found.title or found.href or leaf, self.address(found.href))

    def address(self, href: str) -> str:
        return self._links.address(href)

    def _document(self, reference: Reference) -> Line:
        leaf, setting = self.leaves.get(reference.leaf), self.setting
        out: Line = [self.file(reference.leaf)]
        href = leaf.href if leaf else ""
        for pages in reference.pages:
            numbers, many = list(_numbers(pages)), len(pages.pages) > 1 or bool(pages.last)
            if not numbers:
                continue
            before, after = ("many_pages" if many else "page", "pages_end") if pages.type != NAMED_PAGES else ("", "")
            out.append(f", {setting[before] if before else ''}")
            for number, (text, page) in enumerate(numbers):
                out += [", "] * bool(number) + [linked(text, self._links.address(href, page))]
            out += [setting[after] if after else ""] + [f" ({pages.title})"] * bool(pages.title)
        return out

    def _users(self) -> dict[tuple[str, str], list[tuple[str, str]]]:
        out: dict[tuple[str, str], dict[tuple[str, str], None]] = {}

        def use(kind: str, oid: str, text: str, to: str) -> None:
            if oid:
                out.setdefault((kind, oid), {})[text, f"#{to}"] = None

        metadata = self.metadata
        for number, dataset in enumerate(metadata.datasets):
            use("comment", dataset.comment, dataset.name, f"dataset-{number}")
            use("standard", dataset.standard, dataset.name, f"dataset-{number}")
            for text, place, variable in _all(dataset, number, self.setting["value_level"]):
                use("codelist", variable.codelist, text, place)
                use("codelist", variable.role_codelist, text, place)
                use("method", variable.method, text, place)
                use("comment", variable.comment, text, place)
                for where in (self.wheres[oid] for oid in variable.wheres if oid in self.wheres):
                    use("comment", where.comment, text, place)
        for oid, codelist in self.codelists.items():
            use("comment", codelist.comment, codelist.name or oid, self.name("codelist", oid))
            use("standard", codelist.standard, codelist.name or oid, self.name("codelist", oid))
        for oid, standard in self.standards.items():
            use("comment", standard.comment, standard.name or oid, self.name("standard", oid))
        for number, display in enumerate(metadata.displays):
            for n, analysis in enumerate(display.analyses):
                use("comment", analysis.comment, display.name, f"display-{number}-{n}")
        use("comment", metadata.comment, self.setting["study"], "file")
        return {key: list(found) for key, found in out.items()}


def _all(dataset: Dataset, number: int, below: str) -> Iterator[tuple[str, str, Variable]]:
    """Each variable and definition at value level: what it is called, its place, itself."""
    for n, variable in enumerate(dataset.variables):
        named, place = f"{dataset.name}.{variable.name}", f"dataset-{number}-{n}"
        yield named, place, variable
        yield from ((f"{named} ({below.lower()})", f"{place}-values", each) for each in beneath(variable))


def beneath(variable: Variable) -> Iterator[Variable]:
    """The definitions at value level of a variable, with theirs."""
    for each in variable.values:
        yield each
        yield from beneath(each)


def _numbers(pages: Pages) -> Iterator[tuple[str, int | str]]:
    """What is shown of each page, and where it leads: of a range to its first page; 0 for what is no number."""
    yield from ((page, page if pages.type == NAMED_PAGES else _number(page)) for page in pages.pages)
    if pages.first or pages.last:
        yield f"{pages.first}\u2013{pages.last}", _number(pages.first)


def _number(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < 9 else 0
