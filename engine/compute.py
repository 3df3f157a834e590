"""Arrow's compute functions; they take as long to import as the rest of Arrow, and few modules need them.

pyarrow makes them when they are imported, so that no type checker can know them.
"""

from __future__ import annotations

from typing import Any

import pyarrow.compute

pc: Any = pyarrow.compute
