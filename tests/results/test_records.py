"""The records behind the numbers: each that is explained has its chain, whichever part of the export holds it."""

from __future__ import annotations

import shutil

import onespec
from onespec.explaining import words
from onespec.results.contract import Standing
from onespec.results.report.records import held_records
from onespec.results.report.sheets import Standings
from onespec.results.run import Built


def explained(study: onespec.Study, rows: tuple[int, ...]) -> dict[int, str]:
    standings = Standings()
    standings.number(Standing("AE", rows))
    standings.name("AE", ["AETERM"])
    plan = study.plan()
    return held_records(Built(plan, study.out), standings, words(plan), study.raw)["AE"].chains


def test_every_record_has_its_chain_however_the_export_is_cut(other, tmp_path):
    """The other study, built whole and in parts of one subject: some of its events, and all."""
    found = []
    for rows in (1_000_000, 1):
        study = onespec.open(other.spec, other.raw, tmp_path / str(rows))
        study.build(part_rows=rows)
        for asked in ((1,), tuple(range(1, len(study["AE"]) + 1))):
            chains = explained(study, asked)
            assert sorted(chains) == list(asked) and all(chains.values())
            found.append(chains)
        shutil.rmtree(study.out)
    assert found[:2] == found[2:]
