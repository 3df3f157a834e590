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
