"""What define.xml says of texts that stand in parts (SDTMIG 3.4, section 4.5.3.2)."""

from __future__ import annotations

from onespec.define.draft import Draft
from onespec.define.speech import Speech
from onespec.engine.limits import MAX_TEXT
from onespec.engine.spec.model import Dataset, Variable


def in_parts(draft: Draft, dataset: Dataset, variable: Variable, say: Speech) -> str:
    """Where a text goes on, or which one goes on here; blank of a variable whose texts all stand whole."""
    if variable.part_of:
        text = "Continues the text of {name} where that is longer than {most} bytes."
        return say(text, name=variable.part_of, most=str(MAX_TEXT))
    qualifiers = f"SUPP{dataset.name}"
    within = draft.measures[dataset.name].variables
    beside = draft.measures[qualifiers].value_level.get("QVAL", {}) if qualifiers in draft.measures else {}
    measured = {name: within.get(name) or beside.get((name,)) for name in variable.further}
    filled = [name for name, measure in measured.items() if measure and measure.count]
    if not filled:
        return ""
    names = say.series(filled)
    if filled[0] not in within:
        names = say("{names} of {dataset} (QNAM)", names=names, dataset=qualifiers)
    text = "A text of more than {most} bytes is split between words, without the blanks there; it continues in {names}."
    return say(text, most=str(MAX_TEXT), names=names)
