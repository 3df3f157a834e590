"""An axis of a figure: what it shows, and where its ticks stand."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

NICE = (1, 2, 2.5, 3, 4, 5, 6, 10)
MANY = 12  # ticks of an axis without a step of its own, at most


@dataclass(frozen=True)
class Axis:
    """Its name with the unit, and the step from tick to tick; without one a round step is taken."""

    label: str
    step: float | None = None

    def ticks(self, first: float, last: float) -> np.ndarray:
        """From at or below ``first`` to at or above ``last``.

        Errors: ValueError for a step that is not above zero.

        Example::

            Axis("Months", 3).ticks(0, 10)  # 0, 3, 6, 9, 12
        """
        step = self.step if self.step is not None else _round_step(last - first)
        if not step > 0:
            raise ValueError(f"a step of {step} from tick to tick of {self.label!r}")
        least = math.floor(first / step + 1e-9)
        return np.arange(least, max(math.ceil(last / step - 1e-9), least + 1) + 1) * step


def _round_step(length: float) -> float:
    if length <= 0:
        return 1.0
    rough = length / MANY
    power = 10.0 ** math.floor(math.log10(rough))
    return next(nice * power for nice in NICE if nice * power >= rough)
