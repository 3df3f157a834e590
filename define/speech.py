"""Phrases of define.xml in a language: the English ones stand in the code, the Chinese ones in a table by them.

`specs/standards/texts-zh.csv` holds what each text of this program is in Chinese, with the same ``{names}``; what the
study says in its own words, the table that ``labels:`` of study.yaml names.  What neither holds stays English.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from onespec.define.filling import ENDS
from onespec.engine.languages import CHINESE, ENGLISH
from onespec.engine.spec.labels import Said, texts_in_chinese

_FIRST_OF_A_NUMBER = re.compile(r"(.*) \(pages? ([^)]*)\)"), re.compile(r"(.*)（第([^页]*)页）")


class Speech:
    """Says phrases in a language.

    own  what English texts of the study are in other languages
    """

    def __init__(self, language: str = ENGLISH, own: Mapping[str, Said] | None = None):
        self.language = language
        self._chinese = language == CHINESE
        self._own = own or {}
        self.stop = "。" if self._chinese else "."  # behind a sentence

    def of(self, text: str) -> str:
        """A text of this program, its ``{names}`` still in it."""
        return texts_in_chinese().get(text, text) if self._chinese else text

    def own(self, text: str) -> str:
        """A text of the study; one of an operation of its own, too, its ``{names}`` still in it."""
        return self._own.get(text, {}).get(self.language) or self.of(text)

    def __call__(self, text: str, /, **given: str) -> str:
        """A text of this program with what its ``{names}`` stand for."""
        return self.of(text).format(**given)

    # Joined -----------------------------------------------------------------------------------

    def joined(self, sentences: Iterable[str]) -> str:
        """Sentences behind one another, without the blank ones."""
        return ("" if self._chinese else " ").join(text for text in sentences if text)

    def series(self, values: Iterable[str]) -> str:
        return ("、" if self._chinese else ", ").join(values)

    def clauses(self, values: Iterable[str]) -> str:
        return ("；" if self._chinese else "; ").join(values)

    def alternatives(self, values: Iterable[str]) -> str:
        return ("或" if self._chinese else " or ").join(values)

    def together(self, values: Iterable[str]) -> str:
        """Conditions that all hold."""
        return ("且" if self._chinese else " and ").join(values)

    def listed(self, values: list[str]) -> str:
        """
        >>> Speech().listed(["A", "B", "C"]), Speech("zh").listed(["A", "B", "C"])
        ('A, B and C', 'A、B和C')
        """
        *others, last = values
        return f"{self.series(others)}{'和' if self._chinese else ' and '}{last}" if others else last

    # Single -----------------------------------------------------------------------------------

    def sentence(self, text: str) -> str:
        """The text with a capital in front and a full stop behind.

        >>> Speech().sentence("name of the qualifier"), Speech("zh").sentence("限定词的名称")
        ('Name of the qualifier.', '限定词的名称。')
        """
        text = text.strip()
        return text[:1].upper() + text[1:] + ("" if text.endswith(ENDS) else self.stop) if text else ""

    def quoted(self, value: str) -> str:
        return f'"{value}"' if value else self("blank")

    def label(self, label: Mapping[str, str], name: str) -> str:
        return label.get(self.language) or label.get(ENGLISH) or next(iter(label.values()), name)

    def on_pages(self, words: str, pages: Iterable[str]) -> str:
        """
        >>> Speech().on_pages("X", ["7"]), Speech().on_pages("X", ["7", "8"]), Speech("zh").on_pages("X", ["7", "8"])
        ('X (page 7)', 'X (pages 7, 8)', 'X（第7、8页）')
        """
        numbers = list(pages)
        if not numbers:
            return words
        text = "{words} (pages {pages})" if numbers[1:] else "{words} (page {pages})"
        return self(text, words=words, pages=self.series(numbers))

    def off_pages(self, phrase: str) -> tuple[str, list[str]]:
        """The other way round: the words, and the pages."""
        found = _FIRST_OF_A_NUMBER[self._chinese].fullmatch(phrase)
        return (found[1], re.split("、|, ", found[2])) if found else (phrase, [])

    def form(self, label: str) -> str:
        return self('the CRF form "{label}"', label=label)

    def forms(self, said: list[str]) -> list[str]:
        """Several forms as one phrase.

        >>> Speech().forms(['the CRF form "A"', 'the CRF form "B"', "AE"])
        ['the CRF forms "A" and "B"', 'AE']
        """
        head = self.form("\n").partition("\n")[0]
        forms = [s.removeprefix(head[:-1]) for s in said if s.startswith(head)]
        others = [s for s in said if not s.startswith(head)]
        return [self("the CRF forms {forms}", forms=self.listed(forms)), *others] if forms[1:] else said
