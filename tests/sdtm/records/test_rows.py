import pandas as pd

from onespec.sdtm.records.rows import rows


def test_each_row_of_the_table_is_a_record_without_a_subject():
    table = pd.DataFrame({"RDOMAIN": ["TU", "TR"], "RELID": ["R1", "R1"]})
    table.attrs["name"] = "relrec"
    made = rows(table)
    assert list(made.subject) == ["", ""]
    assert (made.source, made.table, list(made.table_position)) == ("", "relrec", [0, 1])
