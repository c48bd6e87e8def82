"""Our own rules: what a secret looks like in logs, configuration, command lines and chat.

Each pattern names its parts: `lead`, which may be shown, and `secret`, which never is. A line without any of the
rule's `hints`, which are in lower case, is never shown to its pattern: that is what makes long logs bearable.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass

from secondstory.adapters.secrets.placeholders import (
    is_filler,
    is_placeholder,
    looks_chosen,
    looks_drawn,
    looks_strong,
    looks_told,
)

Judge = Callable[[str, str], bool]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One kind of secret. judge: takes (lead, secret) and says whether this match is worth a person's look."""

    name: str
    hints: tuple[str, ...]
    pattern: re.Pattern[str]
    judge: Judge


def _always(_lead: str, _secret: str) -> bool:
    return True


def _filled(_: str, secret: str) -> bool:
    return not is_filler(secret)


def _drawn(_: str, secret: str) -> bool:
    return looks_drawn(secret) and not is_placeholder(secret)


def _set_value(lead: str, secret: str) -> bool:
    """Judge `name = value`. The weaker the name, the more the value itself has to look like a secret."""
    name = re.sub(r"[\"'\s:=>]+$", "", lead).casefold()
    if is_placeholder(secret) or secret.casefold() in name:
        return False
    is_password = re.search(r"passw|passphrase|pwd|pass$|pw$", name) is not None
    if not is_password and "secret" not in name:
        return looks_drawn(secret)
    if secret.isdigit():
        return is_password and lead.endswith("=")
    # A colon and a space is also how sentences go on; an equals sign without spaces is not.
    return looks_chosen(secret) or (is_password and re.search(r"[=:]$|[\"']$", lead) is not None)


def _option(_: str, secret: str) -> bool:
    return looks_chosen(secret) and not is_placeholder(secret)


def _told(_: str, secret: str) -> bool:
    return looks_told(secret) and not is_placeholder(secret)


def _strong(_: str, secret: str) -> bool:
    return looks_strong(secret) and not is_placeholder(secret)


def _address(lead: str, secret: str) -> bool:
    user = lead.rstrip(":").rpartition("/")[2]
    return secret != user and not is_placeholder(secret)


def _rule(name: str, hints: str, pattern: str, judge: Judge) -> Rule:
    return Rule(name=name, hints=tuple(hints.split("|")), pattern=re.compile(pattern), judge=judge)


_NAME = (
    r"(?:password|passwd|passphrase|pwd|bindpw|requirepass|masterauth|(?<![a-zA-Z])(?:pass|pw)|secret|secret[_.-]?key"
    r"|secret[_.-]?(?:id|string)|(?:api|access|auth|account|private|encryption|signing|master|pre-?shared|shared|licen[cs]e|app|deploy|certificate)"
    r"[_.-]?key|(?<![a-zA-Z])psk|key-data|credentials?|token)"
)
_NAME_END = r"(?:[_-](?:prod|production|staging|stage|test|dev|live|value|base|base64|b64))?\d{0,2}"
_QUOTE = r"(?:\\?[\"'`])"
_VALUE = r"(?P<secret>(?:[^\s\"'`,;<>&\\\ufffd]|\\(?![\"'nr])|&(?!\w+=)){6,400})"

