"""onespec clean."""

from onespec.cli.main import main


def test_outputs_kept_parts_and_reports_go_and_nothing_else(other_done, capsys):
    for kind in ("qc", "qc-power", "conformance", "pages"):
        other_done.out.with_name(f"out.{kind}").mkdir()
    before = {p.name for p in other_done.folder.iterdir()}
    assert main(["clean", "--study", str(other_done.spec), "--out", str(other_done.out)]) == 0
    gone = before - {p.name for p in other_done.folder.iterdir()}
    assert gone == {"out", ".out.cache", "out.qc", "out.qc-power", "out.conformance", "out.pages"}
    assert main(["clean", "--study", str(other_done.spec), "--out", str(other_done.out)]) == 0
    assert "Nothing to remove" in capsys.readouterr().out


def test_a_folder_that_no_build_has_written_stays(other, capsys):
    (other.folder / "letters").mkdir()
    (other.folder / "letters" / "to_the_site.txt").write_text("Dear Dr. Example")
    assert main(["clean", "--study", str(other.spec), "--out", str(other.folder / "letters")]) == 2
    assert "holds files that no build has written; nothing is removed" in capsys.readouterr().err
    assert (other.folder / "letters" / "to_the_site.txt").exists()
