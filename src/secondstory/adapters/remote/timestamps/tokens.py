"""Makes requests for timestamps and reads what authorities answered, with `rfc3161-client`. Source: RFC 3161.

What is stamped is the SHA-256 of a signed checkpoint, to the byte as the log's key signed it, without lines of witnesses:
those add up later. What is kept is the whole answer, as `openssl ts -verify -in` takes it.
"""

import hashlib
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from cryptography import x509

from secondstory.adapters.remote.timestamps.sorting import with_sorted_certificates
from secondstory.adapters.remote.timestamps.troubles import NotInstalled, NoToken
from secondstory.application.record.verifying.timestamps import BadToken, Stamp
from secondstory.kernel.refused import Refused

if TYPE_CHECKING:
    from rfc3161_client import TimeStampResponse

SHA256 = "2.16.840.1.101.3.4.2.1"
MAX_ROOTS_BYTES = 1 << 22
_GRANTED, _GRANTED_WITH_MODS, _WAITING = 0, 1, 3
_REASON = re.compile(r'reason: "([^"]{1,100})"')
_UNREADABLE = (
    KeyError,
    ValueError,
    TypeError,
    OverflowError,
    x509.InvalidVersion,
    x509.UnsupportedGeneralNameType,
)
Roots = Sequence[x509.Certificate]


@dataclass(frozen=True, slots=True)
class Query:
    """A request in DER, and its nonce: the answer has to bring the same one."""

    der: bytes
    nonce: int


def is_installed() -> bool:
    """Return whether tokens can be asked for and read here."""
    try:
        import rfc3161_client  # noqa: F401
    except ImportError:
        return False
    return True


def query_over(note: bytes) -> Query:
    """Return a request for a token over `note` that asks for the certificate of whoever signs. Raises NotInstalled."""
    try:
        from rfc3161_client import HashAlgorithm, TimestampRequestBuilder
    except ImportError as absent:
        raise NotInstalled from absent
    built = TimestampRequestBuilder().data(note).hash_algorithm(HashAlgorithm.SHA256).nonce(nonce=True)
    request = built.cert_request(cert_request=True).build()
    nonce = request.nonce
    assert nonce is not None
    return Query(request.as_bytes(), nonce)


def taken(answer: bytes, note: bytes, query: Query, roots: Roots | None) -> Stamp:
    """Return what an authority stamped, once it is known to answer `query`. Raises NoToken with what is wrong with it.

    The steps: 1 it can be read; 2 it was granted; 3 it is over these bytes; 4 it brings the nonce back, so that it is no
    older answer; 5 it names its signer; 6 the roots confirm it, where there are any. Source: RFC 3161 section 2.2.
    """
    try:
        return _answering(answer, note, query, roots)
    except BadToken as bad:
        raise NoToken(f"What the authority answered is not believed. {bad} Nothing was kept.") from bad


def check(token: bytes, note: bytes, *, roots: Roots | None) -> Stamp:
    """Return what a kept token says about `note`. Raises BadToken when it does not fit, or no root confirms it.

    Certificates have to be valid at the time that the token says, not today (RFC 3161 appendix B).
    """
    response = _read(token)
    _refuse_ungranted(response)
    stamp = _over(response, note)
    if roots is not None:
        _confirm(response, note, roots)
    return stamp


def _answering(answer: bytes, note: bytes, query: Query, roots: Roots | None) -> Stamp:
    response = _read(answer)  # 1
    _refuse_ungranted(response)  # 2
    stamp = _over(response, note)  # 3
    if response.tst_info.nonce != query.nonce:  # 4
        raise BadToken("unfit", "It answers another request: the nonce is not the one that was sent.")
    if not stamp.by:  # 5
        raise BadToken("unreadable", "It does not hold the certificate that was asked for.")
    if roots is not None:  # 6
        _confirm(response, note, roots)
    return stamp


def checking(roots: Roots | None) -> Callable[[bytes, bytes], Stamp] | None:
    """Return what checks tokens by `roots`, None where that is not installed."""
    return partial(check, roots=roots) if is_installed() else None


def roots_in(path: Path) -> Roots:
    """Return the certificates in a PEM file that somebody trusts. Raises Refused when there is none in it."""
    try:
        with path.open("rb") as file:
            found = x509.load_pem_x509_certificates(file.read(MAX_ROOTS_BYTES))
    except OSError as why:
        raise Refused(
            f"{path} cannot be read ({why.strerror}). Name the file with the root certificates you trust, in PEM."
        ) from why
    except (ValueError, x509.InvalidVersion) as wrong:
        raise Refused(
            f"{path} holds no certificates in PEM ({wrong}). Take the roots from the authority's own pages."
        ) from wrong
    return found


def _read(token: bytes) -> "TimeStampResponse":
    try:
        from rfc3161_client import decode_timestamp_response
    except ImportError as absent:
        raise NotInstalled from absent
    try:
        return decode_timestamp_response(with_sorted_certificates(token))
    except _UNREADABLE as why:
        raise BadToken("unreadable", f"It cannot be read as a timestamp ({_short(why)}).") from why


def _refuse_ungranted(response: "TimeStampResponse") -> None:
    try:
        status, said = response.status, " ".join(response.status_string)
    except _UNREADABLE as why:
        raise BadToken("unreadable", f"It cannot be read as a timestamp ({_short(why)}).") from why
    if status == _GRANTED:
        return
    words = {
        _GRANTED_WITH_MODS: "It was granted with changes to what was asked, which was not asked for.",
        _WAITING: "The authority wants to be asked again later.",
    }.get(status, f"The authority refused it (status {status}).")
    told = f" It says: {_printable(said)}." if said else ""
    raise BadToken("unfit", f"{words}{told}")


def _over(response: "TimeStampResponse", note: bytes) -> Stamp:
    """Return what the token says, when it is over `note`; nothing of it is confirmed."""
    try:
        told = response.tst_info
        algorithm, digest = told.message_imprint.hash_algorithm, told.message_imprint.message
        at, by = told.gen_time, _signer(response)
    except _UNREADABLE as why:
        raise BadToken("unreadable", f"It cannot be read as a timestamp ({_short(why)}).") from why
    if algorithm.dotted_string != SHA256 or digest != hashlib.sha256(note).digest():
        raise BadToken("unfit", "It is over something else than this checkpoint.")
    return Stamp(at=at.astimezone(UTC), by=by)


def _signer(response: "TimeStampResponse") -> str:
    """Return the name of whoever signed, as its certificate in the token has it; empty without one."""
    signed = response.signed_data
    held = [x509.load_der_x509_certificate(one) for one in signed.certificates]
    for info in signed.signer_infos:
        for certificate in held:
            if (certificate.issuer, certificate.serial_number) == (info.issuer, info.serial_number):
                return _printable(certificate.subject.rfc4514_string())
    return ""


def _confirm(response: "TimeStampResponse", note: bytes, roots: Roots) -> None:
    from rfc3161_client import VerificationError, VerifierBuilder

    verifier = VerifierBuilder(roots=list(roots)).build()
    try:
        verifier.verify(response, hashlib.sha256(note).digest())
    except (VerificationError, *_UNREADABLE) as why:
        reason = _REASON.search(str(why))
        why_not = reason[1] if reason else _short(why)
        words = f"The roots that were given do not confirm it at the time it says ({why_not})."
        raise BadToken("unconfirmed", words) from why


def _short(why: Exception) -> str:
    return _printable(str(why))[:200].rstrip(".") or type(why).__name__


def _printable(text: str) -> str:
    return "".join(one if one.isprintable() else "?" for one in text)[:300]
