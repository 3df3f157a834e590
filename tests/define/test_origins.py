from lxml import etree

from onespec.define.documents import Documents
from onespec.define.origins import COLLECTED, Origin, origin_elements

from .define_study import STUDY, planned


def told(*origins: Origin) -> list[tuple[str, list[str]]]:
    documents = Documents(planned(STUDY).study, "sdtm")
    return [
        (e.get("Type"), [r.get("PageRefs") for r in e.iter() if etree.QName(r).localname == "PDFPageRef"])
        for e in origin_elements(origins, documents)
    ]


def collected(*pages: str) -> Origin:
    return Origin(COLLECTED, "Investigator", pages=pages)


def test_a_value_collected_in_several_ways_has_one_origin_with_all_pages():
    assert told(collected("18"), collected("9"), collected("9", "18")) == [("Collected", ["9 18"])]


def test_pages_that_are_no_numbers_stand_last():
    assert told(collected("A1"), collected("10"), collected("9")) == [("Collected", ["9 10 A1"])]


def test_other_origins_stay_apart():
    assert told(Origin("Derived", "Sponsor"), Origin("Predecessor", description="DM.X")) == [
        ("Derived", []),
        ("Predecessor", []),
    ]
