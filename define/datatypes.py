"""Data types: what a variable holds, as Define-XML 2.1 names it (section 5.3.12, ItemDef)."""

from __future__ import annotations

from dataclasses import dataclass

from onespec.engine.run.measure import Measure

SIZED = ("text", "integer", "float")  # the types that have a Length
_SAS = ("sasdate", "sasdatetime", "sastime")  # numbers that a display format shows as dates
_DATES = ("date", "datetime", "partialDate", "partialDatetime")
_FULL_DATE, _FULL_DATETIME = len("2025-08-03"), len("2025-08-03T12:30:00")


@dataclass(frozen=True)
class DataType:
    """DataType, Length and SignificantDigits of an ItemDef; zero where the type has none."""

    name: str
    length: int = 0
    digits: int = 0

    @property
    def attributes(self) -> dict[str, object]:
        """Length stands only beside text, integer and float, SignificantDigits beside float."""
        return {
            "DataType": self.name,
            "Length": self.length or None,
            "SignificantDigits": self.digits if self.name == "float" else None,
        }


def data_type(type_: str, measure: Measure, stored: int = 1) -> DataType:
    """The data type of a variable of the model's ``type_`` whose values have this measure.

    Numbers are integer when every value is whole.  Lengths are those of the longest value;
    of a text at least ``stored``, its bytes in the transport file.
    """
    if type_ == "text":
        return DataType("text", max(measure.length, stored))
    if type_ in _DATES:
        return DataType(_iso_type(measure) if measure.count else type_)
    if type_ not in (*SIZED, *_SAS):
        return DataType(type_)
    if measure.integer:
        return DataType("integer", measure.length or 8)
    return DataType("float", measure.length, measure.decimals)


def value_type(type_: str, measure: Measure) -> DataType:
    """The data type of one value-level group: a text of which every value reads as a number is one."""
    return data_type("float" if type_ == "text" and measure.count and measure.numeric else type_, measure)


def _iso_type(measure: Measure) -> str:
    """ISO 8601 texts: complete to the day, complete to the second, or somewhere truncated from the right."""
    if measure.length <= _FULL_DATE:
        return "date" if measure.shortest == _FULL_DATE else "partialDate"
    return "datetime" if measure.shortest >= _FULL_DATETIME else "partialDatetime"
