"""How push services know the desk (VAPID, RFC 8292): a key that is made once, and a signed word for each service. Pure.

The word is a JWT with ES256 (RFC 7515, RFC 7518 §3.4); the tests let Mozilla's own implementation judge it.
"""

import json
from base64 import urlsafe_b64encode
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
)

HOLDS = timedelta(hours=12)  # a day at most, says the standard


def fresh_key() -> str:
    """Make a private key, as PEM."""
    key = ec.generate_private_key(ec.SECP256R1())
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()


def public_key(pem: str) -> str:
    """Return the public half as a browser wants it: base64url of the uncompressed point."""
    return _text(_private(pem).public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint))


def authorization(pem: str, endpoint: str, *, contact: str, now: datetime) -> str:
    """Return the header for a service: whom it is for, until when it holds, whom to ask, who says so."""
    parts = urlsplit(endpoint)
    claims = {
        "aud": f"{parts.scheme}://{parts.netloc}",
        "exp": int((now + HOLDS).timestamp()),
        "sub": contact,
    }
    said = ".".join(_text(json.dumps(part).encode()) for part in ({"typ": "JWT", "alg": "ES256"}, claims))
    r, s = decode_dss_signature(_private(pem).sign(said.encode(), ec.ECDSA(hashes.SHA256())))
    signature = _text(r.to_bytes(32, "big") + s.to_bytes(32, "big"))
    return f"vapid t={said}.{signature},k={public_key(pem)}"


def _private(pem: str) -> ec.EllipticCurvePrivateKey:
    key = load_pem_private_key(pem.encode(), password=None)
    assert isinstance(key, ec.EllipticCurvePrivateKey)
    return key


def _text(content: bytes) -> str:
    return urlsafe_b64encode(content).rstrip(b"=").decode()
