"""The define.xml files of built studies, held against the transport files beside them."""

import csv
import re
from functools import cache

import pyreadstat
import pytest
import yaml
from lxml import etree
from odmlib.arm_loader import XMLArmLoader
from odmlib.mode import ValidationMode, permissive
from odmlib.oid_generator import create_oid_checker
from support import OTHER, SHIPPED

from onespec.define.wording import Words
from onespec.engine.findings import Findings
from onespec.engine.plan.make import make_plan
from onespec.engine.registry import discover
from onespec.packages import operation_packages

from .fragments import found, schema_faults
from .oids import faults
from .rules import SPACES, broken

LONGEST = 1600  # characters of a method: a grade by the baseline is told with the helpers that it stands on


@pytest.fixture(params=["built/sdtm", "built/adam", "built_other/sdtm", "built_other/adam"])
def folder(request):
    study, standard = request.param.split("/")
    return request.getfixturevalue(study) / standard


@pytest.fixture
def define(folder):
    return (folder / "define.xml").read_bytes()


@pytest.fixture
def root(define):
    return etree.fromstring(define)


@cache
def transport(path):
    """The dataset and its metadata, read by ReadStat."""
    return pyreadstat.read_xport(path, disable_datetime_conversion=True)


def filled(column):
    """Where a value stands: a text that is not blank, a number that is not missing."""
    return column.notna() & (column.astype(object) != "")


def datasets(root, folder):
    """Each ItemGroupDef with its items in order, and the transport file that it names."""
    items = {i.get("OID"): i for i in root.iter("{*}ItemDef")}
    for group in root.iter("{*}ItemGroupDef"):
        href = group.find("def:leaf", SPACES).get("{http://www.w3.org/1999/xlink}href")
        refs = group.findall("o:ItemRef", SPACES)
        yield group, [(ref, items[ref.get("ItemOID")]) for ref in refs], *transport(folder / href)


def test_is_valid_against_the_schema(define):
    assert schema_faults(define) == []


def test_every_identifier_is_defined_once_and_used(define):
    assert faults(define) == []


def test_an_independent_reader_resolves_every_identifier(folder):
    loader, checker = XMLArmLoader(), create_oid_checker("arm_1_0")
    loader.create_document(str(folder / "define.xml"))
    with permissive(ValidationMode.SKIP_VALUESET):  # it knows no purpose beside those of ARM, which are extensible
        odm = loader.load_odm()
    assert odm.verify_oids(checker)
    unnamed = set(odm.unreferenced_oids(checker).values())
    assert unnamed <= {"ResultDisplay", "AnalysisResult"}  # nothing names a display


def test_keeps_the_rules_that_the_schema_cannot_say(define):
    assert broken(define) == []


def test_is_plain_ascii_but_for_texts_in_chinese(root):
    for text in root.iter("{*}TranslatedText"):
        if text.get("{http://www.w3.org/XML/1998/namespace}lang") == "zh":
            text.text = ""
    assert etree.tostring(root, encoding="unicode").isascii()


def test_describes_exactly_the_transport_files(root, folder):
    described = {
        leaf.get("{http://www.w3.org/1999/xlink}href") for leaf in root.findall(".//o:ItemGroupDef/def:leaf", SPACES)
    }
    assert described == {p.name for p in folder.glob("*.xpt")}


def test_variables_are_those_of_the_transport_files_in_their_order(root, folder):
    for group, items, _, meta in datasets(root, folder):
        assert group.get("Name") == meta.table_name.upper()
        assert [(i.get("Name"), i[0][0].text) for _, i in items] == list(
            zip(meta.column_names, meta.column_labels, strict=True)
        )


def test_lengths_are_those_of_the_transport_files(root, folder):
    told, stored = {}, {}
    for group, items, _, meta in datasets(root, folder):
        for _, item in items:
            if item.get("DataType") == "text":
                key = group.get("Name"), item.get("Name")
                told[key], stored[key] = int(item.get("Length")), meta.variable_storage_width[item.get("Name")]
    assert told == stored


def test_numbers_and_texts_are_those_of_the_transport_files(root, folder):
    for group, items, _, meta in datasets(root, folder):
        for _, item in items:
            number = item.get("DataType") in ("integer", "float")
            assert (meta.readstat_variable_types[item.get("Name")] == "double") == number, (
                group.get("Name"),
                item.get("Name"),
            )


def test_what_has_no_data_says_so(root, folder):
    for group, items, frame, _ in datasets(root, folder):
        assert (group.get(f"{{{SPACES['def']}}}HasNoData") == "Yes") == (len(frame) == 0)
        for ref, item in items if len(frame) else ():
            empty = not filled(frame[item.get("Name")]).any()
            assert (ref.get(f"{{{SPACES['def']}}}HasNoData") == "Yes") == empty, (group.get("Name"), item.get("Name"))


