"""Pages of HTML out of templates: whatever is put into one is text, unless the template itself says otherwise."""

from __future__ import annotations

from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Any

from onespec.engine.visible import visible

if TYPE_CHECKING:
    from jinja2 import Environment


def rendered(package: str, name: str, **facts: Any) -> str:
    """The template ``name`` of a package, filled.

    Templates may extend or import those of this room (`frame.html`).
    Text is shown with what is hidden in it, as marks of direction are, by the filter ``shown``.
    ``file("page.css")|safe`` is the text of a style or script beside the templates, as it is.
    """
    return _environment(package).get_template(name).render(**facts)


def file_of(package: str, name: str) -> str:
    """The text of a file that stands beside the modules of a package: a style, a script."""
    return (resources.files(package) / name).read_text(encoding="utf-8")


@cache
def _environment(package: str) -> Environment:
    from jinja2 import ChoiceLoader, Environment, FunctionLoader, StrictUndefined

    def from_package(place: str) -> FunctionLoader:
        def source(name: str) -> str | None:
            found = resources.files(place) / name
            return found.read_text(encoding="utf-8") if found.is_file() else None

        return FunctionLoader(source)

    loader = ChoiceLoader([from_package(package), from_package(__package__ or "")])
    environment = Environment(
        loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True, keep_trailing_newline=True
    )
    environment.globals["file"] = lambda name: loader.get_source(environment, name)[0]
    environment.filters["shown"] = lambda text: visible(text, lines=True)
    return environment
