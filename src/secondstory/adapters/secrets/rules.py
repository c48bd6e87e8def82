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
    """One kind of secret. judge: takes (lead, secret) and says whether this match is worth a person's look.

    near: what a line has to hold beside a hint, or without hints; searched for in blocks of many lines.
    """

    name: str
    hints: tuple[str, ...]
    pattern: re.Pattern[str]
    judge: Judge
    near: re.Pattern[str] | None = None


def always(_lead: str, _secret: str) -> bool:
    """Return True: the shape alone is enough."""
    """Return True: the shape alone is enough."""
    return True


def filled(_: str, secret: str) -> bool:
    """Return whether the place is filled with something."""
    """Return whether the place is filled with something."""
    return not is_filler(secret)


def drawn(_: str, secret: str) -> bool:
    """Return whether it looks drawn by a machine."""
    """Return whether it looks drawn by a machine."""
    return looks_drawn(secret) and not is_placeholder(secret)


def _set_value(lead: str, secret: str) -> bool:
    """Judge `name = value`. The weaker the name, the more the value itself has to look like a secret."""
    name = re.sub(r"[\"'\s:=>]+$", "", lead).casefold()
    if is_placeholder(secret) or secret.casefold() in name:
        return False
    is_password = re.search(r"passw|passphrase|pwd|pass$|pw$|psk$", name) is not None
    if not is_password and "secret" not in name:
        return looks_drawn(secret)
    if secret.isdigit():
        return is_password and lead.endswith("=")
    # A colon and a space is also how sentences go on; an equals sign without spaces is not.
    return looks_chosen(secret) or (is_password and re.search(r"[=:]$|[\"']$", lead) is not None)


def option(_: str, secret: str) -> bool:
    """Return whether it looks chosen as a password is."""
    """Return whether it looks chosen as a password is."""
    return looks_chosen(secret) and not is_placeholder(secret)


def told(_: str, secret: str) -> bool:
    """Return whether it would strike a reader as a password in the middle of a sentence."""
    """Return whether it would strike a reader as a password in the middle of a sentence."""
    return looks_told(secret) and not is_placeholder(secret)


def _told_token(lead: str, secret: str) -> bool:
    if looks_strong(secret):
        return drawn(lead, secret)
    # Sums and identifiers are hexadecimal too; whoever writes one directly after this word calls it a secret.
    return re.search(r"(?i)(?:token|secret)(?:\s+(?:is|to|was))?[:\s]+\Z", lead) is not None and drawn(
        lead, secret
    )


def strong(_: str, secret: str) -> bool:
    """Return whether it has small letters, capitals inside it, and digits."""
    """Return whether it has small letters, capitals inside it, and digits."""
    return looks_strong(secret) and not is_placeholder(secret)


def _address(lead: str, secret: str) -> bool:
    user = lead.rstrip(":").rpartition("/")[2]
    return secret != user and not is_placeholder(secret)


def rule(name: str, hints: str, pattern: str, judge: Judge, *, near: str = "") -> Rule:
    """Return a rule. hints: parted by `|`, in lower case; none when `near`, a pattern, says which lines to look at."""
    return Rule(
        name=name,
        hints=tuple(hints.split("|")) if hints else (),
        pattern=re.compile(pattern),
        judge=judge,
        near=re.compile(near) if near else None,
    )


NAME = (
    r"(?:password|passwd|passphrase|pwd|bindpw|requirepass|masterauth|sshpass|(?<![a-zA-Z])(?:pass|pw)|secret|secret[_.-]?key"
    r"|secret[_.-]?(?:id|string)|(?:api|access|auth|account|private|encryption|signing|master|pre-?shared|shared|licen[cs]e|app|deploy|certificate)"
    r"[_.-]?key|(?<![a-zA-Z])psk|key-data|credentials?|token)"
)
NAME_END = r"(?:[_-](?:prod|production|staging|stage|test|dev|live|value|base|base64|b64))?\d{0,2}"
QUOTE = r"(?:\\?[\"'`])"
VALUE = r"(?P<secret>(?:[^\s\"'`,;<>&\\\ufffd]|\\(?![\"'nr])|&(?!\w+=)){6,400})"