def test_mandatory_variables_have_no_blank(root, folder):
    for group, items, frame, _ in datasets(root, folder):
        blank = [
            i.get("Name")
            for ref, i in items
            if ref.get("Mandatory") == "Yes" and not filled(frame[i.get("Name")]).all()
        ]
        assert blank == [], group.get("Name")


def test_coded_values_are_terms(root, folder):
    terms = {
        c.get("OID"): {t.get("CodedValue") for t in c if t.get("CodedValue") is not None}
        for c in root.iter("{*}CodeList")
        if c.find("o:ExternalCodeList", SPACES) is None
    }
    for group, items, frame, _ in datasets(root, folder):
        for _, item in items:
            ref = item.find("o:CodeListRef", SPACES)
            if ref is not None and ref.get("CodeListOID") in terms:
                values = {f"{v:g}" if isinstance(v, float) else v for v in frame[item.get("Name")].dropna()} - {""}
                assert values <= terms[ref.get("CodeListOID")], (group.get("Name"), item.get("Name"))


def test_value_level_definitions_describe_the_records_that_they_select(root, folder):
    """Each where clause selects records; their values fit the length; together they are all records with a value."""
    items = {i.get("OID"): i for i in root.iter("{*}ItemDef")}
    clauses = {w.get("OID"): w for w in root.iter("{*}WhereClauseDef")}
    lists = {v.get("OID"): v for v in root.iter("{*}ValueListDef")}
    for group, described, frame, _ in datasets(root, folder):
        for _, item in described:
            reference = item.find("def:ValueListRef", SPACES)
            if reference is None:
                continue
            values = frame[item.get("Name")]
            known = filled(values)
            reached = known & False
            for ref in lists[reference.get("ValueListOID")]:
                chosen = known
                for check in clauses[ref[0].get("WhereClauseOID")]:
                    by = items[check.get(f"{{{SPACES['def']}}}ItemOID")].get("Name")
                    chosen = chosen & (
                        frame[by].map(lambda v: f"{v:g}" if isinstance(v, float) else v) == (check[0].text or "")
                    )
                value = items[ref.get("ItemOID")]
                assert chosen.any(), value.get("OID")
                if value.get("DataType") == "text":
                    assert values[chosen].map(lambda v: len(str(v).encode())).max() == int(value.get("Length")), (
                        value.get("OID")
                    )
                reached |= chosen
            assert (reached == known).all(), (group.get("Name"), item.get("Name"))


def test_what_the_coder_and_the_program_set_is_assigned(built):
    """Coded terms and the names of supplemental qualifiers are on no CRF page and have no method."""
    root = etree.parse(built / "sdtm" / "define.xml").getroot()
    origins = {
        item.get("OID"): [o.get("Type") for o in item if o.tag.endswith("}Origin")] for item in root.iter("{*}ItemDef")
    }
    for oid in ("IT.AE.AEDECOD", "IT.AE.AESOC", "IT.SUPPAE.QNAM", "IT.SUPPAE.QLABEL", "IT.SUPPAE.QORIG"):
        assert origins[oid] == ["Assigned"], oid


def test_comments_tell_which_qualifiers_have_which_origin_and_evaluator(built):
    define = (built / "sdtm" / "define.xml").read_bytes()
    assert [found(define, f"COM.SUPPAE.{name}")[0][0].text for name in ("QORIG", "QEVAL")] == [
        "CRF where QNAM is AERELOXA, AERELCAP, AERELBEV, AEACNOXA, AEACNCAP, AEACNBEV; Derived where QNAM is AETRTEM.",
        "INVESTIGATOR where QNAM is AERELOXA, AERELCAP, AERELBEV; "
        "blank where QNAM is AEACNOXA, AEACNCAP, AEACNBEV, AETRTEM.",
    ]


def test_what_is_collected_on_some_records_cites_the_pages(built):
    root = etree.parse(built / "sdtm" / "define.xml").getroot()
    cited = {
        item.get("OID"): [
            (o.get("Type"), [p.get("PageRefs") for p in o.iter("{*}PDFPageRef")]) for o in item.findall("{*}Origin")
        ]
        for item in root.iter("{*}ItemDef")
    }
    expected = {
        "EX.EXDOSFRQ": "22",
        "EC.ECDOSFRQ": "22",
        "TR.TRORRES.LDIAM.TARGET": "27",
        "TR.TRSTRESC.TARGET": "27",
        "DS.DSTERM": "40 41",
    }
    assert {name: cited[f"IT.{name}"] for name in expected} == {
        name: [("Collected", [pages])] for name, pages in expected.items()
    }


