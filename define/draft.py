"""The draft of one define.xml: what the datasets ask for while they are written down."""

from __future__ import annotations

from dataclasses import dataclass, field

from lxml import etree

from onespec.define.codelists import Codelists
from onespec.define.comments import Comments
from onespec.define.documents import Documents
from onespec.define.methods import Methods
from onespec.define.oids import Once
from onespec.define.origins import Origins
from onespec.define.standards import Standards
from onespec.define.steps import Steps
from onespec.define.subsets import Subsets
from onespec.define.telling import Telling
from onespec.define.wording import Words
from onespec.engine.build.outputs import lengths, written
from onespec.engine.plan.references import Plan
from onespec.engine.run.measure import DatasetMeasure
from onespec.engine.spec.model import Dataset, Study, Variable


@dataclass
class Draft:
    """Everything that datasets, variables and value lists refer to, gathered once each."""

    plan: Plan
    standard: str
    measures: dict[str, DatasetMeasure]
    lengths: dict[str, dict[str, int]] = field(init=False)  # of texts in the transport files, by dataset and variable
    telling: Telling = field(init=False)
    origins: Origins = field(init=False)
    standards: Standards = field(init=False)
    codelists: Codelists = field(init=False)
    documents: Documents = field(init=False)
    methods: Methods = field(init=False)
    comments: Comments = field(default_factory=Comments)
    items: list[etree._Element] = field(default_factory=list)
    value_lists: list[etree._Element] = field(default_factory=list)
    where_clauses: dict[str, etree._Element] = field(default_factory=dict)
    value_oids: Once = field(default_factory=Once)

    @property
    def study(self) -> Study:
        return self.plan.study

    def __post_init__(self) -> None:
        self.lengths = lengths(self.study, self.measures)
        self.telling = Telling(self.plan)
        self.methods = Methods(self.telling.own.say)
        self.origins = Origins(self.plan, self.telling)
        self.standards = Standards(self.study, self.standard)
        self.codelists = Codelists(
            self.study, self.standards, self.standard, Subsets(self.plan, self.standard, self.measures)
        )
        self.documents = Documents(self.study, self.standard)

    def steps(self, dataset: Dataset, words: Words) -> Steps:
        return Steps(self.plan, words, dataset)

    def written(self, dataset: Dataset) -> list[Variable]:
        """The variables that the dataset's file holds."""
        return written(self.study, dataset, self.measures[dataset.name])

    def mandatory(self, dataset: Dataset, variable: Variable) -> str:
        """Yes for what the standard requires, and for keys, where no record leaves it blank (Define-XML 2.1,
        5.3.11.2).
        """
        whole = self.measures[dataset.name]
        filled = whole.variables[variable.name].count == whole.rows
        return "Yes" if filled and (variable.core == "Req" or (variable.name in dataset.keys and whole.rows)) else "No"
