"""What stands for characters that a transport file cannot hold, in a table."""

from __future__ import annotations

import pytest

CRF, TABLE = "spec/crf.yaml", "spec/tables/typography.csv"
EVENT = "EVENT:   {label: {en: Event}, type: text"
NAMED = EVENT + ", replace: typography"


def test_a_field_is_read_by_the_table_that_it_names(other):
    other.replace(CRF, EVENT, NAMED)
    other.append(TABLE, "FROM,TO\n“,'\nU+00B0C,U+0020deg C\ncontrol,U+0020\nµg/L,ug/L\n")
    assert other.faults() == []
    other.replace("raw/events.csv", "hoarse voice", "“39°C\x0bat 5 µg/L")
    assert other.evaluated().column("AE", "AETERM").tolist()[0] == "'39 deg C at 5 ug/L"


def test_a_form_names_the_table_for_all_its_texts(other):
    other.replace(CRF, "    key: [PATIENT, NO]\n", "    key: [PATIENT, NO]\n    replace: typography\n")
    other.append(TABLE, "FROM,TO\n“,'\n")
    assert other.faults() == []
    other.replace("raw/events.csv", "hoarse voice", "“hoarse")
    assert other.evaluated().column("AE", "AETERM").tolist()[0] == "'hoarse"


@pytest.mark.parametrize(
    ("table", "said"),
    [
        (
            "",
            "STOP  SPEC-TABLE  crf.yaml:36: There is no table 'typography' in the study, which 'replace' names. "
            "Fix: Known: arms.",
        ),
        (
            "FORM,TO\n“,'\n",
            "STOP  SPEC-TABLE  tables/typography.csv: Table typography has no column FROM, and 'replace' of crf.yaml "
            "names it. Fix: Write the columns FROM and TO, and a row for each text.",
        ),
        (
            "FROM,TO\n“,”\n",
            "STOP  SPEC-CONSTANT  tables/typography.csv:2: 'replace' writes '”' for '“'; a transport file does not "
            "hold it. Fix: Write plain ASCII, without control characters.",
        ),
        (
            "FROM,TO\n“,'\n“,`\n",
            "STOP  SPEC-TWICE  tables/typography.csv:3: Table typography replaces '“' twice. "
            "Fix: Remove one of the rows.",
        ),
    ],
)
def test_a_table_that_cannot_be(other, table, said):
    other.replace(CRF, EVENT, NAMED)
    if table:
        other.append(TABLE, table)
    assert other.faults() == [said]


def test_define_tells_the_replacements_of_a_table(other):
    other.replace(CRF, EVENT, NAMED)
    other.append(TABLE, "FROM,TO\nU+201C,'\nU+00A0,U+0020\ncontrol,\n")
    assert other.build() == 0
    told = " ".join((other.out / "sdtm" / "define.xml").read_text(encoding="utf-8").split())
    wanted = 'Characters that a transport file cannot hold are replaced: “ by "\'", U+00A0 by a blank, control'
    assert f"{wanted} characters by nothing." in told.replace("&quot;", '"')


def test_the_document_that_holds_the_table_is_named(other):
    other.replace(CRF, EVENT, NAMED)
    other.append(TABLE, "FROM,TO\n“,'\n")
    document = "documents:\n  signs: {title: Characters, href: signs.txt, table: typography}\nvalues:\n"
    other.replace("spec/study.yaml", "values:\n", document)
    assert other.build() == 0
    told = " ".join((other.out / "sdtm" / "define.xml").read_text(encoding="utf-8").split())
    assert 'are replaced as listed in the document "Characters".' in told.replace("&quot;", '"')
