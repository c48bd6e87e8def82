"""Secrets by the place they stand in: an argument of a call, a link that lets in, an option of a command, an element.

What stands there has to look drawn by a machine, or chosen as a password is: in these places ordinary words stand too.
"""

import re

from secondstory.adapters.secrets.placeholders import is_placeholder, looks_drawn, looks_strong
from secondstory.adapters.secrets.rules import NAME, NAME_END, QUOTE, VALUE, Rule, drawn, option, rule, strong

_HEX = re.compile(r"(?:0x)?[0-9a-fA-F]{32,}")
_UUID = re.compile(r"[0-9a-fA-F]{8}-(?:[0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}")
_OTHER_KEYS = re.compile(
    r"(?i)public|pub_|idempotency|partition|cache|sort|primary|foreign|object|row|shard|group|dedup|host|trace|request"
    r"|keyid|kid|key_id|session_key_hash|identifier"
)


def _machine_made(_: str, secret: str) -> bool:
    """Judge a value that stands where keys do: mixed of all kinds, or long and hexadecimal; identifiers are neither."""
    if is_placeholder(secret) or _UUID.fullmatch(secret):
        return False
    return looks_drawn(secret) and (looks_strong(secret) or _HEX.fullmatch(secret) is not None)


def _named_key(lead: str, secret: str) -> bool:
    return not _OTHER_KEYS.search(lead) and _machine_made(lead, secret)


def _passed(lead: str, secret: str) -> bool:
    """Judge an argument of a call: a password only where the call says so."""
    if re.search(r"(?i)passw|connect|login|credential", lead) and strong(lead, secret):
        return True
    return _machine_made(lead, secret)


