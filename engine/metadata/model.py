"""What a define.xml says, whoever wrote it: the one model that documents, checks, workbooks and imports read.

It is read from Define-XML 2.0 and 2.1 (`read.py`) or from the industry's workbook, and the room define writes both.
Names are those of Define-XML where it has one; the section of Define-XML 2.1 stands at each class.
What refers to a codelist, method, comment, standard or document names its ``oid``.
``line`` is the line of the file, or the row of the sheet, that it was read from (0 otherwise); two models are equal
whatever the lines.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TypeVar

Said = Mapping[str, str]  # language ("" where the file names none) -> text
NUMBERED_PAGES = "PhysicalRef"
NAMED_PAGES = "NamedDestination"


@dataclass(frozen=True, kw_only=True)
class _Read:
    """What every element has: where it was read, and what a workbook says of it beside.

    beside  column of a workbook -> text, of what no define.xml has a place for: Assigned Value, Common,
            Developer Notes, Source Variables, a sponsor's own columns; empty of what was read from a define.xml
    """

    line: int = field(default=0, compare=False, repr=False)
    beside: Mapping[str, str] = field(default_factory=dict, hash=False, repr=False)


@dataclass(frozen=True, kw_only=True)
class Pages(_Read):
    """Pages or named destinations of a PDF (5.3.8.1, def:PDFPageRef).

    pages  in order, as written: numbers, or names
    first  and ``last``: of a range that is written as one
    """

    type: str = NUMBERED_PAGES
    pages: tuple[str, ...] = ()
    first: str = ""
    last: str = ""
    title: str = ""


@dataclass(frozen=True, kw_only=True)
class Reference(_Read):
    """A reference to a document, with pages where it names some (5.3.8, def:DocumentRef)."""

    leaf: str
    pages: tuple[Pages, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Standard(_Read):
    """An implementation guide or a terminology package (5.3.6, def:Standard).

    Define-XML 2.0 has no such element: its def:StandardName and def:StandardVersion are read as one of type IG.
    """

    oid: str
    name: str
    type: str = "IG"
    version: str = ""
    publishing_set: str = ""
    status: str = ""
    comment: str = ""


@dataclass(frozen=True, kw_only=True)
class Origin(_Read):
    """Where values come from (5.3.12.3, def:Origin).

    type    Collected, Derived, Assigned, Protocol, Predecessor, Not Available; of 2.0 also CRF, eDT
    source  Subject, Investigator, Vendor, Sponsor; "" in 2.0
    said    its description: the predecessor
    """

    type: str
    source: str = ""
    said: Said = field(default_factory=dict)
    documents: tuple[Reference, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Check(_Read):
    """One condition of a where clause (5.3.10, RangeCheck).

    item        the OID that the file names; ``dataset`` and ``variable`` what it is, "" where it leads nowhere
    comparator  EQ, NE, LT, LE, GT, GE, IN, NOTIN
    """

    dataset: str
    variable: str
    comparator: str
    values: tuple[str, ...]
    soft: str = "Soft"
    item: str = ""


@dataclass(frozen=True, kw_only=True)
class Where(_Read):
    """A where clause: all of its conditions hold (5.3.10, def:WhereClauseDef)."""

    oid: str
    checks: tuple[Check, ...]
    comment: str = ""


@dataclass(frozen=True, kw_only=True)
class Variable(_Read):
    """A variable of a dataset, or one definition at value level (5.3.11.2 and 5.3.12, ItemRef and ItemDef).

    oid        of the ItemDef
    lost       the OID of a reference that leads to no ItemDef; ``name`` is then that, and ``oid`` is ""
    mandatory  Yes, No, or "" where it is not said; so are ``non_standard`` and ``no_data``
    wheres     of a definition at value level: OIDs of where clauses, any of which holds
    values     its own value level, in order
    value_list the OID of that, "" without one
    """

    oid: str
    name: str
    label: Said = field(default_factory=dict)
    order: str = ""
    mandatory: str = ""
    key: str = ""
    role: str = ""
    role_codelist: str = ""
    type: str = ""
    length: str = ""
    digits: str = ""
    format: str = ""
    sas_name: str = ""
    codelist: str = ""
    method: str = ""
    comment: str = ""
    origins: tuple[Origin, ...] = ()
    non_standard: str = ""
    no_data: str = ""
    wheres: tuple[str, ...] = ()
    value_list: str = ""
    values: tuple[Variable, ...] = ()
    lost: str = ""


@dataclass(frozen=True, kw_only=True)
class Dataset(_Read):
    """A dataset (5.3.11, ItemGroupDef); ``subclasses`` are those of its class, ``aliases`` context -> name."""

    oid: str
    name: str
    label: Said = field(default_factory=dict)
    domain: str = ""
    sas_name: str = ""
    repeating: str = ""
    reference: str = ""
    purpose: str = ""
    structure: str = ""
    cls: str = ""
    subclasses: tuple[str, ...] = ()
    standard: str = ""
    non_standard: str = ""
    no_data: str = ""
    comment: str = ""
    archive: str = ""
    aliases: Mapping[str, str] = field(default_factory=dict)
    variables: tuple[Variable, ...] = ()

    @property
    def keys(self) -> tuple[str, ...]:
        """The names of its key variables, in the order of the key."""
        keyed = [v for v in self.variables if v.key]
        return tuple(v.name for v in sorted(keyed, key=lambda v: (not v.key.isdigit(), v.key.zfill(9))))


@dataclass(frozen=True, kw_only=True)
class Term(_Read):
    """A term of a codelist (5.3.13, CodeListItem and EnumeratedItem); ``decode`` is empty for an EnumeratedItem."""

    value: str
    decode: Said = field(default_factory=dict)
    order: str = ""
    rank: str = ""
    extended: str = ""
    said: Said = field(default_factory=dict)
    aliases: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Dictionary(_Read):
    """An external dictionary (5.3.13.3, ExternalCodeList)."""

    name: str
    version: str = ""
    href: str = ""
    ref: str = ""


@dataclass(frozen=True, kw_only=True)
class Codelist(_Read):
    """A codelist: its terms, or the dictionary that has them (5.3.13, CodeList)."""

    oid: str
    name: str
    type: str = ""
    said: Said = field(default_factory=dict)
    sas_format: str = ""
    standard: str = ""
    non_standard: str = ""
    comment: str = ""
    terms: tuple[Term, ...] = ()
    dictionary: Dictionary | None = None
    aliases: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Expression(_Read):
    """A program (5.3.14, FormalExpression; arm:ProgrammingCode): the language, and what is written in it."""

    context: str
    code: str


@dataclass(frozen=True, kw_only=True)
class Method(_Read):
    """A method (5.3.14, MethodDef); ``type`` is Computation or Imputation."""

    oid: str
    name: str
    type: str = "Computation"
    said: Said = field(default_factory=dict)
    documents: tuple[Reference, ...] = ()
    expressions: tuple[Expression, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Comment(_Read):
    """A comment (5.3.15, def:CommentDef)."""

    oid: str
    said: Said = field(default_factory=dict)
    documents: tuple[Reference, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Leaf(_Read):
    """A file (5.3.16, def:leaf): its place relative to define.xml; ``of`` is the dataset whose file it is, or ""."""

    oid: str
    href: str = ""
    title: str = ""
    of: str = ""


@dataclass(frozen=True, kw_only=True)
class Analysed(_Read):
    """What an analysis looks at of one dataset (ARM 1.0, arm:AnalysisDataset); OIDs, and the names that they mean."""

    dataset: str
    wheres: tuple[str, ...] = ()
    variables: tuple[str, ...] = ()
    item_group: str = ""
    items: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Analysis(_Read):
    """One result of a display (ARM 1.0, arm:AnalysisResult)."""

    oid: str
    said: Said = field(default_factory=dict)
    parameter: str = ""
    reason: str = ""
    purpose: str = ""
    comment: str = ""
    datasets: tuple[Analysed, ...] = ()
    documentation: Said = field(default_factory=dict)
    documents: tuple[Reference, ...] = ()
    code: Expression | None = None
    code_documents: tuple[Reference, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Display(_Read):
    """A table, figure or listing (ARM 1.0, arm:ResultDisplay)."""

    oid: str
    name: str
    said: Said = field(default_factory=dict)
    documents: tuple[Reference, ...] = ()
    analyses: tuple[Analysis, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Unplaced(_Read):
    """What a file holds and this model does not: it is named, never lost in silence.

    place  as a path of elements, with ``@`` before an attribute: "ItemDef[IT.AE.AETERM]/@vendor:Id";
           of a workbook "Sheet!Column, row n"
    """

    place: str
    text: str


@dataclass(frozen=True, kw_only=True)
class Metadata:
    """A whole define.xml (5.3.1 to 5.3.5).

    version    of Define-XML: "2.0.0", "2.1.0", ...; "" of what was not read from one
    attributes of ODM, by name, prefixes as def: (FileOID, CreationDateTime, def:Context, ...)
    leaves     the files of datasets too, each with ``of``
    annotated  and ``supplemental``: references that stand at the head (def:AnnotatedCRF, def:SupplementalDoc)
    """

    version: str = ""
    attributes: Mapping[str, str] = field(default_factory=dict)
    study_oid: str = ""
    study_name: str = ""
    study_description: str = ""
    protocol: str = ""
    oid: str = ""
    name: str = ""
    description: str = ""
    comment: str = ""
    standards: tuple[Standard, ...] = ()
    annotated: tuple[Reference, ...] = ()
    supplemental: tuple[Reference, ...] = ()
    wheres: tuple[Where, ...] = ()
    datasets: tuple[Dataset, ...] = ()
    codelists: tuple[Codelist, ...] = ()
    methods: tuple[Method, ...] = ()
    comments: tuple[Comment, ...] = ()
    leaves: tuple[Leaf, ...] = ()
    displays: tuple[Display, ...] = ()
    unplaced: tuple[Unplaced, ...] = ()


_T = TypeVar("_T")


def by_oid(elements: tuple[_T, ...]) -> dict[str, _T]:
    """Elements by their OID; of several with the same, the first."""
    out: dict[str, _T] = {}
    for each in elements:
        out.setdefault(getattr(each, "oid", ""), each)
    return out


def said_in(said: Said, language: str) -> str:
    """A text in a language; where it has none, in English, else in the first that there is."""
    for known in (language, "en", ""):
        if known in said:
            return said[known]
    return next(iter(said.values()), "")
