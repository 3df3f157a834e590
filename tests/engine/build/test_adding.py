"""Documents beside built outputs: put there whole, known by the next build, gone with the data that they describe."""

from __future__ import annotations

import json
import shutil

import pytest
from support import contents

from onespec.engine.build import adding
from onespec.engine.build.adding import add_documents
from onespec.engine.build.freshness import cache_folder
from onespec.engine.build.ownership import CannotBuild
from onespec.engine.disk import sha256

PAGE = {"sdtm/define.html": b"<p>one</p>"}
CHANGE = "raw/events.csv", "oral thrush", "thrush of the mouth"


def record(study):
    return json.loads((study.out / "run.json").read_text())


def test_they_stand_beside_the_outputs_and_in_the_record(other_done):
    before = contents(other_done.out)
    add_documents(other_done.out, PAGE)
    after = contents(other_done.out)
    assert after["sdtm/define.html"] == b"<p>one</p>"
    assert {name for name in before.keys() | after.keys() if before.get(name) != after.get(name)} == {
        "sdtm/define.html",
        "run.json",
    }
    assert record(other_done)["documents"] == {"sdtm/define.html": sha256(other_done.out / "sdtm" / "define.html")}


def test_a_build_with_nothing_to_do_leaves_them(other_done, capsys):
    add_documents(other_done.out, PAGE)
    before = contents(other_done.out)
    capsys.readouterr()
    assert other_done.build() == 0
    assert "Nothing to do" in capsys.readouterr().out
    assert contents(other_done.out) == before


def test_a_build_that_writes_leaves_them_out(other_done):
    add_documents(other_done.out, PAGE)
    other_done.replace(*CHANGE)
    assert other_done.build() == 0
    assert not (other_done.out / "sdtm" / "define.html").exists() and "documents" not in record(other_done)


def test_new_ones_take_the_place_of_those_before(other_done):
    add_documents(other_done.out, PAGE | {"sdtm/acrf.pdf": b"%PDF"})
    add_documents(other_done.out, {"sdtm/define.html": b"<p>two</p>"})
    assert (other_done.out / "sdtm" / "define.html").read_bytes() == b"<p>two</p>"
    assert not (other_done.out / "sdtm" / "acrf.pdf").exists()
    add_documents(other_done.out, {})
    assert "documents" not in record(other_done)


def test_without_what_the_build_remembers_they_are_known_by_the_record(other_done):
    """The cache may be removed: a build makes it again, and takes the folder for its own."""
    add_documents(other_done.out, PAGE)
    shutil.rmtree(cache_folder(other_done.out))
    assert other_done.build() == 0


def test_a_changed_one_is_somebodys_work(other_done, capsys):
    add_documents(other_done.out, PAGE)
    (other_done.out / "sdtm" / "define.html").write_bytes(b"mine")
    other_done.replace(*CHANGE)
    assert other_done.build() == 2
    assert "sdtm/define.html (changed since)" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (lambda path: path.write_bytes(b"mine"), r"sdtm/define.xml \(changed since\)"),
        (lambda path: path.unlink(), r"not as a build has left it \(sdtm/define.xml\). Build again"),
    ],
)
def test_beside_changed_outputs_nothing_is_put(other_done, spoil, said):
    spoil(other_done.out / "sdtm" / "define.xml")
    before = contents(other_done.folder)
    with pytest.raises(CannotBuild, match=said):
        add_documents(other_done.out, PAGE)
    assert contents(other_done.folder) == before


def test_without_a_build_there_is_nothing_to_stand_beside(tmp_path):
    with pytest.raises(CannotBuild, match=r"run\.json.*Build again"):
        add_documents(tmp_path / "out", PAGE)


def test_an_output_is_not_replaced(other_done):
    with pytest.raises(CannotBuild, match="sdtm/define.xml of .* is an output"):
        add_documents(other_done.out, {"sdtm/define.xml": b"other"})


@pytest.mark.parametrize(
    "name", ["../x.pdf", "sdtm/../../../x.pdf", "/x.pdf", "sdtm//x.pdf", "sdtm/./x.pdf", "a\\..\\x"]
)
def test_a_name_that_leads_elsewhere_is_refused(other_done, name):
    """The address of a document in study.yaml may be a stranger's."""
    before = contents(other_done.folder)
    with pytest.raises(CannotBuild, match="is no place within"):
        add_documents(other_done.out, {name: b"x"})
    assert contents(other_done.folder) == before and not (other_done.folder.parent / "x.pdf").exists()


def test_a_file_of_somebody_is_not_removed(other_done):
    (other_done.out / "notes.txt").write_text("mine")
    with pytest.raises(CannotBuild, match=r"notes\.txt"):
        add_documents(other_done.out, PAGE)


def test_killed_after_the_exchange_the_next_build_knows_them(other_done, monkeypatch):
    def killed(out):
        raise KeyboardInterrupt

    monkeypatch.setattr(adding, "settle", killed)
    with pytest.raises(KeyboardInterrupt):
        add_documents(other_done.out, PAGE)
    monkeypatch.undo()
    assert (other_done.out / "sdtm" / "define.html").exists()
    other_done.replace(*CHANGE)
    assert other_done.build() == 0


def test_where_there_are_no_links_files_are_copied(other_done, monkeypatch):
    def refuse(path, to):
        raise OSError

    monkeypatch.setattr(adding.os, "link", refuse)
    add_documents(other_done.out, PAGE)
    assert other_done.build() == 0 and (other_done.out / "sdtm" / "define.html").exists()
