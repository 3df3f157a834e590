"""Consistency: do the parts of an archive belong to one another?  Nothing of the archive is executed.

Outputs and inputs against run.json, verdicts against the data, packages against package.json and the outputs, each
define.xml against its data, the numbers of guides against the data.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import partial
from pathlib import Path
from posixpath import join, normpath
from tempfile import TemporaryDirectory
from typing import Any

from onespec.engine.build.freshness import RECORD, STANDARDS
from onespec.engine.encodings import ASCII, UTF_8
from onespec.engine.findings import STOP, Findings, Stopped
from onespec.engine.languages import CHINESE
from onespec.engine.metadata.read import NotDefine
from onespec.submission.archive.bag import Digests
from onespec.submission.archive.consistent import digests_below, faults, judged_by, left_by, verdict_faults
from onespec.submission.archive.packed import package_faults
from onespec.submission.archive.sources import DATA, INDEX, PROGRAM, code_name
from onespec.submission.package.split import NotOneWhole, rejoined_sha256
from onespec.submission.verify.opened import Opened
from onespec.submission.verify.unpack import read_object, text_of, unpack
from onespec.submission.verify.words import Note

DEFINE, FACTS, PACKAGE = "define.xml", "facts.json", "package.json"
COUNTED = ("defines", "datasets", "verdicts", "packages", "inputs", "facts", "unjudged")
_DIGEST = re.compile(r"[0-9a-f]{64}")
_FIX = "Ask whom the archive comes from."


class Consistency:
    """The parts of one archive, held against one another.

    held  name in the bag -> its digests, as integrity found them
    """

    def __init__(self, archive: Opened, held: Mapping[str, Digests], findings: Findings):
        self.archive, self.held, self.findings = archive, held, findings
        self.index = read_object(archive, INDEX)
        self.counts = dict.fromkeys((*COUNTED, "rejoined"), 0)
        editions = self.index.get("editions")
        self.editions = {
            language: said for language, said in editions.items() if isinstance(said, dict) and text_of(said, "outputs")
        } if isinstance(editions, dict) else {}  # fmt: skip

    def tell(self, rule: str, name: str, message: str) -> None:
        self.findings.add(f"VERIFY-{rule}", STOP, message, _FIX, file=name)

    def check(self) -> dict[str, int]:
        """Everything; returns how many of each were held."""
        if not self.editions or not text_of(self.index, "specification"):
            self.tell("INDEX", INDEX, "The list of the archive's parts is missing, or names no edition.")
            return self.counts
        for language, said in self.editions.items():
            self._edition(said["outputs"], said)
            self._verdicts(said["outputs"], said)
            self._defines(language, said["outputs"])
        for profile, place in self._packages():
            self._package(profile, place)
        return self.counts

    def record(self, place: str) -> dict[str, Any]:
        """What run.json of an edition says."""
        return read_object(self.archive, f"{place}/{RECORD}")

    def _packages(self) -> Iterator[tuple[str, str]]:
        said = self.index.get("packages")
        for profile in said if isinstance(said, dict) else ():
            if place := text_of(said, profile, f"{DATA}/package"):
                yield profile, place

    # -- outputs and inputs ------------------------------------------------------------------------

    def _edition(self, place: str, said: Mapping[str, Any]) -> None:
        record = self.record(place)
        if not isinstance(record.get("inputs"), dict) or not isinstance(record.get("outputs"), dict):
            self.tell("INDEX", f"{place}/{RECORD}", "The record of the build is missing or damaged.")
            return
        for name, why in faults(left_by(record), digests_below(self.held, place), (RECORD,)):
            self.tell("INPUT", f"{place}/{name}", f"The file {why}, by {RECORD}.")
        for group, listed in record["inputs"].items():
            for name, digest in listed.items() if isinstance(listed, dict) else ():
                self._input(group, str(name), str(digest))
        raw = text_of(self.index, "raw")
        for name in sorted(digests_below(self.held, raw).keys() - record["inputs"].get("raw", {}).keys()):
            self.tell("INPUT", f"{raw}/{name}", "The build has not read this file of the export.")

    def _input(self, group: str, name: str, digest: str) -> None:
        if not _DIGEST.fullmatch(digest):  # a setting: the language of an edition
            return
        own = text_of(self.index, "specification")
        places = {
            "raw": [join(text_of(self.index, "raw"), name)],
            "code": [f"{PROGRAM}/{code_name(name)}", f"{PROGRAM}/{name}"],
        }.get(group, [normpath(join(own, name))])
        found = next((self.held[place] for place in places if place in self.held), None)
        self.counts["inputs"] += 1
        if found is None:
            self.tell("INPUT", places[0], "The build has read this file, and it is not here.")
        elif found.sha256 != digest:
            self.tell("INPUT", places[0], "The file is another one than the build has read.")

    # -- verdicts and packages ---------------------------------------------------------------------

    def _verdicts(self, place: str, said: Mapping[str, Any]) -> None:
        reports = said.get("reports")
        outputs = digests_below(self.held, place)
        for kind in ("qc", "conformance"):
            name = f"{text_of(reports, kind)}/report.json" if isinstance(reports, dict) and kind in reports else ""
            if name:
                self.counts["verdicts"] += 1
                for why in verdict_faults(judged_by(read_object(self.archive, name)), outputs):
                    self.tell("VERDICT", name, why)

    def _package(self, profile: str, place: str) -> None:
        self.counts["packages"] += 1
        record = read_object(self.archive, f"{place}/{PACKAGE}")
        outputs = {language: digests_below(self.held, said["outputs"]) for language, said in self.editions.items()}
        for name, why in package_faults(record, digests_below(self.held, place), outputs):
            self.tell("PACKAGE", f"{place}/{name}", why)
        splits = record.get("splits")
        for split in splits if isinstance(splits, list) else ():
            self._parts(place, split, outputs.get(str(record.get("language")), {}))
        said = self.editions.get(str(record.get("language")))
        if f"{place}/{FACTS}" in self.held and said is not None:
            self._facts(place, record, said)

    def _parts(self, place: str, split: Any, outputs: Mapping[str, str]) -> None:
        """The parts of a split dataset, put together again: they are the whole one of the outputs, byte for byte."""
        said = split if isinstance(split, dict) else {}
        listed = said.get("parts")
        names = [str(p.get("file")) for p in listed if isinstance(p, dict)] if isinstance(listed, list) else []
        whole = f"{said.get('standard')}/{str(said.get('dataset')).lower()}.xpt"
        if not names or any(f"{place}/{name}" not in self.held for name in names):
            self.tell(
                "PACKAGE", f"{place}/{PACKAGE}", f"The parts of {whole} are not told, or not all of them are here."
            )
            return
        self.counts["rejoined"] += 1
        with TemporaryDirectory(prefix="onespec-verify-") as folder:
            unpack(self.archive, list(dict.fromkeys(f"{place}/{n.rpartition('/')[0]}" for n in names)), Path(folder))
            try:
                same = rejoined_sha256([Path(folder) / place / name for name in names]) == outputs.get(whole)
            except (NotOneWhole, Stopped):
                same = False
        if not same:
            self.tell("PACKAGE", f"{place}/{names[0]}", f"The parts put together are not {whole} of the outputs.")

    # -- define.xml and guides -----------------------------------------------------------------------

    def _defines(self, language: str, place: str) -> None:
        encoding = encoding_of(self.record(place), language)
        for standard in STANDARDS:
            name = f"{place}/{standard}/{DEFINE}"
            if name not in self.held:
                continue
            with TemporaryDirectory(prefix="onespec-verify-") as folder:
                unpack(self.archive, [f"{place}/{standard}"], Path(folder))
                self.counts["defines"] += 1
                self.counts["datasets"] += len(list((Path(folder) / place / standard).glob("*.xpt")))
                for why in define_faults(Path(folder) / name, encoding):
                    self.tell("DEFINE", name, why)

    def _facts(self, place: str, record: Mapping[str, Any], said: Mapping[str, Any]) -> None:
        """The numbers of the guides, on the files of the package and on the reports of the edition."""
        from onespec.submission.guides.bound import differing, unjudged
        from onespec.submission.guides.facts import read_facts
        from onespec.submission.guides.sources import Sources

        outputs, reports = said["outputs"], said.get("reports", {})
        places = {kind: text_of(reports, kind) for kind in ("conformance", "qc")}
        language = str(record.get("language"))
        with TemporaryDirectory(prefix="onespec-verify-") as name:
            folder = Path(name)
            unpack(self.archive, [place, f"{outputs}/reports", *filter(None, places.values())], folder)
            unpack_one(self.archive, f"{outputs}/{RECORD}", folder)
            sources = Sources(
                folder / place,
                folder / outputs / RECORD,
                folder / outputs / "reports",
                **{kind: folder / at if at else None for kind, at in places.items()},
                splits=_splits(record),
                language=language,
                encoding=_codec(encoding_of(self.record(outputs), language)),
            )
            try:
                facts = read_facts(self.archive.read(f"{place}/{FACTS}"))
                self.counts["unjudged"] += len(unjudged(facts, sources))
                self.counts["facts"] += len(facts)
                for each in differing(facts, sources):
                    self.tell("FACT", f"{place}/{FACTS}", each.text())
            except (KeyError, TypeError, ValueError, AttributeError, NotDefine, Stopped) as error:
                message = f"The facts of the guides cannot be read ({type(error).__name__})."
                self.tell("FACT", f"{place}/{FACTS}", message)


def unpack_one(archive: Opened, name: str, folder: Path) -> None:
    path = folder / name
    if name in archive.sizes and not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(archive.read(name))


def _splits(record: Mapping[str, Any]) -> dict[str, list[str]]:
    """Dataset -> the names of its parts."""
    return {s["dataset"]: [part["file"].rpartition("/")[2] for part in s["parts"]] for s in record.get("splits", ())}


def encoding_of(record: Mapping[str, Any], language: str) -> str:
    """Of the texts of an edition's datasets: as run.json says, else UTF-8 in Chinese and ASCII in English."""
    said = record.get("encoding")
    return said if isinstance(said, str) and said else UTF_8 if language == CHINESE else ASCII


