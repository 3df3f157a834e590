"""What define.xml says in words, in each language of an edition: English, and its own beside it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from onespec.define.speech import Speech
from onespec.define.wording import Words
from onespec.engine.languages import ENGLISH
from onespec.engine.plan.references import Plan


@dataclass(frozen=True)
class Told:
    """A text in its languages, that of the edition first; false where there is none.

    said  language and text
    """

    said: tuple[tuple[str, str], ...] = ()

    def __bool__(self) -> bool:
        return bool(self.said)

    def of(self, language: str) -> str:
        return dict(self.said).get(language, "")

    @property
    def english(self) -> str:
        return self.of(ENGLISH)


NOTHING = Told()


class Telling:
    """Tells in each language of an edition."""

    def __init__(self, plan: Plan, languages: Iterable[str] = ()):
        """``languages``: that of the edition first, and English, when none are named."""
        named = tuple(languages) or (plan.study.language, ENGLISH)
        said = {language: Speech(language, plan.study.texts) for language in dict.fromkeys(named)}
        self._words = {language: Words(plan, say=say) for language, say in said.items()}

    def __iter__(self) -> Iterator[Words]:
        return iter(self._words.values())

    @property
    def own(self) -> Words:
        """Those of the edition's language."""
        return next(iter(self))

    def tell(self, text: Callable[[Words], str]) -> Told:
        """A text in each language; what is not said in English is said in none."""
        said: Mapping[str, str] = {language: text(words) for language, words in self._words.items()}
        return Told(tuple(said.items())) if said[ENGLISH] and all(said.values()) else NOTHING

    def joined(self, texts: Callable[[Words], Iterable[str]]) -> Told:
        """Sentences behind one another."""
        return self.tell(lambda words: words.say.joined(texts(words)))
