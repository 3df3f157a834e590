"""The overall response of an assessment from its parts (RECIST 1.1, tables 1 and 2)."""

from __future__ import annotations

import numpy as np

CR, PR, NON_CR_PD, PD, NE = "CR", "PR", "NON-CR/NON-PD", "PD", "NE"


def overall_of(new: np.ndarray, target: np.ndarray, non_target: np.ndarray) -> np.ndarray:
    """The overall response of each assessment; ``new`` is Y where a lesion is."""
    return np.select(
        [
            (new == "Y") | (target == PD) | (non_target == PD),
            (target == "") & (non_target == ""),
            target == "",
            (target == CR) & ((non_target == NON_CR_PD) | (non_target == NE)),
        ],
        [PD, NE, non_target, PR],
        target,
    )
