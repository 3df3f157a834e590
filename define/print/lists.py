"""What datasets refer to, in pages: standards, codelists, dictionaries, methods, comments, documents."""

from __future__ import annotations

from collections.abc import Iterator

from onespec.define.print.places import Places
from onespec.define.print.setting import Block, Cell, Row, linked, small
from onespec.engine.metadata.model import Codelist, Expression, Reference, Term

_NCI = "nci:ExtCodeID"


def standard_blocks(places: Places) -> Iterator[Block]:
    setting, metadata = places.setting, places.metadata
    if not metadata.standards:
        return
    yield setting.heading(1, setting["standards"], "standards", listed=True)
    rows = []
    for oid, each in places.standards.items():
        version = f"{each.version} ({each.publishing_set})" if each.publishing_set else each.version
        said = _comment(places, each.comment)
        cells = [[[each.name]], [[version]], [[each.type]], [[each.status]], [*said, places.users("standard", oid)]]
        rows.append(Row(places.name("standard", oid), cells))
    head = [setting[key] for key in ("standard", "number", "type", "status", "comment")]
    yield setting.table(head, (16, 16, 10, 10, 48), rows, "standards")


def codelist_blocks(places: Places) -> Iterator[Block]:
    setting = places.setting
    lists = {oid: each for oid, each in places.codelists.items() if each.dictionary is None}
    if lists:
        yield setting.heading(1, setting["codelists"], listed=True, fresh=True)
    for oid, each in lists.items():
        yield setting.heading(3, each.name or oid, places.name("codelist", oid))
        yield setting.said(_about(places, oid, each), sticky=bool(each.terms))
        if each.terms:
            yield _terms(places, each)


def dictionary_blocks(places: Places) -> Iterator[Block]:
    setting = places.setting
    known = {oid: each for oid, each in places.codelists.items() if each.dictionary is not None}
    if not known:
        return
    yield setting.heading(1, setting["dictionaries"], "dictionaries", listed=True, fresh=True)
    rows = []
    for oid, each in known.items():
        dictionary = each.dictionary
        assert dictionary is not None
        address = places.address(dictionary.href) if dictionary.href.startswith("http") else ""
        about = [[linked(dictionary.href, address)]] if dictionary.href else []
        about += [[dictionary.ref]] if dictionary.ref else []
        cells = [[[each.name]], [[dictionary.name]], [[dictionary.version]], [*about, *_about(places, oid, each)]]
        rows.append(Row(places.name("codelist", oid), cells))
    head = [setting[key] for key in ("codelist", "dictionary", "number", "description")]
    yield setting.table(head, (20, 14, 12, 54), rows, "dictionaries")


def method_blocks(places: Places) -> Iterator[Block]:
    setting = places.setting
    if places.methods:
        yield setting.heading(1, setting["methods"], listed=True, fresh=True)
    for oid, each in places.methods.items():
        yield setting.heading(3, each.name or oid, places.name("method", oid))
        typed = [[small(each.type)]] if each.type and each.type != "Computation" else []
        lines = [*typed, [places.said(each.said)], *places.documents(each.documents), places.users("method", oid)]
        yield setting.said(lines)
        for expression in each.expressions:
            yield from program_blocks(places, expression, setting["program"])


def program_blocks(places: Places, expression: Expression, word: str) -> Iterator[Block]:
    context = f" ({expression.context})" if expression.context else ""
    yield places.setting.said([[small(f"{word}{context}")]], sticky=True)
    if expression.code.strip():
        yield places.setting.program(expression.code)


def comment_blocks(places: Places) -> Iterator[Block]:
    setting = places.setting
    if not places.comments:
        return
    yield setting.heading(1, setting["comments"], "comments", listed=True, fresh=True)
    rows = []
    for oid, each in places.comments.items():
        lines = [[places.said(each.said)], *places.documents(each.documents)]
        rows.append(Row(places.name("comment", oid), [[[oid]], lines, [places.users("comment", oid)]]))
    yield setting.table([setting[key] for key in ("comment", "text", "used_by")], (20, 52, 28), rows, "comments")


