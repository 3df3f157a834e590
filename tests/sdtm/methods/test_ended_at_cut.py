from onespec.engine.columns import text
from onespec.sdtm.methods.ended_at_cut import ended_at_cut


def test_only_what_the_cut_ended():
    assert list(ended_at_cut(text(["", "Y", ""]))) == ["", "Y", ""]
