"""What the statistics are given: numbers of subjects as arrays, checked once."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

Numbers = np.ndarray | Sequence[float]
Marks = np.ndarray | Sequence[bool]  # true or false of each subject


def times_and_events(times: Numbers, events: Marks) -> tuple[np.ndarray, np.ndarray]:
    """Times (float) and events (true: it happened, false: censored), side by side.

    Errors: ValueError when a time is missing or negative, or when there is not one mark a time.  Whoever has no time
    is to be left out, and counted, by the caller: here nobody is dropped without a word.
    """
    time, event = np.asarray(times, float), np.asarray(events, bool)
    if time.ndim != 1 or time.shape != event.shape:
        raise ValueError(f"{time.shape} times, {event.shape} events: one of each a subject is needed")
    if not np.isfinite(time).all() or (time < 0).any():
        raise ValueError("a time is missing, infinite or negative")
    return time, event
