from onespec.engine.text_table import text_table


def test_columns_are_as_wide_as_their_widest_cell_and_numbers_stand_right():
    assert text_table(("name", "rows", "what"), [("AE", "12", "one\ntwo"), ("SUPPAE", "1,204", "")], right=(1,)) == [
        "name     rows  what",
        "AE         12  one two",
        "SUPPAE  1,204",
    ]


def test_the_last_column_is_cut():
    assert text_table(("a", "b"), [("1", "x" * 12)], last=10) == ["a  b", "1  xxxxxxx..."]
