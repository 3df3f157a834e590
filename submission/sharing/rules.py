"""What is done with each variable: what the study says, else what the defaults say; without either, a stop."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path

import yaml

from onespec.engine.findings import STOP, Findings, unknown
from onespec.submission.sharing.register import FILE, KEEP, KEPT, QUASI, RULE, TERM, Said, Sharing

_DEFAULTS = Path(__file__).with_name("defaults.yaml")
_DOMAIN = re.compile(r"[A-Z][A-Z0-9]")
NUMBER, TEXT = "number", "text"


@dataclass(frozen=True)
class Known:
    """What is known of a variable, or of a qualifier (QNAM) of a SUPP-- dataset.

    qualifier  whether it is one; ``dataset`` is then the one that it adds to
    terms      of its codelists, those of its value level, too; ``dictionary``: they are those of an external one
    published  whether the standard has it; without codelists of its own it then has the terms of the standard's
    """

    dataset: str
    name: str
    standard: str
    type: str = TEXT
    role: str = ""
    label: str = ""
    terms: frozenset[str] = frozenset()
    qualifier: bool = False
    dictionary: bool = False
    published: bool = False

    @property
    def place(self) -> str:
        return f"{self.dataset}.{self.name}"


@dataclass(frozen=True)
class Rule:
    """A default: which variables, what they are, and what is done."""

    names: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()
    type: str = ""
    of: str = ""
    coded: bool = False
    published: bool = False
    as_: str = KEPT
    action: str = KEEP
    levels: tuple[str, ...] = ()

    def fits(self, known: Known) -> bool:
        return (
            (not self.names or any(_fits(name, known.name) for name in self.names))
            and (not self.roles or known.role in self.roles)
            and self.type in ("", known.type)
            and self.of in ("", known.standard)
            and (not self.coded or bool(known.terms))
            and (not self.published or known.published)
        )


@dataclass(frozen=True)
class Decision:
    """What is done with a variable.

    levels  the variables of its record that stand for it, in order (term, rare)
    said    the line of sharing.yaml that says so; 0 for a default
    """

    known: Known
    as_: str
    action: str
    levels: tuple[str, ...] = ()
    reason: str = ""
    said: int = 0


@dataclass(frozen=True)
class Defaults:
    """rules in their order; ``parameters``: of the trial summary, that are masked."""

    rules: tuple[Rule, ...] = ()
    parameters: tuple[str, ...] = field(default=())


@cache
def defaults() -> Defaults:
    """The defaults of the standard (defaults.yaml)."""
    said = yaml.safe_load(_DEFAULTS.read_text(encoding="utf-8"))
    return Defaults(tuple(map(_rule, said["rules"])), tuple(said["parameters"]))


def _rule(said: dict) -> Rule:
    texts = {key: tuple(said[key]) for key in ("names", "roles") if key in said}
    rest = {key: said[key] for key in ("type", "of", "action") if key in said}
    flags = {key: said.get(key, False) for key in ("coded", "published")}
    return Rule(**texts, **rest, **flags, as_=said["as"], levels=tuple(said.get("from", ())))


def decide(variables: Iterable[Known], sharing: Sharing, findings: Findings) -> dict[tuple[str, str], Decision]:
    """Dataset and name -> what is done; the stops: variables about which nobody says anything, names that fit none."""
    variables, out, used = list(variables), dict[tuple[str, str], Decision](), set[str]()
    held = {(known.dataset, known.name) for known in variables}
    for known in variables:
        decision = _said(known, sharing, used) or _default(known)
        if decision is None:
            what = "a qualifier" if known.qualifier else f"a {known.type}"
            problem = f"Neither {FILE} nor the defaults say what {known.place} is ({what}: {known.label})."
            fix = f"Write under 'variables:' of {FILE}  {known.name}: {{as: kept}}, or what is done with it."
            findings.add("SHARE-VARIABLE", STOP, problem, fix, dataset=known.dataset, column=known.name)
            continue
        out[known.dataset, known.name] = _with_levels(decision, held)
    for name in (n for n in sharing.variables if n not in used):
        names = [n for known in variables for n in (known.name, known.place)]
        findings.add(RULE, STOP, *unknown("variable", name, names), file=FILE, line=sharing.variables[name].line)
    return out


def _said(known: Known, sharing: Sharing, used: set[str]) -> Decision | None:
    """What the study says: of the variable of this dataset before that of any, a name before a pattern."""
    fitting = [n for n in sharing.variables if _fits(n, known.place if "." in n else known.name)]
    used.update(fitting)
    if not fitting:
        return None
    said: Said = sharing.variables[min(fitting, key=lambda n: ("*" in n, "." not in n, -len(n)))]
    return Decision(known, said.as_, said.action or KEEP, said.levels, said.reason, said.line)


def _default(known: Known) -> Decision | None:
    rule = next((rule for rule in defaults().rules if rule.fits(known)), None)
    if rule is None and known.qualifier:  # a qualifier of another name is what QVAL is
        rule = next(rule for rule in defaults().rules if "QVAL" in rule.names)
    return rule and Decision(known, rule.as_, rule.action, rule.levels)


def _with_levels(decision: Decision, held: set[tuple[str, str]]) -> Decision:
    """With the names of the levels that the dataset has; a term without any is text to be reviewed."""
    known = decision.known
    levels = tuple(_named(level, known.name) for level in decision.levels)
    levels = tuple(level for level in levels if (known.dataset, level) in held and level != known.name)
    action = "reviewed" if decision.action == TERM and not levels else decision.action
    return replace(decision, levels=levels, action=action)


def _named(level: str, name: str) -> str:
    """A level of a variable: -- stands for the domain of its name."""
    return level.replace("--", name[:2], 1)


def quasi(decisions: Iterable[Decision]) -> Iterator[Decision]:
    """Those that identify together with others."""
    return (each for each in decisions if each.as_ == QUASI)


_STARS = re.compile(r"\*+")  # one says as much, and many would be tried in every combination


@cache
def _pattern(name: str) -> re.Pattern[str]:
    parts = "".join(".*" if c == "*" else re.escape(c) for c in _STARS.sub("*", name.removeprefix("--")))
    return re.compile((_DOMAIN.pattern if name.startswith("--") else "") + parts)


def _fits(pattern: str, name: str) -> bool:
    return _pattern(pattern).fullmatch(name) is not None
