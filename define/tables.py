"""Long tables as the reader of define.xml has them: a dataset that they fill, or a document of the package."""

from __future__ import annotations

from collections.abc import Iterable

from onespec.define.speech import Speech
from onespec.engine.spec.model import Dataset, Study
from onespec.engine.spec.verbs import Listed


class Tables:
    """The names under which a reader finds the study's long tables."""

    def __init__(self, study: Study, say: Speech | None = None):
        self._study, self._say = study, say or Speech()
        self._documents = {d.table: d for d in study.documents.values() if d.table}
        self._filled: dict[str, dict[str, dict[str, str]]] = {}  # table -> dataset -> column -> variable
        for dataset in study.datasets.values():
            if any(not step.source for step in dataset.steps):
                self._add(dataset)

    def _add(self, dataset: Dataset) -> None:
        """The columns of tables that a dataset takes from the row that its record step links."""
        for variable in dataset.submitted:
            if isinstance(variable.verb, Listed) and not variable.verb.match:
                table, _, column = variable.verb.value.partition(".")
                if table in self._study.tables:
                    columns = self._filled.setdefault(table, {}).setdefault(dataset.name, {})
                    columns.setdefault(column, variable.name)

    def dataset(self, table: str, columns: Iterable[str] = ()) -> str:
        """The dataset whose records are the rows of a table and that has these columns of it; "" for none."""
        wanted = set(columns)
        return next((name for name, has in self._filled.get(table, {}).items() if wanted <= has.keys()), "")

    def variable(self, table: str, dataset: str, column: str) -> str:
        return self._filled[table][dataset][column]

    def document(self, table: str) -> str:
        """The document that holds a table, in words; "" for none."""
        document = self._documents.get(table)
        return named_document(document.title or document.href, self._say) if document else ""

    def name(self, table: str) -> str:
        """Where the reader finds a table."""
        rows = self._study.tables[table]
        return (
            self.dataset(table)
            or self.document(table)
            or self._say("the sponsor's table of {columns}", columns=self._say.series(rows[0] if rows else ())).rstrip()
        )


def named_document(title: str, say: Speech) -> str:
    return say('the document "{title}"', title=title)