def document_blocks(places: Places) -> Iterator[Block]:
    """The documents that stand beside define.xml; the files of datasets stand with these."""
    setting, metadata = places.setting, places.metadata
    kinds = [("annotated", ref) for ref in metadata.annotated] + [("supplement", ref) for ref in metadata.supplemental]
    said = {ref.leaf for _, ref in kinds}
    rest = [("other", Reference(leaf=each.oid)) for each in metadata.leaves if not each.of and each.oid not in said]
    if not kinds and not rest:
        return
    yield setting.heading(1, setting["documents"], listed=True, fresh=True)
    rows = []
    for kind, reference in (*kinds, *rest):
        leaf = places.leaves.get(reference.leaf)
        cells = [places.documents([reference]), [[setting[kind]]], [[leaf.href if leaf else ""]]]
        rows.append(Row("", cells))
    yield setting.table([setting[key] for key in ("document", "kind", "file")], (45, 20, 35), rows)


def unplaced_blocks(places: Places) -> Iterator[Block]:
    """What the file holds and no page shows."""
    setting, found = places.setting, places.metadata.unplaced
    if not found:
        return
    yield setting.heading(1, setting["unplaced"], listed=True, fresh=True)
    yield setting.said([[setting["unplaced_why"]]])
    rows = (Row("", [[[each.place]], [[each.text]]]) for each in found)
    yield setting.table([setting["place"], setting["text"]], (45, 55), rows)


def _about(places: Places, oid: str, codelist: Codelist) -> Cell:
    setting, facts = places.setting, []
    code = codelist.aliases.get(_NCI, "")
    standard = places.standards.get(codelist.standard)
    for word, text in (
        (setting["code"], code),
        (setting["type"], codelist.type),
        ("SAS", codelist.sas_format),
        (setting["standard"], f"{standard.name} {standard.version}" if standard else codelist.standard),
    ):
        facts += [f"{word}: {text}"] if text else []
    others = [f"{context}: {name}" for context, name in codelist.aliases.items() if context != _NCI]
    flag = [setting["non_standard"]] if codelist.non_standard == "Yes" else []
    said = places.said(codelist.said)
    lines: Cell = [[small("  ·  ".join([*facts, *others, *flag]))]]
    return [*lines, *([[said]] if said else []), *_comment(places, codelist.comment), places.users("codelist", oid)]


def _terms(places: Places, codelist: Codelist) -> Block:
    """The terms, with the columns that any of them fills."""
    setting = places.setting
    columns = {
        "term": lambda term: term.value or setting["blank"],
        "decode": lambda term: places.said(term.decode),
        "code": _code,
        "rank": lambda term: term.rank,
        "extended": lambda term: "\u2713" if term.extended == "Yes" else "",
        "description": lambda term: places.said(term.said),
    }
    widths = {"term": 30, "decode": 40, "code": 12, "rank": 8, "extended": 10, "description": 40}
    filled = {key: [get(term) for term in codelist.terms] for key, get in columns.items()}
    shown = [key for key in columns if key == "term" or any(filled[key])]
    total = sum(widths[key] for key in shown)
    shares = [widths[key] * 100 // (total if total > 100 else 100) for key in shown]
    shares[1 if len(shown) > 1 else 0] += 100 - sum(shares)
    rows = (Row("", [[[filled[key][n]]] for key in shown]) for n in range(len(codelist.terms)))
    return setting.table([setting[key] for key in shown], shares, rows)


def _code(term: Term) -> str:
    others = [f"{context}: {name}" for context, name in term.aliases.items() if context != _NCI]
    return "; ".join([*filter(None, [term.aliases.get(_NCI, "")]), *others])


def _comment(places: Places, oid: str) -> Cell:
    if not oid:
        return []
    known = places.comments.get(oid)
    said = places.said(known.said) if known else ""
    return [[places.to("comment", oid, places.setting["comment"]), f": {said}" if said else ""]]
