# pyright: standard
"""Sign a file, an archive above all, with a key of yours; or verify its signature."""

from __future__ import annotations

import argparse
from pathlib import Path

import onespec
from onespec.cli.places import say

EXAMPLE = "onespec sign build/ChiCTR2600126870.archive/ChiCTR2600126870-0123456789ab.zip --key ~/.ssh/id_ed25519"


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, metavar="FILE", help="what is signed; the signature lies beside it")
    parser.add_argument("--key", type=Path, metavar="FILE", help="your key: of OpenSSH, or the secret key of minisign")
    parser.add_argument(
        "--meaning", default="", metavar="TEXT", help="what you sign for, for the audit trail: approval"
    )
    parser.add_argument(
        "--check",
        type=Path,
        metavar="SIGNERS",
        help="verify instead: the file of allowed signers of ssh-keygen, or the public key of minisign",
    )
    parser.add_argument(
        "--signature", type=Path, metavar="FILE", help="with --check: the signature (default: beside FILE)"
    )


def run(arguments: argparse.Namespace) -> int:
    if (arguments.key is None) == (arguments.check is None):
        raise onespec.NotThere("Name your key with --key to sign, or the known signers with --check to verify.")
    if arguments.key:
        signed = onespec.sign_file(arguments.file, arguments.key)
        say(f"Signed with {signed.tool}: {signed.signature}")
        return 0
    signed = onespec.verify_signature(arguments.file, arguments.check, arguments.signature)
    by = f" by {signed.by}" if signed.by else ""
    say(f"Good signature{by} of {signed.file} ({signed.signature})")
    return 0
