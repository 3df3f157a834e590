"""The example at the end of an operation's docstring."""

from __future__ import annotations

import pytest

from onespec.engine.spec.worked import Rows, parted, read_worked, worked_page

EXAMPLE = """\
AEGR: {derived: f, with: {value: AGE}}

AE | AGE | AEGR
   | 64  | <65
   |     |

QUERY RULE-A, subject 2, no value: There is
  no age.
QUERY RULE-B, subject 2, no value: Why?"""


def test_a_docstring_is_parted_from_its_example():
    doc = "Character.\n\nExample::\n\n    A: {derived: f}\n\n    AE | A\n       | 1"
    assert parted(doc) == ("Character.", "A: {derived: f}\n\nAE | A\n   | 1")
    assert parted("Character.") == ("Character.", "")


def test_lines_tables_and_what_is_reported():
    worked = read_worked(EXAMPLE)
    assert worked.written == "AEGR: {derived: f, with: {value: AGE}}"
    assert worked.tables == (Rows("AE", ("AGE", "AEGR"), (("64", "<65"), ("", ""))),)
    assert worked.reported == (
        "QUERY RULE-A, subject 2, no value: There is no age.",
        "QUERY RULE-B, subject 2, no value: Why?",
    )


def test_a_row_of_another_length_is_told():
    with pytest.raises(ValueError, match="table AE of an example has 2 columns, and a row 64"):
        read_worked("A: {derived: f}\n\nAE | AGE | A\n   | 64")


def test_on_a_page_it_is_tables():
    assert (
        "\n".join(worked_page(EXAMPLE, "The age <x."))
        == """
Example:

```yaml
AEGR: {derived: f, with: {value: AGE}}
```

AE:

| AGE | AEGR |
|---|---|
| 64 | \\<65 |
|  |  |

- QUERY RULE-A, subject 2, no value: There is no age.
- QUERY RULE-B, subject 2, no value: Why?

In define.xml: The age \\<x."""
    )
