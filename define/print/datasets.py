"""Datasets in pages: the overview, and of each its variables and, below them, their definitions at value level."""

from __future__ import annotations

from collections.abc import Iterator

from onespec.define.print.places import Places, beneath
from onespec.define.print.setting import Block, Cell, Line, Row, linked, small, strong
from onespec.define.print.where import conditions
from onespec.engine.metadata.model import Codelist, Dataset, Origin, Variable

_OVERVIEW = (10, 20, 15, 22, 16, 17)
_VARIABLES = (10, 16, 11, 15, 16, 32)
_VALUES = (20, 13, 11, 14, 14, 28)
_INLINE = 90  # letters of a codelist that stands in the cell itself


def dataset_blocks(places: Places) -> Iterator[Block]:
    """The datasets of a define.xml, by class in the order of the first dataset of each."""
    setting, datasets = places.setting, places.metadata.datasets
    if not datasets:
        return
    yield setting.heading(1, setting["datasets"], "datasets", listed=True, fresh=True)
    head = [setting[key] for key in ("dataset", "label", "class", "structure", "keys", "comment")]
    yield setting.table(head, _OVERVIEW, (_overview(places, d, n) for n, d in enumerate(datasets)))
    classes: dict[str, list[int]] = {}
    for number, dataset in enumerate(datasets):
        classes.setdefault(dataset.cls, []).append(number)
    for cls, numbers in classes.items():
        yield setting.heading(2, cls or setting["no_class"], listed=True, fresh=True)
        for number in numbers:
            yield from _dataset(places, datasets[number], number)


def _overview(places: Places, dataset: Dataset, number: int) -> Row:
    label: Cell = [[places.said(dataset.label)]]
    if dataset.archive:
        label.append([places.file(dataset.archive)])
    cells = [
        [[strong(dataset.name, f"#dataset-{number}")]],
        [*label, *_flags(places, dataset)],
        _class(dataset),
        [[dataset.structure]],
        [[", ".join(dataset.keys)]],
        _comment(places, dataset.comment, places.setting["comment"]),
    ]
    return Row("", cells)


def _class(dataset: Dataset) -> Cell:
    return [[dataset.cls], *([small(each)] for each in dataset.subclasses)]


def _dataset(places: Places, dataset: Dataset, number: int) -> Iterator[Block]:
    setting = places.setting
    label = places.said(dataset.label)
    title = f"{dataset.name}  {label}" if label else dataset.name
    yield setting.heading(3, title, f"dataset-{number}", listed=True)
    more = ((setting[key], getattr(dataset, key)) for key in ("purpose", "repeating", "reference", "domain"))
    aliases = "; ".join(f"{context}: {name}" for context, name in dataset.aliases.items())
    facts = "  ·  ".join(f"{word}: {text}" for word, text in (*more, ("Alias", aliases)) if text)
    standard = [[places.to("standard", dataset.standard, _standard(places, dataset.standard))]]
    yield setting.listed(
        [
            (setting["structure"], [[dataset.structure]]),
            (setting["keys"], [[", ".join(dataset.keys)]]),
            (setting["standard"], standard if dataset.standard else []),
            (setting["description"], [[facts]] if facts else []),
            (setting["comment"], _comment(places, dataset.comment)),
            (setting["file"], [[places.file(dataset.archive)]] if dataset.archive else []),
            ("", _flags(places, dataset)),
            ("", [[small(f"{setting['back']} "), small(setting["datasets"], "#datasets")]]),
        ],
        sticky=True,
    )
    head = [setting[key] for key in ("variable", "label", "sized", "terms_of", "origin", "how")]
    rows = (_variable(places, v, f"dataset-{number}-{n}") for n, v in enumerate(dataset.variables))
    yield setting.table(head, _VARIABLES, rows, f"dataset-{number}")
    for n, variable in enumerate(dataset.variables):
        if variable.values:
            yield from _values(places, dataset, variable, f"dataset-{number}-{n}")


def _standard(places: Places, oid: str) -> str:
    known = places.standards.get(oid)
    return f"{known.name} {known.version}".strip() if known else oid


