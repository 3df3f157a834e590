"""Calling operations: what one cannot work with is a stop, told with its line of the specification."""

from __future__ import annotations

import traceback
from pathlib import Path
from typing import Any

from onespec.engine.findings import STOP, Findings
from onespec.engine.registry import Operation

FAILED = "SPEC-OPERATION"


def operate(operation: Operation, given: dict[str, object], findings: Findings, **where: object) -> Any:
    """What the operation gives; None when it fails.

    Operations are anybody's, and so are the tables and parameters that they are given: a column that is not there,
    a factor that is no number.  The user learns which line of the specification leads there, and all other findings
    with it.
    """
    try:
        return operation.function(**given)
    except (MemoryError, KeyboardInterrupt):
        raise
    except BaseException as error:  # sys.exit, too: it would end the build as if that were done
        own = Path(operation.file).parents[1]
        frames = [f for f in traceback.extract_tb(error.__traceback__) if Path(f.filename).is_relative_to(own)]
        place = f"{Path(frames[-1].filename).name}, line {frames[-1].lineno}" if frames else Path(operation.file).name
        said = f": {error}" if str(error) else ""
        findings.add(
            FAILED,
            STOP,
            f"{operation.name} cannot work with what it is given ({type(error).__name__}{said} in {place}).",
            "Look at the tables and parameters that it is given; when they are right, correct the operation.",
            **where,
        )
        return None
