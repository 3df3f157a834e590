"""The edition of the shipped study: nothing of the originals in any byte, its endpoints as they were."""

from __future__ import annotations

import json
import re
import shutil
from contextlib import redirect_stdout
from io import StringIO
from pathlib import Path

import pytest
from support import SHIPPED, SHIPPED_RAW, contents, makes_slow

from onespec.cli.main import main
from onespec.engine.xpt.reader import read_xpt


@pytest.fixture(scope="module")
@makes_slow
def edition(built, tmp_path_factory) -> tuple[Path, Path]:
    """The built outputs, and the edition made of them."""
    out = tmp_path_factory.mktemp("shared") / "st"
    shutil.copytree(built, out)
    key = out.with_name("key")
    key.write_text("5a" * 32)
    key.chmod(0o600)
    places = "--study", str(SHIPPED), "--raw", str(SHIPPED_RAW), "--out", str(out), "--key", str(key)
    with redirect_stdout(StringIO()):
        assert main(["share", *places]) == 0
    return out, out.with_name("st.share")


def test_no_identifier_of_a_subject_in_any_byte_of_any_file(edition):
    """Looked for here without the search of the program."""
    out, shared = edition
    dm = read_xpt(out / "sdtm" / "dm.xpt")[1]
    for name, content in contents(shared).items():
        for encoding in ("utf-8", "utf-16-le", "utf-16-be"):
            assert not [s for s in dm["USUBJID"] if s.encode(encoding) in content], name
        words = set(re.findall(rb"(?<![0-9A-Za-z])[0-9]{5}(?![0-9A-Za-z])", content)) if ".xpt" not in name else set()
        assert not {s.encode() for s in dm["SUBJID"]} & words, name


def test_no_subject_has_a_date_that_it_had_and_no_site_its_identifier(edition):
    out, shared = edition
    old, new = (read_xpt(folder / "sdtm" / "dm.xpt")[1] for folder in (out, shared))
    days = [set(frame["RFICDTC"].str[:10] + "/" + frame["SEX"] + frame["AGE"].astype(str)) for frame in (old, new)]
    assert not days[0] & days[1] and "01" not in set(new["SITEID"])


@pytest.mark.parametrize("words", ["Died at home according to the family", "Camrelizumab with apatinib", "2027-10-31"])
def test_no_words_of_a_site_and_no_data_cut(edition, words):
    out, shared = edition
    assert any(words.encode() in content for content in contents(out).values())
    assert not any(words.lower().encode() in content.lower() for content in contents(shared).values())


def test_the_endpoints_are_as_they_were(edition):
    out, shared = edition
    facts = json.loads((shared / "sharing.json").read_text(encoding="utf-8"))
    assert facts["endpoints"]["displays"] > 30 and facts["endpoints"]["moved"] == 0
    assert {u["altered"] for u in facts["unchanged"]} == {0}
    assert {"ADTTE", "ADTR"} <= {p["dataset"] for p in facts["programs"] if p["verdict"] == "identical"}
    times = [read_xpt(folder / "adam" / "adtte.xpt")[1] for folder in (out, shared)]
    held = [sorted(f[["PARAMCD", "AVAL", "CNSR"]].itertuples(index=False, name=None)) for f in times]
    assert held[0] == held[1]


def test_the_risk_is_computed_and_out_of_reach(edition):
    facts = json.loads((edition[1] / "sharing.json").read_text(encoding="utf-8"))
    assert facts["reach"][-1]["after"] == 0 and facts["risk"][0]["after"]["k"] >= 11
    assert facts["at_masked_days"] > 0
