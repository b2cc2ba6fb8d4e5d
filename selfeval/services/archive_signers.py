"""By whom an archive package is signed, and whether it is whom it should be."""

import re
from typing import Final

from selfeval.domain import archive_files as files
from selfeval.domain.archive_package import Package
from selfeval.domain.files import Fault, FileFaults
from selfeval.services.signing import NotAKey, fingerprint, is_signed

_PEM: Final = re.compile(rb"-----BEGIN PUBLIC KEY-----\n[A-Za-z0-9+/=\n]+-----END PUBLIC KEY-----\n")


def signer_of(package: Package) -> str:
    """The fingerprint of the key the list of hashes is signed with; empty where it is not. Raises FileFaults."""
    if files.SIGNATURE not in package.placed:
        return ""
    key = package.whole(files.KEY)
    try:
        # It is stored as text. Who reads PEM passes over whatever stands around a key.
        if not _PEM.fullmatch(key):
            raise NotAKey
        is_right = is_signed(package.whole(files.SUMS), signature=package.whole(files.SIGNATURE), key=key)
    except NotAKey:
        raise FileFaults([Fault(path=files.KEY, found="", expected="应为 Ed25519 公钥（PEM）")]) from None
    if not is_right:
        words = f"签名与 {files.SUMS} 不符：清单或签名被改动过"
        raise FileFaults([Fault(path=files.SIGNATURE, found="", expected=words)])
    return fingerprint(key)


def signer_faults(name: str, signed_by: str, *, wanted: str) -> list[Fault]:
    """What is wrong with the package `name`, signed by the fingerprint `signed_by`, where `wanted` is the right one.

    Nothing where none is wanted; spaces and capitals do not count.
    """
    if not wanted or _bare(wanted) == _bare(signed_by):
        return []
    words = f"应由指纹为 {wanted} 的密钥签名"
    return [Fault(path=f"{name} {files.SIGNATURE}", found=signed_by or "没有签名", expected=words)]


def _bare(digits: str) -> str:
    return "".join(digits.lower().split())
