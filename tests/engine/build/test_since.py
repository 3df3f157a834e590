"""A build says in one line what changed in the export since the last one, though the old files are gone."""

from __future__ import annotations

import json
import shutil

import pytest
from support import StudyCopy

import onespec
from onespec.engine.build.freshness import cache_folder
from onespec.engine.disk import export_digest, sha256

SECOND = "101,Budesonide,4,02/02/2021,20/02/2021\n"
SAID = "The export changed since the last build: "


@pytest.fixture
def there(other) -> StudyCopy:
    """The other study, built where it lies: a copied store is not known again."""
    assert other.build() == 0
    return other


def changed(study) -> str:
    """What the next build says."""
    return onespec.open(study.spec, study.raw, study.out).build().facts().get("export_changed", "")


def test_the_first_build_says_nothing(other, capsys):
    assert changed(other) == ""
    assert other.build() == 0
    assert "export changed" not in capsys.readouterr().out


@pytest.mark.parametrize(
    ("file", "old", "new", "said"),
    [
        ("inhaler.csv", SECOND, "", "inhaler.csv 1 row gone."),
        ("inhaler.csv", SECOND, SECOND + SECOND, "inhaler.csv 1 row new."),
        ("inhaler.csv", SECOND, SECOND.replace(",4,", ",6,"), "inhaler.csv 1 row changed."),
        ("inhaler.csv", SECOND, SECOND.replace(",4,", ",4 ,"), "inhaler.csv 1 row written otherwise."),
        ("inhaler.csv", SECOND, SECOND.replace("02/02", "03/02"), "inhaler.csv 1 row new, 1 gone."),
        ("inhaler.csv", SECOND, SECOND + SECOND.replace("101", "999"), "inhaler.csv changed, but no row of a subject."),
        ("inhaler.csv", SECOND + "102", "102", "inhaler.csv 1 row gone."),
    ],
)
def test_one_change(file, old, new, said, there):
    there.replace(f"raw/{file}", old, new)
    assert changed(there) == SAID + said


def test_several_files_the_corrected_ones_first(there, capsys):
    there.append("raw/enrol.csv", "301,S2,07/01/2021,30/06/1990,female,A\n")
    there.replace("raw/events.csv", "hoarse voice", "cough")
    there.replace("raw/events.csv", "201,1,", "201,7,")
    assert there.build() == 0
    line = f"{SAID}events.csv 1 row new, 1 changed, 1 gone; enrol.csv 1 row new."
    assert onespec.open(there.spec, there.raw, there.out).build().text().startswith("Nothing to do")
    there.replace("raw/events.csv", "cough", "hoarse voice")
    there.replace("raw/events.csv", "201,7,", "201,1,")
    (there.raw / "enrol.csv").write_text((there.raw / "enrol.csv").read_text().replace("301,S2", "302,S2"))
    done = onespec.open(there.spec, there.raw, there.out).build()
    assert line.replace("enrol.csv 1 row new", "enrol.csv 1 row new, 1 gone") in done.text().splitlines()
    assert "export changed" not in capsys.readouterr().out  # it was quiet


def test_rows_in_another_order_are_the_same(there):
    path = there.raw / "inhaler.csv"
    head, *rows = path.read_text().splitlines(keepends=True)
    path.write_text("".join([head, *reversed(rows)]))
    assert changed(there) == f"{SAID}inhaler.csv changed, but no row of a subject."


def test_a_form_that_is_read_in_another_way_is_told_by_its_file(there):
    there.replace(
        "spec/crf.yaml",
        "PUFFS:   {label: {en: Dose}, type: number, min: 0",
        "PUFFS:   {label: {en: Dose}, type: number, min: 1",
    )
    there.replace("raw/inhaler.csv", SECOND, "")
    there.replace("raw/events.csv", "hoarse voice", "cough")
    assert changed(there) == f"{SAID}events.csv 1 row changed; inhaler.csv changed."


def test_without_the_store_of_the_last_build_the_files_are_told(there):
    shutil.rmtree(cache_folder(there.out) / "raw")
    there.replace("raw/inhaler.csv", SECOND, "")
    assert changed(there) == f"{SAID}inhaler.csv changed."


def test_a_build_that_was_stopped_in_between_has_left_another_store(there):
    there.replace("raw/events.csv", "20/01/2021,yes", "20/01/2021,perhaps")
    assert there.build() == 1
    there.replace("raw/events.csv", "20/01/2021,perhaps", "20/01/2021,no")
    assert changed(there) == f"{SAID}events.csv changed."


def test_nothing_of_the_export_changed(there):
    (there.out / "run.json").unlink()
    assert changed(there) == ""


def test_run_json_keeps_the_digest_of_the_export(there):
    said = json.loads((there.out / "run.json").read_text())
    files = {path.name: sha256(path) for path in there.raw.iterdir()}
    assert said["inputs"]["raw"] == files
    assert said["export"] == export_digest(files)
    asked = json.loads((there.out / "reports" / "queries.json").read_text())
    assert asked["export"] == said["export"]  # the register and a transfer call it so, too
    assert onespec.open(there.spec).transfer(there.raw, there.raw, reach=False).transfer.new.digest == said["export"]