PLACE_RULES: tuple[Rule, ...] = (
    rule(
        "key-by-name",
        "key|salt|pat|hmac|auth|login|bearer|encrypt|code",
        r"(?i)(?<!public )(?<!host )(?P<lead>(?<![\w-])[\w.-]{0,40}?(?:key|salt|hmac|(?<=_)pat|(?<=[_-])auth|(?<=[_.])login|bearer|encrypt)"
        rf"{NAME_END}{QUOTE}?\s{{0,3}}[:=]\s{{0,3}}(?:b?{QUOTE}|\[)?)(?P<secret>[\w+/=-]{{20,400}})(?![\w+/=-])",
        _named_key,
    ),
    rule(
        "argument-of-a-call",
        "(",
        r"(?P<lead>(?i:\b[\w.]{0,40}(?:client|search|login|auth\w*|connect\w*|fernet|hmac|fromhex|buffer\.from|password|secret"
        r"|token|key|cipher|credentials?|configure|initiali[sz]e|sdk|\.new)\w{0,12}\((?:[^()]{0,160}?[,{\s:])?b?[\"']))"
        r"(?P<secret>(?=[^\"'\s]{0,400}\d)(?:[0-9a-fA-F]{32,400}|(?=[^\"'\s]{0,400}[a-z])[^\"'\s]{1,200}?[A-Z][^\"'\s]{2,300}))(?=[\"'])",
        _passed,
    ),
    rule(
        "key-set",
        '"kty"',
        r"\"kty\".{0,600}?(?P<lead>\"(?:d|k|p|q|dp|dq|qi)\"\s*:\s*\")(?P<secret>[\w-]{22,2000})(?=\")",
        lambda _lead, secret: looks_drawn(secret),
    ),
    rule(
        "variable-default",
        "default",
        rf"(?i){NAME}{NAME_END}{QUOTE}\s*\{{.{{0,80}}?(?P<lead>\bdefault\s*=\s*{QUOTE}){VALUE}",
        option,
    ),
    rule(
        "named-element",
        "name=|<key>|password|secret|token|apikey|api-key",
        rf"(?i)(?P<lead>(?:\bname=[\"'][\w.-]{{0,40}}{NAME}{NAME_END}[\"']\s*>\s*(?:<value>)?|<key>[\w.-]{{0,40}}{NAME}</key>\s*<string>"
        rf"|<(?:\w{{1,20}}:)?(?:password|secret|token|api-?key)\s[^<>]{{0,100}}>))(?P<secret>[^\s<>\"']{{6,400}})",
        option,
    ),
    rule(
        "build-file",
        "env |arg ",
        rf"(?i)(?P<lead>^\s*(?:env|arg)\s+\w{{0,40}}{NAME}{NAME_END}\s+){VALUE}",
        option,
    ),
    rule(
        "link-that-lets-in",
        "/reset|/invit|/verify|/magic|/confirm|/activate|/unlock",
        r"(?i)(?P<lead>/(?:(?:password[_-]?)?reset|invit\w*|verify|magic|confirm|activate|unlock)[\w-]{0,20}(?:/|\?\w+=))"
        r"(?P<secret>[\w-]{24,400})",
        _machine_made,
    ),
    rule(
        "option-with-a-key",
        " -",
        r"(?i)(?P<lead>\s--?[\w.-]{0,40}(?:key|token|login|secret|\st|\sk)[ =][\"']?|\s-[tk]\s)(?P<secret>[\w+/=.-]{20,400})",
        drawn,
    ),
    rule(
        "configured",
        "configure set|setup |login |auth |importprivkey |unlock ",
        r"(?i)(?P<lead>\bconfigure set \w+ |\b(?:setup|login|auth|importprivkey|unlock)\s+(?:-{1,2}[\w-]+\s+)?)(?P<secret>[\w+/=.-]{20,700})",
        drawn,
    ),
    rule(
        "typed-in",
        "<<<|echo|login |snmp|add-mask",
        rf"(?P<lead><<<\s*|<\(echo\s+|\bLOGIN \S{{1,60}} |\bsnmp\w+\b.{{0,200}}?\s-[AX]\s+|::add-mask::){QUOTE}?{VALUE}",
        strong,
    ),
    rule(
        "password-for",
        "password for|pass for",
        rf"(?i)(?P<lead>\bpass(?:word)?\s+for\s+\S{{1,60}}\s*[=:]\s*(?:password\()?{QUOTE}?){VALUE}",
        option,
    ),
    rule(
        "dumped",
        "string(",
        rf"(?i)(?P<lead>{NAME}{NAME_END}{QUOTE}?\]?\s*(?:=>\s*)?string\(\d+\)\s*{QUOTE}){VALUE}",
        option,
    ),
    rule(
        "named-behind",
        "#|//",
        rf"(?i)(?P<lead>[:=>]\s*{QUOTE})(?P<secret>[^\s\"']{{8,400}})(?=[\"']\s*(?:#|//)\s*[\w.-]{{0,40}}{NAME}\b)",
        option,
    ),
    rule(
        "row-of-secrets",
        "insert into",
        r"(?P<lead>(?i:\binsert into\s+\W?\w{0,40}(?:token|secret|key|credential)\w{0,40}\W[^\n]{0,300}?)')"
        r"(?P<secret>[\w+/=.-]{24,400})(?=')",
        _machine_made,
    ),
    rule(
        "result-of-a-password",
        "password",
        rf"(?i)(?P<lead>password\.(?:\w{{1,40}}\.)?(?:result|value|text)\s*=\s*{QUOTE}?){VALUE}",
        option,
    ),
    rule(
        "recorded-request",
        "name",
        r"(?i)(?P<lead>\"name\"\s*:\s*\"[\w.-]{0,40}(?:sess|auth|token|jwt|csrf|key|cookie)[\w.-]{0,20}\"\s*,\s*\"value\"\s*:\s*\")"
        r"(?P<secret>[\w+/=.~-]{20,700})",
        drawn,
    ),
    rule(
        "shared-with-a-name",
        "psk ",
        r"(?i)(?P<lead>\bpsk\s+[\w.-]{1,60}:)(?P<secret>\S{8,400})",
        drawn,
    ),
    rule(
        "changed-to",
        " to ",
        rf"(?i)(?P<lead>\b(?:reset|changed?|set|rotated?)\s+(?:it|them|this|that)\s+(?:back\s+)?to\s){VALUE}",
        strong,
    ),
    rule(
        "near-the-word",
        "password|passwd|passphrase|pw",
        r"(?i)(?P<lead>\b(?:password|passwd|passphrase|pw)\b[^\n]{0,40}?(?<=[\s/:(.]))(?P<secret>(?-i:(?=\S{0,60}[a-z])(?=\S{0,60}\d)\S{1,60}?[A-Z]\S{4,60}))",
        strong,
    ),
    rule(
        "password-named-after",
        "passw|passphrase",
        rf"(?<![\w./@-])(?P<lead>){VALUE}(?=,?\s+(?:\w+\s+){{0,6}}(?:password|passphrase)\b)",
        strong,
    ),
)
"""Asked last: these guess by the place alone."""
