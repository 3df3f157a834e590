"""The review of a drafted study: a list of its guesses goes out, and comes back filled."""

from __future__ import annotations

import json
from pathlib import Path

import openpyxl
import pytest
from support import OTHER, StudyCopy

import onespec
from onespec.cli.main import main
from onespec.review import HEAD

AE = "spec/sdtm/ae.yaml"
GUESSED = (
    "AESPID:  {collected: events.NO}",
    "AETERM:  {collected: events.EVENT}",
    "AESER:   {collected: events.SERIOUS}",
)


@pytest.fixture
def drafted(other) -> StudyCopy:
    for text in GUESSED:
        other.replace(AE, text, f"{text}  # guessed: the name fits")
    return other


def written(study: StudyCopy) -> Path:
    file = study.folder / "guesses.xlsx"
    assert main(["review", "--study", str(study.spec), "--output", str(file)]) == 0
    return file


def fill(file: Path, *answers: tuple[str, ...]) -> None:
    """``accepted``, ``by`` and ``comment`` of the rows, from the first guess on."""
    book = openpyxl.load_workbook(file)
    for row, answer in enumerate(answers, 2):
        for column, value in enumerate(answer, 5):
            book["Guesses"].cell(row, column).value = value
    book.save(file)


def read(study: StudyCopy, file: Path, *more: str) -> int:
    return main(["review", "--study", str(study.spec), "--read", str(file), *more])


def test_the_list_holds_each_guess_with_its_place_and_evidence(drafted, capsys):
    file = written(drafted)
    assert capsys.readouterr().out.startswith(f"3 guesses in {file}. Write yes or no under 'accepted'")
    rows = list(openpyxl.load_workbook(file)["Guesses"].iter_rows(values_only=True))
    assert rows[:2] == [HEAD, ("sdtm/ae.yaml", 10, GUESSED[0], "the name fits", None, None, None)]
    assert onespec.open(drafted.spec).write_review(file.with_name("again.xlsx")).guesses == 3
    assert file.read_bytes() == file.with_name("again.xlsx").read_bytes()


def test_an_accepted_guess_loses_its_mark_and_no_other_byte_changes(drafted, capsys):
    path = drafted.folder / AE
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    before = path.read_bytes()
    file = written(drafted)
    fill(file, ("yes", "J. Doe"), ("", ""), ("No", "J. Doe", "it is another field"))
    capsys.readouterr()
    assert read(drafted, file) == 0
    mark = GUESSED[0].encode() + b"  # "
    after = before.replace(mark + b"guessed: the", mark + b"accepted by J. Doe: the")
    assert path.read_bytes() == after != before
    assert capsys.readouterr().out == (
        "QUERY GUESS-REJECTED  sdtm/ae.yaml:14: J. Doe rejects the guess 'AESER:   {collected: events.SERIOUS}': "
        "it is another field. Fix: Correct the line, and remove its '# guessed:'.\n"
        "1 accepted, 1 rejected, 1 open. 'onespec check' reads them anew.\n"
    )
    fill(file, ("yes", "J. Doe"), ("yes", "A. Roe"), ("no", "J. Doe"))  # the same list, filled further
    assert read(drafted, file, "--json") == 0
    told = json.loads(capsys.readouterr().out)
    assert [g["said"] for g in told["accepted"]] == [GUESSED[1]]
    assert (told["open"], [f["rule"] for f in told["findings"]]) == (0, ["GUESS-REJECTED"])


def test_a_guess_on_another_line_is_found_by_its_text(drafted):
    file = written(drafted)
    fill(file, ("yes", "J. Doe"))
    drafted.replace(AE, "dataset: AE\n", "# a comment\ndataset: AE\n")
    assert read(drafted, file) == 0
    assert f"{GUESSED[0]}  # accepted by J. Doe: the name fits" in (drafted.folder / AE).read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (("maybe", "J. Doe"), "GUESS-ANSWER  {file} row 2, accepted: 'maybe' is no answer. Fix: Write yes or no."),
        (("yes", ""), "GUESS-ANSWER  {file} row 2, by: Nobody has signed the answer. Fix: Write who gives it."),
        (('=IF(1,"yes","no")', "J. Doe"), "GUESS-ANSWER  {file} row 2: The cell holds a formula without a result"),
    ],
)
def test_an_answer_that_is_none_stops_all(drafted, capsys, answer, said):
    before, file = (drafted.folder / AE).read_bytes(), written(drafted)
    fill(file, answer, ("yes", "J. Doe"))
    assert read(drafted, file) == 1
    assert said.format(file=file) in capsys.readouterr().err
    assert (drafted.folder / AE).read_bytes() == before


