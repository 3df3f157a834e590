"""What a SAS transport file of version 5 can hold.

Source: SAS technical note TS-140; the FDA Study Data Technical Conformance Guide repeats the limits.
"""

from __future__ import annotations

import re

MAX_TEXT = 200  # bytes of a character value
CONTROL = r"[\x00-\x1f\x7f-\x{9f}]"  # characters that it cannot hold, as Arrow's regular expressions have them
MAX_LABEL = 40  # bytes of the label of a dataset or variable
MAX_VARIABLES = 9999  # of a dataset
NAME_LENGTH = 8  # characters of the name of a dataset or variable
NAME = re.compile(rf"[A-Z_][A-Z0-9_]{{0,{NAME_LENGTH - 1}}}")  # of a dataset or variable
