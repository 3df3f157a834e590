"""Every text of define.xml is known in Chinese, and the Chinese says of the same things."""

import csv
import re
from importlib import resources

import pytest

from onespec.define.filling import filled
from onespec.define.speech import Speech
from onespec.engine.milestones import MILESTONES, standing
from onespec.engine.registry import ANALYSIS, METHOD, RECORDS, discover
from onespec.engine.spec.found import PRODUCED, TOLD
from onespec.engine.spec.labels import texts_in_chinese

from .phrases import phrases

CHINESE = texts_in_chinese()
NAMED, HAN = re.compile(r"\{[\w.]+\}"), re.compile(r"[\u4e00-\u9fff]")
# What a call is given that stands elsewhere in the code, and its texts.
ELSEWHERE = {
    "standing(study.milestone)": [standing(each) for each in MILESTONES if standing(each)],
    "text": [
        "The first filled one of the raw {columns}.",
        "The date of the raw {columns}.",
        "The one that is ticked of the raw {columns}.",
        "The one that is ticked of the raw {columns}; {several} where several are.",
        "The answer of the raw {answer}; where it is {term}, the text of the raw {column}.",
        "Y where the data cut ends a period, or leaves out a date: {columns}.",
    ],
    "field.case": ["upper", "lower"],
    "field.type": ["date", "datetime", "time"],
    "_COMPARISONS['EQ']": ["{name} is {value}", "{name} is not {value}"],
    "_COMPARISONS[condition.comparator]": [
        *(f"{{name}} is {word} {{value}}" for word in ("less than", "at most", "greater than", "at least")),
        *(f"{{name}} is {word} {{value}}" for word in ("one of", "none of")),
    ],
}


def said_by_code() -> set[str]:
    found = phrases()
    elsewhere = {text.split(" ", 2)[2] for text in found if text.startswith("? ")}
    assert elsewhere == set(ELSEWHERE)  # a call with a text that this test does not see
    return {t for t in found if not t.startswith("? ")} | {t for texts in ELSEWHERE.values() for t in texts}


def said_by_operations() -> set[str]:
    out = {TOLD, PRODUCED}
    for (role, _), operation in discover(["onespec.sdtm", "onespec.adam", "onespec.results"]).items():
        if role not in (METHOD, RECORDS, ANALYSIS):
            continue
        out |= {operation.text, *operation.produces.values(), *operation.rows.values()}
        for parameter in operation.parameters.values():
            out |= {str(each) for each in parameter.permitted}
            out |= {parameter.selection.told} if parameter.selection else set()
    return {" ".join(text.split()) for text in out}


def structures() -> set[str]:
    text = (resources.files("onespec.standards") / "sdtmig-3.4-datasets.csv").read_text(encoding="utf-8")
    return {row["STRUCTURE"] for row in csv.DictReader(text.splitlines())}


def as_in_english(text: str) -> bool:
    """Names and values alone: nothing of it is English."""
    return not re.search(r"[a-z]{2,}", NAMED.sub("", text)) or text in ("plain", "log", "log-log")


def test_every_text_is_known_in_chinese():
    wanted = said_by_code() | said_by_operations() | structures()
    assert sorted(text for text in wanted if text not in CHINESE and not as_in_english(text)) == []


def test_no_text_is_translated_that_nobody_says():
    assert sorted(CHINESE.keys() - said_by_code() - said_by_operations() - structures()) == []


@pytest.mark.parametrize("text", CHINESE)
def test_the_chinese_text_names_the_same_and_is_chinese(text):
    chinese = CHINESE[text]
    assert set(NAMED.findall(chinese)) == set(NAMED.findall(text))
    assert HAN.search(chinese) or as_in_english(text) or not re.search(r"\w", NAMED.sub("", chinese))
    assert text.count("[") == chinese.count("[")
    assert not re.search(r"[a-z]{2,} [a-z]{2,} [a-z]{2,}", NAMED.sub("", chinese))


@pytest.mark.parametrize("text", [t for t in CHINESE if ". " in t])
def test_what_is_left_out_in_english_is_left_out_in_chinese(text):
    """Each parameter that is not used takes its sentences with it, the same ones in both languages."""
    names = sorted({name[1:-1].removesuffix("_") for name in NAMED.findall(text)})
    for unused in ["", *names]:
        given = {name: f"«{name}»" for name in names if name != unused}
        english, chinese = filled(text, given), filled(CHINESE[text], given)
        assert set(re.findall("«[^»]+»", english)) == set(re.findall("«[^»]+»", chinese)), unused
        assert english.count(". ") + english.endswith(".") >= chinese.count("。"), unused


def test_what_is_not_known_stays_english_and_the_studys_own_words_are_looked_up():
    say = Speech("zh", {"Our comment.": {"zh": "我们的注释。"}})
    assert [say.own("Our comment."), say.own("Another."), say("blank"), say("unheard of")] == [
        "我们的注释。",
        "Another.",
        "空",
        "unheard of",
    ]


def test_sentences_and_pages_in_chinese():
    say = Speech("zh")
    assert say.joined(["一。", "", "二。"]) == "一。二。"
    assert say.off_pages(say.on_pages("X", ["7", "8"])) == ("X", ["7", "8"])
    assert say.forms([say.form("甲"), say.form("乙"), "AE"]) == ['CRF表单"甲"和"乙"', "AE"]
    assert say.alternatives(["A", "B"]) + say.together(["C", "D"]) + say.clauses(["E", "F"]) == "A或BC且DE；F"
