"""Operations: found by their files, typed by their signatures, told apart by their code."""

from __future__ import annotations

import sys

import numpy as np
import pytest

from onespec.engine.columns import column_of, number, text
from onespec.engine.findings import Findings
from onespec.engine.registry import CHECK, METHOD, RECORDS, discover, selection_fields

METHODS = '''"""A study's own methods."""

from dataclasses import dataclass, field
from onespec.engine.contract import Codelist, Column, Group, Many, Name, PerGroup, PerSubject
from onespec.engine.contract import Report, Rows, Selection, Subject, Table
from onespec.engine.registry import check, method, records


@dataclass(kw_only=True)
class Event(Selection):
    date: Name
    by: list[Name] = field(default_factory=list)
    rank: int = 0


@method("Everything: {from}.", whole=True)
def everything(
    from_: Column, several: list[Column], rows: Many, table: Table, codes: Codelist, word: str, words: list[str],
    count: int, share: float, group: Group, subject: Subject, report: Report, maybe: Column | None = None
) -> PerGroup:
    return from_


@records("Rows of {source}.", produces={"AVALC": "It."})
def made(
    source: Selection, column: Name, columns: list[Name], events: list[Event], one: Event, dates: PerSubject
) -> Rows:
    return Rows(source.subject)


@check("Nothing of {source}.")
def nothing(source: Selection, report: Report) -> None:
    """Never finds anything."""


def helper(x):
    return x
'''


@pytest.fixture
def registry(tmp_path):
    (tmp_path / "methods.py").write_text(METHODS)
    return discover([], tmp_path / "methods.py")


def test_functions_with_a_decorator_are_operations(registry):
    assert sorted(registry) == [(CHECK, "nothing"), (METHOD, "everything"), (RECORDS, "made")]


def test_the_kind_of_each_parameter(registry):
    everything = registry[METHOD, "everything"]
    assert {n: p.kind for n, p in everything.parameters.items()} == {
        "from": "column",
        "several": "columns",
        "rows": "many",
        "table": "table",
        "codes": "codes",
        "word": "str",
        "words": "list[str]",
        "count": "int",
        "share": "float",
        "group": "group",
        "subject": "subject",
        "report": "report",
        "maybe": "column",
    }
    assert (everything.parameters["from"].argument, everything.per_group, everything.whole) == ("from_", True, True)
    assert [n for n, p in everything.yaml_parameters.items() if not p.required] == ["maybe"]
    assert set(everything.parameters) - set(everything.yaml_parameters) == {"group", "subject", "report"}


def test_the_kind_of_each_parameter_of_a_record_operation(registry):
    made = registry[RECORDS, "made"]
    assert {n: p.kind for n, p in made.parameters.items()} == {
        "source": "selection",
        "column": "name",
        "columns": "names",
        "events": "selections",
        "one": "selection",
        "dates": "per subject",
    }
    assert made.produces == {"AVALC": "It."}
    fields = selection_fields(made.parameters["one"].selection)
    assert {name: (field.kind, field.required) for name, field in fields.items()} == {
        "date": ("name", True),
        "by": ("names", False),
        "rank": ("int", False),
    }


DECLARING = """from onespec.engine.contract import Column, Report, Rows, Selection, Table
from onespec.engine.registry import check, method, records

@method("{value}.", reports=["DOSE-HIGH", "DOSE-UNIT"], imputes=True)
def held(value: Column, report: Report) -> Column:
    return value

@method("{value}.")
def free(value: Column, report: Report) -> Column:
    return value

@records("{source}.", reports=("ROW-DOUBLE",), qualifiers=True)
def turned(source: Selection, qualifiers: Table, report: Report) -> Rows:
    return Rows(source.subject)

@check("{source}.", reports=())
def silent(source: Selection, report: Report) -> None: ...
"""


