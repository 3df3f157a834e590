import doctest

import onespec.define.oids
import onespec.define.wording
from onespec.define.build import define_xml
from onespec.define.oids import Once

from .define_study import MEASURES, STUDY, planned
from .oids import faults


def test_contents_that_ask_for_the_same_identifier_are_told_apart():
    once = Once()
    assert [once.of(content, "IT.LB.X") for content in ("a", "b", "a", "c")] == [
        "IT.LB.X",
        "IT.LB.X.2",
        "IT.LB.X",
        "IT.LB.X.3",
    ]


def test_the_helper_finds_what_is_wrong():
    define = define_xml(planned(STUDY), "sdtm", MEASURES)
    assert faults(define.replace(b'MethodOID="MT.LB.LBSTRESN"', b'MethodOID="MT.X"')) == [
        "MethodDef MT.X is used and not defined",
        "MethodDef MT.LB.LBSTRESN is defined and not used",
    ]
    assert "ItemDef IT.DM.SEX is defined 2 times" in faults(
        define.replace(b'ItemDef OID="IT.DM.STUDYID"', b'ItemDef OID="IT.DM.SEX"')
    )


def test_examples():
    for module in (onespec.define.oids, onespec.define.wording):
        assert doctest.testmod(module).failed == 0
