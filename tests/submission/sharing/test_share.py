"""The edition of a whole study: made, searched, the same for the same key, and never half of one."""

from __future__ import annotations

import json

import pytest
from support import contents

from onespec.cli.main import main
from onespec.engine.xpt.reader import read_xpt


def share(study, capsys, *more: str) -> tuple[int, str]:
    """Exit code, and what was said; the key is always the same, where the test does not say otherwise."""
    if "--key" not in more:
        key = study.folder / "key"
        key.write_text("5a" * 32)
        key.chmod(0o600)
        more = (*more, "--key", str(key))
    places = "--study", str(study.spec), "--raw", str(study.raw), "--out", str(study.out)
    code = main(["share", *places, *more])
    said = capsys.readouterr()
    return code, said.out + said.err


def records(study, name: str, folder: str = "out.share") -> list[dict]:
    return read_xpt(study.folder / folder / name)[1].to_dict("records")


def test_the_edition_of_a_study(other_done, capsys):
    code, said = share(other_done, capsys)
    assert code == 0 and "Searched" in said and "none found" in said, said
    dm, adsl, ae = (records(other_done, n) for n in ("sdtm/dm.xpt", "adam/adsl.xpt", "sdtm/ae.xpt"))
    assert [r["USUBJID"] for r in dm] == sorted(r["USUBJID"] for r in dm)
    assert {r["USUBJID"] for r in dm} == {r["USUBJID"] for r in adsl} and "BRTHDTC" not in dm[0]
    assert all(r["USUBJID"] == f"ASTH-02-{r['SUBJID']}" for r in (*dm, *adsl))
    assert sorted(r["AESTDY"] for r in ae if r["AESTDY"] == r["AESTDY"]) == [6, 13]


def test_the_same_key_gives_the_same_bytes_and_another_key_others(other_done, capsys, tmp_path):
    editions = []
    for key in ("a", "a", "b"):
        assert share(other_done, capsys, "--key", str(tmp_path / key))[0] == 0
        editions.append(contents(other_done.folder / "out.share"))
    assert editions[0] == editions[1] and editions[0].keys() == editions[2].keys()
    assert editions[0]["sdtm/dm.xpt"] != editions[2]["sdtm/dm.xpt"]


def test_what_is_undecided_stops_and_leaves_the_edition_as_it_was(other_done, capsys):
    assert share(other_done, capsys)[0] == 0
    before = contents(other_done.folder / "out.share")
    other_done.append("spec/sharing.yaml", "variables: {AETRM: {as: kept}}\n")
    code, said = share(other_done, capsys)
    assert code == 1 and "SHARE-REGISTER  sharing.yaml:1: There is no variable 'AETRM'. Fix: Did you mean" in said
    assert contents(other_done.folder / "out.share") == before


@pytest.mark.parametrize(
    ("rule", "found"),
    [
        ("AETERM: {as: kept}", ""),  # not looked for: the study says that it identifies nobody
        ("SUBJID: {as: kept}", ", SUBJID: The edition holds a subject identifier"),
        ("SITEID: {as: kept}", ", SITEID: The edition holds a site identifier"),
        ("RFSTDTC: {as: kept}", ", RFSTDTC: The edition holds a date of the subject"),
    ],
)
def test_a_rule_that_lets_an_original_through_is_caught_by_the_search(other_done, capsys, rule, found):
    other_done.append("spec/sharing.yaml", f"variables:\n  {rule}\n")
    code, said = share(other_done, capsys)
    assert (code, found in said) == (1 if found else 0, True), said
    assert (other_done.folder / "out.share").exists() is not bool(found)


def test_a_key_inside_the_edition_is_refused(other_done, capsys):
    code, said = share(other_done, capsys, "--key", str(other_done.folder / "out.share" / "key"))
    assert code == 2 and "would lie inside the edition" in said and not (other_done.folder / "out.share").exists()


def test_the_data_guide_says_what_the_facts_say(other_done, capsys):
    assert share(other_done, capsys)[0] == 0
    folder = other_done.folder / "out.share"
    facts = json.loads((folder / "sharing.json").read_text(encoding="utf-8"))
    assert facts["subjects"] == 3 and facts["searched"]["files"] == len(contents(folder))
    assert [u["altered"] for u in facts["unchanged"]] == [0]  # relative days
    for language, said in (("en", "3 subjects"), ("zh", "3 名受试者")):
        page, text = ((folder / f"data-guide-{language}.{kind}").read_text(encoding="utf-8") for kind in ("html", "md"))
        assert said in page and said in text and "{" not in text and "None" not in text


def test_an_analysis_value_that_is_another_one_is_a_stop(other_done, capsys):
    other_done.append("spec/sharing.yaml", "variables:\n  AESTDY: {as: quasi, action: age}\nage: 10\n")
    code, said = share(other_done, capsys)
    assert code == 1 and "SHARE-ENDPOINT  DAYS: 1 values of DAYS are others in the edition." in said


def test_a_breach_that_the_edition_adds_must_be_explained_with_its_number(other_done, capsys):
    other_done.append("spec/sharing.yaml", "variables:\n  ACTARMUD: {as: direct, action: remove}\n")
    code, said = share(other_done, capsys)
    assert code == 1 and "OS0112 has 1 breaches in DM of the edition, and 0 in the built one." in said
    signed = "reason: Blank., who: A. Example, date: 2027-12-01"
    other_done.append("spec/sharing.yaml", f"differences:\n- {{rule: OS0112, dataset: DM, count: 1, {signed}}}\n")
    assert share(other_done, capsys)[0] == 0
    other_done.replace("spec/sharing.yaml", "count: 1", "count: 2")
    code, said = share(other_done, capsys)
    assert code == 1 and "OS0112 has +1 breaches in DM, and the entry says +2." in said
