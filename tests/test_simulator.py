"""The simulated exports: reproducible, of the shape that crf.yaml promises.

Every course of disease and all the mess are in them.
"""

import csv
import re
import sys
from collections import Counter
from datetime import date
from pathlib import Path

import openpyxl
import pytest
import yaml
from support import read_findings

import onespec

ROOT = Path(__file__).parents[1]
STUDY = "ChiCTR2600126870"
RAW = ROOT / "raw_samples" / STUDY
SPEC = ROOT / "specs" / STUDY
DATA_CUT = "2027-10-31"
AFTER_THE_CUT = "01034"  # documented in the README of the raw samples
WIDE = str.maketrans("０１２３４５６７８９", "0123456789")

sys.path.insert(0, str(RAW))

from simulate import simulate  # noqa: E402
from simulation import answers, faults, recist, study, truth  # noqa: E402
from simulation.outcomes import OUTCOMES, read_scans  # noqa: E402


def load(name: str):
    return yaml.load((SPEC / name).read_text(encoding="utf-8"), Loader=yaml.BaseLoader)


def forms() -> dict[str, dict]:
    """The forms of the contract, each with what it shares with others; those of one file as the first of them."""
    contract = load("crf.yaml")
    shared = contract["shared"]
    out: dict[str, dict] = {}
    for name, form in contract["forms"].items():
        fields = {f: shared[f] for f in form.get("takes", ())} | form["fields"]
        first = next((n for n, other in out.items() if other["file"] == form["file"]), name)
        known = out.get(first, contract["every_form"] | form | {"fields": {}})
        out[first] = known | {"fields": fields | known["fields"]}
    return out


CRF, CODELISTS = forms(), onespec.open(SPEC).plan().study.codelists
with open(RAW / "truth" / "faults.csv", encoding="utf-8") as file:
    FAULTS = list(csv.DictReader(file))


def planted(finding: str) -> set[tuple[str, str, str]]:
    """Subject, field and value of the faults that the simulator planted for a finding."""
    return {(f["SUBJID"], f["FIELD"], f["VALUE"]) for f in FAULTS if f["FINDING"] == finding}


def read_form(name: str, folder: Path = RAW / "export") -> list[list[str]]:
    """All rows of an export, the header first, every cell as text."""
    form = CRF[name]
    if form["file"].endswith(".xlsx"):
        sheet = openpyxl.load_workbook(folder / form["file"], read_only=True)[form["sheet"]]
        return [["" if cell is None else str(cell) for cell in row] for row in sheet.iter_rows(values_only=True)]
    with open(folder / form["file"], encoding=form["encoding"], newline="") as file:
        return list(csv.reader(file))


def records(name: str) -> list[dict]:
    header, *rows = read_form(name)
    return [dict(zip(header, row, strict=True)) for row in rows if any(row)]


def code_term(codelist: str, answer: str) -> str | None:
    said = answer.strip().translate(WIDE).upper()
    for term, body in CODELISTS[codelist].terms.items():
        if said in {term.upper(), *(raw.upper() for raw in body.raw)}:
            return term
    return None


def iso_date(text: str) -> str:
    """The known part of a date in any of the three styles."""
    text = text.strip().translate(WIDE)
    if match := re.fullmatch(r"(UN|\d\d)(UNK|[A-Z]{3})(\d{4})", text):
        months = ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"]
        day, month, year = match.groups()
        text = f"{year}-{months.index(month) + 1:02d}-{day}" if month != "UNK" else year
    elif match := re.fullmatch(r"(\d{4})/(\d{1,2})/(\d{1,2})", text):
        text = "-".join(f"{int(part):02d}" for part in match.groups())
    assert re.fullmatch(r"\d{4}(-\d\d|-UN)?(-\d\d|-UN)?", text), text
    return text.split("-UN")[0]


