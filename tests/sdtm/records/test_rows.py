from onespec.engine.frames import table_of
from onespec.sdtm.records.rows import rows


def test_each_row_of_the_table_is_a_record_without_a_subject():
    table = table_of([{"RDOMAIN": "TU", "RELID": "R1"}, {"RDOMAIN": "TR", "RELID": "R1"}], "relrec")
    made = rows(table)
    assert list(made.subject) == ["", ""]
    assert (made.source, made.table, list(made.table_position)) == ("", "relrec", [0, 1])
