"""What differs in meaning between two models of what a define.xml says.

All is matched by what people know it by: datasets and variables by name, definitions at value level by their
conditions, codelists by name, documents by file.  Methods and comments are compared by their texts, where they are
used.
OIDs, the order of elements and attributes, and how lines are broken mean nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from onespec.define.meaning_facts import CODELIST, THERE, Facts, codelist_names
from onespec.engine.metadata.model import Codelist, Metadata


@dataclass(frozen=True)
class Difference:
    """One thing that differs.

    group     dataset, or what else it belongs to: "codelist Sex", "display Table 14.1.1", "study"
    variable  of the dataset; a term of a codelist, a result of a display; "" for the whole
    where     the conditions at value level, "" elsewhere
    what      attribute, in words: label, origin, method ...
    left      and ``right``: what either says, "" for nothing
    """

    group: str
    variable: str
    where: str
    what: str
    left: str
    right: str


def differences(left: Metadata, right: Metadata, beside: bool = False) -> list[Difference]:
    """What differs, in the order of the left model, then what only the right one has.

    beside  compare, too, what only workbooks hold (Assigned Value, Common, Developer Notes, a sponsor's columns)
    """
    pairs = _paired(left, right)
    a, b = Facts(left, {}, beside), Facts(right, pairs, beside)
    ours, theirs = a.all(), b.all()
    places = list(dict.fromkeys([*ours, *theirs]))
    gone = {place[:3] for place in places if place[3] == THERE and (place in ours) != (place in theirs)}
    gone |= {(g, "", "") for g, v, w in gone if not v}
    out = []
    for place in places:
        group, variable, where, what = place
        above = {(group, "", ""), (group, variable, "")} - {(group, variable, where)}
        if above & gone or ((group, variable, where) in gone and what != THERE):
            continue  # the whole is said once
        if ours.get(place, "") != theirs.get(place, ""):
            out.append(Difference(group, variable, where, what, ours.get(place, ""), theirs.get(place, "")))
    out += _moves(left, right, pairs)
    order = {group: number for number, group in enumerate(dict.fromkeys(place[0] for place in places))}
    return sorted(out, key=lambda d: order.get(d.group, 0))


def _paired(left: Metadata, right: Metadata) -> dict[str, str]:
    """OIDs of the right model's codelists -> the name by which the left one knows it; others keep their own."""
    known = {(c.name, _terms(c)): c.name for c in left.codelists}
    names, contents = {c.name for c in left.codelists}, {_terms(c): c.name for c in left.codelists}
    rights = {c.name for c in right.codelists}
    out = {}
    for each in right.codelists:
        same = contents.get(_terms(each), "")
        renamed = same and same not in rights and each.name not in names
        out[each.oid] = known.get((each.name, _terms(each))) or (same if renamed else each.name)
    return out


def _terms(codelist: Codelist) -> tuple[object, ...]:
    dictionary = codelist.dictionary
    return (
        tuple(sorted(term.value for term in codelist.terms)),
        (dictionary.name, dictionary.version) if dictionary else None,
    )


# -- order -----------------------------------------------------------------------------------------


def _moves(left: Metadata, right: Metadata, pairs: Mapping[str, str]) -> Iterator[Difference]:
    """Variables of a dataset, and terms of a codelist, that stand at another place among those that both have."""
    there = {d.name: [v.name for v in d.variables] for d in right.datasets}
    for each in left.datasets:
        yield from _moved(each.name, "variables", [v.name for v in each.variables], there.get(each.name, []))
    names, lists = codelist_names(left, {}), codelist_names(right, pairs)
    terms = {lists[c.oid]: [t.value for t in c.terms] for c in right.codelists}
    for each in left.codelists:
        name = names[each.oid]
        yield from _moved(f"{CODELIST} {name}", "terms", [t.value for t in each.terms], terms.get(name, []))


def _moved(group: str, what: str, left: Sequence[str], right: Sequence[str]) -> Iterator[Difference]:
    a, b = [n for n in left if n in set(right)], [n for n in right if n in set(left)]
    if a == b:
        return
    kept = SequenceMatcher(None, a, b, autojunk=False).get_matching_blocks()
    stay = {name for block in kept for name in a[block.a : block.a + block.size]}
    moved = [name for name in a if name not in stay]
    said = ("; ".join(f"{name} {_behind(names, name)}" for name in moved) for names in (a, b))
    yield Difference(group, "", "", f"order of {what}", *said)


def _behind(names: Sequence[str], name: str) -> str:
    place = names.index(name)
    return f"behind {names[place - 1]}" if place else "first"