def test_what_decorators_declare(tmp_path):
    """An operation of a study that declares nothing may report anything, and one of a package nothing."""
    (tmp_path / "methods.py").write_text(DECLARING)
    registry = discover(["onespec.adam"], tmp_path / "methods.py")
    assert {n: registry[role, n].reports for role, n in registry if registry[role, n].file.endswith("methods.py")} == {
        "held": ("DOSE-HIGH", "DOSE-UNIT"),
        "free": None,
        "turned": ("ROW-DOUBLE",),
        "silent": (),
    }
    assert registry[METHOD, "total"].reports == ()
    assert registry.rules >= {"DOSE-HIGH", "DOSE-UNIT", "ROW-DOUBLE", "ADAM-DATE"}
    assert [o.name for o in registry.values() if o.imputes] == [
        "impute_date_first_day",
        "impute_date_last_day",
        "impute_end_date",
        "impute_start_date",
        "impute_start_or_reference",
        "held",
    ]
    assert registry.qualifiers == "turned"


def test_there_is_one_operation_of_supplemental_qualifiers(tmp_path):
    assert discover(["onespec.sdtm"]).qualifiers == "supplemental"
    assert discover(["onespec.adam"]).qualifiers == ""
    (tmp_path / "methods.py").write_text(DECLARING)
    with pytest.raises(ValueError, match="'supplemental' makes supplemental qualifiers already, so 'turned' cannot"):
        discover(["onespec.sdtm"], tmp_path / "methods.py")


def test_a_text_is_no_list_of_rules(tmp_path):
    (tmp_path / "methods.py").write_text(DECLARING.replace('("ROW-DOUBLE",)', '"ROW-DOUBLE"'))
    with pytest.raises(TypeError, match="reports=\\('ROW-DOUBLE',\\)"):
        discover([], tmp_path / "methods.py")


BUNDLES = """
from onespec.engine.contract import Bundle


@dataclass(frozen=True)
class Result(Bundle):
    value: Column
    from_: str = "here"
    terms: list[str] = field(default_factory=list)


def told(result: Result, limit: float) -> list[str]:
    return [f"{value} of {result.from_}" for value in result.value]


@method("{value} from {from}, at most {limit}.", explain=told)
def compared(share: float, result: Result, limit: float, most: int = 2) -> Column:
    return result.value, result.from_, result.terms, share, limit, most
"""


def test_fields_of_a_bundle_are_parameters_the_required_ones_first(tmp_path):
    (tmp_path / "methods.py").write_text(METHODS + BUNDLES)
    compared = discover([], tmp_path / "methods.py")[METHOD, "compared"]
    assert [(p.name, p.argument, p.kind, p.required, p.default) for p in compared.parameters.values()] == [
        ("share", "share", "float", True, None),
        ("value", "value", "column", True, None),
        ("limit", "limit", "float", True, None),
        ("from", "from_", "str", False, "here"),
        ("terms", "terms", "list[str]", False, []),
        ("most", "most", "int", False, 2),
    ]


def test_an_operation_is_called_with_the_fields_of_its_bundles(tmp_path):
    (tmp_path / "methods.py").write_text(METHODS + BUNDLES)
    compared = discover([], tmp_path / "methods.py")[METHOD, "compared"]
    assert compared.function(share=0.5, value=["7"], limit=9, terms=["A"]) == (["7"], "here", ["A"], 0.5, 9, 2)
    assert compared.explain(value=["7", "8"], from_="there", limit=9) == ["7 of there", "8 of there"]


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ("share: float,", "value: Column,", "compared has the parameter 'value' twice"),
        ("@dataclass(frozen=True)\nclass Result", "class Result", "Result is no dataclass"),
    ],
)
def test_a_bundle_that_cannot_be(tmp_path, old, new, problem):
    assert BUNDLES.count(old) == 1
    (tmp_path / "methods.py").write_text(METHODS + BUNDLES.replace(old, new))
    with pytest.raises(TypeError, match=problem):
        discover([], tmp_path / "methods.py")


def test_another_code_is_another_digest(registry, tmp_path):
    (tmp_path / "methods.py").write_text(METHODS + "# a remark\n")
    assert discover([], tmp_path / "methods.py")[METHOD, "everything"].digest != registry[METHOD, "everything"].digest


