"""Signatures by ssh-keygen and minisign, with keys of this test; and the sentences where there is none."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from onespec.submission.archive import signature
from onespec.submission.archive.signature import NoSignature, sign_file, verify_signature

needs_ssh = pytest.mark.skipif(shutil.which("ssh-keygen") is None, reason="ssh-keygen is not installed")
needs_minisign = pytest.mark.skipif(shutil.which("minisign") is None, reason="minisign is not installed")


@pytest.fixture
def file(tmp_path) -> Path:
    (tmp_path / "a.zip").write_bytes(b"archive")
    return tmp_path / "a.zip"


def ssh_key(folder: Path, who: str) -> tuple[Path, Path]:
    """A key without passphrase, and the file of allowed signers that knows it."""
    key, signers = folder / f"key-{who}", folder / f"signers-{who}"
    subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", who, "-f", key], check=True)
    signers.write_text(f"{who} {key.with_name(f'{key.name}.pub').read_text()}")
    return key, signers


@needs_ssh
@pytest.mark.slow
def test_ssh_keygen(file, tmp_path):
    key, signers = ssh_key(tmp_path, "jane@example.org")
    signed = sign_file(file, key)
    assert signed.signature.name == "a.zip.sig" and file.read_bytes() == b"archive"
    good = verify_signature(file, signers)
    assert (good.by, good.tool) == ("jane@example.org", "ssh-keygen")
    with pytest.raises(NoSignature, match="is there already"):
        sign_file(file, key)


@needs_ssh
@pytest.mark.slow
def test_a_changed_file_and_a_key_that_nobody_knows(file, tmp_path):
    key, signers = ssh_key(tmp_path, "jane")
    _, others = ssh_key(tmp_path, "joe")
    sign_file(file, key)
    with pytest.raises(NoSignature, match="its key is none of"):
        verify_signature(file, others)
    file.write_bytes(b"Archive")
    with pytest.raises(NoSignature, match="no good signature of"):
        verify_signature(file, signers)


@needs_ssh
@pytest.mark.slow
def test_a_signature_made_for_another_use_is_refused(file, tmp_path):
    key, signers = ssh_key(tmp_path, "jane")
    subprocess.run(["ssh-keygen", "-q", "-Y", "sign", "-n", "mail", "-f", key, file], check=True, capture_output=True)
    with pytest.raises(NoSignature, match="no good signature of"):
        verify_signature(file, signers)


@needs_minisign
@pytest.mark.slow
def test_minisign(file, tmp_path):
    key, public = tmp_path / "key", tmp_path / "public"
    made = ["minisign", "-G", "-W", "-s", key, "-p", public]
    subprocess.run(made, check=True, capture_output=True, stdin=subprocess.DEVNULL)
    signed = sign_file(file, key)
    assert signed.signature.name == "a.zip.minisig"
    assert verify_signature(file, public).tool == "minisign"
    file.write_bytes(b"Archive")
    with pytest.raises(NoSignature, match="no good signature of"):
        verify_signature(file, public)


def test_a_tool_that_is_absent(file, tmp_path, monkeypatch):
    (tmp_path / "key").write_text("key")
    monkeypatch.setattr(signature.shutil, "which", lambda name: None)
    with pytest.raises(NoSignature, match="ssh-keygen is not installed: it comes with OpenSSH"):
        sign_file(file, tmp_path / "key")
    (tmp_path / "key").write_text("untrusted comment: minisign encrypted secret key\n")
    with pytest.raises(NoSignature, match="minisign is not installed"):
        sign_file(file, tmp_path / "key")


def test_what_is_not_there(file, tmp_path):
    with pytest.raises(NoSignature, match="key is not there"):
        sign_file(file, tmp_path / "key")
    (tmp_path / "signers").write_text("")
    with pytest.raises(NoSignature, match=r"neither a\.zip\.sig nor a\.zip\.minisig"):
        verify_signature(file, tmp_path / "signers")
