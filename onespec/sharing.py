# pyright: standard
"""The edition for sharing: the built data without anybody's identity, proved before it gets its name."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from onespec.engine.findings import Findings, Stopped
from onespec.engine.languages import LANGUAGES
from onespec.told import Told

if TYPE_CHECKING:
    from onespec.engine.spec.model import Study as Model
    from onespec.judging import Judging
    from onespec.submission.sharing.share import Made

KEY = "share-key"  # of the file beside the outputs
FACTS = "sharing.json"


@dataclass(frozen=True)
class Shared(Told):
    """An edition that was written.

    key   the file of the secret key; ``new``: this run has made it
    said  its facts, as sharing.json holds them
    """

    folder: Path
    key: Path
    new: bool
    said: Mapping[str, Any]
    notes: tuple[str, ...] = ()

    def text(self) -> str:
        return "\n".join([*self._lines(), *self.notes, self._key(), f"Edition: {self.folder}"])

    def facts(self) -> dict[str, Any]:
        places = {"folder": str(self.folder), "key": str(self.key), "new_key": self.new}
        return {**places, **self.said, "notes": list(self.notes)}

    def _lines(self) -> list[str]:
        said, found = self.said, self.said["searched"]
        records = [d["shared"] for d in said["datasets"]]
        kinds = "{direct} direct and {quasi} quasi-identifiers, {kept} kept".format(**said["kinds"])
        shared = f"{sum(map(bool, records))} datasets, {sum(records):,} records"
        return [
            f"{said['subjects']:,} subjects, {shared}; variables: {kinds}.",
            *self._lost(),
            *self._risk(),
            *self._endpoints(),
            f"Searched {found['files']} files for {found['subjects']:,} subject identifiers, {found['dates']:,} dates "
            f"and {found['texts'] + found['terms']:,} texts of the originals: none found.",
        ]

    def _lost(self) -> list[str]:
        """The variables whose words became REMOVED, so that somebody can review them."""
        from onespec.engine.text_table import text_table

        lost = self.said["lost"]
        if not lost:
            return []
        rows = [(e["dataset"], e["variable"], f"{e['values']:,}", f"{e['texts']:,}") for e in lost]
        return [
            *text_table(("words that became REMOVED", "variable", "values", "different texts"), rows, right=(2, 3)),
            "A text that identifies nobody stays where 'reviewed:' of sharing.yaml names it.",
        ]

    def _risk(self) -> list[str]:
        from onespec.engine.text_table import text_table

        rows = [
            (e["name"], *(f"{e[w][n]:.3f}" if n in ("highest", "mean") else f"{e[w][n]}" for n in names for w in when))
            for names, when in [(("k", "uniques", "highest", "mean"), ("before", "after"))]
            for e in self.said["risk"]
        ]
        head = ("quasi-identifiers", "k", "after", "unique", "after", "highest risk", "after", "mean risk", "after")
        return text_table(head, rows) if rows else []

    def _endpoints(self) -> list[str]:
        found, programs, held = (self.said[name] for name in ("endpoints", "programs", "conformance"))
        out = []
        if found["why"]:
            out.append(f"The displays were not computed: {found['why']}")
        elif found["displays"]:
            others = f", {found['moved']} are others, in {', '.join(found['names'])}" if found["moved"] else ""
            out.append(
                f"Displays computed anew: {found['displays']}; {found['numbers']:,} numbers are as before{others}."
            )
        if programs:
            same = [p["dataset"] for p in programs if p["verdict"] == "identical"]
            other = [f"{p['dataset']} ({_reasons(p)})" for p in programs if p["verdict"] != "identical"]
            differ = f"; differing: {', '.join(other)}" if other else ""
            out.append(f"Second programs on the edition: identical in {', '.join(same) or 'none'}{differ}.")
        out.append(f"Conformance: {held['before']} breaches before, {held['after']} after.")
        return out

    def _key(self) -> str:
        made = "new; without it nobody makes this edition again" if self.new else "as it was"
        return f"Key ({made}): {self.key}. Keep it apart from what is shared."


_WHY = {
    "imputed": "a partial date imputed anew",
    "order": "sorted by what was replaced or imputed",
    "cut": "held against the masked data cut",
    "none": "WITHOUT A KNOWN REASON",
}


def _reasons(program: Mapping[str, Any]) -> str:
    """Of the differences of one second program how many have which reason."""
    said = [f"{number:,} {_WHY[reason]}" for reason, number in program["reasons"].items()]
    return ", ".join(said) or f"{program['differences']:,}"


def share(study: Judging, places: tuple[Path, Path], notes: tuple[str, ...] = ()) -> Shared:
    """Write the edition of a study's built outputs.

    places  the folder of the edition, and the file of the key

    Raises `Stopped` with what is undecided, each leak, each endpoint that is another one, and each rule of conformance
    that the edition breaks and nobody has explained: the edition that was there stays then.
    """
    from onespec.engine.build.stage import staged_reports
    from onespec.submission.sharing.key import read_key
    from onespec.submission.sharing.register import read_sharing
    from onespec.submission.sharing.share import decided, looked_for, make, prove, read_source

    folder, file = places
    findings = Findings()
    sharing = read_sharing(study.folder, findings)
    model = study.plan().study
    source = read_source(study.out, model.language, model.created)
    decided(source, sharing, findings)
    if findings.stops:
        raise Stopped(findings)
    key = read_key(file, folder)
    with staged_reports(folder) as fresh:
        made = make(source, sharing, key, fresh)
        facts = _facts(study, made, fresh, findings)
        if findings.stops:
            prove(source, made, fresh)  # a leak is told before all else
            raise Stopped(findings)
        from onespec.submission.sharing.guide_pdf import missing

        lacking = missing()
        facts["searched"] = looked_for(made, fresh, 1 + (2 if lacking else 3) * len(LANGUAGES))
        _write(fresh, facts, None if lacking else source.created)
        prove(source, made, fresh)
    if lacking:
        notes = (*notes, f"No data guide as PDF: it needs {', '.join(lacking)} (pip install 'onespec[report]').")
    return Shared(folder, file, key.new, facts, notes)


def _facts(study: Judging, made: Made, fresh: Path, findings: Findings) -> dict[str, Any]:
    """What the data guide says; what is not as it must be is a finding."""
    from onespec.sharing_checks import conformance, endpoints, programs
    from onespec.submission.sharing.facts import edition_facts

    model, context = study.plan().study, made.context
    there = {path.name for path in fresh.rglob("*.*")}
    return {
        **_about(model),
        **edition_facts(study.out, fresh, context, made.measured, findings),
        "documents": [name for name in context.sharing.documents if name in there],
        "endpoints": endpoints(study, fresh, context, findings),
        "programs": programs(study, fresh, made),
        "conformance": conformance(study, fresh, context.encoding, context.sharing, findings),
    }


def _about(model: Model) -> dict[str, Any]:
    return {"study": model.name, "description": model.description, "notice": dict(model.notice)}


def _write(fresh: Path, facts: dict[str, Any], pages: datetime | None) -> None:
    """The data guide in both languages, as a page, as text and, where ``pages`` has its day, as PDF; and its facts."""
    from onespec.submission.sharing.facts import facts_text
    from onespec.submission.sharing.guide import guide_html, guide_markdown
    from onespec.submission.sharing.guide_pdf import data_guide_pdf

    (fresh / FACTS).write_text(facts_text(facts), encoding="utf-8")
    for language in LANGUAGES:
        (fresh / f"data-guide-{language}.html").write_text(guide_html(facts, language), encoding="utf-8")
        if pages:
            (fresh / f"data-guide-{language}.pdf").write_bytes(data_guide_pdf(facts, language, pages))
        (fresh / f"data-guide-{language}.md").write_text(guide_markdown(facts, language), encoding="utf-8")
