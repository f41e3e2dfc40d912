"""What only the one browser can read (RFC 8291 over RFC 8188 `aes128gcm`). Pure: the primitives are `cryptography`'s.

The test of this file is the example of RFC 8291 itself, byte for byte, and a decryption by another implementation.
"""

import base64
import secrets
from binascii import Error as NotBase64

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

RECORD = 4096  # the whole letter is one record; services refuse larger ones
TEXT_AT_MOST = RECORD - 86 - 17  # head and tag
POINT = 65  # bytes of an uncompressed point of P-256
SECRET = 16
_LAST = b"\x02"  # the delimiter of the last record


class WrongKeys(ValueError):
    """What the browser gave are no keys of RFC 8291."""


def encrypt(
    text: bytes,
    public_key: str,
    secret: str,
    *,
    ours: ec.EllipticCurvePrivateKey | None = None,
    salt: bytes | None = None,
) -> bytes:
    """Return the body of the request; a fresh key and a fresh salt for each, unless a test names them."""
    if len(text) > TEXT_AT_MOST:
        raise ValueError("too long for one push")
    theirs, shared_secret = keys(public_key, secret)
    ours = ours or ec.generate_private_key(ec.SECP256R1())
    salt = salt or secrets.token_bytes(16)
    point, our_point = _point(theirs), _point(ours.public_key())
    about = b"WebPush: info\x00" + point + our_point
    master = _derived(ours.exchange(ec.ECDH(), theirs), shared_secret, about, 32)
    key = _derived(master, salt, b"Content-Encoding: aes128gcm\x00", 16)
    nonce = _derived(master, salt, b"Content-Encoding: nonce\x00", 12)
    head = salt + RECORD.to_bytes(4, "big") + bytes([len(our_point)]) + our_point
    return head + AESGCM(key).encrypt(nonce, text + _LAST, None)


def keys(public_key: str, secret: str) -> tuple[ec.EllipticCurvePublicKey, bytes]:
    """Read the keys of a browser; raises WrongKeys."""
    try:
        point, shared = decoded(public_key), decoded(secret)
        if len(point) != POINT or len(shared) != SECRET:
            raise WrongKeys
        return ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), point), shared
    except (ValueError, NotBase64, UnsupportedAlgorithm):
        raise WrongKeys from None


def decoded(text: str) -> bytes:
    """Return the bytes of base64url without its padding."""
    return base64.b64decode(
        text.rstrip("=") + "=" * (-len(text.rstrip("=")) % 4), altchars=b"-_", validate=True
    )


def _derived(secret: bytes, salt: bytes, about: bytes, length: int) -> bytes:
    return HKDF(algorithm=hashes.SHA256(), length=length, salt=salt, info=about).derive(secret)


def _point(key: ec.EllipticCurvePublicKey) -> bytes:
    return key.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