@pytest.fixture(scope="module")
def fresh(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("fresh")
    simulate(folder / "export", folder / "truth", 35, 2600126870)
    return folder


def files(folder: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for part in ("export", "truth")
        for path in sorted((folder / part).iterdir())
    }


def test_same_command_gives_same_bytes(fresh, tmp_path):
    simulate(tmp_path / "export", tmp_path / "truth", 35, 2600126870)
    assert files(tmp_path) == files(fresh)


def test_committed_export_is_a_fresh_run(fresh):
    assert files(RAW) == files(fresh)


def test_another_size_is_the_same_study(tmp_path):
    simulate(tmp_path / "export", tmp_path / "truth", 140, 1)
    rows = list(csv.DictReader(open(tmp_path / "truth" / "truth.csv", encoding="utf-8")))
    assert [row["TREATED"] for row in rows].count("Y") == 4 * 29
    assert len({row["SUBJID"] for row in rows}) == 140


def test_readme_says_simulated_on_its_first_line():
    assert "simulated" in (RAW / "README.md").read_text(encoding="utf-8").splitlines()[0]


# --- the contract ---------------------------------------------------------------------------------------------


def test_files_are_those_of_the_contract():
    assert {path.name for path in (RAW / "export").iterdir()} == {form["file"] for form in CRF.values()}


@pytest.mark.parametrize("name", CRF)
def test_columns_are_those_of_the_contract(name):
    assert sorted(read_form(name)[0]) == sorted(field for field, _ in columns(CRF[name]))


UNREADABLE = planted("RAW-DATE") | planted("RAW-NUMBER") | planted("RAW-RANGE")


@pytest.mark.parametrize("name", CRF)
def test_codes_numbers_and_dates_are_readable(name):
    fields = CRF[name]["fields"]
    for row in records(name):
        for field, text in row.items():
            body, text = fields[field], text.strip().translate(WIDE)
            if not text or (row[CRF[name]["subject"]].strip(), field, text) in UNREADABLE:
                continue
            if body["type"] == "code" and body.get("unknown") != "query":
                assert code_term(body["codelist"], text), (name, field, text)
            elif body["type"] == "number":
                assert float(body.get("min", "-inf")) <= float(text) <= float(body.get("max", "inf")), (
                    name,
                    field,
                    text,
                )
            elif body["type"] == "result" and not re.fullmatch(r"[<>]?\d+(\.\d+)?", text):
                assert code_term(body["codelist"], text), (name, field, text)
            elif body["type"] == "date":
                assert iso_date(text)
            elif body["type"] == "time":
                assert re.fullmatch(r"[0-2]\d:[0-5]\d", text)


@pytest.mark.parametrize("name", CRF)
def test_keys_are_unique_and_subjects_registered(name):
    fields, register = CRF[name]["fields"], {row["SUBJID"].strip() for row in records("demography")}
    seen = set()
    unknown, twice = planted("RAW-SUBJECT"), planted("RAW-DUPLICATE")
    for row in records(name):
        subject = row[CRF[name]["subject"]].strip()
        assert subject in register or (subject, CRF[name]["subject"], subject) in unknown
        key = tuple(_key_part(fields[field], row[field]) for field in CRF[name]["key"])
        assert key not in seen or any((subject, field, row[field]) in twice for field in row), (name, key)
        seen.add(key)


def _key_part(body: dict, text: str) -> str:
    if body["type"] == "code":
        return code_term(body["codelist"], text)
    if any(text == value for _, _, value in UNREADABLE):
        return text
    return iso_date(text) if body["type"] == "date" and text.strip() else text.strip().translate(WIDE)


@pytest.mark.parametrize("codelist", answers.CODELISTS)
def test_study_knows_every_answer_of_the_clerks(codelist):
    listed = ("UNIT", "DOSEUNIT") if codelist == "UNIT" else (codelist,)  # the dosing pages have units of their own
    for term, said in answers.CODELISTS[codelist].items():
        for answer in said:
            known = next(filter(None, (code_term(c, answer) for c in listed)), None)
            assert not answer or known
            if isinstance(term, str) and answer:
                assert known == term


def test_planned_assessments_are_those_of_the_study():
    with open(SPEC / "tables" / "tumour_schedule.csv", encoding="utf-8") as file:
        rows = [(row["VISIT"], int(row["DAY"]), int(row["WINDOW"])) for row in csv.DictReader(file)]
    assert rows == list(study.SCHEDULE)


def test_laboratory_tables_cover_the_exports():
    with open(SPEC / "tables" / "lb_tests.csv", encoding="utf-8") as file:
        tests = {(row["FORM"], row["FIELD"]): row["LBTESTCD"] for row in csv.DictReader(file)}
    with open(SPEC / "tables" / "lb_ranges.csv", encoding="utf-8") as file:
        ranges = {(row["LAB"], row["LBTESTCD"]) for row in csv.DictReader(file)}
    for name, form in CRF.items():
        for field, body in form["fields"].items():
            if body["type"] == "result" and name not in ("local_lab", "virology"):
                assert (name, field) in tests
    assert {("local_lab", row["项目"].strip()) for row in records("local_lab")} <= set(tests)
    assert ranges == {(lab, test) for lab in CODELISTS["LAB"].terms for test in tests.values()}


def columns(form):
    """The fields of a form that are columns of its file."""
    return [(name, body) for name, body in form["fields"].items() if "cut_of" not in body]


def test_no_date_after_the_cut_but_for_the_documented_subject():
    late = set()
    for name, form in CRF.items():
        for row in records(name):
            for field, body in columns(form):
                stamp = body["type"] == "date" or field in ("ENTRYTS", "录入时间")
                if (row[form["subject"]].strip(), field, row[field]) in UNREADABLE | planted(""):
                    continue  # impossible dates, and the dose that straddles the cut
                if stamp and row[field].strip() and iso_date(row[field].split()[0]) > DATA_CUT:
                    late.add((row[form["subject"]].strip(), name))
    forms = {"visits", "target_lesions", "nontarget_lesions", "response", "end_of_treatment", "end_of_study", "death"}
    assert {subject for subject, _ in late} == {AFTER_THE_CUT}
    assert {name for _, name in late} <= forms


# --- the mess -------------------------------------------------------------------------------------------------


def cells(*types: str) -> list[str]:
    return [
        row[field]
        for name, form in CRF.items()
        for row in records(name)
        for field, body in form["fields"].items()
        if body["type"] in types
    ]


@pytest.mark.parametrize(
    "pattern",
    [
        r"\d{4}-\d\d-\d\d",
        r"\d\d[A-Z]{3}\d{4}",
        r"\d{4}/\d{1,2}/\d{1,2}",
        r"\d{4}-UN-UN",
        r"\d{4}-\d\d-UN",
        r"UN[A-Z]{3}\d{4}",
        r"UNUNK\d{4}",
    ],
)
def test_dates_come_in_every_form(pattern):
    assert any(re.fullmatch(pattern, text) for text in cells("date"))


@pytest.mark.parametrize("result", ["<0.5", ">1000", "阴性", "2+", "ND", "±"])
def test_results_that_are_no_numbers(result):
    assert result in cells("result")


@pytest.mark.parametrize(
    "answer",
    [
        "男",
        "女",
        "是",
        "否",
        "CR",
        "PR",
        "SD",
        "PD",
        "完全缓解",
        "部分缓解",
        "疾病稳定",
        "疾病进展",
        "无法评价",
        "非CR/非PD",
    ],
)
def test_answers_in_chinese_and_in_english(answer):
    assert answer in cells("code")


def test_blank_rows_trailing_blanks_and_full_width_digits():
    everything = [read_form(name) for name in CRF]
    assert any(not any(row) for rows in everything for row in rows)
    assert any(cell and any(row) and cell != cell.rstrip() for rows in everything for row in rows for cell in row)
    assert any(re.search("[０-９]", cell) for cell in cells("code", "date", "result", "number"))


def test_wrong_site_once():
    wrong = [
        (name, row[field])
        for name, form in CRF.items()
        for row in records(name)
        for field, body in form["fields"].items()
        if body.get("repeats") == "SITEID" and row[field].strip() != "01"
    ]
    assert wrong == [("local_lab", "02")]


def test_a_unit_changes_between_laboratories():
    creatinine = {True: [], False: []}
    for row in records("chemistry"):
        if row["CREA"].strip():
            creatinine[code_term("LAB", row["LABNAM"]) == "OUTSIDE LABORATORY"].append(float(row["CREA"]))
    assert max(creatinine[True]) < 5 < 30 < min(creatinine[False])


def test_repeated_and_unscheduled_visits():
    seen = [(row["受试者编号"].strip(), code_term("VISIT", row["访视"])) for row in records("haematology")]
    assert len(set(seen)) < len(seen)
    assert any(code_term("VISIT", row["VISIT"]).startswith("UNSCHEDULED") for row in records("response"))
    assert any(code_term("VISIT", row["访视"]).startswith("UNSCHEDULED") for row in records("local_lab"))
    assert any(code_term("NY", row["VISDONE"]) == "N" for row in records("visits"))


# --- the export as it was on a day ----------------------------------------------------------------------------

DAY = date(2026, 12, 31)


@pytest.fixture(scope="module")
def earlier(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("earlier")
    simulate(folder / "export", folder / "truth", 35, 2600126870, DAY)
    return folder


def known(name: str, folder: Path) -> list[dict]:
    header, *rows = read_form(name, folder / "export")
    return [dict(zip(header, row, strict=True)) for row in rows if any(row)]


def test_the_last_day_gives_the_whole_export(fresh, tmp_path):
    simulate(tmp_path / "export", tmp_path / "truth", 35, 2600126870, date(2027, 12, 31))
    truth = {"truth/truth.csv", "truth/corrections.csv"}  # of the whole course; of an earlier day
    one, other = ({n: b for n, b in files(folder).items() if n not in truth} for folder in (fresh, tmp_path))
    assert one == other


def test_an_earlier_day_knows_no_later_date(earlier):
    impossible = {value for _, _, value in UNREADABLE}
    for name, form in CRF.items():
        for row in known(name, earlier):
            for field, body in columns(form):
                text = row[field].strip()
                if text and text not in impossible and (body["type"] == "date" or field in ("ENTRYTS", "录入时间")):
                    assert iso_date(text.split()[0]) <= str(DAY), (name, field, text)


def test_an_earlier_day_has_the_subjects_and_rows_of_then(earlier):
    for name in ("demography", "visits"):
        wanted = [row for row in records(name) if row["ENTRYTS"] < "2027"]
        assert known(name, earlier) == wanted
    assert (len(known("demography", earlier)), len(records("demography"))) == (31, 35)
    assert not (earlier / "truth" / "truth.csv").exists()


def test_what_was_not_over_on_an_earlier_day_is_open(earlier):
    later = {(r["SUBJID"].strip(), r["AESPID"].strip()): r for r in records("ae")}
    open_then = 0
    for row in known("ae", earlier):
        end = later[row["SUBJID"].strip(), row["AESPID"].strip()]["AEENDAT"].strip()
        if end and len(iso_date(end)) == 10 and iso_date(end) > str(DAY):
            open_then += 1
            assert (row["AEENDAT"], code("NY", row, "AEONGO"), row["AEOUT"]) == ("", "Y", "未恢复")
    assert open_then == 6


# --- faults that the build must find --------------------------------------------------------------------------


# The cell of this fault is asked about by two checks, as one query under the rule of the first.
TOGETHER = {"a result that is not plausible": ("CHECK-EXIST", "EC-LB-02, EC-LB-01")}  # it is of grade 4, too


def asked_of(built):
    """What sites and the coder are asked."""
    return [f for name in ("queries", "coding") for f in read_findings(built / "reports" / f"{name}.csv")]


def test_each_planted_fault_is_found_by_exactly_its_finding(built):
    """The queries about the row of a fault are those of its finding; a right value has none."""
    asked = asked_of(built)
    found = {
        (fault["FAULT"], fault["FILE"], fault["ROW"]): [
            (f.rule, f.subject) for f in asked if (f.file, str(f.row)) == (fault["FILE"], fault["ROW"])
        ]
        for fault in FAULTS
    }
    rules = {f["FAULT"]: TOGETHER.get(f["FAULT"], (f["FINDING"],))[0] for f in FAULTS}
    assert found == {
        (f["FAULT"], f["FILE"], f["ROW"]): [(rules[f["FAULT"]], f["SUBJID"])] if f["FINDING"] else [] for f in FAULTS
    }
    assert [f.check for f in asked if f.check in [checks for _, checks in TOGETHER.values()]] == ["EC-LB-02, EC-LB-01"]


def test_every_kind_of_fault_is_planted_and_nothing_else_has_its_finding(built):
    """Each defence is seen at work; what the rules ask besides is what the README of the raw samples tells."""
    assert {f["FAULT"] for f in FAULTS} == {fault.name for fault in faults.FAULTS}
    rules = Counter(f.rule for f in asked_of(built))
    wanted = Counter(f["FINDING"] for f in FAULTS if f["FINDING"])
    besides = {"CHECK-EXIST": 5, "CHECK-CONTRADICTION": 2}  # subjects 01019 and 01033
    besides["CHECK-AFTER"] = (
        3  # 01017 was treated, and responded, beyond progression; 01011 is stable after a complete response
    )
    besides |= {"CHECK-EXIST": 6, "CHECK-PLAUSIBLE": -1}  # TOGETHER
    assert {rule: rules[rule] - besides.get(rule, 0) for rule in wanted} == wanted


def test_faults_leave_all_other_cells_as_they_are(fresh, tmp_path, monkeypatch):
    monkeypatch.setattr("simulation.faults.FAULTS", ())
    simulate(tmp_path / "export", tmp_path / "truth", 35, 2600126870)
    for name, form in CRF.items():
        if form["file"].endswith(".csv") and name not in (
            "ecog",
            "reconsent",
            "haematology",
            "deviations",
        ):  # a row more or less
            before, after = read_form(name, tmp_path / "export"), read_form(name, fresh / "export")
            changed = [
                (n, before[0][column])
                for n, rows in enumerate(zip(before, after, strict=True))
                for column, pair in enumerate(zip(*rows, strict=True))
                if pair[0] != pair[1]
            ]
            told = {int(f["ROW"]) for f in FAULTS if f["FILE"] == form["file"]}
            assert {n for n, _ in changed} == told - {f_row for f_row in told if name == "oxaliplatin"}
    before, after = ((folder / "truth" / "truth.csv").read_text().splitlines() for folder in (tmp_path, fresh))
    assert before == after  # a dose that ends after the cut lasts to the cut, as one that ends on it


# --- examinations and links -----------------------------------------------------------------------------------


def code(codelist: str, row: dict, field: str) -> str | None:
    return code_term(codelist, row[field]) if row[field].strip() else None


def number(text: str) -> float:
    return float(text.strip().translate(WIDE))


def first_doses() -> dict[str, str]:
    return {
        row["SUBJID"]: row["TRTSDT"]
        for row in csv.DictReader(open(RAW / "truth" / "truth.csv", encoding="utf-8"))
        if row["TRTSDT"]
    }


def test_examinations_leave_the_other_forms_as_they_are(fresh, tmp_path, monkeypatch):
    monkeypatch.setattr("simulate.write_examinations", lambda clerk: None)
    simulate(tmp_path / "export", tmp_path / "truth", 35, 2600126870)
    changed = {path for path, content in files(fresh).items() if files(tmp_path)[path] != content}
    assert changed == {"export/ecg.csv", "export/pregnancy.csv", "export/virology.csv"}


def test_deviations_leave_the_other_forms_as_they_are(fresh, tmp_path, monkeypatch):
    monkeypatch.setattr("simulate.write_deviations", lambda clerk, filled: None)
    simulate(tmp_path / "export", tmp_path / "truth", 35, 2600126870)
    assert {path for path, content in files(fresh).items() if files(tmp_path)[path] != content} == {
        "export/deviations.csv"
    }


def test_qtcf_is_that_of_fridericia_and_within_the_limit_at_screening():
    sex = {row["SUBJID"].strip(): code("SEX", row, "SEX") for row in records("demography")}
    done = [row for row in records("ecg") if row["QTCF"].strip()]
    for row in done:
        assert abs(number(row["QT"]) / (60 / number(row["HR"])) ** (1 / 3) - number(row["QTCF"])) < 1
    screened = {
        row["SUBJID"].strip(): number(row["QTCF"]) for row in done if code_term("VISIT", row["VISIT"]) == "SCREENING"
    }
    assert screened.keys() == sex.keys()
    assert all(value <= (450 if sex[subject] == "M" else 470) for subject, value in screened.items())
    assert {code("NY", row, "EGYN") for row in records("ecg") if row["EGREAS"].strip()} == {"N"}
    assert {row["EGINTP"].strip() for row in done} >= {"正常", "异常无临床意义", "异常有临床意义"}


def test_women_who_can_bear_children_are_tested_within_a_week_of_treatment():
    women = {row["SUBJID"].strip() for row in records("demography") if code("SEX", row, "SEX") == "F"}
    assert {row["SUBJID"].strip() for row in records("pregnancy")} == women
    latest = {row["SUBJID"].strip(): iso_date(row["HCGDAT"]) for row in records("pregnancy") if row["HCG"].strip()}
    assert {row["HCG"].strip() for row in records("pregnancy")} == {"", "阴性", "NEGATIVE", "ND"}
    starts = first_doses()
    for row in records("pregnancy"):
        assert bool(row["HCG"].strip()) == bool(row["HCGDAT"].strip()) != bool(row["HCGREAS"].strip())
    for subject, day in latest.items():
        assert subject not in starts or 0 <= (date.fromisoformat(starts[subject]) - date.fromisoformat(day)).days <= 7


def test_virology_agrees_with_the_history_of_hepatitis():
    history = {
        row["受试者编号"].strip(): (code("NY", row, "乙型肝炎"), code("NY", row, "丙型肝炎"))
        for row in records("history")
    }
    found = {
        row["受试者编号"].strip(): (row["乙肝表面抗原"], row["丙肝抗体"])
        for row in records("virology")
        if row["乙肝表面抗原"].strip()
    }
    assert {
        subject: tuple("Y" if code_term("PRESENCE", answer) == "POSITIVE" else "N" for answer in pair)
        for subject, pair in found.items()
    } == history
    assert {"<20", "未检出"} < {row["乙肝病毒DNA"].strip() for row in records("virology")}


def test_links_to_adverse_events():
    events = {(row["SUBJID"].strip(), row["AESPID"].strip()): row for row in records("ae")}
    links = [(row["SUBJID"].strip(), row["CMAENO"], row) for row in records("conmeds") if row["CMAENO"]]
    assert [number for subject, number, _ in links if (subject, number) not in events] == ["99"]
    for subject, number_, row in links:
        assert number_ == "99" or row["CMINDC"].strip() in events[subject, number_]["AETERM"]
    stopped = [row for row in records("end_of_treatment") if row["EOTAENO"]]
    assert (
        stopped
        == [row for row in records("end_of_treatment") if code("NCOMPLT", row, "EOTREAS") == "ADVERSE EVENT"]
        != []
    )
    for row in stopped:
        assert code("ACN", events[row["SUBJID"].strip(), row["EOTAENO"]], "AEACNBEV") == "DRUG WITHDRAWN"


# --- the truth ------------------------------------------------------------------------------------------------

TRUTH = list(csv.DictReader(open(RAW / "truth" / "truth.csv", encoding="utf-8")))

# By hand, from the scripts: best response unconfirmed and confirmed, CNSR and rule of PFS, CNSR of OS, DOR and TTR.
EXPECTED = {
    "CR confirmed, PD by new lesion": "CR CR 0 4 0 0 0",
    "CR confirmed across NE, node in the sum, on treatment at cut": "CR CR 1 5 1 1 0",
    "CR not confirmed, PD by regrowth": "CR SD 0 4 0 - 1",
    "PR confirmed, PD by target lesions": "PR PR 0 4 0 0 0",
    "PR confirmed across NE, lost to follow-up": "PR PR 1 5 1 1 0",
    "PR not confirmed, falls to SD": "PR SD 0 4 0 - 1",
    "PR not confirmed, too early for SD, PD": "PR PD 0 4 0 - 1",
    "PR not confirmed, too early for SD, NE": "PR NE 1 5 1 - 1",
    "PR broken by SD of the same day, PR confirmed later, PD by non-target lesion": "PR PR 0 4 0 0 0",
    "CR not confirmed, investigator differs, PD": "CR SD 0 4 0 - 1",
    "SD with an incomplete date, PD by target lesions": "SD SD 0 4 0 - 1",
    "SD, PD by non-target lesion after an equivocal new lesion": "SD SD 0 4 0 - 1",
    "SD, investigator differs, PD by new lesion": "SD SD 0 4 1 - 1",
    "PD at first assessment by new lesion": "PD PD 0 4 0 - 1",
    "PD at first assessment by target lesions, treated beyond it": "PD PD 0 4 1 - 1",
    "NON-CR/NON-PD, PD by non-target lesion": "NON-CR/NON-PD NON-CR/NON-PD 0 4 0 - 1",
    "NE only": "NE NE 3 5 1 - 3",
    "SD too early, withdrawn": "NE NE 1 5 1 - 1",
    "PD after two missed assessments": "SD SD 4 3 0 - 1",
    "PD after one missed assessment": "SD SD 0 4 0 - 1",
    "Death after two missed assessments": "SD SD 4 3 0 - 1",
    "New therapy before progression": "SD SD 2 2 1 - 1",
    "New therapy on the day of progression": "SD SD 0 4 1 - 1",
    "Death without progression": "PR PR 0 4 0 0 0",
    "SD, on treatment at cut": "SD SD 1 5 1 - 1",
    "Never assessed, early death": "MISSING MISSING 0 4 0 - 3",
    "Never assessed, lost to follow-up": "MISSING MISSING 3 1 1 - 3",
    "No baseline assessment, late death": "MISSING MISSING 5 1 0 - 5",
    "PD and death after the data cut": "SD SD 1 5 1 - 1",
}


def test_every_course_of_disease_is_there():
    assert set(EXPECTED) == {outcome.name for outcome in OUTCOMES}
    shown = ("BOR", "CBOR", "PFSCNSR", "PFSRULE", "OSCNSR", "DORCNSR", "TTRCNSR")
    found = {row["OUTCOME"]: " ".join(row[column] or "-" for column in shown) for row in TRUTH if row["TREATED"] == "Y"}
    assert found == EXPECTED


def test_truth_rows_are_complete():
    assert [row["SUBJID"] for row in TRUTH] == [row["SUBJID"].strip() for row in records("demography")]
    assert [row["SCRNFAIL"] for row in TRUTH].count("Y") == 6
    for row in TRUTH:
        if row["TREATED"] == "N":
            assert not any(
                value for column, value in row.items() if column not in ("SUBJID", "TREATED", "SCRNFAIL", "OUTCOME")
            )
            continue
        for column in (
            "TRTSDT",
            "BOR",
            "CBOR",
            "LSTALVDT",
            "PFSDT",
            "PFS",
            "PFSCNSR",
            "PFSRULE",
            "OSDT",
            "OS",
            "OSCNSR",
            "TTRDT",
            "TTR",
            "TTRCNSR",
        ):
            assert row[column], (row["SUBJID"], column)
        assert bool(row["CRSPDT"]) == bool(row["DORDT"]) == (row["CBOR"] in ("CR", "PR"))
        assert all(row[column] <= DATA_CUT for column in row if column.endswith("DT"))
        assert (
            (date.fromisoformat(row["PFSDT"]) - date.fromisoformat(row["TRTSDT"])).days + 1
            == int(row["PFS"])
            <= int(row["OS"])
        )
        assert not row["DTHDT"] or row["LSTALVDT"] <= row["DTHDT"]


def test_first_dose_and_death_agree_with_the_exports():
    starts: dict[str, list[str]] = {}
    for form, field in (("oxaliplatin", "OXSTDAT"), ("capecitabine", "CAPSTDAT"), ("bevacizumab", "BEVSTDAT")):
        for row in records(form):
            if row[field].strip():
                starts.setdefault(row["SUBJID"].strip(), []).append(iso_date(row[field]))
    deaths = {row["SUBJID"].strip(): row["DTHDAT"].strip() for row in records("death")}
    for row in TRUTH:
        assert row["TRTSDT"] == min(starts.get(row["SUBJID"], [""]))
        assert row["DTHDT"] == ("" if deaths.get(row["SUBJID"], "9") > DATA_CUT else deaths[row["SUBJID"]])


FIRST = date(2026, 1, 1)


def reading(text: str, therapy: int | None = None, death: int | None = None, baseline: bool = True) -> truth.Reading:
    """'43:PR 85:CR' as assessments on these days of treatment; therapy and death on theirs."""
    words = [word.split(":") for word in text.split()]
    responses = [(study.add_days(FIRST, int(day) - 1), response) for day, response in words]
    after = [study.add_days(FIRST, day - 1) if day else None for day in (therapy, death)]
    return truth.Reading(FIRST, responses, *after, baseline, bool(responses))


@pytest.mark.parametrize(
    "responses, day, kind",
    [
        ("43:PR 85:PR", 43, "PR"),
        ("43:PR 70:PR", None, ""),  # 27 days
        ("43:PR 71:PR", 43, "PR"),  # 28 days
        ("43:PR 60:PR 85:PR", 43, "PR"),
        ("43:PR 85:NE 127:PR", 43, "PR"),
        ("43:PR 85:NE 127:NE 169:PR", None, ""),
        ("43:PR 85:SD 127:PR 169:PR", 127, "PR"),
        ("43:PR 85:CR 127:CR", 43, "CR"),
        ("43:PR 60:CR 85:PR", None, ""),  # PR after CR
        ("43:PR 85:CR 127:PR", 43, "PR"),  # confirmed by the CR, before the PR after it
        ("43:CR 85:PR 127:PR", 85, "PR"),
        ("43:CR 85:NE 127:CR", 43, "CR"),
        ("43:CR 60:PR 85:CR", None, ""),  # the PR is followed by the CR less than 28 days later
        ("43:CR 85:PD", None, ""),
    ],
)
def test_confirmed_response(responses, day, kind):
    expected = study.add_days(FIRST, day - 1) if day else None
    assert truth.confirmed_response(reading(responses).responses) == (expected, kind)


@pytest.mark.parametrize(
    "responses, best",
    [
        ("43:SD", "SD"),
        ("42:SD", "NE"),
        ("42:SD 85:PD", "PD"),
        ("42:PR 60:SD", "SD"),
        ("43:NON-CR/NON-PD", "NON-CR/NON-PD"),
        ("42:NON-CR/NON-PD", "NE"),
        ("43:NE 85:PD", "PD"),
        ("43:NE", "NE"),
        ("", "MISSING"),
    ],
)
def test_best_response_without_confirmed_response(responses, best):
    assert truth.confirmed_best_response(reading(responses), "") == best


@pytest.mark.parametrize(
    "responses, therapy, death, day, cnsr, rule",
    [
        ("43:SD 85:PD", None, None, 85, 0, 4),
        ("43:SD 85:PD", 85, None, 85, 0, 4),
        ("43:SD", 60, 90, 43, 2, 2),
        ("43:NE", 60, None, 1, 2, 2),  # assessed, but not adequately before new therapy
        ("43:NE", None, None, 1, 3, 5),
        ("43:NE", None, 93, 1, 3, 3),
        ("", 60, None, 1, 3, 1),  # never assessed
        ("", 60, 92, 1, 2, 2),  # died within two assessments
        ("43:SD", None, 134, 43 + 91, 0, 4),  # the window of week 18 ends on day 134, not before it
        ("43:SD", None, 135, 43, 4, 3),
        ("", None, 92, 92, 0, 4),
        ("", None, 93, 1, 3, 1),
        ("43:SD 85:NE", None, None, 43, 1, 5),
    ],
)
def test_progression_free_survival(responses, therapy, death, day, cnsr, rule):
    assert truth.pfs(reading(responses, therapy, death)) == (study.add_days(FIRST, day - 1), cnsr, rule)


@pytest.mark.parametrize(
    "sizes, baseline, nadir, complete, response",
    [
        ([(False, "ABSENT", None), (True, "MEASURED", 90)], 600, 300, False, "CR"),
        ([(False, "ABSENT", None), (True, "MEASURED", 100)], 600, 300, False, "PR"),
        ([(False, "MEASURED", 420)], 600, 420, False, "PR"),
        ([(False, "MEASURED", 430)], 600, 420, False, "SD"),
        ([(False, "MEASURED", 480)], 600, 400, False, "PD"),
        ([(False, "MEASURED", 240)], 600, 200, False, "PR"),  # 20%, but 4 mm
        ([(False, "MEASURED", 40)], 600, 0, False, "PR"),  # nadir 0 without a complete response: 5 mm
        ([(False, "MEASURED", 50)], 600, 0, False, "PD"),
        ([(False, "MEASURED", 40)], 600, 0, True, "PD"),  # any regrowth after a complete response
        ([(True, "MEASURED", 90), (False, "ABSENT", None)], 600, 80, True, "CR"),
        ([(True, "MEASURED", 100), (False, "ABSENT", None)], 600, 90, True, "PD"),
        ([(False, "MEASURED", 480), (False, "NOT ASSESSED", None)], 600, 400, False, "PD"),
        ([(False, "MEASURED", 300), (False, "NOT ASSESSED", None)], 600, 400, False, "NE"),
    ],
)
def test_target_response(sizes, baseline, nadir, complete, response):
    assert recist.target_response(sizes, baseline, nadir, complete) == response


def test_progression_free_survival_without_a_baseline():
    assert truth.pfs(reading("", None, 93, baseline=False)) == (FIRST, 5, 1)


def test_script_that_the_notation_does_not_know():
    with pytest.raises(ValueError, match="'62x' is not of the notation"):
        read_scans("80 62x")
