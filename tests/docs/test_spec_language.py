"""docs/spec-language.md against the declaration: every key that exists is named, every key that it names exists."""

from __future__ import annotations

import json
import re
from pathlib import PurePath

import pytest
import yaml
from jsonschema import Draft202012Validator
from support import ROOT, SHIPPED

from onespec.engine import columns
from onespec.engine.contract import Codelist, Many, PerSubject
from onespec.engine.declared import Declared, keys
from onespec.engine.findings import Findings
from onespec.engine.kinds import Number, Text
from onespec.engine.registry import METHOD, discover
from onespec.engine.spec.codelists import read_codelists
from onespec.engine.spec.conditions import COMPARATORS
from onespec.engine.spec.crf import read_forms
from onespec.engine.spec.entries import EntryReader
from onespec.engine.spec.model import Study
from onespec.engine.spec.reference import reference
from onespec.engine.spec.written import Found, Refusal, Selected
from onespec.engine.spec.yamltext import load_yaml
from onespec.schemas import FILES

DOCS = ROOT / "docs" / "spec-language.md"
PAGE = DOCS.read_text(encoding="utf-8")
BEGIN, END = "<!-- keys -->\n", "<!-- end of the keys -->"
PROSE = PAGE.partition(BEGIN)[0]
EXAMPLES = re.findall(r"^## ([\w.]+)\n+```yaml\n(.*?)```", PROSE, re.DOTALL | re.MULTILINE)
HEADINGS = {"study.yaml": "study", "crf.yaml": "crf", "codelists.yaml": "codelists", "Datasets": "dataset"}


def entries() -> set[type]:
    """Every class that declares keys."""
    found, waiting = set(), [Codelist, Selected, Refusal, Found, *(r for _, r in FILES.values() if isinstance(r, type))]
    while waiting:
        cls = waiting.pop()
        found.add(cls)
        waiting += [key.entry for key in keys(cls).values() if key.entry and key.entry not in found]
    return found


def declared() -> list[Declared]:
    return [key for cls in entries() for key in keys(cls).values()]


def test_golden_reference_of_keys(request):
    """`make golden` writes it anew."""
    made = "\n".join(reference(dict(FILES.values()))).strip() + "\n"
    if request.config.getoption("--update-golden"):
        before, _, rest = PAGE.partition(BEGIN)
        DOCS.write_text(before + BEGIN + made + END + rest.partition(END)[2], encoding="utf-8")
    told = DOCS.read_text(encoding="utf-8").partition(BEGIN)[2].partition(END)[0]
    assert told.splitlines() == made.splitlines(), "docs/spec-language.md says otherwise; 'make golden' writes it anew"


def test_every_key_is_named():
    told = PAGE.partition(BEGIN)[2]
    assert [key.name for key in declared() if f"| `{key.name}` | " not in told] == []
    assert [key.name for key in declared() if key.key.text not in told] == []


# -- examples --------------------------------------------------------------------------------------


def test_there_is_an_example_of_each_file_that_is_read_alone():
    assert [heading for heading, _ in EXAMPLES] == list(HEADINGS)


@pytest.mark.parametrize(("heading", "text"), EXAMPLES, ids=[heading for heading, _ in EXAMPLES])
def test_an_example_is_read_without_a_finding(heading, text, tmp_path):
    path, findings = tmp_path / "crf.yaml", Findings()
    path.write_text(text, encoding="utf-8")
    written = load_yaml(path, heading, findings)
    if heading == "study.yaml":
        later = dict.fromkeys(("folder", "forms", "codelists", "tables", "datasets"))
        assert EntryReader(heading, findings).entry(Study, written, later).id == "CHICTR2600126870"
    elif heading == "crf.yaml":
        assert len(read_forms(tmp_path, findings)["ae"].fields) == 9
    elif heading == "codelists.yaml":
        assert list(read_codelists(written, heading, findings)["SEX"].terms) == ["M", "F"]
    assert findings == []
    schema = json.loads((ROOT / "specs" / "schema" / f"{HEADINGS[heading]}.schema.json").read_text(encoding="utf-8"))
    assert list(Draft202012Validator(schema).iter_errors(written)) == []


