"""Arrow's compute functions.  pyarrow makes them when it is imported, so that no type checker can know them."""

from __future__ import annotations

from typing import Any

import pyarrow.compute

pc: Any = pyarrow.compute
