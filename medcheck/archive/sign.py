"""Signatures beside a file (Ed25519): who holds the key vouches for every byte. The only door to cryptography."""

from __future__ import annotations

import base64
import hashlib
import json
import os
from pathlib import Path
from typing import TYPE_CHECKING

from medcheck.archive.case_archive import ArchiveError
from medcheck.disk import MEGABYTE, read_file
from medcheck.errors import MedcheckError, Place, Problem
from medcheck.shown import file_name

if TYPE_CHECKING:  # loaded only where something is signed or a signature is looked at
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

SIGNATURE_END, PUBLIC_END = ".sig", ".pub"
_ALGORITHM = "Ed25519"


def make_key(path: Path) -> str:
    """Make a key: the private one in the file, which nobody else may read, the public one beside it; return its fingerprint.

    Raises MedcheckError where a file stands there already, or the component is missing.
    """
    _require_component()
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
    from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat

    public_path = path.with_name(path.name + PUBLIC_END)
    key = Ed25519PrivateKey.generate()
    private = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    public = key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    for place, content, mode in ((path, private, 0o600), (public_path, public, 0o644)):
        try:
            descriptor = os.open(place, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
        except FileExistsError as error:
            raise _refused(place, "文件已存在，没有写入", "换一个文件名；旧的密钥不要删去") from error
        with os.fdopen(descriptor, "wb") as stream:
            stream.write(content)
    return fingerprint(key.public_key())


def sign(content: bytes, key_path: Path) -> bytes:
    """Return the signature of a content as the text of a file; raise MedcheckError for a file that is no key."""
    key = _private_key(key_path)
    signature = base64.b64encode(key.sign(content)).decode()
    made = {"algorithm": _ALGORITHM, "public_key": _raw(key.public_key()).hex(), "signature": signature}
    return (json.dumps(made, indent=1) + "\n").encode()


def signed_by(content: bytes, signature: Path) -> str:
    """Return the fingerprint of the key that signed a content; raise ArchiveError where the signature does not stand."""
    _require_component()
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    try:
        stated = json.loads(read_file(signature, MEGABYTE))
        key = Ed25519PublicKey.from_public_bytes(bytes.fromhex(stated["public_key"]))
        key.verify(base64.b64decode(stated["signature"], validate=True), content)
    except (ValueError, KeyError, TypeError) as error:
        raise _refused(signature, "不是签名文件", "选择与档案一起生成的 .sig 文件") from error
    except InvalidSignature as error:
        raise _refused(
            signature, "签名不成立：档案在签名以后被改动过，或者签名属于另一个文件", "向出具档案的机构索取原件"
        ) from error
    return fingerprint(key)


def public_fingerprint(path: Path) -> str:
    """Return the fingerprint of a public key file; raise MedcheckError for a file that is none."""
    _require_component()
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
    from cryptography.hazmat.primitives.serialization import load_pem_public_key

    try:
        key = load_pem_public_key(read_file(path, MEGABYTE))
    except ValueError as error:
        raise _refused(path, "不是公钥", f"选择以 {PUBLIC_END} 结尾的公钥文件") from error
    if not isinstance(key, Ed25519PublicKey):
        raise _refused(path, "不是 Ed25519 公钥", f"选择以 {PUBLIC_END} 结尾的公钥文件")
    return fingerprint(key)


def fingerprint(key: Ed25519PublicKey) -> str:
    """Return by what people compare a key: the first half of its SHA-256, in groups of four."""
    digest = hashlib.sha256(_raw(key)).hexdigest()[:32]
    return " ".join(digest[at : at + 4] for at in range(0, len(digest), 4))


def _raw(key: Ed25519PublicKey) -> bytes:
    from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

    return key.public_bytes(Encoding.Raw, PublicFormat.Raw)


def _private_key(path: Path) -> Ed25519PrivateKey:
    _require_component()
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
    from cryptography.hazmat.primitives.serialization import load_pem_private_key

    try:
        key = load_pem_private_key(read_file(path, MEGABYTE), password=None)
    except (ValueError, TypeError) as error:
        raise _refused(path, "不是签名用的私钥", "用 medcheck register key 生成") from error
    if not isinstance(key, Ed25519PrivateKey):
        raise _refused(path, "不是 Ed25519 私钥", "用 medcheck register key 生成")
    return key


def _require_component() -> None:
    try:
        import cryptography  # noqa: F401  # only whether it is there
    except ImportError as error:
        problem = Problem(Place("签名"), "没有安装签名的组件", "运行 pip install 'medcheck[office]' 后重试")
        raise MedcheckError([problem]) from error


def _refused(path: Path, text: str, mend: str) -> ArchiveError:
    return ArchiveError([Problem(Place(file_name(path)), text, mend)])
