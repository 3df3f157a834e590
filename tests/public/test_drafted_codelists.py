"""`onespec new codelist`: a codelist by reference with its terms, printed or written."""

from __future__ import annotations

import pytest
from support import OTHER

import onespec
from onespec.cli.main import main
from onespec.engine.build.ownership import CannotBuild

SEX = """\
SEX:
  nci: C66731  # Sex, sdtm 2025-03-28, not extensible
  terms:
    F: []  # Female
    INTERSEX: []
    M: []  # Male
    U: []  # Unknown
"""


@pytest.fixture(autouse=True)
def nowhere(tmp_path, monkeypatch):
    """No study is asked for by the environment."""
    monkeypatch.delenv("STUDY", raising=False)


@pytest.mark.parametrize("asked", ["C66731", "c66731", "SEX"])
def test_by_code_or_short_name(asked, capsys):
    assert main(["new", "codelist", asked]) == 0
    assert capsys.readouterr().out == SEX


def test_some_of_its_terms_and_the_sponsor_s_own_where_it_is_extensible():
    said = onespec.codelist_text("UNIT", ("PUFF", "scoopful"), name="DOSE_UNIT")
    assert said == (
        "DOSE_UNIT:\n"
        "  nci: C71620  # Unit, sdtm 2025-03-28, extensible\n"
        "  terms:\n"
        "    PUFF: []  # Puff Dosing Unit\n"
        "    scoopful: {decode: scoopful}  # the sponsor's own\n"
    )


@pytest.mark.parametrize(
    ("asked", "terms", "said"),
    [
        ("SEXX", (), "has no codelist 'SEXX'. Did you mean 'SEX'?"),
        ("C66731", ("FF",), "There is no term in SEX (C66731) 'FF'. Did you mean 'F'?"),
    ],
)
def test_what_is_not_published_is_told_with_what_is_near(asked, terms, said):
    with pytest.raises(onespec.NotThere) as told:
        onespec.codelist_text(asked, terms)
    assert said in str(told.value)


def test_the_terminology_is_that_of_the_declared_date(other):
    other.replace("spec/study.yaml", "ct: 2025-03-28", "ct: 2019-01-01")
    with pytest.raises(onespec.NotThere, match="The terminology adam 2026-03-27 has no codelist 'SEX'"):
        onespec.codelist_text("SEX", study=other.spec)


def test_written_at_the_end_of_the_file_and_read_there(other, capsys):
    assert main(["new", "codelist", "C66726", "--terms", "SPRAY", "--write", "--study", str(other.spec)]) == 2
    assert "The study has the codelist FRM (C66726) already." in capsys.readouterr().err
    assert main(["new", "codelist", "ROUTE", "--terms", "ORAL", "--write", "--study", str(other.spec)]) == 0
    assert capsys.readouterr().out == f"{other.spec / 'codelists.yaml'} has it at its end.\n"
    text = (other.spec / "codelists.yaml").read_text(encoding="utf-8")
    assert text.startswith((OTHER / "spec" / "codelists.yaml").read_text(encoding="utf-8"))
    assert "Codelist ROUTE" in " ".join(other.faults()) and "CT-" not in " ".join(other.faults())


def test_a_name_that_is_taken_is_not_written(other):
    with pytest.raises(CannotBuild, match="has the codelist SEX"):
        onespec.new_codelist(other.spec, "ROUTE", name="SEX")
