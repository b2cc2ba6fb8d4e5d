"""Signatures by which what leaves this installation is known as its own: Ed25519, for everybody to check.

    signature = sign(content)                                   # 64 bytes, the same for the same content
    public_key()                                                # PEM, to stand beside it
    is_signed(content, signature=…, key=…)                      # any installation; so does openssl
    fingerprint(public_key())                                   # what people compare over the telephone

The private key is made on first need and kept beside the database (`signing_key`), readable by the owner only. Whoever
moves an installation takes it along; another key only means another fingerprint.
"""

import hashlib
import os
import secrets
from pathlib import Path
from typing import Final

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
    load_pem_public_key,
)
from django.conf import settings

from selfeval.services.whole_files import remember

FILE: Final = "signing_key"
_GROUP: Final = 4


class NotAKey(ValueError):
    """Bytes that are no Ed25519 key."""


def sign(content: bytes) -> bytes:
    """The signature of `content` by this installation."""
    return _private_key().sign(content)


def public_key() -> bytes:
    """The key by which this installation's signatures are checked, as PEM."""
    return _private_key().public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)


def is_signed(content: bytes, *, signature: bytes, key: bytes) -> bool:
    """Whether `signature` is of `content` by whoever has the private part of `key` (PEM). Raises NotAKey."""
    try:
        _read(key).verify(signature, content)
    except InvalidSignature:
        return False
    return True


def fingerprint(key: bytes) -> str:
    """What tells a key (PEM) from others, for people: SHA-256 of its DER, in groups of four. Raises NotAKey."""
    der = _read(key).public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    digits = hashlib.sha256(der).hexdigest()
    return " ".join(digits[start : start + _GROUP] for start in range(0, len(digits), _GROUP))


def _read(key: bytes) -> Ed25519PublicKey:
    try:
        found = load_pem_public_key(key)
    except ValueError as error:
        raise NotAKey(str(error)) from None
    if not isinstance(found, Ed25519PublicKey):
        raise NotAKey(type(found).__name__)
    return found


def _private_key() -> Ed25519PrivateKey:
    path = Path(settings.DATA_DIR) / FILE
    try:
        content = path.read_bytes()
    except FileNotFoundError:
        content = _made(path)
    key = load_pem_private_key(content, password=None)
    if not isinstance(key, Ed25519PrivateKey):
        raise NotAKey(f"{path.name}: {type(key).__name__}")
    return key


def _made(path: Path) -> bytes:
    """A new key at `path`. Several processes may need it at once: the first that links its own into place wins."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f"{path.name}.{os.getpid()}.{secrets.token_hex(4)}")
    made = Ed25519PrivateKey.generate().private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(made)
        # A name that outlived a power cut without what it names would be a key that signs nothing.
        file.flush()
        os.fsync(file.fileno())
    try:
        os.link(draft, path)
        remember(path.parent)
    except FileExistsError:
        return path.read_bytes()
    finally:
        draft.unlink()
    return made
