"""How raw cells become the value of a field, in words: of which columns it is made, and what is done to its text."""

from __future__ import annotations

from collections.abc import Iterator

from onespec.define.speech import Speech
from onespec.define.tables import Tables
from onespec.engine.spec.forms import CONTROLS, Field
from onespec.engine.spec.made_fields import how_made
from onespec.engine.spec.replacements import visible


def made_in_words(field: Field, say: Speech) -> str:
    """Of which columns a field is made; blank of a column."""
    text, given = how_made(field)
    return say(text, **{name: say.listed(said) if isinstance(said, list) else said for name, said in given.items()})


def replaced_in_words(field: Field, tables: Tables, say: Speech) -> str:
    """Each replacement; those of a table that is a document of the package stand there."""
    document = tables.document(field.replace_table)
    if document:
        return say(
            "Characters that a transport file cannot hold are replaced as listed in {document}.", document=document
        )
    shown = say.series(_replaced(text, by, say) for text, by in field.replace.items())
    return say("Characters that a transport file cannot hold are replaced: {shown}.", shown=shown) if shown else ""


def _replaced(text: str, by: str, say: Speech) -> str:
    instead = f'"{by}"' if by.strip() else say("a blank") if by else say("nothing")
    shown = say("control characters") if text == CONTROLS else visible(text)
    return say("{text} by {instead}", text=shown, instead=instead)


def called_in_words(field: Field, say: Speech) -> str:
    """What the field declares of how its cells are read."""
    said = say.clauses(_called(field, say))
    return say("Of the raw {name}: {said}.", name=field.name, said=said) if said else ""


def _called(field: Field, say: Speech) -> Iterator[str]:
    if field.missing:
        text = "{texts} is read as missing" if len(field.missing) == 1 else "{texts} are read as missing"
        yield say(text, texts=say.series(field.missing))
    part = field.part
    if "separator" in part:
        text = 'part {number} of the text is taken, as separated by "{separator}"'
        yield say(text, number=str(part["number"]), separator=str(part["separator"]))
    elif "to" in part:
        text = "characters {first} to {last} of the text are taken"
        yield say(text, first=str(part["from"]), last=str(part["to"]))
    elif part:
        yield say("characters {first} to the last of the text are taken", first=str(part["from"]))
    if field.case:
        yield say("the text is put in {case} case", case=say(field.case))
    if field.prefix:
        yield say('"{text}" is written before it', text=field.prefix)
    if field.suffix:
        yield say('"{text}" is written after it', text=field.suffix)
    if field.decimal != "." or field.grouping:
        text = '"{decimal}" is the decimal mark and "{grouping}" the mark for thousands'
        text = text if field.grouping else '"{decimal}" is the decimal mark'
        yield say(text, decimal=field.decimal, grouping=field.grouping)
    if field.century:
        text = "a year of two digits is one of {first} to {last}"
        yield say(text, first=str(field.century), last=str(int(field.century) + 99))
    if field.unknown_parts:
        text = "{texts} in place of a part of the {type} is read as unknown"
        yield say(text, texts=say.series(field.unknown_parts), type=say(field.type))
    if field.has_halves:
        yield say("a time with AM or PM is read as one of 24 hours")
