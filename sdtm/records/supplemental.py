"""Supplemental qualifiers: one record for each filled qualifier of a parent record."""

from onespec.engine.contract import Rows, Selection, Table
from onespec.engine.frames import Frame
from onespec.engine.registry import records
from onespec.sdtm.records._melt import cells, melt

VALUES = ["IDVAR", "IDVARVAL", "QNAM", "QLABEL", "QVAL", "QORIG", "QEVAL"]


@records(
    "One record for each record of {source} and each supplemental qualifier that is not blank in it "
    "(SDTMIG 3.4, section 8.4).",
    produces={
        "IDVAR": "the variable that identifies the parent record; blank where the parent has one record a subject",
        "IDVARVAL": "its value in the parent record, as text",
        "QNAM": "name of the qualifier",
        "QLABEL": "label of the qualifier",
        "QVAL": "value of the qualifier, as text",
        "QORIG": "origin of the qualifier",
        "QEVAL": "who evaluated the qualifier",
    },
    qualifiers=True,
)
def supplemental(source: Selection, qualifiers: Table) -> Rows:
    """Melt the parent's qualifiers.

    ``source`` holds a column for each QNAM of ``qualifiers`` and the columns that IDVAR names;
    ``qualifiers`` has QNAM, QLABEL, QORIG, QEVAL and IDVAR.  Records keep the order of the parent.

    Example::

        supplemental:
          AEOTHER: {label: Other Action, collected: events.OTHER}

        AE | USUBJID | AESEQ | events.OTHER
           | 1       | 1     | glasses of water
           | 1       | 2     |

        SUPPAE | USUBJID | IDVAR | IDVARVAL | QNAM    | QLABEL       | QVAL             | QORIG
               | 1       | AESEQ | 1        | AEOTHER | Other Action | glasses of water | CRF
    """
    row, item, qval = melt([source.frame[name] for name in qualifiers["QNAM"]])
    described = qualifiers.take(item)
    made = {**dict(described.items()), "IDVARVAL": cells(source, described["IDVAR"], row), "QVAL": qval}
    return Rows(
        subject=source.subject.take(row),
        values=Frame(made).only(VALUES),
        source=source.name,
        position=row,
        fields={"QVAL": described["QNAM"]},
    )
