"""Tokens that carry the mark of who gave them out, where the library and `rules` do not know it.

Makers of tokens put a short mark in front on purpose, so that a leaked one is noticed. The marks of some are listed;
of the others the shape is: a short word in one case, a separator, and a long tail that nobody would type.
"""

import re

from secondstory.adapters.secrets.placeholders import is_placeholder, looks_drawn, looks_strong
from secondstory.adapters.secrets.rules import Rule, always, drawn, rule

_HASHES = re.compile(r"(?i)(?:sha|md|blake|crc|h)\d|integrity|bafy|chunk|vendor")
_PUBLIC = re.compile(r"(?i)p(?:k|ub)[\w-]*[_.-]|public")
_RUN = re.compile(r"[A-Za-z0-9]{20,}")


def _marked(lead: str, secret: str) -> bool:
    """Judge a tail behind a mark that is not on the list: one run of it mixes all kinds of characters."""
    if _HASHES.match(lead) or _PUBLIC.match(lead) or is_placeholder(secret):
        return False
    return any(looks_strong(run) and looks_drawn(run) for run in _RUN.findall(secret))


# Marks that makers put in front of their tokens, as their own pages give them; what follows has 20 characters or more.
_MARKS = (
    "ABSK AKCp ATATT ATBB ATCTT3 ATTA CCIPAT_ CFPAT- CLOJARS_ EAAA EAAC EAAM EZAK EZTK FLWSECK- FLWSECK_TEST- GR1348941 HRKU-AA"
    " KGAT_ LTAI NRAK- NRII- PMAK- SG. aio_ apify_api_ bkua_ cio_ cmVmdGtu dG9r dckr_oat_ dckr_pat_ dop_v1_ dp.audit. dp.ct. dp.pt."
    " dp.sa. dp.scim. dp.st. dt0c01. dt0s16. duffel_live_ duffel_test_ edbpat_ figd_ fio-u- fm1a_ fm1r_ fm2_ fo1_ glc_ glffct- glimt-"
    " gloas- glrtr- gsk_ ico- lip_ lmfwc_ lsv2_pt_ lsv2_sk_ napi_ nfp_ nfc_ ntn_ nvapi- ops_eyJ p8e- patch_ phx_ pnu_ posttoken_ pplx-"
    " pscale_oauth_ pscale_pw_ pscale_tkn_ r8_ rdme_ re_ rpa_ sbp_ secret_ sgp_ shippo_live_ shippo_test_ shptka_ sntryu_ sqa_ sqp_ squ_"
    " tfp_ tskey-api- tskey-auth- tskey-client- tvly- v1.0- vcp_ vercel_blob_rw_ waka_ xai- xkeysib- xsmtpsib- xoxe. y0_ zpka_"
).split()
_MARK = "|".join(re.escape(mark) for mark in _MARKS)

VENDOR_RULES: tuple[Rule, ...] = (
    rule(
        "vendor-token",
        "",
        rf"(?<![A-Za-z0-9])(?P<lead>{_MARK})(?P<secret>[\w.+/=-]{{20,700}})",
        drawn,
        near="[A-Za-z0-9]{14}",
    ),
    rule(
        "vendor-key",
        "a3-|pat-|atlasv1|eyjrijoi|_gitlab_session|0/|1/|sdk-|4b1d|api-|access-|_mmk|oy2|cio",
        r"(?P<lead>\bA3-|\bpat-[a-z]{2}\d-|\batlasv1\.|\beyJrIjoi|\b_gitlab_session=|\b[01]/(?=\d{16}:|[0-9a-f]{32}\b)|\bsdk-"
        r"|\b4b1d|\bAPI-|\baccess-(?:sandbox|development|production)-|\b(?=\w{6}_\w{29}_mmk\b)|\boy2(?=[a-z0-9]{43}\b)"
        r"|\bcio(?=\w{32}\b))(?P<secret>[A-Z0-9]{6}-[A-Z0-9-]{23,}|[A-Z0-9]{26}\b|[\w=.-]{20,700}|\d{16}:[0-9a-f]{32})",
        drawn,
    ),
    rule(
        "private-key-bytes",
        "b3blbnnzac1rzxktdje|miie|miij|mhccaqee|mc4caqaw|mighageamb",
        r"(?P<lead>)(?P<secret>(?:b3BlbnNzaC1rZXktdjE|MII[EJ][\w+/]{2}IBAAKCA[\w+/]{2}|MII[EJ][\w+/]{2}IBADANBgkqhkiG9w0BAQEFAASC"
        r"|MHcCAQEEI|MC4CAQAwBQYDK2VwBCIEI|MIGHAgEAMB)[\w+/=]{8,4000})",
        always,
    ),
    rule(
        "three-hexes",
        "",
        r"(?<![\w-])(?P<lead>)(?P<secret>[0-9a-f]{32}-[0-9a-f]{8}-[0-9a-f]{8})(?![\w-])",
        always,
        near="[0-9a-f]{32}-",
    ),
    rule(
        "key-of-three-parts",
        "pat.|sat.",
        r"(?P<lead>\b(?:pat|sat)\.)(?P<secret>[\w-]{22}\.[0-9a-zA-Z]{24}\.[0-9a-zA-Z]{20})\b",
        always,
    ),
    rule(
        "token-with-a-mark",
        "",
        r"(?<![\w.+/~%@=-])(?P<lead>(?:[a-z]{2,12}\d{0,2}|[A-Z]{2,12}\d{0,2})(?:[_.-][a-z]{1,8}\d{0,2}){0,2}[_.~-])"
        r"(?P<secret>[\w.~-]{24,700})",
        _marked,
        near="[A-Za-z0-9]{20}",
    ),
)
"""Asked after `rules.RULES`: whatever these know too keeps the name it has there."""
