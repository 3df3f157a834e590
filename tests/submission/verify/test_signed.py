"""The signature beside an archive, held with the archive; and the report in both languages."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest
from bags import archive

import onespec
from onespec.submission.archive.signature import sign_file
from onespec.submission.verify.report import report_html
from onespec.submission.verify.run import INTEGRITY, verify

pytestmark = pytest.mark.slow


def ssh_key(folder: Path, who: str) -> tuple[Path, Path]:
    key, signers = folder / f"key-{who}", folder / f"signers-{who}"
    subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", who, "-f", key], check=True)
    signers.write_text(f"{who} {key.with_name(f'{key.name}.pub').read_text()}")
    return key, signers


@pytest.mark.skipif(shutil.which("ssh-keygen") is None, reason="ssh-keygen is not installed")
def test_ssh_keygen(tmp_path):
    path, (key, signers), (_, others) = archive(tmp_path), ssh_key(tmp_path, "jane"), ssh_key(tmp_path, "joe")
    assert rules(path, signers) == ["VERIFY-SIGNATURE"]  # there is none yet
    sign_file(path, key)
    good = verify(path, INTEGRITY, signers=signers)
    assert good.good and any(n.said().startswith("The signature") and "by jane" in n.said() for n in good.notes)
    assert rules(path, others) == ["VERIFY-SIGNATURE"] and rules(path, tmp_path / "nobody") == ["VERIFY-SIGNATURE"]
    assert any("was not looked at" in n.said() for n in verify(path, INTEGRITY).notes)
    path.with_name(f"{path.name}.sig").write_text("forged")
    assert rules(path, signers) == ["VERIFY-SIGNATURE"]


@pytest.mark.skipif(shutil.which("minisign") is None, reason="minisign is not installed")
def test_minisign(tmp_path):
    path, secret, public = archive(tmp_path), tmp_path / "key", tmp_path / "key.pub"
    subprocess.run(["minisign", "-G", "-W", "-s", secret, "-p", public], check=True, capture_output=True)
    sign_file(path, secret)
    assert onespec.verify(path, INTEGRITY, signers=public).good
    (tmp_path / "other").mkdir()
    other = archive(tmp_path / "other", {"data/x.txt": b"x"})
    shutil.copyfile(f"{path}.minisig", f"{other}.minisig")  # the signature of another file
    assert rules(other, public) == ["VERIFY-SIGNATURE"]


def rules(path: Path, signers: Path) -> list[str]:
    found = verify(path, INTEGRITY, signers=signers)
    assert found.good is not bool(found.findings)
    return [f.rule for f in found.findings]


def test_the_page_in_both_languages(tmp_path):
    found = verify(archive(tmp_path), INTEGRITY)
    english, chinese = (report_html(found, language) for language in ("en", "zh"))
    assert "Verified: integrity." in english and "No audit trail lies beside it." in english
    assert "已验证：完整性。" in chinese and "档案旁没有审计追踪。" in chinese and "Verified" not in chinese
