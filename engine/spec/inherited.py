"""A study's files laid over those of the folders that it extends."""

from __future__ import annotations

import os
from pathlib import Path

from onespec.engine.findings import STOP, Findings
from onespec.engine.spec.codelists import Tables, read_tables
from onespec.engine.spec.extends import HEAD, Layer, extended, layers
from onespec.engine.spec.folder import files_of
from onespec.engine.spec.layers import laid
from onespec.engine.spec.yamltext import Map, Seq, load_yaml, no_entries, sequence_of

_LISTS = ("checks",)  # what is added to, rather than replaced


class Inherited:
    """The files of a study, each in one piece."""

    def __init__(self, study: Path, findings: Findings):
        self.layers, self.findings = layers(study), findings

    def check(self) -> None:
        """A stop for a folder that is not there, or that extends one which extends it."""
        for layer in self.layers:
            above = extended(layer.folder)
            if not layer.folder.is_dir():
                self._stop(f"There is no folder {layer.prefix.rstrip('/')}.", "Name the folder that the study extends.")
            elif above and layer is self.layers[0]:
                self._stop(f"{layer.prefix or HEAD} extends {above}, which extends it.", "Remove one of the two.")

    def _stop(self, message: str, fix: str) -> None:
        self.findings.add("SPEC-FILE", STOP, message, fix, file=HEAD)

    def there(self, name: str) -> bool:
        return any(os.path.lexists(layer.folder / name) for layer in self.layers)

    def file(self, name: str, needed: bool = True) -> Map:
        """The entries of a file; one that is nowhere is a finding where it is ``needed``."""
        there = [layer for layer in self.layers if os.path.lexists(layer.folder / name)]
        if not there and not needed:
            return no_entries()
        out: Map | None = None
        for layer in there or self.layers[-1:]:
            entry = self._entry(layer, name)
            out = entry if out is None else _over(out, entry)
        return no_entries() if out is None else out

    def _entry(self, layer: Layer, name: str) -> Map:
        return load_yaml(layer.folder / name, layer.prefix + name, self.findings, inherited=bool(layer.prefix))

    def datasets(self, standard: str) -> dict[str, Map]:
        """Every dataset's file in one piece: its place -> its entries; a file of no dataset among them."""
        out: dict[str, Map] = {}
        place: dict[str, str] = {}  # dataset -> the file of the layers below
        for layer in self.layers:
            for path in files_of(layer.folder / standard, ".yaml", self.findings):
                name = f"{standard}/{path.name}"
                before = len(self.findings)
                entry = self._entry(layer, name)
                if not entry and len(self.findings) == before:
                    told = {"file": layer.prefix + name, "line": 1}
                    fix = "Describe a dataset, or remove the file."
                    self.findings.add("SPEC-MISSING", STOP, "The file is empty.", fix, **told)
                if not entry:
                    continue
                under = out.pop(place.get(str(entry.get("dataset")), ""), None)
                out[layer.prefix + name] = entry if under is None else _over(under, entry)
            place = {str(entry.get("dataset")): file for file, entry in out.items()}
        return out

    def files(self, folder: str) -> dict[str, Map]:
        """The files of a folder: its place -> its entries, each from the nearest layer that has a file of its name."""
        out: dict[str, tuple[str, Map]] = {}
        for layer in self.layers:
            for path in files_of(layer.folder / folder, ".yaml", self.findings):
                name = f"{folder}/{path.name}"
                out[path.name] = layer.prefix + name, self._entry(layer, name)
        return dict(out.values())

    def tables(self) -> Tables:
        """The long tables, each from the nearest folder that has it."""
        out: Tables = {}
        for layer in self.layers:
            out |= read_tables(layer.folder, self.findings, layer.prefix)
        return out


def _over(under: Map, over: Map) -> Map:
    out = laid(under, over)
    for key in _LISTS:
        below, above = under.get(key), over.get(key)
        if isinstance(below, Seq) and isinstance(above, Seq):
            pairs = [*zip(below, below.lines, strict=True), *zip(above, above.lines, strict=True)]
            out.put(key, sequence_of(pairs, above.line), over.lines[key])
    return out