def test_own_analysis_dates_keep_the_reserved_name_fragments(built):
    """ADaMIG 1.3, 3.1: *SDT and *EDT are start and end dates; *DTF flags the date of the same root, and its label
    says so."""
    with open("specs/standards/adamig-1.3-variables.csv") as file:
        known = {row["NAME"] for row in csv.DictReader(file)}
    for path in sorted((built / "adam").glob("*.xpt")):
        labels = transport(path)[1].column_names_to_labels
        own = {name: label for name, label in labels.items() if name not in known}
        assert [n for n, label in own.items() if n.endswith(("SDT", "EDT")) and "Start" not in label] == []
        flags = [name for name in own if name.endswith("DTF")]
        assert [own[name] for name in flags if not own[name].endswith("Date Imputation Flag")] == []
        assert [name for name in flags if name.removesuffix("F") not in labels] == []


def texts(define):
    """Every comment and method, with its identifier."""
    for own in etree.fromstring(define).iter("{*}CommentDef", "{*}MethodDef"):
        yield own.get("OID"), own[0][0].text


def internal_names(spec):
    """The names of a specification's tables and forms that no reviewer has."""
    files = [*(spec / "sdtm").glob("*.yaml"), *(spec / "adam").glob("*.yaml")]
    inline = [name for file in files for name in yaml.safe_load(file.read_text(encoding="utf-8")).get("tables", {})]
    forms = yaml.safe_load((spec / "crf.yaml").read_text(encoding="utf-8"))["forms"]
    return {*forms, *inline, *(path.stem for path in (spec / "tables").glob("*.csv"))}


@pytest.mark.parametrize("study, spec", [("built", SHIPPED), ("built_other", OTHER / "spec")])
def test_every_text_is_short_and_names_what_the_reviewer_has(study, spec, request):
    """The longest text of CDISC's examples has 870 characters."""
    several_words = "|".join(sorted(name for name in internal_names(spec) if "_" in name))
    words = "|".join(sorted(path.stem for path in (spec / "tables").glob("*.csv") if "_" not in path.stem))
    forbidden = [
        rf"\b({several_words})\b",
        rf"\b(of|in|to|table|row|rows) ({words})\b",
        r"\bsteps? \d",  # the number of a record step
        r"\([A-Za-z_]+: |, [a-z_]+: [A-Z\"]",  # a parameter and its argument
        r"\bstudy\.[A-Z]",  # a value of study.yaml
        r"\(not used\)|\bthe table\b|sponsor's table",
        r"\b([A-Z]\w+) (?:is|of the row of \w+ in which) \1\b",  # IETESTCD is IETESTCD
    ]
    for path in sorted(request.getfixturevalue(study).glob("*/define.xml")):
        for oid, text in texts(path.read_bytes()):
            assert len(text) < LONGEST, (oid, len(text))
            assert [pattern for pattern in forbidden if re.search(pattern, text)] == [], (oid, text)


def test_identifier_and_planned_arms_are_of_the_protocol(built):
    root = etree.parse(built / "sdtm" / "define.xml").getroot()
    assert root.find(".//{*}StudyName").text == "CHICTR2600126870"
    origins = {i.get("OID"): [o.get("Type") for o in i.findall("{*}Origin")] for i in root.iter("{*}ItemDef")}
    wanted = ("IT.DM.STUDYID", "IT.TS.STUDYID", "IT.TA.ARMCD", "IT.TV.ARM")
    assert [origins[oid] for oid in wanted] == [["Protocol"]] * 4
    assert origins["IT.TS.TSVAL"] == []  # each parameter has its own
    by_sponsor = {oid for oid, types in origins.items() if oid.startswith("IT.TS.TSVAL.") and types == ["Assigned"]}
    conducted = {"ACTSUB", "DCUTDESC", "DCUTDTC", "ONGOSIND", "SDTIGVER", "SDTMVER", "SSTDTC"}
    assert by_sponsor == {f"IT.TS.TSVAL.{code}" for code in conducted}
    assert origins["IT.TS.TSVAL.PLANSUB"] == ["Protocol"]


def test_each_step_of_records_says_what_it_does():
    """A sentence that names a parameter which is not used is left out: it is never the only one."""
    findings = Findings()
    plan = make_plan(SHIPPED, discover(operation_packages(), SHIPPED / "methods.py", findings), findings)
    words = Words(plan)
    silent = [
        (name, step.operation.name)
        for name, steps in plan.steps.items()
        for step in steps
        if step.operation and not words.rule(step.operation, words.step_arguments(step))
    ]
    assert silent == []


def test_a_rule_of_a_where_or_of_a_table_stands_there_as_it_runs(built):
    root = etree.fromstring((built / "adam" / "define.xml").read_bytes())
    known = {name for _, name in dict(discover(operation_packages()).items())}
    code = {e.getparent().get("OID"): yaml.safe_load(e.text) for e in root.iter("{*}FormalExpression")}
    for written in code.values():
        for each in written if isinstance(written, list) else [{written["derived"]: written}]:
            assert next(iter(each)) in known
    assert code["MT.ADSL.BECOG"] == {
        "derived": "last_value",
        "with": {"value": "RS.RSSTRESN", "order": "RS.RSSEQ"},
        "where": {"RSTESTCD": "ECOG101", "RSLOBXFL": "Y"},
    }
