from onespec.adam.records.count_of_records import count_of_records
from onespec.engine.contract import Selection


def test_of_the_subjects_of_the_source_only(select):
    source = select(Selection, "ADEX", [("A", 1.0), ("A", 2.0), ("B", 1.0)], ["AVAL"])
    of = select(Selection, "ADEX", [("A", 1.0), ("A", 1.0), ("C", 1.0)], ["AVAL"])
    made = count_of_records(source, of)
    assert list(zip(made.subject.tolist(), made.position.tolist(), made.values["AVAL"].tolist(), strict=True)) == [
        ("A", 0, 2),
        ("B", 2, 0),
    ]


def test_nothing_is_counted(select):
    source, none = (select(Selection, "ADEX", rows, ["AVAL"]) for rows in ([("A", 1.0)], []))
    assert count_of_records(source, none).values["AVAL"].tolist() == [0]
    assert len(count_of_records(none, source)) == 0
