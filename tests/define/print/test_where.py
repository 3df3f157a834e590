"""Where clauses in words, with what a value means and links to what is compared."""

from dataclasses import replace

import pytest
from printed import SMALL

from onespec.define.print.links import Links
from onespec.define.print.places import Places
from onespec.define.print.setting import Setting
from onespec.define.print.where import conditions
from onespec.engine.metadata.model import Check, Where


def said(wheres, language="en", dataset="VS"):
    metadata = replace(SMALL, wheres=tuple(wheres))
    places = Places(metadata, Setting(language), Links())
    lines = conditions(places, [each.oid for each in wheres] or ["WC.GONE"], dataset)
    return ["".join(run if isinstance(run, str) else run[0] for run in line) for line in lines]


def where(*checks, oid="WC.1", comment=""):
    return Where(oid=oid, checks=tuple(Check(dataset=d, variable=v, comparator=c, values=x) for d, v, c, x in checks),
                 comment=comment)  # fmt: skip


TEST = ("VS", "VSTESTCD", "EQ", ("HR",))


@pytest.mark.parametrize(
    ("clauses", "words"),
    [
        ([where(TEST)], ["VSTESTCD is HR (Heart Rate)"]),
        ([where(("VS", "VSTESTCD", "IN", ("HR", "PR")))], ["VSTESTCD is one of HR (Heart Rate), PR"]),
        ([where(TEST, ("VS", "VSORRES", "GE", ("5",)))], ["VSTESTCD is HR (Heart Rate) and VSORRES is at least 5"]),
        ([where(("DM", "SEX", "NE", ("",)))], ["DM.SEX is not blank"]),
        (
            [where(TEST), where(("VS", "VSORRES", "LT", ("1",)), oid="WC.2")],
            ["VSTESTCD is HR (Heart Rate)", "or VSORRES is less than 1"],
        ),
        ([where(TEST, comment="COM.1")], ["VSTESTCD is HR (Heart Rate)", "Comment: As measured."]),
        ([where(("", "", "EQ", ("1",)))], [" (not in the file) is 1"]),
        ([where(("VS", "VSORRES", "LIKE", ()))], ["VSORRES LIKE blank"]),
        ([], ["WC.GONE (not in the file)"]),
    ],
)
def test_in_words(clauses, words):
    assert said(clauses) == words


def test_in_chinese():
    assert said([where(("VS", "VSTESTCD", "NOTIN", ("HR",)))], "zh") == ["VSTESTCD 不为以下任何一个：HR (心率)"]