def test_a_list_that_does_not_fit_the_files_is_refused(drafted, capsys):
    file = written(drafted)
    fill(file, ("yes", "J. Doe"), ("yes", "J. Doe"))
    drafted.replace(AE, "{collected: events.EVENT}", "{collected: events.TERM}")
    before = (drafted.folder / AE).read_bytes()
    assert read(drafted, file) == 1
    assert f"GUESS-STALE  {file} row 3: The guess '{GUESSED[1]}' of sdtm/ae.yaml is not there any more." in (
        capsys.readouterr().err
    )
    assert (drafted.folder / AE).read_bytes() == before


def test_guesses_alike_are_told_apart_by_their_lines_alone(drafted, capsys):
    for form in ("enrol", "inhaler"):
        drafted.replace(
            "spec/crf.yaml",
            f"    file: {form}.csv\n    encoding: utf-8\n",
            f"    file: {form}.csv\n    encoding: utf-8  # guessed: ASCII\n",
        )
    file = written(drafted)
    fill(file, ("yes", "J. Doe"))
    drafted.replace("spec/crf.yaml", "forms:\n  enrol:", "# a comment\nforms:\n  enrol:")
    assert read(drafted, file) == 1
    assert "of crf.yaml is not there once, and not on its line." in capsys.readouterr().err


def test_an_answer_is_done_for_one_accepted_guess_alone(drafted, capsys):
    for form in ("enrol", "inhaler"):
        head = f"    file: {form}.csv\n    encoding: utf-8"
        drafted.replace("spec/crf.yaml", f"{head}\n", f"{head}  # guessed: ASCII\n")
    file = written(drafted)
    fill(file, ("yes", "J. Doe"))
    assert read(drafted, file) == 0
    fill(file, ("yes", "J. Doe"), ("yes", "J. Doe"))
    drafted.replace("spec/crf.yaml", "forms:\n  enrol:", "# a comment\nforms:\n  enrol:")
    assert read(drafted, file) == 1  # which of the two rows was accepted cannot be told
    drafted.replace("spec/crf.yaml", "# a comment\n", "")
    assert read(drafted, file) == 0
    assert (drafted.spec / "crf.yaml").read_text(encoding="utf-8").count("# accepted by J. Doe: ASCII") == 2
    fill(file, ("no", "A. Roe"))
    capsys.readouterr()
    assert read(drafted, file) == 1  # an accepted guess is not rejected by a list
    assert "GUESS-STALE" in capsys.readouterr().err


def test_a_mark_inside_a_text_is_no_comment(other, capsys):
    other.replace("spec/crf.yaml", "{en: Enrolment}", '{en: "Enrolment # guessed: x"}')
    file = written(other)
    fill(file, ("yes", "J. Doe"))
    assert read(other, file) == 1
    assert "the mark of a guess stands inside a text" in capsys.readouterr().err


def test_a_filled_list_is_not_replaced_and_another_file_is_no_list(drafted, capsys):
    file = written(drafted)
    assert main(["review", "--study", str(drafted.spec), "--output", str(file)]) == 2
    assert "a list that somebody has filled is not replaced" in capsys.readouterr().err
    for content in (b"no workbook", (OTHER / "raw" / "events.csv").read_bytes()):
        file.write_bytes(content)
        assert read(drafted, file) == 1
        assert "GUESS-ANSWER" in capsys.readouterr().err
    openpyxl.Workbook().save(file)
    assert read(drafted, file) == 1
    assert "it has no sheet 'Guesses'" in capsys.readouterr().err


def test_no_cell_is_a_formula(other):
    other.append("spec/codelists.yaml", '# =1+1 # guessed: =HYPERLINK("x")\n')
    cells = list(openpyxl.load_workbook(written(other))["Guesses"].iter_rows(min_row=2))[0]
    assert [(c.value, c.data_type) for c in cells[2:4]] == [("# =1+1", "s"), ('=HYPERLINK("x")', "s")]
    assert cells[3].quotePrefix
