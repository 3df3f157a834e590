import doctest

import pytest

import onespec.define.workbook.layout
from onespec.define.workbook.layout import choices, layout, layout_of, layouts


def test_its_examples():
    assert doctest.testmod(onespec.define.workbook.layout).failed == 0


def test_every_choice_and_link_leads_somewhere():
    names = {each.name for each in layouts()}
    for column in (column for each in layouts() for column in each.columns):
        assert not column.choices or column.choices in choices().keys() | names
        assert not column.link or column.link in names
        assert column.note, column.header
    assert set(choices()) == {c.choices for each in layouts() for c in each.columns} & set(choices())


@pytest.mark.parametrize("each", layouts(), ids=lambda each: each.name)
def test_no_header_means_two_fields_of_a_sheet(each):
    own = [column.header.casefold() for column in each.columns]
    assert len(own) == len(set(own))
    assert set(each.needs) | ({each.band} - {""}) <= {column.field for column in each.columns}
    also = [name.casefold() for column in each.columns for name in column.also]
    assert len(also) == len(set(also))


@pytest.mark.parametrize(
    ("sheet", "header", "field", "language"),
    [
        ("Datasets", "key_variables", "keys", ""),
        ("Datasets", "Description", "label", ""),
        ("ValueLevel", "Value Level Comment", "comment", ""),
        ("Codelists", "Decoded Value (zh-Hans)", "decode", "zh-Hans"),
    ],
)
def test_headers_have_other_names(sheet, header, field, language):
    column, said = layout(sheet).of(header)
    assert (column.field, said) == (field, language)


def test_what_is_unknown_is_unknown():
    assert layout("Variables").of("Derivation rule") is None
    assert layout_of("Pre-defined") is None
    assert layout_of("value level").name == "ValueLevel"
