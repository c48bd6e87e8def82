"""What can go wrong on the way to a bucket, in words that say what is safe and what to do. No secret gets into them."""

from typing import Any

from secondstory.vault.errors import BucketTrouble

_NO_CREDENTIALS = (
    "no credentials for it were found. They are read from where Amazon's tools look: AWS_ACCESS_KEY_ID and"
    " AWS_SECRET_ACCESS_KEY in the environment, or a profile (secondstory bucket set --profile NAME)"
)
_CODES = {
    "NoSuchBucket": "there is no bucket of that name. secondstory bucket set names another one",
    "InvalidAccessKeyId": "it does not know these credentials. Look at the profile or the environment they come from",
    "SignatureDoesNotMatch": "the secret does not fit the access key. Look at the profile or the environment they come from",
    "ExpiredToken": "these credentials have run out. Get fresh ones, and do it again",
    "AccessDenied": "these credentials may not do that there. The policy it takes stands in the guide to keeping the record safe",
    "RequestTimeTooSkewed": "its clock and the one of this machine differ by more than 15 minutes. Set the clock",
    "PermanentRedirect": "the bucket is in another region. secondstory bucket set --region NAME says in which",
    "AuthorizationHeaderMalformed": "the bucket is in another region. secondstory bucket set --region NAME says in which",
}
_BY_NAME = {
    "NoCredentialsError": _NO_CREDENTIALS,
    "PartialCredentialsError": _NO_CREDENTIALS,
    "CredentialRetrievalError": _NO_CREDENTIALS,
    "ProfileNotFound": "there is no profile of that name in the configuration of Amazon's tools here",
    "SSLError": "its certificate could not be checked, so nothing was sent",
}
_SAFE = "What is sealed here is untouched; what is not there yet is tried again."

OURS = frozenset(
    {
        "NoSuchBucket",
        "InvalidAccessKeyId",
        "SignatureDoesNotMatch",
        "ExpiredToken",
        "RequestTimeTooSkewed",
        "PermanentRedirect",
        "AuthorizationHeaderMalformed",
        "SlowDown",
        "RequestTimeout",
    }
)
"""What a bucket answers because of us, or of the weather, and not because of a lock."""


def code_of(why: Any) -> str:
    """Return the code in an answer of the bucket, such as `AccessDenied`; empty when it is no answer."""
    answer = getattr(why, "response", None)
    return str(answer.get("Error", {}).get("Code", "")) if isinstance(answer, dict) else ""


def status_of(why: Any) -> int:
    """Return the HTTP status in an answer of the bucket, 0 when it is no answer."""
    answer = getattr(why, "response", None)
    return int(answer.get("ResponseMetadata", {}).get("HTTPStatusCode", 0)) if isinstance(answer, dict) else 0


def told(why: Exception, name: str) -> BucketTrouble:
    """Return what to tell people about trouble with the bucket `name`."""
    code = code_of(why)
    if code in {"403", "Forbidden"}:
        code = "AccessDenied"
    words = _CODES.get(code) or _BY_NAME.get(type(why).__name__)
    if words is None:
        kind = (
            f"it answered {code or status_of(why)}"
            if code or status_of(why)
            else f"it could not be reached ({_kind(why)})"
        )
        words = f"{kind}. Is the network there?" if not code else kind
    return BucketTrouble(
        f"The bucket {name}: {words.rstrip('.')}. {_SAFE}", code=f"bucket-{code.lower() or 'unreached'}"
    )


def _kind(why: Exception) -> str:
    return type(why).__name__
