# pyright: standard
"""The comparison of two datasets, or of two folders of datasets, whoever has made them."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from onespec.judged import Compared
from onespec.places import Folder, NoStudy, find_study

KINDS = {"abs": "absolute", "rel": "relative", "pct": "percent"}


class WrongSetting(ValueError):
    """A setting of a comparison that cannot be understood; ``setting`` is its name."""

    def __init__(self, setting: str, message: str):
        self.setting = setting
        super().__init__(message)


@dataclass(frozen=True)
class CompareSettings:
    """How two datasets are compared.

    by      variables that identify a row; those of the specification, or of the file itself, when empty
    limit   from when on numbers differ: ``exact``, ``abs:1e-9`` (more than this apart), ``rel:1e-9`` (more than this
            share of their mean size) or ``pct:0.1`` (more than this per cent of the base's value)
    limits  of single variables; ``1e-6`` alone is ``abs:1e-6``
    ignore  levels that do not count: label, length, format, informat, variable order, row order, dataset label,
            base variable, compare variable, blanks (trailing), case
    show    of how many differing rows the values are listed
    encoding  of the texts of XPT, CSV and sas7bdat files: cp1252, gbk, shift_jis; UTF-8 when blank
    """

    by: Sequence[str] = ()
    limit: str = "exact"
    limits: Mapping[str, str] = field(default_factory=dict)
    ignore: Collection[str] = ()
    show: int = 20
    encoding: str = ""


def compare(
    base: Folder,
    other: Folder,
    settings: CompareSettings | None = None,
    study: Folder | None = None,
    clock: bool = False,
) -> Compared:
    """Compare two files (XPT, CSV, XLSX, Parquet, Dataset-JSON, sas7bdat), or two folders of them.

    study  whose specification knows the keys; the only one of specs/ when None, if there is one
    clock  put the time into the report; without it the same files give the same report

    What cannot be read is told in the report.  Raises `WrongSetting`, and `NoStudy` for a study that is not there.
    """
    from onespec.qc.compare import compare_paths
    from onespec.qc.report import Report, now, plain_entry

    done = compare_paths(Path(base), Path(other), _settings(settings or CompareSettings(), study))
    title = f"Comparison of {base} with {other}"
    return Compared(Report(title, [plain_entry(c) for c in done], made=now() if clock else ""))


def _settings(given: CompareSettings, study: Folder | None):
    from onespec.qc.compare import IGNORABLE, Settings

    method = _method("limit", given.limit)
    methods = {name.upper(): _method(name, limit) for name, limit in given.limits.items()}
    ignore = frozenset(given.ignore)
    for level in sorted(ignore - set(IGNORABLE)):
        raise WrongSetting("ignore", f"{level}: there is no such level. Known: {', '.join(IGNORABLE)}.")
    if given.encoding:
        check_encoding(given.encoding)
    keys = _keys(study)
    return Settings(
        tuple(name.upper() for name in given.by),
        spec_keys=lambda name: keys.get(name.upper(), ()),
        method=method,
        methods=methods,
        ignore=ignore,
        show=max(given.show, 0),
        encoding=given.encoding,
    )


def check_encoding(name: str) -> None:
    """Raises `WrongSetting` for what is no encoding of text."""
    from onespec.engine.encodings import is_encoding

    if not is_encoding(name):
        known = "utf-8, gb18030, gbk, cp1252, shift_jis"
        raise WrongSetting("encoding", f"{name}: there is no such encoding. Known: {known} and others.")


def _method(name: str, rule: str):
    from onespec.qc.values import EXACT, Method

    kind, _, limit = rule.rpartition(":")
    if rule == "exact":
        return EXACT
    try:
        return Method(KINDS[kind or "abs"], float(limit))
    except (KeyError, ValueError):
        form = f"{name}={rule}: write NAME=LIMIT, NAME=rel:LIMIT, NAME=pct:LIMIT or NAME=exact."
        raise WrongSetting("limits", form) from None


def _keys(study: Folder | None) -> dict[str, tuple[str, ...]]:
    """Keys by dataset; none where there is no study, unless one was named."""
    from onespec.qc.keys import spec_keys

    try:
        return spec_keys(find_study(study))
    except NoStudy:
        if study is not None:
            raise
        return {}
