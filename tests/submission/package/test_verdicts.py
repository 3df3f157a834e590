"""What judges have said, and whether of these data."""

from __future__ import annotations

import json

import pytest

from onespec.engine.disk import sha256
from onespec.submission.package.verdicts import CONFORMANCE, QC, read_verdict, verdict_faults

DATA = {"sdtm/ae.xpt": "a" * 64, "adam/adsl.xpt": "b" * 64}
OTHER = DATA | {"sdtm/ae.xpt": "c" * 64}


def write(folder, judge, judged, good=True):
    said = {"verdict": "2 datasets.", "good": good}
    if judge == CONFORMANCE:
        said["files"] = judged | {"sdtm/define.xml": "d" * 64}
    else:
        said["datasets"] = [{"base": {"source": {"name": f"/x/{n}", "sha256": d}}} for n, d in judged.items()]
    (folder / "report.json").write_text(json.dumps(said))
    return read_verdict(judge, folder, DATA)


@pytest.mark.parametrize("judge", [CONFORMANCE, QC])
def test_a_verdict_is_of_the_data_that_it_has_judged(tmp_path, judge):
    assert write(tmp_path, judge, DATA).facts() == {
        "verdict": "2 datasets.",
        "good": True,
        "sha256": sha256(tmp_path / "report.json"),
        "of_these_data": True,
    }
    assert not write(tmp_path, judge, OTHER).of_these_data
    assert not write(tmp_path, judge, {"sdtm/ae.xpt": "a" * 64}).of_these_data


@pytest.mark.parametrize("content", [None, "", "[]", '{"verdict": "x"}', '{"verdict": "x", "good": true}'])
def test_what_is_no_report_is_none(tmp_path, content):
    if content is not None:
        (tmp_path / "report.json").write_text(content)
    assert read_verdict(QC, tmp_path, DATA) is None


def test_what_a_reader_must_know(tmp_path):
    of_other, bad = write(tmp_path, QC, OTHER), write(tmp_path, CONFORMANCE, DATA, good=False)
    assert [f.message for f in verdict_faults({QC: None})] == ["There is no report of qc."]
    assert [f.message for f in verdict_faults({QC: of_other, CONFORMANCE: bad})] == [
        "The report of qc is of other data.",
        "The verdict of conformance is not good: 2 datasets.",
    ]
    assert list(verdict_faults({QC: write(tmp_path, QC, DATA)})) == []
