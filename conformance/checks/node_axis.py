"""Check: lymph nodes are measured on the short axis."""

from collections.abc import Iterator

import numpy as np

from onespec.conformance.data import Data, Fault, Names, Variable, known_in
from onespec.conformance.reach import OF_SUBJECT
from onespec.engine.registry import check


@check(
    "A lesion of {link} whose location in TU names one of {organs} is not measured by {test}: its short axis counts.",
    reach=OF_SUBJECT,
)
def node_axis(data: Data, link: Variable, test: Variable, organs: Names) -> Iterator[Fault]:
    """Give it the records of tests that are not of the short axis.

    Source: RECIST 1.1 (Eisenhauer, Eur J Cancer 2009;45:228), section 3.1.1.
    """
    identified = data.dataset("TU")
    if {"USUBJID", "TULNKID", "TULOC"} <= set(identified):
        identified = identified[["USUBJID", "TULNKID", "TULOC"]]
        nodes = identified[
            np.logical_or.reduce([identified["TULOC"].str.contains(organ, regex=False) for organ in organs])
        ]
        yield Fault(
            known_in([data["USUBJID"], data[link]], [nodes["USUBJID"], nodes["TULNKID"]]) >= 0, ["USUBJID", link, test]
        )
