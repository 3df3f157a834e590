"""The terms of a study: what was written, as all parts together have it, and which of it still waits for a code."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from onespec.engine.findings import QUERY, Findings
from onespec.engine.plan.references import Plan
from onespec.engine.run.standing import PLACES, Standing, Standings, missing
from onespec.engine.spec.coding import DECODE, Coded, Given
from onespec.engine.spec.model import Study

UNCODED, TWICE = "TERM-UNCODED", "TERM-TWICE"
UNTRANSLATED = "RAW-TRANSLATION"
_SHOWN = 5  # terms that a stop names
_FIX = "'onespec coding --output FILE.xlsx' lists it for the coder; 'onespec coding --read FILE.xlsx' takes the code."


@dataclass(frozen=True)
class Stand:
    """The records of one dataset in which a term has the same codes."""

    coded: Coded
    codes: tuple[str, ...]
    standing: Standing

    @property
    def missing(self) -> list[str]:
        return missing(self.coded, self.codes)

    @property
    def by_column(self) -> dict[str, str]:
        """The codes, by what lists and tables call them."""
        return dict(zip(self.coded.columns.values(), self.codes, strict=True))

    @property
    def needed(self) -> dict[str, str]:
        """The codes that count when two are compared: a class of a medication may depend on its indication."""
        named = {self.coded.columns[name] for name in self.coded.needed}
        return {column: value for column, value in self.by_column.items() if column in named and value}


@dataclass(frozen=True)
class Term:
    """A text and all that it stands for; ``dictionary`` is its key, ``key`` the text as it is compared.

    table  the row in which a coder has given it a code
    """

    dictionary: str
    key: str
    stands: tuple[Stand, ...]
    table: Given | None = None

    @property
    def verbatim(self) -> str:
        """As most records have it."""
        return most(sum((s.standing.written for s in self.stands), Counter()))[0]

    @property
    def translation(self) -> str:
        return next(iter(most(sum((s.standing.translations for s in self.stands), Counter()))), "")

    @property
    def fields(self) -> list[str]:
        """Where it stands: form.FIELD."""
        return most(sum((s.standing.fields for s in self.stands), Counter()))

    @property
    def open(self) -> list[Stand]:
        """The records without a code."""
        return [s for s in self.stands if s.missing]

    @property
    def ways(self) -> dict[str, dict[str, list[Stand]]]:
        """Columns in which it is coded in several ways: value -> the records; of the table alone none."""
        out: dict[str, dict[str, list[Stand]]] = {}
        for stand in self.stands:
            for column, value in stand.needed.items():
                out.setdefault(column, {}).setdefault(value, []).append(stand)
        for column, values in out.items():
            given = self.table.cells.get(column, "") if self.table else ""
            if given:
                values.setdefault(given, [])
        return {column: values for column, values in out.items() if len(values) > 1}


def most(times: Mapping[str, int]) -> list[str]:
    """The texts, the most frequent first, of equal ones in their order."""
    return sorted(times, key=lambda text: (-times[text], text))


def terms_of(plan: Plan, texts: Mapping[str, Standings]) -> list[Term]:
    """All terms, by dictionary and text; ``texts`` by dataset."""
    found: dict[tuple[str, str], list[Stand]] = {}
    for name, coded in plan.coded.items():
        for (key, *codes), standing in sorted(texts.get(name, {}).items()):
            found.setdefault((coded.dictionary, key), []).append(Stand(coded, tuple(codes), standing))
    rows = {coded.dictionary: plan.codes.get(coded.table, {}) for coded in plan.coded.values()}
    return [Term(d, key, tuple(stands), rows[d].get(key)) for (d, key), stands in sorted(found.items())]


@dataclass(frozen=True)
class Coding:
    """How many terms wait: by dictionary all terms, those without a code, and the records of these; and the texts
    without a translation, with their records.
    """

    terms: dict[str, tuple[int, int, int]]
    untranslated: tuple[int, int] = (0, 0)

    @classmethod
    def of(cls, plan: Plan, terms: list[Term], findings: Findings) -> Coding:
        out = {}
        for key in dict.fromkeys(coded.dictionary for coded in plan.coded.values()):
            mine = [t for t in terms if t.dictionary == key]
            open_ = [t for t in mine if t.open]
            name = plan.study.dictionaries[key].name or key if key in plan.study.dictionaries else key
            out[name] = len(mine), len(open_), sum(s.standing.records for t in open_ for s in t.open)
        lacking = Counter(f.value for f in findings if f.rule == UNTRANSLATED)
        return cls(out, (len(lacking), lacking.total()))

    def text(self) -> str:
        """One line; nothing where nothing is coded.

        >>> Coding({"MedDRA": (40, 2, 4), "WHODrug": (17, 1, 1)}, (1, 3)).text()
        'Terms without code: 3 of 57 (MedDRA 2, WHODrug 1), 5 records. Texts without translation: 1, 3 records.'
        """
        total, open_, records = (sum(n) for n in zip(*self.terms.values(), strict=True)) if self.terms else (0, 0, 0)
        by = ", ".join(f"{name} {n}" for name, (_, n, _) in self.terms.items() if n)
        said = [f"Terms without code: {open_} of {total}" + (f" ({by}), {_records(records)}" if open_ else "")]
        said = said if total else []
        said += [f"Texts without translation: {self.untranslated[0]}, {_records(self.untranslated[1])}"] * any(
            self.untranslated
        )
        return "".join(f"{each}. " for each in said).strip()

    def facts(self) -> dict[str, object]:
        names = ("terms", "without_code", "records")
        return {
            "dictionaries": {name: dict(zip(names, counts, strict=True)) for name, counts in self.terms.items()},
            "without_translation": dict(zip(("texts", "records"), self.untranslated, strict=True)),
        }


def _records(n: int) -> str:
    return "1 record" if n == 1 else f"{n:,} records"


def term_findings(plan: Plan, terms: list[Term]) -> Findings:
    """What is to be said of terms: those without a code one by one, or where that stops all of a dictionary at once."""
    out = Findings()
    study = plan.study
    if study.levels.get(UNCODED) == "stop":
        for key in dict.fromkeys(t.dictionary for t in terms):
            _count(study, key, [t for t in terms if t.dictionary == key], out)
    else:
        for term in terms:
            for stand in term.open:
                _uncoded(study, term, stand, out)
    for term in terms:
        for column, values in term.ways.items():
            if column == DECODE or DECODE not in term.ways:
                _twice(study, term, column, values, out)
                break
    return out


def _name(study: Study, dictionary: str) -> str:
    known = study.dictionaries.get(dictionary)
    return (known.name if known else "") or dictionary


def _count(study: Study, key: str, terms: list[Term], findings: Findings) -> None:
    open_ = [t for t in terms if t.open]
    if not open_:
        return
    shown = [f"'{t.verbatim}' in {_records(sum(s.standing.records for s in t.open))}" for t in open_[:_SHOWN]]
    more = f" and {len(open_) - _SHOWN} more" if len(open_) > _SHOWN else ""
    said = f"Terms without code of {_name(study, key)}: {len(open_)} of {len(terms)}: {', '.join(shown)}{more}."
    coded = open_[0].open[0].coded
    findings.add(UNCODED, QUERY, said, _FIX.replace("it", "them", 1), dataset=coded.dataset, column=coded.decode)


def _uncoded(study: Study, term: Term, stand: Stand, findings: Findings) -> None:
    lacking, name = stand.missing, _name(study, term.dictionary)
    said = f"'{term.verbatim}' has no code of {name}."
    if len(lacking) < len(stand.coded.needed):
        said = f"'{term.verbatim}' is coded by {name} in part: {', '.join(lacking)} is blank."
    column = stand.coded.decode if stand.coded.decode in lacking else lacking[0]
    findings.add(UNCODED, QUERY, said, _FIX, column=column, value=term.verbatim, **_place(stand))


def _place(stand: Stand) -> dict[str, object]:
    """Where the first of its records stands, and how many there are."""
    standing = stand.standing
    where: dict[str, object] = {"dataset": stand.coded.dataset}
    if standing.places:
        where |= {"file": standing.places[0][2], "row": standing.places[0][3]}
    if standing.subjects == 1 and standing.places:
        where["subject"] = standing.places[0][4]
    if standing.records > 1:
        where |= {"count": standing.records, "reached": "; ".join([stand_text(stand), *rows_text([stand])])}
    return where


def stand_text(stand: Stand) -> str:
    return f"{stand.coded.dataset} {stand.standing.records}"


def rows_text(stands: list[Stand]) -> Iterator[str]:
    """The first rows of the export, by file."""
    rows: dict[str, list[int]] = {}
    for _, _, file, row, _ in sorted(place for s in stands for place in s.standing.places)[:PLACES]:
        if row not in rows.setdefault(file, []):
            rows[file].append(row)
    for file, numbers in rows.items():
        yield f"{file} row{'s' * (len(numbers) > 1)} {', '.join(map(str, numbers))}"


def _twice(study: Study, term: Term, column: str, values: dict[str, list[Stand]], findings: Findings) -> None:
    rarest = min((v for v in values if values[v]), key=lambda v: (sum(s.standing.records for s in values[v]), v))
    stand = values[rarest][0]
    table = study.dictionaries[term.dictionary].codes if term.dictionary in study.dictionaries else ""
    ways = [
        f"{value} in {_records(sum(s.standing.records for s in stands))}" if stands else f"{value} in table {table}"
        for value, stands in sorted(values.items())
    ]
    said = f"'{term.verbatim}' is coded by {_name(study, term.dictionary)} in several ways: {column} {', '.join(ways)}."
    fix = "Have the coder decide; the code of the export is carried."
    name = next(n for n, c in stand.coded.columns.items() if c == column)
    place = {n: v for n, v in _place(stand).items() if n not in ("count", "reached")}
    findings.add(TWICE, QUERY, said, fix, column=name, value=term.verbatim, **place)
