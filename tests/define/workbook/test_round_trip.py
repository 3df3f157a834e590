"""Model -> workbook -> model: the same in all that a workbook can hold."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from onespec.define.workbook.reading import read_workbook
from onespec.define.workbook.writing import write_workbook
from onespec.engine.metadata.model import Metadata

from ..generated import metadata


def held(model: Metadata) -> Metadata:
    """What a workbook holds of a model.

    Not: the head of the file, OIDs of what people know by another name, the status of standards, standards that nothing
    refers to, names that say nothing new, and where clauses that nothing refers to.
    """
    clauses = {w.oid: repr([replace(c, item="") for c in w.checks]) for w in model.wheres}
    standards = {s.oid: f"{s.name} {s.publishing_set} {s.version}" for s in model.standards}
    used = {each.standard for each in (*model.datasets, *model.codelists)}

    def variable(of, dataset):
        return replace(
            of,
            oid="",
            sas_name="",
            value_list="",
            wheres=tuple(clauses[oid] for oid in of.wheres),
            values=tuple(variable(each, dataset) for each in of.values),
        )

    def dataset(of):
        variables = tuple(variable(v, of.name) for v in of.variables)
        standard = standards.get(of.standard, "")
        return replace(of, oid="", domain="", sas_name="", archive="", standard=standard, variables=variables)

    def analysis(of):
        looked_at = (
            replace(d, wheres=tuple(clauses[oid] for oid in d.wheres), item_group="", items=()) for d in of.datasets
        )
        return replace(of, datasets=tuple(looked_at))

    return Metadata(
        study_name=model.study_name,
        study_description=model.study_description,
        protocol=model.protocol,
        standards=tuple(sorted((replace(s, oid="", status="") for s in model.standards if s.oid in used), key=repr)),
        annotated=model.annotated,
        supplemental=model.supplemental,
        datasets=tuple(map(dataset, model.datasets)),
        codelists=tuple(replace(c, standard=standards.get(c.standard, "")) for c in order(model.codelists)),
        methods=model.methods,
        comments=model.comments,
        leaves=tuple(leaf for leaf in model.leaves if not leaf.of),
        displays=tuple(replace(d, oid="", analyses=tuple(map(analysis, d.analyses))) for d in model.displays),
    )


def order(codelists):
    """Dictionaries stand on a sheet of their own, behind the others."""
    return sorted(codelists, key=lambda codelist: codelist.dictionary is not None)


@settings(max_examples=40, deadline=None)
@given(data=st.sampled_from((("en",), ("en", "zh"))).flatmap(metadata))
def test_a_model_comes_back_from_its_workbook(data, tmp_path_factory):
    path = tmp_path_factory.getbasetemp() / "round.xlsx"
    path.write_bytes(write_workbook(data))
    back, landed = read_workbook(path)
    assert held(back) == held(data)
    assert landed.named == () and landed.remarks == () and landed.rows == landed.landed