OPERATIONS = re.findall(r"```python\n(.*?)```", PROSE, re.DOTALL)
IMPORTS = """
from dataclasses import dataclass
from onespec.engine.contract import *
from onespec.engine import columns
from onespec.engine.contract import Many, PerSubject
from onespec.engine.kinds import Number, Text
from onespec.engine.registry import method
"""


@pytest.mark.parametrize(
    ("text", "name", "parameters"),
    list(
        zip(OPERATIONS, ["study_day", "total_dose"], [["date", "reference"], ["dose", "start", "until"]], strict=True)
    ),
)
def test_an_operation_of_the_page_is_one(text, name, parameters, tmp_path):
    (tmp_path / "methods.py").write_text(IMPORTS + text, encoding="utf-8")
    operation = discover((), tmp_path / "methods.py")[METHOD, name]
    assert list(operation.yaml_parameters) == parameters
    assert set(re.findall(r"\{(\w+)\}", operation.text)) == set(parameters)


def test_the_settings_of_the_editor_find_the_schema_of_every_file():
    settings = json.loads(re.search(r"```json\n(.*?)```", PROSE, re.DOTALL)[1])["yaml.schemas"]
    globs = {schema: [places] if isinstance(places, str) else places for schema, places in settings.items()}
    assert sorted(globs) == sorted(f"specs/schema/{name}.schema.json" for name in FILES)
    for path in (
        *SHIPPED.glob("*.yaml"),
        *SHIPPED.glob("sdtm/*.yaml"),
        *SHIPPED.glob("adam/*.yaml"),
        *(ROOT / "specs" / "standards").glob("*.yaml"),
    ):
        place = PurePath(path.relative_to(ROOT).as_posix())
        found = [
            schema
            for schema, places in globs.items()
            if any(place.match(p) for p in places if p[0] != "!")
            and not any(place.match(p[1:]) for p in places if p[0] == "!")
        ]
        name = "dataset" if path.parent.name in ("sdtm", "adam") else path.stem
        assert found == ([] if path.parent.name == "standards" else [f"specs/schema/{name}.schema.json"])


def test_the_comment_that_names_a_schema_names_one_that_is_there():
    schema, text = re.search(
        r"```yaml\n# yaml-language-server: \$schema=\.\./schema/(\S+)\n(.*?)```", PROSE, re.DOTALL
    ).groups()
    stated = json.loads((ROOT / "specs" / "schema" / schema).read_text(encoding="utf-8"))
    assert list(Draft202012Validator(stated).iter_errors(yaml.safe_load(text))) == []


# -- words -----------------------------------------------------------------------------------------

# Words in the page's text that look like keys, and are names in the code of an operation.
NAMES_IN_PYTHON = {"source", "decision", "replaces"}


def test_every_key_that_the_text_names_exists():
    registry = discover(("onespec.sdtm", "onespec.adam"))
    known = {key.name for key in declared()} | {c for key in declared() if key.key.only for c in key.key.only.known}
    known |= {name for _, name in registry} | {p for o in registry.values() for p in o.parameters} | {"refuse"}
    known |= {"str", "int", "float", "columns", *COMPARATORS} | NAMES_IN_PYTHON
    known |= {*dir(Text), *dir(Number), *dir(Many), *Many.__dataclass_fields__, *dir(PerSubject), *vars(columns)}
    text = re.sub(r"```.*?```", "", PROSE, flags=re.DOTALL)
    codes = re.findall(r"`([^`]+)`", text)
    named = {m[1] for code in codes if (m := re.match(r"(?:- )?([a-z_]+?)_?(?:: |:$|$)", code))}
    assert named - known == set()
    assert len(named) > 40


def test_every_mapping_in_the_text_has_keys_that_exist():
    """``value_level: {DSDECOD: {by: DSCAT, ...}}``"""
    found = [code for code in re.findall(r"`([a-z_]+: \{[^`]*\})`", PROSE) if "..." not in code]
    assert found
    names = {key.name for key in declared()}
    for code in found:
        (first,) = yaml.safe_load(code)
        assert first in names, code