RULES: tuple[Rule, ...] = (
    _rule(
        "private-key-block",
        "private key|putty-user|age-secret",
        r"(?P<lead>-----BEGIN |PuTTY-User-Key-File-\d: |AGE-SECRET-KEY-1)"
        r"(?P<secret>(?:[A-Z0-9 ]+ )?PRIVATE KEY(?: BLOCK)?-----|ssh-\w+|ecdsa-[\w-]+|[QPZRY9X8GF2TVDW0S3JN54KHCE6MUA7L]{50,})",
        _always,
    ),
    _rule(
        "authorization-header",
        "bearer|basic|authorization",
        r"(?i)(?P<lead>\b(?:bearer|basic|authorization[\"']?\s*[:=]\s*[\"']?(?:token|apikey|digest|aws4-hmac-sha256)?)[ \t]+)"
        r"(?!AWS4-HMAC)(?P<secret>[\w.~+/=-]{12,})",
        _drawn,
    ),
    _rule(
        "cookie",
        "cookie",
        r"(?i)\bcookie[\"']?\s*[:=].{0,200}?\b(?P<lead>[\w.-]*(?:sess|sid|auth|token|jwt|remember)[\w.-]*=)(?P<secret>[^\s;\"',]{16,})",
        _drawn,
    ),
    _rule(
        "llm-key",
        "sk-",
        r"(?P<lead>\bsk-(?:proj-|svcacct-|admin-|or-v1-|ant-[a-z0-9]+-)?)(?P<secret>[\w-]{20,250})(?![\w-])",
        _drawn,
    ),
    _rule(
        "github-token", "gh|github_pat", r"(?P<lead>\bgh[pousr]_|\bgithub_pat_)(?P<secret>\w{22,})", _filled
    ),
    _rule(
        "gitlab-token",
        "gl",
        r"(?P<lead>\bgl(?:pat|dt|rt|ptt|ft|soat|cbt|agent)-)(?P<secret>[\w-]{20,})",
        _filled,
    ),
    _rule("slack-token", "xox|xapp", r"(?P<lead>\bxox[a-z]-|\bxapp-)(?P<secret>[\w-]{20,})", _filled),
    _rule(
        "webhook-address",
        "hooks.slack.com|/webhooks/|/webhookb2/",
        r"(?P<lead>https://(?:hooks\.slack\.com/(?:services|workflows)/|discord(?:app)?\.com/api/webhooks/"
        r"|[\w.-]+\.webhook\.office\.com/webhookb2/))(?P<secret>[\w/@-]{20,})",
        _filled,
    ),
    _rule(
        "aws-access-key",
        "a3t|abia|acca|akia|asia",
        r"\b(?P<lead>ABIA|ACCA|AKIA|ASIA)(?P<secret>[A-Z2-7]{16})\b",
        _filled,
    ),
    _rule(
        "google-key",
        "aiza|ya29.|gocspx-",
        r"(?P<lead>\bAIza|\bya29\.|\bGOCSPX-)(?P<secret>[\w-]{24,})",
        _filled,
    ),
    _rule("stripe-key", "k_live_|whsec_", r"(?P<lead>\b[rs]k_live_|\bwhsec_)(?P<secret>\w{20,})", _filled),
    _rule("package-token", "npm_|pypi-", r"(?P<lead>\bnpm_|\bpypi-)(?P<secret>[\w-]{30,})", _filled),
    _rule(
        "json-web-token", "eyj", r"(?P<lead>\beyJ)(?P<secret>[\w-]{10,}\.eyJ[\w-]{5,}\.[\w-]{10,})", _always
    ),
    _rule(
        "address-with-password",
        "://",
        r"(?P<lead>\b[a-zA-Z][\w+.-]{1,30}://[^\s:/@\"'<>]{0,100}:)(?P<secret>[^\s@/\"'<>]{3,200})(?=@[\w\[$])",
        _address,
    ),
    _rule(
        "command-option",
        "--pass|--token|--secret|--api|--auth|--client|--requirepass|storepass",
        r"(?P<lead>--?(?:pass(?:word|phrase)?|passwd|token|secret|client-secret|api-?key|auth-token|requirepass|storepass)[ =][\"']?"
        r")(?P<secret>[^\s\"']{6,})",
        _option,
    ),
    _rule(
        "curl-user",
        "curl",
        r"\bcurl\b.{0,300}?\s(?P<lead>(?:-u|--user)[ =]?[\"']?[\w.@-]+:)(?P<secret>[^\s\"']{6,})",
        _option,
    ),
    _rule("netrc", "login", r"(?P<lead>\blogin\s+\S+\s+password\s+)(?P<secret>\S{6,})", _option),
    _rule(
        "set-value",
        "pass|pw|masterauth|secret|key|credential|token",
        rf"(?i)(?<!\d:)(?P<lead>{_NAME}{_NAME_END}(?:{_QUOTE}\]?|>)?(?:\s{{0,3}}(?:=>|:=|(?<=>)|:\s?\w+\s?=|:)|\s{{0,40}}=)\s{{0,3}}{_QUOTE}?){_VALUE}",
        _set_value,
    ),
    _rule(
        "named-value",
        "value",
        rf"(?i)(?P<lead>{_NAME}{_NAME_END}{_QUOTE}?[,\s]{{1,3}}{_QUOTE}?value{_QUOTE}?\s?[:=]\s?{_QUOTE}?){_VALUE}",
        _set_value,
    ),
    _rule(
        "told-password",
        "passw|passphrase|pw|pass",
        rf"(?i)(?P<lead>\b(?:password|passwd|passphrase|pw|pass)(?:\s+\w+){{0,4}}?\s+(?:is|was|to|now)\s{_QUOTE}?){_VALUE}",
        _told,
    ),
    _rule(
        "directive",
        "password|identified|bindpw|requirepass|masterauth|auth_pass|securestring",
        r"(?i)(?P<lead>\b(?:password|identified\s+by)\s+(?=['\"])|^\s*(?:bindpw|requirepass|masterauth|auth_pass)\s+"
        rf"|\bconvertto-securestring\s+){_QUOTE}?{_VALUE}",
        _option,
    ),
    _rule(
        "call-argument",
        "token|key|secret|passw",
        rf"(?i)(?P<lead>{_NAME}{_QUOTE}?\s?[(,]\s{{0,20}}{_QUOTE})(?P<secret>[\w.~+/=-]{{16,}})(?={_QUOTE})",
        _drawn,
    ),
    _rule(
        "key-argument",
        "key",
        r"(?i)(?P<lead>\b[\w-]*(?:access|secret|api|private)[_-]?key\s+)(?P<secret>[\w+/=]{20,200})(?![\w+/=-])",
        _drawn,
    ),
    _rule(
        "piped-password",
        "-stdin|chpasswd",
        r"(?P<lead>\becho\s+[\"']?(?:[\w-]+:)?)(?P<secret>[^\s\"'|]{8,})(?=.{0,80}(?:-stdin|\bchpasswd))",
        _option,
    ),
    _rule(
        "quoted-token",
        "token|key|secret",
        rf"(?i)(?P<lead>(?:token|key|secret)\s{_QUOTE})(?P<secret>[\w.~+/=-]{{16,}})(?={_QUOTE})",
        _drawn,
    ),
    _rule(
        "user-and-password",
        "cred|login|auth",
        r"(?i)(?P<lead>\b(?:creds?|credentials?|login(?:\s+with)?|auth)\b(?:\s+(?:are|is))?\W{1,5}[\w.@-]+[\"']?\s?[:/,]\s?[\"']?)"
        rf"{_VALUE}",
        _strong,
    ),
    _rule(
        "data-source",
        "@tcp(|@unix(",
        r"(?P<lead>[\w.-]{1,60}:)(?P<secret>[^\s@:]{4,200})(?=@(?:tcp|unix)\()",
        _address,
    ),
    _rule(
        "password-file",
        ":",
        r"^(?P<lead>[\w.*-]+:(?:\d{2,5}|\*):[\w*-]+:[\w-]+:)(?P<secret>\S{6,})$",
        _strong,
    ),
    _rule(
        "command-password",
        "sshpass|pass:|login|htpasswd|net use|redis-cli|ldap|openssl enc|smbclient|add_user|community",
        r"(?P<lead>\bredis-cli\b.{0,200}?\s-a\s+|\bldap\w+\s.{0,200}?\s-w\s+|\bopenssl enc\b.{0,200}?\s-k\s+"
        r"|\bsmbclient\b.{0,200}?\s-U\s+[\"']?[\w.\\-]+%|\badd_user\s+[\w.-]+\s+|\bsnmp-server community\s+"
        r"|\bsshpass\s+-p\s*|\s-pass(?:in|out)?\s+pass:|\blogin\b.{0,200}?\s-p[ =]"
        rf"|\bhtpasswd\s+-\w*b\w*\s+\S+\s+\S+\s+|\bnet use\b.{{0,200}}?\s/user:\S+\s+){_QUOTE}?{_VALUE}",
        _option,
    ),
    _rule(
        "mysql-password",
        "mysql|mariadb",
        rf"\b(?:mysql|mariadb)\w*\s.{{0,200}}?(?P<lead>(?<=\s)-p){_QUOTE}?{_VALUE}",
        _option,
    ),
    _rule(
        "registry-login",
        "auth",
        r"(?P<lead>\"auth\"\s*:\s*\")(?P<secret>[A-Za-z0-9+/]{12,}={0,2})(?=\")",
        _drawn,
    ),
    _rule(
        "service-token",
        "_v1_|hvs.|hvb.|shp|dapi|glsa_|nrak-|sntrys_|hf_|dckr_pat_|atatt3|lin_api_|rubygems_|pul-",
        r"(?P<lead>\bdo[opr]_v1_|\bhv[sb]\.|\bshp(?:at|ca|pa|ss)_|\bdapi|\bglsa_|\bNRAK-|\bsntrys_|\bhf_|\bdckr_pat_|\bATATT3"
        r"|\blin_api_|\brubygems_|\bpul-)(?P<secret>[\w=-]{24,250})(?![\w=-])",
        _drawn,
    ),
    _rule(
        "call-password",
        "passw|pwd|basicauth|basic_auth",
        rf"(?i)(?P<lead>(?:passw\w*|pwd){_QUOTE}\s?,\s{{0,20}}{_QUOTE}|basic_?auth\(\s?{_QUOTE}[^\"']{{1,60}}{_QUOTE}\s?,\s?{_QUOTE})"
        r"(?P<secret>[^\"'\s]{6,200})(?=[\"'])",
        _option,
    ),
    _rule(
        "signing-call",
        "jwt.",
        rf"(?P<lead>\bjwt\.(?:sign|encode|verify|decode)\([^,]{{1,80}},\s?{_QUOTE})(?P<secret>[^\"'\s]{{12,200}})(?=[\"'])",
        _drawn,
    ),
    _rule(
        "plain-password",
        "password|passwd|pw|secret",
        rf"(?i)(?P<lead>\b(?:password|passwd|passphrase|pw|secret)\s+(?:\d\s+)?){_VALUE}",
        _strong,
    ),
    _rule(
        "told-token",
        "token|key|secret",
        r"(?i)(?P<lead>\b(?:token|secret|api[ _-]?key|unseal key \d+)(?:\s+\w+){0,4}?[:\s]\s{0,12})(?P<secret>[\w+/=-]{24,200})(?![\w+/=-])",
        lambda lead, secret: _drawn(lead, secret) and looks_strong(secret),
    ),
    _rule(
        "auth-line",
        "auth ",
        r"(?P<lead>\bAUTH (?:PLAIN |LOGIN )?)(?P<secret>[\w+/=-]{16,400})(?![\w+/=-])",
        _drawn,
    ),
    _rule("address-signature", "sig=", r"(?P<lead>[?&]sig=)(?P<secret>[\w%+/=-]{32,200})", _drawn),
    _rule("mail-key", "key-", r"(?P<lead>\bkey-)(?P<secret>[0-9a-f]{32})(?![0-9a-f])", _drawn),
    _rule(
        "password-hash",
        "$1$|$2|$5$|$6$|$y$|$7$",
        r"(?P<lead>\$(?:1|2[abxy]|5|6|7|y)\$)(?P<secret>[\w./$=]{20,200})",
        _filled,
    ),
)
