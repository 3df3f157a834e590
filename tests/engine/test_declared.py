"""Keys of an entry, from the fields of a dataclass."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

import pytest

from onespec.engine.declared import Given, Key, Permitted, about, called, given, keys, summary
from onespec.engine.findings import Findings
from onespec.engine.spec.entries import EntryReader
from onespec.engine.spec.yamltext import load_yaml

COLOUR = Permitted(("red", "green"), "COLOUR", "{what} has the {key} '{value}'.", column=True)
WEIGHT = Permitted((), "WEIGHT", "'{value}' is no weight of {name}.", "Write a number.", re.compile(r"\d+"))


@called("a fruit", "Fruit {name}", "Write its colour.")
@dataclass(frozen=True)
class Fruit:
    """A fruit.

    It grows.
    """

    name: Annotated[str, Given.NAME]
    colour: Annotated[str, Key("Its colour.", required=True, only=COLOUR)]
    weight: Annotated[str, Key("In grams.", only=WEIGHT)]
    names: Annotated[dict[str, str], Key("What it is called.", alone="en")]
    from_: Annotated[tuple[str, ...], Key("Where it grows.")]
    ripe: Annotated[bool, Key("Whether it may be eaten.", default="no")]
    label: Annotated[str, Key("Its label.", name="title", default="Fruit {name}")]
    line: Annotated[int, Given.LINE]
    eaten: bool = False


@called("a basket")
@dataclass(frozen=True)
class Basket:
    fruits: Annotated[dict[str, Fruit], Key("What it holds.")]
    packed: Annotated[datetime, Key("When.", only=Permitted(rule="DATE", message="No date.", fix="Write one."))]


def read(tmp_path, text: str) -> tuple[Basket, list[str]]:
    path, findings = tmp_path / "basket.yaml", Findings()
    path.write_text(text, encoding="utf-8")
    basket = EntryReader("basket.yaml", findings).entry(Basket, load_yaml(path, "basket.yaml", findings))
    return basket, [f.text() for f in findings]


def test_the_keys_of_an_entry():
    assert [(k.name, k.field, k.shape) for k in keys(Fruit).values()] == [
        ("colour", "colour", "text"),
        ("weight", "weight", "text"),
        ("names", "names", "mapping"),
        ("from", "from_", "texts"),
        ("ripe", "ripe", "flag"),
        ("title", "label", "text"),
    ]
    assert [(k.name, k.shape, k.entry) for k in keys(Basket).values()] == [
        ("fruits", "entries", Fruit),
        ("packed", "moment", None),
    ]


def test_what_the_reader_fills():
    assert given(Fruit) == {Given.NAME: "name", Given.LINE: "line"}


def test_an_entry_in_words():
    assert (about(Fruit).kind, about(Basket).what, summary(Fruit)) == ("a fruit", "a basket", "A fruit.")


def test_an_entry_is_read(tmp_path):
    text = "packed: 2027-11-02\nfruits:\n  apple:\n    colour: red\n    from: Kent\n    names: Apple\n    ripe: yes\n"
    apple = Fruit("apple", "red", "", {"en": "Apple"}, ("Kent",), True, "Fruit apple", 3)
    assert read(tmp_path, text) == (Basket({"apple": apple}, datetime(2027, 11, 2)), [])


def test_every_fault_is_found_and_the_rest_is_read(tmp_path):
    apple, plum = "{colour: rde, weight: much, form: Kent}", "{title: [Plum], from: [Kent, Jena]}"
    basket, lines = read(tmp_path, f"fruits:\n  apple: {apple}\n  pear: green\n  plum: {plum}\n")
    assert lines == [
        "STOP  SPEC-KEY  basket.yaml:2: 'form' is not an entry of a fruit. Fix: Did you mean 'from'?",
        "STOP  COLOUR  basket.yaml:2, apple: Fruit apple has the colour 'rde'. Fix: Did you mean 'red'?",
        "STOP  WEIGHT  basket.yaml:2: 'much' is no weight of apple. Fix: Write a number.",
        "STOP  SPEC-TYPE  basket.yaml:3: Fruit pear must be a mapping. Fix: Write its colour.",
        "STOP  SPEC-MISSING  basket.yaml:4: Fruit plum has no 'colour'. Fix: Add 'colour:'.",
        "STOP  SPEC-TYPE  basket.yaml:4: 'title' must be one text. Fix: Write one value.",
    ]
    assert {name: fruit.from_ for name, fruit in basket.fruits.items()} == {"apple": (), "plum": ("Kent", "Jena")}


@pytest.mark.parametrize("packed", ["yesterday", "2027-13-01", "2027-11"])
def test_a_date_that_is_none(tmp_path, packed):
    assert read(tmp_path, f"packed: {packed}\n")[1] == ["STOP  DATE  basket.yaml:1: No date. Fix: Write one."]


@pytest.mark.parametrize(
    ("only", "allowed", "refused"),
    [(COLOUR, ["red", "green"], ["", "Red", "blue"]), (WEIGHT, ["", "1", "200"], ["1 g", "-1"])],
)
def test_what_is_permitted(only, allowed, refused):
    assert [only.allow(value) for value in (*allowed, *refused)] == [True] * len(allowed) + [False] * len(refused)
