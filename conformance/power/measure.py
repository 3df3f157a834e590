"""Which check of which engine catches each seeded defect."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace

from onespec.conformance.breach import ENGINES, ONESPEC, Breach
from onespec.conformance.check_list import Check
from onespec.conformance.data import ALL, Data, World
from onespec.conformance.guides import PACKAGE
from onespec.conformance.own import of_check
from onespec.conformance.package import Package
from onespec.conformance.power.defects import Defect
from onespec.conformance.power.draft import CannotSpoil, Draft

Engine = Callable[[Package], Iterable[Breach]]


@dataclass(frozen=True)
class Outcome:
    """What became of a defect.

    by      engine -> the rules that say more than before it was seeded
    reason  why it could not be seeded; "" when it was
    """

    defect: Defect
    by: dict[str, tuple[str, ...]] = field(default_factory=dict)
    reason: str = ""

    @property
    def missed(self) -> bool:
        return not self.reason and not any(self.by.values())


class Own:
    """Our own checks, run again only where a change can be seen.

    That is on a changed dataset, or by a check that has looked at one.
    """

    def __init__(self, checks: list[Check], world: World):
        self.checks, self.world = checks, world
        self.found: dict[tuple[str, str], tuple[Counter, set[str]]] = {
            (n, c.id): self._run(c, world, n) for n, c in self._pairs(world)
        }
        self.before = self._sum(self.found)

    def caught(self, draft: Draft) -> tuple[str, ...]:
        world = replace(self.world, package=draft.package, define=draft.define)
        changed = {*draft.changed, PACKAGE, ALL}
        after = {
            (n, c.id): self._run(c, world, n)
            if n in changed or (n, c.id) not in self.found or self.found[n, c.id][1] & changed
            else self.found[n, c.id]
            for n, c in self._pairs(world)
        }
        return more(self.before, self._sum(after))

    def _pairs(self, world: World) -> Iterator[tuple[str, Check]]:
        called = {n: world.called(n) for n in (PACKAGE, *world.package.tables)}
        return ((n, c) for n, names in called.items() for c in self.checks if c.looks_at(names))

    @staticmethod
    def _run(check: Check, world: World, name: str) -> tuple[Counter, set[str]]:
        data = Data(world, world.package.tables.get(name))
        return counted(of_check(check, data)), data.read

    @staticmethod
    def _sum(found: dict) -> Counter:
        return sum((counter for counter, _ in found.values()), Counter())


def counted(breaches: Iterable[Breach]) -> Counter:
    """How often each rule speaks of each dataset and value."""
    return Counter((b.rule, b.dataset, b.variables, b.values, b.message) for b in breaches)


def more(before: Counter, after: Counter) -> tuple[str, ...]:
    """The rules that say something which they did not say before."""
    return tuple(sorted({key[0] for key in after - before}))


def measure(
    defects: Iterable[Defect], own: Own, engines: dict[str, Engine], tell: Callable[[int], None] = lambda done: None
) -> Iterator[Outcome]:
    """Seed each defect into the package that ``own`` knows; ``engines`` are others that are asked each time."""
    world = own.world
    before = {name: counted(engine(world.package)) for name, engine in engines.items()}
    for done, defect in enumerate(defects, start=1):
        draft = Draft(world.package, world.define)
        try:
            defect.seed(draft)
        except CannotSpoil as reason:
            yield Outcome(defect, reason=str(reason))
            continue
        yield Outcome(
            defect,
            {ONESPEC: own.caught(draft)}
            | {n: more(before[n], counted(engine(draft.package))) for n, engine in engines.items()},
        )
        tell(done)


def lines(outcomes: Iterable[Outcome], engines: Iterable[str]) -> Iterator[str]:
    """The outcomes as a table of Markdown; an engine that was not asked has no column."""
    engines = [e for e in ENGINES if e in engines]
    yield f"| | defect | in | {' | '.join(engines)} |"
    yield "|---|---|---|" + "---|" * len(engines)
    for o in outcomes:
        cells = [o.reason] * len(engines) if o.reason else [", ".join(o.by.get(e, ())) or "-" for e in engines]
        yield f"| {o.defect.id} | {o.defect.text} | {o.defect.dataset} | {' | '.join(cells)} |"
