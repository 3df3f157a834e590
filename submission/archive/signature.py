"""Detached signatures of files, by the programs and keys that the user has: ssh-keygen or minisign.

Source: ssh-keygen(1), "-Y sign" and "-Y verify", and "ALLOWED SIGNERS"; minisign(1).
"""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

NAMESPACE = "onespec"  # a signature of ssh-keygen is for one use; one made for another is refused
SSH, MINISIGN = "ssh-keygen", "minisign"
ENDINGS = {SSH: ".sig", MINISIGN: ".minisig"}
_INSTALL = {
    SSH: "it comes with OpenSSH, 8.1 or later",
    MINISIGN: "see jedisct1.github.io/minisign, or the system's packages",
}
_MINISIGN_KEY = b"untrusted comment:"
_FOR = re.compile(r'Good "[^"]*" signature for (.+?) with')


class NoSignature(OSError):
    """A file could not be signed, or a signature not be verified; the sentence says why."""


@dataclass(frozen=True)
class Signed:
    """A signature that was made or found to be good.

    by  whose key it is, as the file of allowed signers says; "" where only the key is known
    """

    file: Path
    signature: Path
    tool: str
    by: str = ""


def sign_file(file: Path, key: Path) -> Signed:
    """Sign a file with a private key; the signature lies beside it, as F.sig (ssh-keygen) or F.minisig (minisign).

    key  a secret key of minisign, else one of OpenSSH, or a public one whose other half ssh-agent holds

    The tool asks for a passphrase itself, on the terminal.  A signature that is there is not replaced.
    Raises `NoSignature`.
    """
    _is_there(file, key)
    tool = MINISIGN if _begins(key, _MINISIGN_KEY) else SSH
    signature = signature_of(file, tool)
    if signature.exists():
        raise NoSignature(f"{signature} is there already; a signature is not replaced. Remove it first.")
    words = (
        ["-Y", "sign", "-n", NAMESPACE, "-f", key, file]
        if tool == SSH
        else ["-S", "-s", key, "-m", file, "-x", signature, "-t", file.name]
    )
    _run(tool, words, asks=True)
    if not signature.is_file():
        raise NoSignature(f"{tool} has written no signature to {signature}.")
    return Signed(file, signature, tool)


def verify_signature(file: Path, signers: Path, signature: Path | None = None) -> Signed:
    """Whether the signature of a file is good, and by whom.

    signers    for ssh-keygen a file of allowed signers (a line each: who, key type, public key); for minisign the
               public key
    signature  the one beside the file when None

    Raises `NoSignature` for none, for one of another key, and for a file that was changed since.
    """
    _is_there(file, signers)
    beside = [signature_of(file, tool) for tool in ENDINGS]
    place = signature or next((each for each in beside if each.is_file()), None)
    if place is None or not place.is_file():
        raise NoSignature(f"there is no signature of {file}: neither {' nor '.join(each.name for each in beside)}.")
    if _begins(place, _MINISIGN_KEY):
        _run(
            MINISIGN,
            ["-V", "-q", "-p", signers, "-m", file, "-x", place],
            refused=f"{place}: no good signature of {file}",
        )
        return Signed(file, place, MINISIGN)
    who = _run(
        SSH, ["-Y", "find-principals", "-s", place, "-f", signers], refused=f"{place}: its key is none of {signers}"
    ).splitlines()
    words = ["-Y", "verify", "-n", NAMESPACE, "-s", place, "-f", signers, "-I", who[0] if who else ""]
    said = _run(SSH, words, given=file, refused=f"{place}: no good signature of {file}")
    found = _FOR.search(said)
    return Signed(file, place, SSH, found[1] if found else who[0])


def signature_of(file: Path, tool: str) -> Path:
    """Where the signature of a tool lies."""
    return file.with_name(file.name + ENDINGS[tool])


def signature_for(file: Path, signers: Path) -> Path:
    """Where the signature lies that ``signers`` verifies: F.minisig by a public key of minisign, else F.sig.

    Raises `NoSignature` where there are no signers.
    """
    _is_there(signers)
    return signature_of(file, MINISIGN if _begins(signers, _MINISIGN_KEY) else SSH)


def _is_there(*files: Path) -> None:
    for each in files:
        if not each.is_file():
            raise NoSignature(f"{each} is not there.")


def _begins(file: Path, words: bytes) -> bool:
    with file.open("rb") as opened:
        return opened.read(len(words)) == words


def _run(
    tool: str, words: Sequence[str | Path], given: Path | None = None, refused: str = "", asks: bool = False
) -> str:
    """What a tool says; raises `NoSignature` where it is not there or says no.

    given  goes to its standard input; ``asks``: it may ask on the terminal
    """
    program = shutil.which(tool)
    if program is None:
        raise NoSignature(f"{tool} is not installed: {_INSTALL[tool]}.")
    # A name that begins with a dash is a file, and no option.
    command = [program, *(f"./{w}" if isinstance(w, Path) and str(w).startswith("-") else str(w) for w in words)]
    standard_input = given.open("rb") if given else None
    try:
        done = subprocess.run(
            command,
            stdin=standard_input or (None if asks else subprocess.DEVNULL),
            capture_output=True,
            text=True,
            errors="replace",
            check=False,
        )
    except OSError as error:
        raise NoSignature(f"{tool} cannot be started: {error.strerror}.") from None
    finally:
        if standard_input:
            standard_input.close()
    if done.returncode:
        said = " / ".join(line.strip() for line in (done.stderr or done.stdout).splitlines() if line.strip())
        raise NoSignature(f"{refused or f'{tool} did not sign'} ({said or 'it says nothing'}).")
    return done.stdout