def test_the_digest_of_an_operation_holds_its_helpers(monkeypatch):
    """study_day reads dates with _iso.py, flag_equal does not."""
    from pathlib import Path

    before = discover(("onespec.sdtm", "onespec.adam"))
    read = Path.read_bytes
    monkeypatch.setattr(Path, "read_bytes", lambda path: read(path) + b"\n# changed\n" * (path.name == "_iso.py"))
    after = discover(("onespec.sdtm", "onespec.adam"))
    changed = {
        name for (_, name), operation in after.items() if operation.digest != before[operation.role, name].digest
    }
    assert "study_day" in changed and "flag_equal" not in changed


def test_the_digest_of_an_operation_does_not_hang_on_what_was_called_before(monkeypatch):
    """`proportion` imports its interval when it is called: a worker that has not called it has the same operation."""
    import onespec.results.statistics.clopper_pearson as interval

    called = discover(("onespec.results.methods",))
    monkeypatch.delitem(sys.modules, interval.__name__)
    uncalled = discover(("onespec.results.methods",))
    assert {n: o.digest for n, o in called.items()} == {n: o.digest for n, o in uncalled.items()}


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("def x(:\n", "STOP  SPEC-PYTHON  methods.py:1: This is not Python: invalid syntax. Fix: Correct the file."),
        (
            "a = 1\nb = c\n",
            "STOP  SPEC-PYTHON  methods.py:2: The file cannot be loaded: NameError: name 'c' is not defined. "
            "Fix: Correct the file.",
        ),
        (
            "from onespec.engine.registry import method\n@method('x')\ndef foo(a):\n    return a\n",
            "STOP  SPEC-PYTHON  methods.py: The file cannot be loaded: TypeError: parameter 'a' of foo has no type. "
            "Fix: Correct the file.",
        ),
        (
            "from onespec.engine.registry import method\n@method('x')\ndef study_day():\n    return 1\n",
            "STOP  SPEC-PYTHON  methods.py: The file cannot be loaded: ValueError: "
            "there is a method 'study_day' already, in study_day.py. Fix: Correct the file.",
        ),
    ],
)
def test_a_file_that_cannot_be_loaded(tmp_path, text, line):
    (tmp_path / "methods.py").write_text(text)
    findings = Findings()
    assert (METHOD, "study_day") in discover(("onespec.sdtm",), tmp_path / "methods.py", findings)
    assert [f.text() for f in findings] == [line]


def test_nothing_is_written_beside_a_study(registry, tmp_path):
    assert [p.name for p in tmp_path.iterdir()] == ["methods.py"]


SERIES = """import pandas as pd
from onespec.engine.contract import Column
from onespec.engine.registry import method


@method("{weight} of {several}.")
def share(weight: pd.Series, several: list[pd.Series]) -> pd.Series:
    return weight / sum(several)


@method("{word}, shouted.")
def shouted(word: pd.Series) -> Column:
    return word.str.upper()
"""


def test_who_asks_for_a_series_gets_one(tmp_path):
    (tmp_path / "methods.py").write_text(SERIES)
    found = discover([], tmp_path / "methods.py")
    share, shouted = found[METHOD, "share"], found[METHOD, "shouted"]
    assert [(p.name, p.kind) for p in share.parameters.values()] == [("weight", "column"), ("several", "columns")]
    made = share.function(weight=number([1, 4, np.nan]), several=[number([1, 2, 3]), number([1, 2, 3])])
    assert column_of(made).tolist()[:2] == [0.5, 1] and np.isnan(made[2])
    assert column_of(shouted.function(word=text(["a", ""]))).tolist() == ["A", ""]


RANGED = """from onespec.engine.contract import Column, Table
from onespec.engine.registry import method

@method("The range of {value}: {ranges}.", rows={"ranges": "{NAME}[ from {FROM}]"})
def ranged(value: Column, ranges: Table) -> Column: ...
"""


def test_the_words_for_a_row_written_inline(tmp_path):
    (tmp_path / "methods.py").write_text(RANGED)
    found = discover([], tmp_path / "methods.py")
    assert found[METHOD, "ranged"].rows == {"ranges": "{NAME}[ from {FROM}]"}
    assert found.names(METHOD) == ["ranged"]
