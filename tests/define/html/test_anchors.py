import pytest

from onespec.define.html.anchors import Anchors, safe_link


def test_an_anchor_says_what_it_leads_to_and_stands_once():
    anchors = Anchors()
    assert [anchors.new("v", "AE.AETERM"), anchors.new("v", "AE.AETERM"), anchors.new("c", "CL NY/1")] == [
        "v.AE.AETERM",
        "v.AE.AETERM~2",
        "c.CL-NY-1",
    ]


@pytest.mark.parametrize(
    ("href", "followed"),
    [
        ("acrf.pdf", True),
        ("../m5/acrf.pdf", True),
        ("https://www.cdisc.org", True),
        ("javascript:alert(1)", False),
        (" java\nscript:alert(1)", False),
        ("file:///etc/passwd", False),
        ("", False),
    ],
)
def test_what_could_run_or_reach_elsewhere_is_no_link(href, followed):
    assert safe_link(href) == (href if followed else "")
