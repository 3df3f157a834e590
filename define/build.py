"""define.xml: the description of the datasets, from the same model that builds them (Define-XML 2.1)."""

from __future__ import annotations

from lxml import etree

from onespec.define.acrf.paged import with_pages
from onespec.define.arm import analysis_results
from onespec.define.datasets import dataset_group, in_order
from onespec.define.draft import Draft
from onespec.define.stylesheet import NAME, stylesheet
from onespec.define.xml import containing, element, to_bytes
from onespec.engine.milestones import standing
from onespec.engine.plan.references import Plan
from onespec.engine.run.measure import DatasetMeasure

DEFINE_VERSION = "2.1.0"


def define_xml(plan: Plan, standard: str, measures: dict[str, DatasetMeasure], order: list[str] | None = None) -> bytes:
    """The define.xml of a study's datasets of one standard, as UTF-8.

    standard  ``sdtm`` or ``adam``
    measures  of each built dataset, of both standards: rows, lengths, decimals, values in use
    order     the datasets to describe, in this order; all built ones of the standard, by class, when None

    The same arguments give the same bytes: the time stamps are those of study.yaml.
    """
    plan = with_pages(plan)
    study = plan.study
    built = [study.datasets[name] for name in measures if study.datasets[name].standard == standard]
    datasets = in_order(built) if order is None else [study.datasets[name] for name in order]
    draft = Draft(plan, standard, measures)
    groups = [dataset_group(draft, dataset) for dataset in datasets]
    return to_bytes(_root(draft, _version(draft, groups)))


def define_files(plan: Plan, standard: str, measures: dict[str, DatasetMeasure]) -> dict[str, bytes]:
    """What stands in the folder of a standard beside its datasets: define.xml, and the stylesheet that it names."""
    return {"define.xml": define_xml(plan, standard, measures), NAME: stylesheet()}


def _root(draft: Draft, version: etree._Element) -> etree._Element:
    """ODM and Study (Define-XML 2.1, 5.3.1 to 5.3.4)."""
    study, stamp = draft.study, draft.study.created.isoformat()
    names = element(
        "GlobalVariables",
        None,
        containing("StudyName", study.id),  # as in STUDYID of every record
        containing("StudyDescription", study.description or study.name),
        containing("ProtocolName", study.protocol),
    )
    return element(
        "ODM",
        {
            "ODMVersion": "1.3.2",
            "FileType": "Snapshot",
            "FileOID": f"{study.id}.{draft.standard.upper()}.define",
            "CreationDateTime": stamp,
            "AsOfDateTime": stamp,
            "SourceSystem": "onespec",
            "def:Context": "Submission",
        },
        element("Study", {"OID": f"STUDY.{study.id}"}, names, version),
    )


def _version(draft: Draft, groups: list[etree._Element]) -> etree._Element:
    """MetaDataVersion and everything in it, in the order of the schema (Define-XML 2.1, 5.3.5)."""
    study, standard = draft.study, draft.study.standards[draft.standard]
    name = f"Study {study.name}, {standard.name} {standard.version} data definitions"
    displays = analysis_results(draft, groups)  # before where clauses and comments: analyses have some
    codelists = draft.codelists.elements()  # before the standards: codelists cite terminology
    return element(
        "MetaDataVersion",
        {
            "OID": f"MDV.{study.id}.{draft.standard.upper()}",
            "Name": name,
            "Description": name,
            "def:DefineVersion": DEFINE_VERSION,
            "def:CommentOID": draft.comments.oid(
                draft.telling.tell(lambda words: words.say(standing(study.milestone))), "MDV"
            ),
        },
        draft.standards.element(),
        *draft.documents.heads(),
        *draft.value_lists,
        *draft.where_clauses.values(),
        *groups,
        *draft.items,
        *codelists,
        *draft.methods.elements(draft.documents),
        *draft.comments.elements(draft.documents),
        *draft.documents.leaves(),
        displays,
    )