RULES: tuple[Rule, ...] = (
    rule(
        "private-key-block",
        "private key|putty-user|age-secret",
        r"(?P<lead>-----BEGIN |PuTTY-User-Key-File-\d: |AGE-SECRET-KEY-1)"
        r"(?P<secret>(?:[A-Z0-9 ]+ )?PRIVATE KEY(?: BLOCK)?-----|ssh-\w+|ecdsa-[\w-]+|[QPZRY9X8GF2TVDW0S3JN54KHCE6MUA7L]{50,})",
        always,
    ),
    rule(
        "authorization-header",
        "bearer|basic|authorization",
        r"(?i)(?P<lead>\b(?:bearer|basic|authorization[\"']?\s*[:=]\s*[\"']?(?:(?!bearer|basic)[a-z]\w{1,15})?)(?:[ \t]+|%20))"
        r"(?!AWS4-HMAC)(?P<secret>[\w.~+/=-]{12,})",
        drawn,
    ),
    rule(
        "cookie",
        "cookie",
        r"(?i)\bcookie[\"']?\s*[:=].{0,200}?\b(?P<lead>[\w.-]*(?:sess|sid|auth|token|jwt|remember)[\w.-]*=)(?P<secret>[^\s;\"',]{16,})",
        drawn,
    ),
    rule(
        "llm-key",
        "sk-",
        r"(?P<lead>\bsk-(?:proj-|svcacct-|admin-|or-v1-|ant-[a-z0-9]+-)?)(?P<secret>[\w-]{20,250})(?![\w-])",
        drawn,
    ),
    rule("github-token", "gh|github_pat", r"(?P<lead>\bgh[pousr]_|\bgithub_pat_)(?P<secret>\w{22,})", filled),
    rule(
        "gitlab-token",
        "gl",
        r"(?P<lead>\bgl(?:pat|dt|rt|ptt|ft|soat|cbt|agent)-)(?P<secret>[\w-]{20,})",
        filled,
    ),
    rule("slack-token", "xox|xapp", r"(?P<lead>\bxox[a-z]-|\bxapp-)(?P<secret>[\w-]{20,})", filled),
    rule(
        "webhook-address",
        "hooks.slack.com|/webhooks/|/webhookb2/",
        r"(?P<lead>https://(?:hooks\.slack\.com/(?:services|workflows)/|discord(?:app)?\.com/api/webhooks/"
        r"|[\w.-]+\.webhook\.office\.com/webhookb2/))(?P<secret>[\w/@-]{20,})",
        filled,
    ),
    rule(
        "aws-access-key",
        "a3t|abia|acca|akia|asia",
        r"\b(?P<lead>ABIA|ACCA|AKIA|ASIA)(?P<secret>[A-Z2-7]{16})\b",
        filled,
    ),
    rule(
        "google-key",
        "aiza|ya29.|gocspx-",
        r"(?P<lead>\bAIza|\bya29\.|\bGOCSPX-)(?P<secret>[\w-]{24,})",
        filled,
    ),
    rule("stripe-key", "k_live_|whsec_", r"(?P<lead>\b[rs]k_live_|\bwhsec_)(?P<secret>\w{20,})", filled),
    rule("package-token", "npm_|pypi-", r"(?P<lead>\bnpm_|\bpypi-)(?P<secret>[\w-]{30,})", filled),
    rule("json-web-token", "eyj", r"(?P<lead>\beyJ)(?P<secret>[\w-]{10,}\.eyJ[\w-]{5,}\.[\w-]{10,})", always),
    rule(
        "address-with-password",
        "://",
        r"(?P<lead>\b[a-zA-Z][\w+.-]{1,30}://[^\s:/@\"'<>]{0,100}:)(?P<secret>[^\s@/\"'<>]{3,200})(?=@[\w\[$])",
        _address,
    ),
    rule(
        "command-option",
        "--pass|--token|--secret|--api|--auth|--client|--requirepass|storepass",
        r"(?P<lead>--?(?:pass(?:word|phrase)?|passwd|token|secret|client-secret|api-?key|auth-token|requirepass|storepass)[ =][\"']?"
        r")(?P<secret>[^\s\"']{6,})",
        option,
    ),
    rule(
        "curl-user",
        "curl",
        r"\bcurl\b.{0,300}?\s(?P<lead>(?:-u|--user)[ =]?[\"']?[\w.@-]+:)(?P<secret>[^\s\"']{6,})",
        option,
    ),
    rule("netrc", "login", r"(?P<lead>\blogin\s+\S+\s+password\s+)(?P<secret>\S{6,})", option),
    rule(
        "set-value",
        "pass|pw|psk|masterauth|secret|key|credential|token",
        rf"(?i)(?<!\d:)(?P<lead>{NAME}{NAME_END}(?:{QUOTE}\]?|>)?(?:\s{{0,3}}(?:=>|:=|(?<=>)|:\s?\w+\s?=|:)|\s{{0,40}}=)\s{{0,3}}(?:(?-i:[NnBbUuRr])?{QUOTE})?){VALUE}",
        _set_value,
    ),
    rule(
        "named-value",
        "value",
        rf"(?i)(?P<lead>{NAME}{NAME_END}{QUOTE}?[,\s]{{1,3}}{QUOTE}?value{QUOTE}?\s?[:=]\s?{QUOTE}?){VALUE}",
        _set_value,
    ),
    rule(
        "told-password",
        "passw|passphrase|pw|pass",
        rf"(?i)(?P<lead>\b(?:password|passwd|passphrase|pw|pass)(?:\s+\w+){{0,4}}?\s+(?:is|was|to|now)\s{QUOTE}?){VALUE}",
        told,
    ),
    rule(
        "directive",
        "password|psk|identified|bindpw|requirepass|masterauth|auth_pass|securestring",
        r"(?i)(?P<lead>\b(?:password|psk|identified\s+by)\s+(?=['\"])|^\s*(?:bindpw|requirepass|masterauth|auth_pass)\s+"
        rf"|\bconvertto-securestring\s+){QUOTE}?{VALUE}",
        option,
    ),
    rule(
        "call-argument",
        "token|key|secret|passw",
        rf"(?i)(?P<lead>{NAME}{QUOTE}?\s?[(,]\s{{0,20}}{QUOTE})(?P<secret>[\w.~+/=-]{{16,}})(?={QUOTE})",
        drawn,
    ),
    rule(
        "key-argument",
        "key",
        r"(?i)(?P<lead>\b[\w-]*(?:access|secret|api|private)[_-]?key\s+)(?P<secret>[\w+/=]{20,200})(?![\w+/=-])",
        drawn,
    ),
    rule(
        "piped-password",
        "-stdin|chpasswd",
        r"(?P<lead>\becho\s+[\"']?(?:[\w-]+:)?)(?P<secret>[^\s\"'|]{8,})(?=.{0,80}(?:-stdin|\bchpasswd))",
        option,
    ),
    rule(
        "quoted-token",
        "token|key|secret",
        rf"(?i)(?P<lead>(?:token|key|secret)\s{QUOTE})(?P<secret>[\w.~+/=-]{{16,}})(?={QUOTE})",
        drawn,
    ),
    rule(
        "user-and-password",
        "cred|login|auth|wifi|wlan|ssid",
        r"(?i)(?P<lead>\b(?:creds?|credentials?|login(?:\s+with)?|auth|wifi|wlan|ssid)\b(?:\s+(?:of|for)(?:\s+\w+){1,4})?(?:\s+(?:are|is))?\W{1,5}[\w.@-]+[\"']?\s?[:/,]\s?[\"']?)"
        rf"{VALUE}",
        strong,
    ),
    rule(
        "data-source",
        "@tcp(|@unix(|thin:",
        r"(?P<lead>[\w.-]{1,60}:|\bthin:\w{1,60}/)(?P<secret>[^\s@:/]{4,200})(?=@(?:tcp|unix)\(|@[\w.-]+:\d+[:/])",
        _address,
    ),
    rule(
        "password-file",
        ":",
        r"^(?P<lead>[\w.*-]+:(?:\d{2,5}|\*):[\w*-]+:[\w-]+:)(?P<secret>\S{6,})$",
        strong,
    ),
    rule(
        "command-password",
        "sshpass|winr|schtasks|ipmitool|pass:|login|htpasswd|net use|redis-cli|ldap|openssl enc|smbclient|add_user|community",
        r"(?P<lead>\bredis-cli\b.{0,200}?\s-a\s+|\bldap\w+\s.{0,200}?\s-w\s+|\bopenssl enc\b.{0,200}?\s-k\s+"
        r"|\bsmbclient\b.{0,200}?\s-U\s+[\"']?[\w.\\-]+%|\badd_user\s+[\w.-]+\s+|\bsnmp-server community\s+"
        r"|\bsshpass\s+-p\s*|\bwinrs?\b.{0,200}?\s[-/]p:|\bschtasks\b.{0,200}?\s/rp\s+|\bipmitool\b.{0,200}?\s-P\s+|\s-pass(?:in|out)?\s+pass:|\blogin\b.{0,200}?\s-p[ =]"
        rf"|\bhtpasswd\s+-\w*b\w*\s+\S+\s+\S+\s+|\bnet use\b.{{0,200}}?\s/user:\S+\s+){QUOTE}?{VALUE}",
        option,
    ),
    rule(
        "mysql-password",
        "mysql|mariadb",
        rf"\b(?:mysql|mariadb)\w*\s.{{0,200}}?(?P<lead>(?<=\s)-p){QUOTE}?{VALUE}",
        option,
    ),
    rule(
        "registry-login",
        "auth",
        r"(?P<lead>\"auth\"\s*:\s*\")(?P<secret>[A-Za-z0-9+/]{12,}={0,2})(?=\")",
        drawn,
    ),
    rule(
        "service-token",
        "_v1_|hvs.|hvb.|shp|dapi|glsa_|nrak-|sntrys_|hf_|dckr_pat_|atatt3|lin_api_|rubygems_|pul-",
        r"(?P<lead>\bdo[opr]_v1_|\bhv[sb]\.|\bshp(?:at|ca|pa|ss)_|\bdapi|\bglsa_|\bNRAK-|\bsntrys_|\bhf_|\bdckr_pat_|\bATATT3"
        r"|\blin_api_|\brubygems_|\bpul-)(?P<secret>[\w=-]{24,250})(?![\w=-])",
        drawn,
    ),
    rule(
        "call-password",
        "passw|pwd|basicauth|basic_auth",
        rf"(?i)(?P<lead>(?:passw\w*|pwd){QUOTE}\s?,\s{{0,20}}{QUOTE}|basic_?auth\(\s?{QUOTE}[^\"']{{1,60}}{QUOTE}\s?,\s?{QUOTE})"
        r"(?P<secret>[^\"'\s]{6,200})(?=[\"'])",
        option,
    ),
    rule(
        "signing-call",
        "jwt.",
        rf"(?P<lead>\bjwt\.(?:sign|encode|verify|decode)\([^,]{{1,80}},\s?{QUOTE})(?P<secret>[^\"'\s]{{12,200}})(?=[\"'])",
        drawn,
    ),
    rule(
        "plain-password",
        "pass|pw|secret|server key|community",
        rf"(?i)(?P<lead>(?<!\w)[\w.-]{{0,30}}(?:password|passwd|passphrase|(?<![a-z])(?:pw|pass)|secret|user-pass\s+\S+|server\s+key|community|requirepass)(?:-value|-text)?\s+(?:\d\s+)?{QUOTE}?){VALUE}",
        strong,
    ),
    rule(
        "told-token",
        "token|key|secret",
        r"(?i)(?P<lead>\b(?:token|secret|api[ _-]?key|unseal key \d+)(?:\s+[\w()?!,]+){0,4}?[:\s]\s{0,12})(?P<secret>[\w+/=-]{24,200})(?![\w+/=-])",
        _told_token,
    ),
    rule(
        "auth-line",
        "auth ",
        r"(?P<lead>\bAUTH (?:PLAIN |LOGIN )?)(?P<secret>[\w+/=-]{16,400})(?![\w+/=-])",
        drawn,
    ),
    rule(
        "address-signature",
        "sig=|signature=|azurewebsites.net",
        r"(?P<lead>[?&](?:sig|signature|[Xx]-(?:[Aa]mz|[Gg]oog)-[Ss]ignature)=|\.azurewebsites\.net/\S{0,200}?[?&]code=)"
        r"(?P<secret>[\w%+/=-]{32,700})",
        drawn,
    ),
    rule("mail-key", "key-", r"(?P<lead>\bkey-)(?P<secret>[0-9a-f]{32})(?![0-9a-f])", drawn),
    rule(
        "password-hash",
        "$1$|$2|$5$|$6$|$y$|$7$|$apr1$|$pbkdf2|$argon2|$scrypt",
        r"(?P<lead>\$(?:1|2[abxy]|5|6|7|y|apr1|pbkdf2[\w-]*|argon2id?|scrypt)\$)(?P<secret>[\w./$=]{20,200})",
        filled,
    ),
)