def _codec(encoding: str) -> str:
    """The encoding to read with: what is no ASCII in a file in ASCII is seen."""
    return UTF_8 if encoding == ASCII else encoding


def define_faults(define: Path, encoding: str) -> list[str]:
    """What the rules about data say of a define.xml and the datasets beside it: errors alone, a sentence each."""
    from onespec.define.check.data import check_data
    from onespec.define.check.given import READERS, read_xpt_file
    from onespec.define.check.rules import ERROR, rules
    from onespec.define.check.run import check_world, read_world

    try:
        world = read_world(define, has_data=True)
        readers = {**READERS, ".xpt": partial(read_xpt_file, encoding=_codec(encoding))}
        checked = check_world(world, define.name, check_data(world, define.parent, readers))
    except NotDefine as error:
        return [f"It cannot be read: {error}"]
    except Stopped as stopped:
        return [f"Its data cannot be read: {stopped.findings[0].message}"]
    wrong = [f for f in checked.findings if f.severity == ERROR and rules()[f.rule].data]
    return [f"{f.rule} line {f.line}, {f.name or f.element}: {f.message}" for f in wrong]


def notes_of(counts: Mapping[str, int]) -> list[Note]:
    """What a reader must know of what was held besides, and of what could not be held."""
    out = []
    if counts.get("rejoined"):
        out.append(Note("rejoined", {"count": counts["rejoined"]}))
    if counts.get("unjudged"):
        out.append(Note("unjudged", {"count": counts["unjudged"]}))
    return out
