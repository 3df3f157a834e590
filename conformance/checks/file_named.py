"""Check: the name of the transport file."""

from collections.abc import Iterator

from onespec.conformance.data import Data, Fault
from onespec.engine.registry import check


@check("The transport file has the name of its dataset, in lower case.")
def file_named(data: Data) -> Iterator[Fault]:
    if not (data.package.folder / f"{data.name.lower()}.xpt").is_file():
        yield Fault(None, detail=f"{data.name.lower()}.xpt")
