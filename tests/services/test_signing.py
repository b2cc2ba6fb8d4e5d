"""Signatures that anybody can check, by a key that only this installation has."""

import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, generate_private_key
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from selfeval.services.signing import FILE, NotAKey, fingerprint, is_signed, public_key, sign


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, settings: Any) -> Path:
    settings.DATA_DIR = tmp_path
    return tmp_path


def test_what_was_signed_is_known_and_nothing_else() -> None:
    signature, key = sign("清单".encode()), public_key()
    assert sign("清单".encode()) == signature
    assert is_signed("清单".encode(), signature=signature, key=key)
    assert not is_signed("清单。".encode(), signature=signature, key=key)
    assert not is_signed("清单".encode(), signature=signature[:-1] + bytes([signature[-1] ^ 1]), key=key)


def test_the_key_is_made_once_and_the_owner_s_alone(folder: Path) -> None:
    first = public_key()
    assert public_key() == first
    assert [each.name for each in folder.iterdir()] == [FILE]
    assert (folder / FILE).stat().st_mode & 0o077 == 0


def test_who_comes_second_takes_the_key_of_the_first(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    link = os.link

    def late(source: Path, target: Path) -> None:
        monkeypatch.setattr(os, "link", link)
        public_key()
        link(source, target)

    monkeypatch.setattr(os, "link", late)
    signature = sign(b"x")
    assert is_signed(b"x", signature=signature, key=public_key())
    assert [each.name for each in folder.iterdir()] == [FILE]


def test_another_key_has_another_fingerprint(folder: Path) -> None:
    first, signature = public_key(), sign(b"x")
    (folder / FILE).unlink()
    assert fingerprint(first) != fingerprint(public_key())
    assert len(fingerprint(first).split()) == 16
    assert not is_signed(b"x", signature=signature, key=public_key())


def test_what_is_no_key_is_told() -> None:
    other = generate_private_key(SECP256R1()).public_key()
    for key in (b"", b"-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----\n"):
        with pytest.raises(NotAKey):
            fingerprint(key)
    with pytest.raises(NotAKey):
        is_signed(b"", signature=b"", key=other.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo))


@pytest.mark.skipif(shutil.which("openssl") is None, reason="openssl is not installed")
def test_openssl_says_the_same(tmp_path: Path) -> None:
    for name, content in (("a", b"content"), ("a.sig", sign(b"content")), ("key", public_key())):
        (tmp_path / name).write_bytes(content)
    command = "openssl pkeyutl -verify -pubin -inkey key -rawin -in a -sigfile a.sig"
    done = subprocess.run(command.split(), cwd=tmp_path, check=False, capture_output=True)
    assert done.returncode == 0, done.stderr
