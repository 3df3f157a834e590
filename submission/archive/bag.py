"""The bag: its tag files and manifests (RFC 8493, The BagIt File Packaging Format 1.0), written and read."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

DECLARATION = b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"
BAGIT, INFO = "bagit.txt", "bag-info.txt"
ALGORITHMS = ("sha256", "sha512")
PAYLOAD = "data/"
LARGEST_TAG = 128 << 20  # bytes of a tag file, which is read whole
_LINE = re.compile(r"([0-9a-f]+)  (\S(?:[^\r\n]*\S)?)")


@dataclass(frozen=True)
class Digests:
    """What is known of the bytes of a file."""

    size: int
    crc: int
    sha256: str
    sha512: str

    def of(self, algorithm: str) -> str:
        return self.sha256 if algorithm == "sha256" else self.sha512


def manifest_of(algorithm: str, tags: bool = False) -> str:
    """The name of a manifest."""
    return f"{'tag' * tags}manifest-{algorithm}.txt"


def manifest(digests: Mapping[str, str]) -> bytes:
    """A manifest of files by their names; as ``sha256sum`` reads it."""
    return "".join(f"{digest}  {_said(name)}\n" for name, digest in sorted(digests.items())).encode()


def _said(name: str) -> str:
    """RFC 8493, 2.1.3: line ends, and the sign that says them, are said by their numbers."""
    return name.replace("%", "%25").replace("\n", "%0A").replace("\r", "%0D")


def _meant(name: str) -> str:
    return re.sub("%(25|0A|0D)", lambda m: chr(int(m[1], 16)), name, flags=re.IGNORECASE)


def bag_info(entries: Mapping[str, str], payload: Mapping[str, Digests]) -> bytes:
    """What the bag says of itself; its size and number of files as ``Payload-Oxum``."""
    oxum = f"{sum(d.size for d in payload.values())}.{len(payload)}"
    return "".join(f"{label}: {value}\n" for label, value in [*entries.items(), ("Payload-Oxum", oxum)]).encode()


def tag_files(entries: Mapping[str, str], payload: Mapping[str, Digests]) -> dict[str, bytes]:
    """The tag files of a bag, in the order in which they stand in the archive; names of ``payload`` with ``data/``."""
    out = {BAGIT: DECLARATION, INFO: bag_info(entries, payload)}
    for algorithm in ALGORITHMS:
        out[manifest_of(algorithm)] = manifest({name: digests.of(algorithm) for name, digests in payload.items()})
    listed = {
        manifest_of(algorithm, tags=True): manifest(
            {n: hashlib.new(algorithm, data).hexdigest() for n, data in out.items()}
        )
        for algorithm in ALGORITHMS
    }
    return out | listed


@dataclass(frozen=True)
class Lines:
    """What a manifest says: name -> digest, and the lines that say nothing, as (number, why)."""

    digests: dict[str, str]
    faults: list[tuple[int, str]]


def read_manifest(data: bytes, algorithm: str, tags: bool) -> Lines:
    """The lines of a manifest; what cannot be understood is told, and nothing guessed."""
    out, faults = {}, []
    for number, line in enumerate(_lines(data), 1):
        try:
            text = line.decode("utf-8")
        except UnicodeDecodeError:
            faults.append((number, "the line is not UTF-8"))
            continue
        match = _LINE.fullmatch(text)
        if match is None or len(match[1]) != hashlib.new(algorithm).digest_size * 2:
            faults.append((number, f"the line is no {algorithm.upper()} digest with the name of a file"))
            continue
        name = _meant(match[2])
        if name in out:
            faults.append((number, f"the line names '{name}' again"))
        elif name.startswith(PAYLOAD) == tags or tags and name.startswith("tagmanifest-"):
            faults.append((number, f"the line names '{name}', which is none of its files"))
        else:
            out[name] = match[1]
    return Lines(out, faults)


def _lines(data: bytes) -> Iterator[bytes]:
    """Without the last one, which is empty where the file ends as it should."""
    lines = data.split(b"\n")
    yield from lines[:-1] if lines[-1] == b"" else lines


def info_of(data: bytes) -> dict[str, str]:
    """What bag-info.txt says: label -> value."""
    pairs = (line.partition(": ") for line in data.decode("utf-8", "replace").splitlines())
    return {label: value for label, _, value in pairs}
