# pyright: standard
"""What an import calls things: keys of codelists, dictionaries and documents, files of datasets; and what is at fault.

Names of a foreign file are no names of files or keys until they are made so here.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from onespec.engine.limits import NAME
from onespec.engine.metadata.model import Dataset, Metadata, Said, Standard, by_oid

ACRF = "acrf"
GUIDES = {"SDTM-IG": "SDTMIG", "CDISC SDTM": "SDTMIG", "ADAM-IG": "ADaMIG", "CDISC ADAM": "ADaMIG", "ADAMIG": "ADaMIG"}
LONGEST_KEY = 1000  # characters of a key of YAML; a reader looks no further for its colon
_ADAM_CLASSES = ("SUBJECT LEVEL ANALYSIS DATASET", "BASIC DATA STRUCTURE", "OCCURRENCE DATA STRUCTURE", "ADAM OTHER")
_SETS = {"SDTM": "sdtm", "ADAM": "adam"}


class Fault(NamedTuple):
    """Something of the file that is at fault, or that cannot be taken over; ``place`` in words."""

    line: int
    place: str
    message: str


@dataclass
class Names:
    """What the import calls things.

    codelists     OID -> key of codelists.yaml
    dictionaries  OID of a codelist -> key of the dictionary in study.yaml
    documents     leaf -> key of the document in study.yaml
    files         number of the dataset in the model -> its file; a dataset without one is not imported
    of_dataset    name of a dataset -> the file that says what it is; of a SUPP-- dataset that of its parent
    assigned      paths of variables whose constant a workbook states
    language      of the texts that are taken
    wrong         values that are a fault wherever they stand
    left          name and line of what is not taken over
    """

    codelists: dict[str, str] = field(default_factory=dict)
    dictionaries: dict[str, str] = field(default_factory=dict)
    documents: dict[str, str] = field(default_factory=dict)
    files: dict[int, str] = field(default_factory=dict)
    of_dataset: dict[str, str] = field(default_factory=dict)
    assigned: set[tuple[str, ...]] = field(default_factory=set)
    language: str = "en"
    wrong: set[str] = field(default_factory=set)
    left: set[tuple[str, int]] = field(default_factory=set)
    faults: list[Fault] = field(default_factory=list)

    def fault(self, line: int, place: str, message: str) -> None:
        self.faults.append(Fault(line, place, message))

    def leave(self, line: int, place: str, message: str, name: str) -> None:
        """A fault of something that is not taken over; ``name`` is its own."""
        self.fault(line, place, message)
        self.left.add((name, line))

    def text(self, said: Said) -> str:
        """A text in the language of the specification; where it has none, in the one that it has."""
        return said.get(self.picked(said), "")

    def picked(self, said: Said) -> str:
        """The language that `text` takes."""
        return next((known for known in (self.language, "en", "") if known in said), next(iter(said), ""))


def names_of(metadata: Metadata) -> Names:
    """What an import of a model calls things, and the faults of its names."""
    out = Names(language=_language(metadata))
    taken: set[str] = {"none"}  # 'codelist: none' says that there is none
    dictionaries: dict[tuple[str, ...], str] = {}  # one for all codelists that name the same
    keys: set[str] = set()
    for codelist in metadata.codelists:
        if codelist.oid in out.codelists or codelist.oid in out.dictionaries:
            out.fault(codelist.line, f"CodeList {codelist.oid}", "A second codelist has this OID; the first is taken.")
        elif codelist.dictionary is not None:
            external = codelist.dictionary
            said = external.name, external.version, external.href, external.ref
            if said not in dictionaries:
                dictionaries[said] = _key((external.name or codelist.oid.removeprefix("CL.")).upper(), keys)
            out.dictionaries[codelist.oid] = dictionaries[said]
        else:
            out.codelists[codelist.oid] = _key(codelist.oid.removeprefix("CL."), taken)
    _documents(metadata, out)
    _files(metadata, out)
    return out


def standard_of(metadata: Metadata, dataset: Dataset) -> str:
    """sdtm or adam: by the standard that it names, its class, its purpose, or the only standard of the file."""
    guides = [each for each in metadata.standards if each.type == "IG"]
    named = by_oid(metadata.standards).get(dataset.standard) if dataset.standard else None
    for standard in (named, *(guides if len({kind_of(g) for g in guides}) == 1 else ())):
        if standard and kind_of(standard):
            return kind_of(standard)
    adam = dataset.cls.upper() in _ADAM_CLASSES or dataset.purpose.casefold() == "analysis"
    return "adam" if adam or (not dataset.cls and dataset.name.startswith("AD")) else "sdtm"


def kind_of(standard: Standard) -> str:
    """Of which family a standard is: sdtm, adam or none of them."""
    said = (standard.publishing_set if standard.type == "CT" else standard.name).upper()
    return next((key for word, key in _SETS.items() if word in said), "")


def _language(metadata: Metadata) -> str:
    """That of most labels, where the program has an edition in it."""
    counts: Counter[str] = Counter()
    for dataset in metadata.datasets:
        counts.update(list(dataset.label))
        for variable in dataset.variables:
            counts.update(list(variable.label))
    return "zh" if counts["zh"] and not (counts["en"] or counts[""]) else "en"


def _documents(metadata: Metadata, out: Names) -> None:
    """The documents beside the data; the annotated CRF has its own key."""
    taken: set[str] = set()
    crf = [each.leaf for each in metadata.annotated]
    for leaf in metadata.leaves:
        if leaf.of:
            continue
        if leaf.oid in out.documents:
            out.fault(leaf.line, f"leaf {leaf.oid}", "A second leaf has this ID; the first is taken.")
        elif not leaf.href:
            out.leave(leaf.line, f"leaf {leaf.oid}", "The leaf has no href; it is not taken over.", leaf.oid)
        elif leaf.oid in crf[:1]:
            out.documents[leaf.oid] = _key(ACRF, taken)
        else:
            wanted = leaf.oid.removeprefix("LF.")
            out.documents[leaf.oid] = _key(f"{wanted}_1" if wanted == ACRF else wanted, taken)
    for leaf in crf:
        if leaf not in out.documents:
            out.fault(0, "AnnotatedCRF", f"There is no leaf '{leaf}'.")


def _files(metadata: Metadata, out: Names) -> None:
    if not metadata.datasets:
        out.fault(0, "the file", "It describes no dataset.")
    known: set[str] = set()
    numbers = iter(range(1, len(metadata.datasets) + 1))
    for place, dataset in enumerate(metadata.datasets):
        said = f"dataset {dataset.name}"
        if not dataset.name or len(dataset.name) > LONGEST_KEY:
            message = "The dataset has no name that can be written; it is not taken over."
            out.leave(dataset.line, said, message, dataset.name)
        elif dataset.name in known:
            out.fault(dataset.line, said, "A second dataset has this name; the first is taken.")
        else:
            known.add(dataset.name)
            proper = NAME.fullmatch(dataset.name) is not None
            stem = dataset.name.lower() if proper else f"unnamed-{next(numbers)}"
            out.files[place] = f"{standard_of(metadata, dataset)}/{stem}.yaml"
            if not proper:
                out.fault(dataset.line, said, f"This is no name of a dataset; it is taken over in {out.files[place]}.")


def _key(wanted: str, taken: set[str]) -> str:
    """A key of letters, digits and _ that is not taken, in any case of letters."""
    stem = re.sub(r"[^A-Za-z0-9_]+", "_", wanted).strip("_")[:60] or "UNNAMED"
    return next(key for key in _numbered(stem) if not _is_taken(key, taken))


def _is_taken(key: str, taken: set[str]) -> bool:
    if key.casefold() in taken:
        return True
    taken.add(key.casefold())
    return False


def _numbered(stem: str) -> Iterator[str]:
    yield stem
    number = 2
    while True:
        yield f"{stem}_{number}"
        number += 1
