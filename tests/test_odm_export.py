"""The smallest study as an ODM-XML export: the same datasets, each cell accounted for and explained."""

from __future__ import annotations

import json

import pytest
from odm import clinical, element, invalid, of_tables
from support import StudyCopy, contents

from onespec.cli.main import main

FORMS = ("enrol", "inhaler", "events", "peak_flow")
ASIDE = "    ignore: {ItemGroupRepeatKey: it numbers the rows of a subject}\n"


@pytest.fixture
def exported(other) -> StudyCopy:
    """The smallest study, its export one ODM file."""
    files = {name: other.raw / f"{name}.csv" for name in FORMS}
    (other.raw / "export.xml").write_text(of_tables(files, "PATIENT"), encoding="utf-8")
    for name, file in files.items():
        file.unlink()
        aside = "" if name == "enrol" else ASIDE
        old = f"    file: {name}.csv\n    encoding: utf-8\n"
        other.replace("spec/crf.yaml", old, f"    file: export.xml\n    sheet: IG.{name}\n{aside}")
    for file in other.spec.rglob("*.yaml"):
        file.write_text(file.read_text(encoding="utf-8").replace("PATIENT", "SubjectKey"), encoding="utf-8")
    return other


def test_the_datasets_are_the_same(exported, built_other):
    assert exported.build() == 0
    for folder in ("sdtm", "adam"):
        built = contents(exported.out / folder)
        assert {n: d for n, d in built.items() if n.endswith(".xpt")} == {
            n: d for n, d in contents(built_other / folder).items() if n.endswith(".xpt")
        }


def test_the_export_is_odm(exported):
    assert invalid((exported.raw / "export.xml").read_text(encoding="utf-8")) == []


def test_each_cell_is_accounted_for_once(exported, other):
    told = json.loads
    assert exported.build() == 0
    total = told((exported.out / "reports" / "accounting.json").read_text(encoding="utf-8"))["total"]
    text = (exported.raw / "export.xml").read_text(encoding="utf-8")
    groups, items, blank = (text.count(each) for each in ("<ItemGroupData", "<ItemData ", 'IsNull="Yes"'))
    numbers = groups - text.count('OID="IG.enrol" ItemGroupRepeatKey')  # left aside, and of one value in enrol
    assert (total["filled"], total["balance"]) == (groups + items - blank + numbers, 0)


def test_a_value_is_explained_by_its_occurrence(exported, capsys):
    places = "--study", str(exported.spec), "--raw", str(exported.raw)
    assert main(["explain", "AE", "--where", "AEDECOD=Asthma", "--variable", "AETERM", *places]) == 0
    assert 'export.xml, row 3, column EVENT: "asthma attack"' in capsys.readouterr().out


def test_a_query_names_the_occurrence(exported):
    exported.replace(
        "raw/export.xml",
        'Value="08/01/2021"></ItemData><ItemData ItemOID="IT.inhaler.L',
        'Value="08.01.2021"></ItemData><ItemData ItemOID="IT.inhaler.L',
    )
    assert exported.build() == 0
    assert [(f.file, f.row, f.column, f.subject) for f in exported.queries if f.rule == "RAW-DATE"] == [
        ("export.xml", 4, "FIRST", "201")
    ]


def test_a_later_transaction_reaches_the_datasets(exported, capsys):
    said = element("ItemData", ItemOID="IT.events.SERIOUS", Value="yes", TransactionType="Update")
    group = element("ItemGroupData", said, ItemGroupOID="IG.events", ItemGroupRepeatKey="1", TransactionType="Context")
    event = element("StudyEventData", element("FormData", group, FormOID="F.events"), StudyEventOID="SE")
    more = clinical(element("SubjectData", event, SubjectKey="101"))
    exported.replace("raw/export.xml", "</ODM>", f"{more}</ODM>")
    exported.replace("raw/export.xml", 'FileType="Snapshot"', 'FileType="Transactional"')
    assert exported.build() == 0
    places = "--study", str(exported.spec), "--raw", str(exported.raw)
    assert main(["explain", "AE", "--where", "AEDECOD=Dysphonia", "--variable", "AESER", *places]) == 0
    assert 'export.xml, row 1, column SERIOUS: "yes"' in capsys.readouterr().out


def test_a_damaged_file_leaves_the_outputs_as_they_were(exported, capsys):
    assert exported.build() == 0
    before = contents(exported.out)
    path = exported.raw / "export.xml"
    path.write_bytes(path.read_bytes()[:-40])
    assert exported.build() == 1
    assert contents(exported.out) == before
    assert "RAW-FILE" in capsys.readouterr().err