def _variable(places: Places, variable: Variable, place: str) -> Row:
    setting = places.setting
    name: Cell = [[strong(variable.name)]]
    if variable.key:
        name.append([small(f"{setting['key']} {variable.key}")])
    sized = _sized(variable)
    if variable.values:
        count = f"{setting['value_level']}: {sum(1 for _ in beneath(variable))}"
        sized.append([linked(count, f"#{place}-values")])
    label = [[places.said(variable.label)], *_standing(places, variable)]
    return Row(place, [name, label, sized, *_behind(places, variable)])


def _values(places: Places, dataset: Dataset, variable: Variable, place: str) -> Iterator[Block]:
    setting = places.setting
    yield setting.heading(4, f"{setting['value_level']}: {dataset.name}.{variable.name}", f"{place}-values")
    back = [small(f"{setting['back']} "), small(f"{dataset.name}.{variable.name}", f"#{place}")]
    yield setting.said([back], sticky=True)
    head = [setting[key] for key in ("where", "label", "sized", "terms_of", "origin", "how")]
    rows = []
    for value in beneath(variable):
        where = conditions(places, value.wheres, dataset.name)
        if value.name != variable.name:
            where.append([small(value.name)])
        label: Cell = [[places.said(value.label)], *_standing(places, value)]
        rows.append(Row("", [where, label, _sized(value), *_behind(places, value)]))
    yield setting.table(head, _VALUES, rows)


def _standing(places: Places, variable: Variable) -> Cell:
    """What a variable is in its dataset, as side remarks."""
    setting, out = places.setting, []
    if variable.role:
        role = small(variable.role)
        out.append([role])
    if variable.role_codelist:
        out.append([places.to("codelist", variable.role_codelist, _codelist_name(places, variable.role_codelist))])
    if variable.mandatory == "Yes":
        out.append([small(setting["mandatory"])])
    return [*out, *_flags(places, variable)]


def _flags(places: Places, element: Dataset | Variable) -> Cell:
    flags = (("non_standard", element.non_standard), ("no_data", element.no_data))
    return [[small(places.setting[key])] for key, said in flags if said == "Yes"]


def _sized(variable: Variable) -> Cell:
    digits = f".{variable.digits}" if variable.digits else ""
    size = f" ({variable.length}{digits})" if variable.length or digits else ""
    return [[variable.type + size], *([[variable.format]] if variable.format else [])]


def _behind(places: Places, variable: Variable) -> list[Cell]:
    """The cells for what stands behind a variable: its codelist, its origins, its method and comment."""
    setting = places.setting
    origins = [line for origin in variable.origins for line in _origin(places, origin)]
    how: Cell = []
    if variable.method:
        method = places.methods.get(variable.method)
        how.append([places.to("method", variable.method, method.name if method else "")])
        if method:
            how += [[places.said(method.said)], *places.documents(method.documents)]
    how += _comment(places, variable.comment, setting["comment"])
    return [_codelist(places, variable.codelist), origins, how]


def _origin(places: Places, origin: Origin) -> Cell:
    source = f" ({origin.source})" if origin.source else ""
    said = places.said(origin.said)
    return [[origin.type + source, f": {said}" if said else ""], *places.documents(origin.documents)]


def _codelist_name(places: Places, oid: str) -> str:
    known = places.codelists.get(oid)
    return known.name if known else ""


def _codelist(places: Places, oid: str) -> Cell:
    """The codelist's name, and its terms where they are few."""
    if not oid:
        return []
    out: Cell = [[places.to("codelist", oid, _codelist_name(places, oid))]]
    known = places.codelists.get(oid)
    return out if known is None else [*out, [small(_terms(places, known))]]


def _terms(places: Places, codelist: Codelist) -> str:
    if codelist.dictionary:
        return f"{codelist.dictionary.name} {codelist.dictionary.version}".strip()
    shown = []
    for term in codelist.terms:
        decode = places.said(term.decode)
        shown.append(f"{term.value} = {decode}" if decode and decode != term.value else term.value)
    text = "; ".join(shown)
    return text if len(text) <= _INLINE else f"{len(shown)} {places.setting['terms']}"


def _comment(places: Places, oid: str, word: str = "") -> Cell:
    """A comment in full, with a link to it; ``word``: what the link is called (default: the text itself is none)."""
    if not oid:
        return []
    known = places.comments.get(oid)
    if known is None:
        return [[places.to("comment", oid, "")]]
    said = places.said(known.said)
    first: Line = [places.to("comment", oid, word or places.setting["comment"]), f": {said}"]
    return [first, *places.documents(known.documents)]
