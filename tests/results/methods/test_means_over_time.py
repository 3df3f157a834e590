"""Means over time as an analysis."""

from __future__ import annotations

import pytest
from analysed import NAN, cell, made_source, printed
from figure_texts import texts

from onespec.results.methods.means_over_time import means_over_time

COLUMNS = {
    "AVISIT": ["Week 1", "Baseline", "Baseline", "Baseline", "Week 1"],
    "AVISITN": [1.0, 0.0, 0.0, 0.0, 1.0],
    "AVAL": [6.0, 5.0, 3.0, 4.0, NAN],
}


def test_lines_are_the_visits():
    result = means_over_time(made_source([1, 1, 2, 4, 4], **COLUMNS), "AVISIT", "AVISITN", "AVAL", "Mean (SD)")
    assert printed(result) == [["Baseline", "2; 4.0 (1.41)", "1; 4.0 (-)"], ["Week 1", "1; 6.0 (-)", "0"]]
    assert cell(result, 0, 0).stats[1].on.rows == (2, 3)
    found = texts(result.picture("en"))
    begin = found.index("Number of subjects")
    assert found[begin + 1 : begin + 6] == ["Arm A", "2", "1", "Arm B", "1"]
    assert "受试者数" in texts(result.picture("zh")) and "均值（标准差）" in texts(result.picture("zh"))


def test_a_subject_with_two_values_at_a_visit_is_refused():
    with pytest.raises(ValueError, match="subject S1 has 3 records of AVAL at Baseline"):
        means_over_time(made_source([1] * 5, **COLUMNS), "AVISIT", "AVISITN", "AVAL", "Mean (SD)")
