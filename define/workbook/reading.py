"""Reading the industry's specification workbook, of any generation, into the model of what a define.xml says."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

from onespec.define.workbook.grid import Book, Row, read_book
from onespec.define.workbook.landed import MIDDLE, NEW, OLD, Landed, SheetLanded
from onespec.define.workbook.layout import plain
from onespec.define.workbook.reading_lists import (
    ANNOTATED,
    SUPPLEMENTAL,
    read_codelists,
    read_comments,
    read_displays,
    read_documents,
    read_methods,
)
from onespec.define.workbook.reading_wheres import Wheres
from onespec.define.workbook.rows import Common, parsed_references, slug, yes_no
from onespec.engine.metadata.model import (
    Comment,
    Dataset,
    Leaf,
    Metadata,
    Method,
    Origin,
    Reference,
    Standard,
    Variable,
)

DOMAIN = "DomainDescription"  # the context of the alias that says what a domain is called
ANALYSIS = ("SUBJECT LEVEL", "BASIC DATA", "OCCURRENCE DATA", "ADAM", "DEVICE LEVEL ANALYSIS", "REFERENCE DATA")
_ATTRIBUTES = {
    "studyname": "study_name",
    "studydescription": "study_description",
    "protocolname": "protocol",
    "standardname": "standard",
    "standardversion": "version",
    "language": "language",
}


def read_workbook(path: Path) -> tuple[Metadata, Landed]:
    """What a workbook says, and what became of its rows.

    Raises `NotWorkbook` for a file that is none or that is not safe to read, `OSError` for one unread.
    """
    book = read_book(path)
    common = Common(book)
    study = _study(common)
    common.language = study.get("language", "")
    leaves, uses = read_documents(common)
    common.documents = frozenset(leaf.oid for leaf in leaves)
    common.crf = next((made for made, use in uses.items() if use == ANNOTATED), "")
    wheres = Wheres(common)
    reader = _Reader(common, wheres)
    datasets = reader.datasets()
    codelists, displays = read_codelists(common), read_displays(common, wheres)
    generation = _generation(book)
    sheets = [common.tables[name].done() for name in book.grids if name in common.tables]
    sheets += [SheetLanded(name, len(rows), 0, {}, tuple(rows)) for name, rows in book.strange.items()]
    metadata = Metadata(
        study_name=study.get("study_name", ""),
        study_description=study.get("study_description", ""),
        protocol=study.get("protocol", ""),
        standards=_standards(common, study, generation),
        annotated=tuple(Reference(leaf=made) for made, use in uses.items() if use == ANNOTATED),
        supplemental=tuple(Reference(leaf=made) for made, use in uses.items() if use == SUPPLEMENTAL),
        wheres=wheres.all,
        datasets=datasets,
        codelists=codelists,
        methods=reader.methods,
        comments=reader.comments,
        leaves=(*reader.files, *leaves),
        displays=displays,
        unplaced=tuple(each for sheet in sheets for each in sheet.named),
    )
    return metadata, Landed(generation, tuple(sheets), tuple(common.remarks))


def _generation(book: Book) -> str:
    """The Define-XML that a workbook was made for, by its sheets and the columns of Datasets."""
    if book.grids["Datasets"].headers.keys() & {"standard", "subclass", "no_data"}:
        return NEW
    head = book.grids.get("Define")
    return MIDDLE if head and plain(head.name) != "study" else OLD


def _study(common: Common) -> dict[str, str]:
    """The attributes of sheet Define or Study that are known; others, and the legend below them, are named."""
    out: dict[str, str] = {}
    table = common.table("Define")
    for row in table.grid.rows if table else ():
        known = _ATTRIBUTES.get(plain(row["attribute"]))
        if table and (known is None or known in out or row.unknown):
            table.grid.leave_row(row, "no attribute of a study" if known is None else "not all of it has a place")
        if table and known and known not in out:
            table.landed += 1
            out[known] = row["value"].strip()
    return out


def _standards(common: Common, study: dict[str, str], generation: str) -> tuple[Standard, ...]:
    """Those that datasets and codelists name, and the one of the study where it is another."""
    named = list(common.standards.values())
    name, version = study.get("standard", ""), study.get("version", "")
    if name and not any((each.name, each.version) == (name, version) for each in named):
        made = slug("STD", name, version) if generation == NEW else ""
        named.insert(0, Standard(oid=made, name=name, version=version))
    return tuple(named)


class _Reader:
    def __init__(self, common: Common, wheres: Wheres):
        self._common, self._wheres = common, wheres
        self.files: list[Leaf] = []
        self._methods = {each.oid: each for each in read_methods(common)}
        self._comments = {each.oid: each for each in read_comments(common)}

    @property
    def methods(self) -> tuple[Method, ...]:
        return tuple(self._methods.values())

    @property
    def comments(self) -> tuple[Comment, ...]:
        return tuple(self._comments.values())

    # -- datasets ----------------------------------------------------------------------------------

    def datasets(self) -> tuple[Dataset, ...]:
        """The datasets with their variables; those that only Variables names stand last."""
        common = self._common
        out: dict[str, tuple[Dataset, Row | None]] = {}
        common.table("Datasets")
        for row in common.rows("Datasets"):
            name = row["dataset"].strip()
            if not name or name in out:
                why = f"{name} is there already" if name else "no Dataset"
                common.tables["Datasets"].grid.leave_row(row, why)
            else:
                out[name] = self._dataset(row, name), row
        below = self._value_level()
        variables = self._variables(below)
        for name in variables:
            if name not in out:
                out[name] = Dataset(oid=slug("IG", name), name=name), None
                common.remarks.append(f"Dataset {name} is not on sheet Datasets; it stands with its variables alone.")
        for rows in below.values():
            for row, _ in rows:
                common.tables["ValueLevel"].landed -= 1
                common.tables["ValueLevel"].grid.leave_row(row, "Variables does not have its variable")
        return tuple(self._keyed(each, row, variables.get(name, [])) for name, (each, row) in out.items())

    def _dataset(self, row: Row, name: str) -> Dataset:
        cls = row["cls"].strip()
        return Dataset(
            oid=slug("IG", name),
            name=name,
            label=self._common.said(row, "label"),
            domain=row["domain"].strip(),
            sas_name=row["sas_name"].strip(),
            repeating=yes_no(row["repeating"]),
            reference=yes_no(row["reference"]),
            purpose=row["purpose"].strip() or purpose_of(cls),
            structure=row["structure"].strip(),
            cls=cls,
            subclasses=tuple(part.strip() for part in re.split(r"[;\n]", row["subclass"]) if part.strip()),
            standard=self._common.standard(row["standard"], "IG"),
            non_standard=yes_no(row["non_standard"]),
            no_data=yes_no(row["no_data"]),
            comment=self._comment(row, "Datasets"),
            archive=self._file(row, name),
            aliases={DOMAIN: row["described"].strip()} if row["described"].strip() else {},
            **self._common.landing("Datasets", row),
        )

    def _file(self, row: Row, name: str) -> str:
        """The OID of the dataset's file, where the workbook names it."""
        if not row["file"].strip():
            return ""
        self.files.append(Leaf(oid=slug("LF", name), href=row["file"].strip(), of=name, line=row.number))
        return self.files[-1].oid

    def _keyed(self, dataset: Dataset, row: Row | None, variables: list[Variable]) -> Dataset:
        """The dataset with its variables, those of its key numbered."""
        names = [name for name in re.split(r"[\s,;]+", row["keys"] if row else "") if name]
        place = {name: str(number) for number, name in reversed(list(enumerate(names, start=1)))}
        if row and (missing := [name for name in names if name not in {v.name for v in variables}]):
            self._common.tables["Datasets"].grid.leave(row, "keys", ", ".join(missing))
        keyed = [replace(v, key=place.get(v.name, "") if names else v.key) for v in variables]
        return replace(dataset, variables=tuple(keyed))

    # -- variables ---------------------------------------------------------------------------------

    def _variables(self, below: dict[tuple[str, str], list[tuple[Row, Variable]]]) -> dict[str, list[Variable]]:
        """The variables of each dataset in order, with their value level, which is taken from ``below``."""
        common, out = self._common, {}
        common.table("Variables")
        for row in common.rows("Variables"):
            dataset, name = row["dataset"].strip(), row["variable"].strip()
            known = out.setdefault(dataset, {}) if dataset and name else {}
            if not dataset or not name or name in known:
                why = f"{name} is there already" if dataset and name else f"no {'Variable' if dataset else 'Dataset'}"
                common.tables["Variables"].grid.leave_row(row, why)
                continue
            values = [variable for _, variable in below.pop((dataset, name), [])]
            known[name] = replace(
                self._variable(row, "Variables"),
                oid=common.once.of(("item", dataset, name), slug("IT", dataset, name)),
                name=name,
                key=row["key"].strip(),
                role=row["role"].strip(),
                role_codelist=row["role_codelist"].strip(),
                non_standard=yes_no(row["non_standard"]),
                values=_in_order(values),
                value_list=slug("VL", dataset, name) if values else "",
            )
        return {dataset: list(_in_order(list(known.values()))) for dataset, known in out.items()}

    def _value_level(self) -> dict[tuple[str, str], list[tuple[Row, Variable]]]:
        """The definitions at value level, by dataset and variable."""
        common = self._common
        out: dict[tuple[str, str], list[tuple[Row, Variable]]] = {}
        common.table("ValueLevel")
        for row in common.rows("ValueLevel"):
            dataset, name = row["dataset"].strip(), row["variable"].strip()
            if not dataset or not name:
                common.tables["ValueLevel"].grid.leave_row(row, "no Variable" if dataset else "no Dataset")
                continue
            wheres = self._wheres.at(row, dataset)
            content = ("value", dataset, name, row.number)
            made = slug("IT", dataset, name, *(where.removeprefix(f"WC.{dataset}.") for where in wheres))
            variable = replace(
                self._variable(row, "ValueLevel"),
                oid=common.once.of(content, made[:200]),
                name=row["name"].strip() or name,
                wheres=wheres,
            )
            out.setdefault((dataset, name), []).append((row, variable))
        return out

    def _variable(self, row: Row, sheet: str) -> Variable:
        """What both sheets say of a variable."""
        return Variable(
            oid="",
            name="",
            label=self._common.said(row, "label"),
            order=row["order"].strip(),
            mandatory=yes_no(row["mandatory"]),
            type=row["type"].strip(),
            length=row["length"].strip(),
            digits=row["digits"].strip(),
            format=row["format"].strip(),
            sas_name=row["sas_name"].strip(),
            codelist=row["codelist"].strip(),
            method=self._method(row, sheet),
            comment=self._comment(row, sheet),
            origins=self._origins(row),
            no_data=yes_no(row["no_data"]),
            **self._common.landing(sheet, row),
        )

    def _origins(self, row: Row) -> tuple[Origin, ...]:
        """The origins of a row; several stand on lines of their own, as do their sources, pages and predecessors."""
        types = [part.strip() for part in re.split(r"[;\n]", row["origin"]) if part.strip()]
        parts = {name: row[name].strip() for name in ("source", "page", "predecessor")}
        said = self._common.said(row, "predecessor")
        if not types and not any(parts.values()):
            return ()
        if len(types) < 2:
            found = parsed_references(parts["page"], self._common.documents, self._common.crf or "?")
            return (Origin(type="".join(types), source=parts["source"], said=said, documents=self._of_crf(found)),)
        lines = {name: _lines(row[name], len(types)) for name in parts}
        written = {self._common.language: row["predecessor"], **row.others.get("predecessor", {})}
        texts = {language: _lines(text, len(types)) for language, text in written.items()}
        return tuple(
            Origin(
                type=kind,
                source=lines["source"][i],
                said={language: each[i] for language, each in texts.items() if each[i]},
                documents=self._of_crf(
                    parsed_references(lines["page"][i], self._common.documents, self._common.crf or "?")
                ),
            )
            for i, kind in enumerate(types)
        )

    def _of_crf(self, found: tuple[Reference, ...]) -> tuple[Reference, ...]:
        """Pages of a CRF that sheet Documents does not have are those of a document without ID."""
        return tuple(replace(each, leaf="") if each.leaf == "?" else each for each in found)

    # -- what a cell names, or says itself ---------------------------------------------------------

    def _comment(self, row: Row, sheet: str) -> str:
        """The OID of a comment; a text in the place of an ID becomes a comment of its own."""
        text = row["comment"].strip()
        if text in self._comments or not re.search(r"\s", text):
            return text
        made = self._common.once.of(("comment", text), slug("COM", row["dataset"].strip(), row["variable"].strip()))
        self._comments.setdefault(made, Comment(oid=made, said={self._common.language: text}, line=row.number))
        self._common.remark(sheet, row, f"the comment is no ID; the text itself has become comment {made}.")
        return made

    def _method(self, row: Row, sheet: str) -> str:
        """The OID of a method; a text in the place of an ID becomes a method of its own."""
        text = row["method"].strip()
        if text in self._methods or not re.search(r"\s", text):
            return text
        made = self._common.once.of(("method", text), slug("MT", row["dataset"].strip(), row["variable"].strip()))
        said = {self._common.language: text}
        self._methods.setdefault(made, Method(oid=made, name=made, type="", said=said, line=row.number))
        self._common.remark(sheet, row, f"the method is no ID; the text itself has become method {made}.")
        return made


def purpose_of(cls: str) -> str:
    """Tabulation or Analysis, as the class says; the newest workbook has no column for it."""
    return "" if not cls else "Analysis" if cls.upper().startswith(ANALYSIS) else "Tabulation"


def file_of(dataset: str) -> str:
    """The file that a dataset has when nobody says otherwise."""
    return f"{dataset.lower()}.xpt"


def _in_order(variables: list[Variable]) -> tuple[Variable, ...]:
    """By their numbers where all have one, as they stand otherwise."""
    return tuple(
        sorted(variables, key=lambda v: int(v.order)) if all(v.order.isdecimal() for v in variables) else variables
    )


def _lines(text: str, count: int) -> list[str]:
    """The lines of a cell, one an origin; a text of other lines belongs to the first."""
    lines = [line.strip() for line in text.split("\n")]
    return [*lines, *[""] * (count - len(lines))] if len(lines) <= count else [text.strip(), *[""] * (count - 1)]
