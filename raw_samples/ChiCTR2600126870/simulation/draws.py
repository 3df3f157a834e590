"""Seeded draws that are the same on every machine and every Python version.

Only `Random.random()` is used, whose sequence Python guarantees for an integer seed, and only
the four basic operations and square roots on top of it, which IEEE 754 fixes to the last bit.
Each subject has a generator of its own, so that a subject does not depend on the others.
"""

import random

STRIDE = 1_000_003  # a prime: seeds of two studies do not run into one another


class Draws:
    def __init__(self, seed: int, subject: int):
        self.uniform = random.Random(seed * STRIDE + subject).random

    def below(self, n: int) -> int:
        """An integer from 0 to n - 1."""
        return int(self.uniform() * n)

    def between(self, low: int, high: int) -> int:
        """An integer from low to high, both included."""
        return low + int(self.uniform() * (high - low + 1))

    def chance(self, percent: float) -> bool:
        return self.uniform() * 100 < percent

    def pick(self, values):
        return values[int(self.uniform() * len(values))]

    def pick_some(self, values, n: int) -> list:
        """n different values, in the order drawn."""
        rest, chosen = list(values), []
        for _ in range(n):
            chosen.append(rest.pop(self.below(len(rest))))
        return chosen

    def normal(self, mean: float, spread: float) -> float:
        """Nearly normal: the sum of three uniform draws, scaled to this mean and standard deviation."""
        return mean + spread * 2 * (self.uniform() + self.uniform() + self.uniform() - 1.5)
