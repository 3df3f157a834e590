"""Datasets: the ItemGroupDef of a dataset (Define-XML 2.1, 4.2 and 5.3.11)."""

from __future__ import annotations

from lxml import etree

from onespec.define.documents import leaf
from onespec.define.draft import Draft
from onespec.define.oids import oid
from onespec.define.variables import variable_ref
from onespec.define.wording import Words
from onespec.define.xml import element, labelled
from onespec.engine.spec.model import Dataset, Study
from onespec.engine.spec.standards import ADAM_CLASSES, dataset_fact
from onespec.engine.spec.verbs import Listed

SUBCLASSES = {"TTE": "TIME-TO-EVENT", "ADAE": "ADVERSE EVENT"}
NO_RECORDS = "The study has no records for this dataset."
_REFERENCE = ("TRIAL DESIGN", "STUDY REFERENCE")  # classes without subjects
_ORDER = (
    "TRIAL DESIGN",
    "STUDY REFERENCE",
    "SPECIAL PURPOSE",
    "INTERVENTIONS",
    "EVENTS",
    "FINDINGS",
    "FINDINGS ABOUT",
    "RELATIONSHIP",
    "SUBJECT LEVEL ANALYSIS DATASET",
)


def in_order(datasets: list[Dataset]) -> list[Dataset]:
    """By class, as define.xml lists them (Define-XML 2.1, 5.3.11), then by name."""

    def place(dataset: Dataset) -> tuple[int, str]:
        cls = class_name(dataset)
        return _ORDER.index(cls) if cls in _ORDER else len(_ORDER), dataset.name

    return sorted(datasets, key=place)


def class_name(dataset: Dataset) -> str:
    """The class as Define-XML terminology writes it (C103329)."""
    return ADAM_CLASSES.get(dataset.cls, dataset.cls.upper().replace("SPECIAL-PURPOSE", "SPECIAL PURPOSE"))


def dataset_group(draft: Draft, dataset: Dataset) -> etree._Element:
    """Write a dataset down, its variables added to the draft."""
    sdtm, cls = draft.standard == "sdtm", class_name(dataset)
    reference = cls in _REFERENCE
    repeating = not (reference or dataset.one_per_subject)
    domain = domain_of(draft.study, dataset) if sdtm else ""
    file = f"{dataset.name.lower()}.xpt"
    has_rows = draft.measures[dataset.name].rows > 0
    return element(
        "ItemGroupDef",
        {
            "OID": oid("IG", dataset.name),
            "Name": dataset.name,
            "Domain": domain,
            "SASDatasetName": dataset.name,
            "Repeating": "Yes" if repeating else "No",
            "IsReferenceData": "Yes" if reference else "No",
            "Purpose": "Tabulation" if sdtm else "Analysis",
            "def:Structure": draft.telling.own.say.own(dataset.structure),
            "def:StandardOID": draft.standards.guide,
            "def:ArchiveLocationID": oid("LF", dataset.name),
            "def:HasNoData": None if has_rows else "Yes",
            "def:CommentOID": _comment(draft, dataset, has_rows),
        },
        labelled(dataset.label, dataset.said),
        *(variable_ref(draft, dataset, variable, order) for order, variable in enumerate(draft.written(dataset), 1)),
        _description_of(draft.study, domain) if domain != dataset.name and sdtm else None,
        element(
            "def:Class",
            {"Name": cls},
            element("def:SubClass", {"Name": SUBCLASSES[dataset.cls]}) if dataset.cls in SUBCLASSES else None,
        ),
        leaf(oid("LF", dataset.name), file, file),
    )


def domain_of(study: Study, dataset: Dataset) -> str:
    """The domain code: of a SUPP-- dataset its parent's, of a split dataset what DOMAIN is assigned."""
    parent = study.datasets.get(dataset.parent)
    if parent:
        return domain_of(study, parent)
    domain = dataset.variables.get("DOMAIN")
    return domain.verb.value if domain and isinstance(domain.verb, Listed) else dataset.name


def _description_of(study: Study, domain: str) -> etree._Element:
    """What the domain is, where a dataset is not the whole of it (Define-XML 2.1, 5.3.11.1)."""
    fact = study.datasets.get(domain) or dataset_fact(domain)
    return element("Alias", {"Context": "DomainDescription", "Name": fact.label if fact else domain})


def _comment(draft: Draft, dataset: Dataset, has_rows: bool) -> str | None:
    """The dataset's comment, and how its records arise."""

    def texts(words: Words) -> list[str]:
        none = "" if has_rows else words.say(NO_RECORDS)
        return [words.say.sentence(words.say.own(dataset.comment)), none, *draft.steps(dataset, words).records()]

    return draft.comments.oid(draft.telling.joined(texts), dataset.name)
