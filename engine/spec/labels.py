"""Texts of an edition's language: labels with what they are in other languages, and a form that a transport file holds.

The Chinese labels of the standards' variables and datasets, the Chinese decodes of published terms and the texts of
define.xml in Chinese are this program's own translations (`specs/standards/labels-zh.csv`, `terms-zh.csv`,
`texts-zh.csv`): no published translation is copied.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping
from functools import cache
from importlib import resources
from types import MappingProxyType
from typing import NamedTuple

from onespec.engine.encodings import ASCII, OF_EDITIONS, UTF_8, beginning, lacking, size_in
from onespec.engine.languages import CHINESE, ENGLISH, LANGUAGES
from onespec.engine.limits import MAX_LABEL

TEXT, CHINESE_TEXT, SHORTER = "TEXT", "CHINESE", "SHORTER"  # columns of tables
SHORT = "short"  # of a label: the Chinese one for transport files, where the whole one has more bytes than they hold
Said = Mapping[str, str]  # language -> text


class Label(NamedTuple):
    """A label in the language of an edition.

    label  in full, as define.xml has it
    said   in each language that it is known in
    short  what the transport file holds, where that is not the whole label
    """

    label: str
    said: dict[str, str]
    short: str


class Edition(NamedTuple):
    """The language of an edition, and the encoding of its texts.

    own  what English texts of the study are in Chinese, and a shorter form: its table of labels
    """

    language: str = ENGLISH
    encoding: str = ASCII
    own: Mapping[str, Said] = MappingProxyType({})

    @property
    def counted(self) -> str:
        """The encoding in which bytes are counted."""
        return UTF_8 if self.encoding == ASCII else self.encoding

    def text(self, said: Said) -> str:
        """A text in the edition's language, in English where it is not known in that."""
        return said.get(self.language) or said.get(ENGLISH, "")

    def in_words(self, english: str) -> str:
        """What the study says in its own words, in the edition's language where its table of labels knows it."""
        return self.own.get(english, {}).get(self.language) or english

    def known(self, said: Said) -> dict[str, str]:
        """A text in each language, with what the study's table of labels adds."""
        return {**self.own.get(said.get(ENGLISH, ""), {}), **said}

    def label(self, said: Said) -> Label:
        """A label; one that is too long for a transport file has a form that fits, unless it is English."""
        said = self.known(said)
        text, known = self.text(said), {language: said[language] for language in LANGUAGES if said.get(language)}
        if self.language == ENGLISH or self.fits(text):
            return Label(text, known, "")
        short = said.get(SHORT, "") if text == said.get(self.language) else ""
        return Label(text, known, short if short and self.fits(short) else self.cut(text))

    def fits(self, text: str, size: int = MAX_LABEL) -> bool:
        return size_in(self.counted, text) <= size

    def cut(self, text: str, size: int = MAX_LABEL) -> str:
        """The beginning of a text; no character is cut."""
        return beginning(self.counted, text, size).rstrip()

    def lacks(self, text: str) -> str:
        """The first character that the encoding does not have."""
        return lacking(self.encoding, text)


ENGLISH_EDITION = Edition()


def edition_of(language: str, encoding: str) -> Edition:
    """The edition in a language: the English one is plain ASCII, others are in the encoding that is declared."""
    known = encoding if encoding in OF_EDITIONS else UTF_8  # another one is a finding of its own
    return Edition(language, ASCII if language == ENGLISH else known)


def own_labels(rows: Iterable[Mapping[str, str]]) -> dict[str, dict[str, str]]:
    """The study's table of labels: TEXT (English), CHINESE and SHORTER, which may be left out."""
    read = {row.get(TEXT, ""): (row.get(CHINESE_TEXT, ""), row.get(SHORTER, "")) for row in rows}
    return {
        english: {CHINESE: chinese, **({SHORT: short} if short else {})}
        for english, (chinese, short) in read.items()
        if english and chinese
    }


def laid_over(stated: Said, under: Said) -> dict[str, str]:
    """What a specification says of a label over what the standard, or its source, says of it.

    An English label of its own is another label: what it is in Chinese is looked up by its own words.
    """
    if stated.get(ENGLISH, under.get(ENGLISH)) != under.get(ENGLISH):
        under = label_in_chinese(stated[ENGLISH])
    return {**under, **{language: text for language, text in stated.items() if text}}


def standard_label(english: str) -> dict[str, str]:
    """A label of the standard in each language."""
    return {ENGLISH: english, **label_in_chinese(english)}


def label_in_chinese(english: str) -> dict[str, str]:
    """What a label of the standards is in Chinese, and its shorter form; empty where nobody has translated it."""
    return dict(_labels().get(english, {}))


def term_in_chinese(code: str) -> str:
    """What a published term is in Chinese, by its NCI code; "" where nobody has translated it."""
    return _terms().get(code, "")


@cache
def texts_in_chinese() -> dict[str, str]:
    """What the texts that this program writes into define.xml are in Chinese, by the English ones.

    Their ``{names}`` and ``[parts]`` are the same in both; the structures of the standard's datasets stand there, too.
    """
    return {row[TEXT]: row[CHINESE_TEXT] for row in _rows("texts-zh.csv")}


@cache
def _labels() -> dict[str, dict[str, str]]:
    out = {}
    for row in _rows("labels-zh.csv"):
        short = {SHORT: row[SHORTER]} if row[SHORTER] else {}
        out[row["LABEL"]] = {CHINESE: row[CHINESE_TEXT], **short}
    return out


@cache
def _terms() -> dict[str, str]:
    return {row["NCI"]: row[CHINESE_TEXT] for row in _rows("terms-zh.csv")}


def _rows(file: str) -> list[dict[str, str]]:
    text = (resources.files("onespec.standards") / file).read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines()))
