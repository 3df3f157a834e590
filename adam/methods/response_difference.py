"""Which part of an assessment makes two overall responses differ (RECIST 1.1, tables 1 and 2)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from onespec.adam.methods._overall import overall_of
from onespec.engine.columns import text
from onespec.engine.contract import Bundle, Column
from onespec.engine.registry import method


@dataclass(frozen=True)
class Stated(Bundle):
    """The responses that somebody states: overall, of the target and of the other lesions, and if one is new (Y)."""

    overall: Column
    target: Column
    non_target: Column
    new: Column


@dataclass(frozen=True)
class Derived(Bundle):
    """The same, derived."""

    derived_overall: Column
    derived_target: Column
    derived_non_target: Column
    derived_new: Column


@method(
    """Blank unless {overall} and {derived_overall} are known and differ. Otherwise the first of these that holds, where
the overall response is computed from {derived_target}, {derived_non_target} and {derived_new} with some of them
replaced by what is stated (what is not stated stays): NEW LESIONS when {new} alone makes it {overall}; TARGET LESIONS
when {target} alone does; NON-TARGET LESIONS when {non_target} alone does; SEVERAL PARTS when all three do; PARTS NOT
STATED when {target}, {non_target} and {new} are blank; OVERALL RESPONSE otherwise: {overall} does not follow from the
parts that are stated. Computed, it is PD when a lesion is new or a part is PD; without target lesions the response of
the non-target lesions, NE without either; PR when target lesions are CR and non-target lesions NON-CR/NON-PD or NE;
otherwise the response of the target lesions."""
)
def response_difference(stated: Stated, derived: Derived) -> Column:
    """Character.

    Example::

        DIFFPART:
          derived: response_difference
          with:
            overall: ALL
            target: TRG
            non_target: NTRG
            new: NEW
            derived_overall: ALLD
            derived_target: TRGD
            derived_non_target: NTRGD
            derived_new: NEWD

        ADXX | ALL | TRG | NTRG          | NEW | ALLD | TRGD | NTRGD         | NEWD | DIFFPART
             | SD  | SD  | NON-CR/NON-PD | N   | SD   | SD   | NON-CR/NON-PD | N    |
             | SD  | SD  | NON-CR/NON-PD | N   | PD   | PD   | NON-CR/NON-PD | N    | TARGET LESIONS
             | PD  | SD  | NON-CR/NON-PD | Y   | SD   | SD   | NON-CR/NON-PD | N    | NEW LESIONS
             | CR  | CR  | CR            | N   | PR   | CR   | NON-CR/NON-PD | N    | NON-TARGET LESIONS
             | CR  | CR  | CR            | N   | SD   | SD   | NON-CR/NON-PD | N    | SEVERAL PARTS
             | PR  | SD  | NON-CR/NON-PD | N   | SD   | SD   | NON-CR/NON-PD | N    | OVERALL RESPONSE
    """
    overall = np.asarray(stated.overall.tolist(), object)
    said = [np.asarray(column.tolist(), object) for column in (stated.new, stated.target, stated.non_target)]
    found = [
        np.asarray(column.tolist(), object)
        for column in (derived.derived_new, derived.derived_target, derived.derived_non_target)
    ]
    differ = stated.overall.notna() & derived.derived_overall.notna() & (stated.overall != derived.derived_overall)
    replaced = [np.where(one == "", other, one) for one, other in zip(said, found, strict=True)]
    alone = [[replaced[i] if i == part else found[i] for i in range(3)] for part in range(3)]
    makes = [overall_of(*parts) == overall for parts in (*alone, replaced)]
    nothing = np.all([each == "" for each in said], axis=0)
    part = np.select(
        [~differ, *makes, nothing],
        ["", "NEW LESIONS", "TARGET LESIONS", "NON-TARGET LESIONS", "SEVERAL PARTS", "PARTS NOT STATED"],
        "OVERALL RESPONSE",
    )
    return text(part.tolist())
