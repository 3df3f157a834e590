"""Which variables may stand in parts, and what their further parts are."""

from __future__ import annotations

import pytest

AE, TERM = "spec/sdtm/ae.yaml", "  AETERM:  {collected: events.EVENT}"
STOP = "STOP  SPEC-PARTS  sdtm/ae.yaml"


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (
            TERM,
            "  AETERM:  {collected: events.EVENT, parts: many}",
            f"{STOP}:11, AETERM: 'parts' of AETERM is no number of parts: 'many'. "
            "Fix: Write a whole number from 2 to 10.",
        ),
        (
            TERM,
            "  AETERM:  {collected: events.EVENT, parts: 11}",
            f"{STOP}:11, AETERM: 'parts' of AETERM is no number of parts: '11'. "
            "Fix: Write a whole number from 2 to 10.",
        ),
        (
            "{collected: events.SERIOUS}",
            "{collected: events.SERIOUS, parts: 2}",
            f"{STOP}:14, AESER: AE.AESER has codelist NY; only free text is split. Fix: Remove 'parts:'.",
        ),
        (
            "{collected: events.BEGAN}",
            "{collected: events.BEGAN, parts: 2}",
            f"{STOP}:15, AESTDTC: AE.AESTDTC has type datetime; only free text is split. Fix: Remove 'parts:'.",
        ),
        (
            TERM,
            "  AETERM:  {collected: events.EVENT, parts: 2}\n"
            "  AETERM1: {label: Other, type: text, not_available: not collected}",
            f"{STOP}:11, AETERM: AE.AETERM would continue in AETERM1, which stands for something else. "
            "Fix: Give the other one another name, or fewer parts.",
        ),
    ],
)
def test_what_is_wrong(other, old, new, said):
    other.replace(AE, old, new)
    assert other.faults() == [said]


def test_adam_has_no_parts(other):
    other.append("spec/adam/adsl.yaml", "  NOTE: {label: Note, type: text, assigned: x, parts: 2}\n")
    assert [f for f in other.faults() if "SPEC-PARTS" in f] == [
        "STOP  SPEC-PARTS  adam/adsl.yaml:23, NOTE: ADSL.NOTE is a variable of ADaM, which has no rule for texts in "
        "parts. Fix: Split it in sdtm."
    ]


@pytest.mark.parametrize(
    ("dataset", "name", "said"),
    [
        ("TI", "TIRL", "TI has no supplemental qualifiers, so TIRL cannot continue in them. Fix: Shorten the text."),
        (
            "TS",
            "TSVCDVER",
            "Of TS only TSVAL may stand in parts, not TSVCDVER. Fix: Shorten the text, and remove 'parts:'.",
        ),
        (
            "IE",
            "IETEST",
            "IE.IETEST names a test and is never split. Fix: Shorten it; the protocol holds the whole text.",
        ),
        ("CO", "IDVARVAL", "Of CO only COVAL may stand in parts, not IDVARVAL. Fix: Shorten the text, and remove"),
    ],
)
def test_rules_of_their_own(other, dataset, name, said):
    other.append(
        f"spec/sdtm/{dataset.lower()}.yaml",
        f"dataset: {dataset}\nkeys: [STUDYID]\nrecords:\n  - read: {{from: events}}\n"
        f"variables:\n  {name}: {{assigned: x, parts: 2}}\n",
    )
    found = [f for f in other.faults() if "SPEC-PARTS" in f]
    assert len(found) == 1 and f"{name}: {said}" in found[0]
