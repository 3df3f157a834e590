"""What define.xml says of texts that stand in parts (SDTMIG 3.4, section 4.5.3.2)."""

from __future__ import annotations

from onespec.define.draft import Draft
from onespec.engine.limits import MAX_TEXT
from onespec.engine.spec.model import Dataset, Variable


def in_parts(draft: Draft, dataset: Dataset, variable: Variable) -> str:
    """Where a text goes on, or which one goes on here; blank of a variable whose texts all stand whole."""
    if variable.part_of:
        return f"Continues the text of {variable.part_of} where that is longer than {MAX_TEXT} bytes."
    qualifiers = f"SUPP{dataset.name}"
    within = draft.measures[dataset.name].variables
    beside = draft.measures[qualifiers].value_level.get("QVAL", {}) if qualifiers in draft.measures else {}
    measured = {name: within.get(name) or beside.get((name,)) for name in variable.further}
    filled = [name for name, measure in measured.items() if measure and measure.count]
    if not filled:
        return ""
    place = "" if filled[0] in within else f" of {qualifiers} (QNAM)"
    return (
        f"A text of more than {MAX_TEXT} bytes is split between words, without the blanks there; "
        f"it continues in {', '.join(filled)}{place}."
    )
