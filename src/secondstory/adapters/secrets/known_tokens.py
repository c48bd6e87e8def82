"""Tokens that the `detect-secrets` library knows by their shape, asked line by line and without the network.

`analyze_string` is asked and not `analyze_line`: with its default settings the latter tries a match out against the
service it belongs to. Its guesses by entropy, by keyword and by address are left out: our own rules do the first two
with fewer false alarms, and an address is no secret. So are its GitHub and GitLab plugins, which give back the prefix
of a token in place of the token; our own rules know these.
"""

from collections.abc import Callable, Iterator
from functools import cache

Analyse = Callable[[str], Iterator[str]]

# A block of text without any of these, in lower case, cannot hold what the plugin looks for, or only what our own
# rules find too; without this the library alone would read two megabytes a second. Plugins not named here are always asked.
_HINTS: dict[str, tuple[str, ...]] = {
    "ArtifactoryDetector": ("akc", *(f"ap{letter}" for letter in "0123456789abcdef")),
    "AWSKeyDetector": ("a3t", "abia", "acca", "akia", "asia", "aws"),
    "CloudantDetector": ("clou", "cl_", "cl-", "clapi", "clkey", "clp", "cltoken"),
    "IbmCloudIamDetector": ("ibm", "iam"),
    "IbmCosHmacDetector": ("ibm", "cos", "hmac"),
    "PrivateKeyDetector": ("private key", "putty", "begin"),
    "SlackDetector": ("xox", "hooks.slack"),
    "SoftlayerDetector": ("softlayer", "sl_", "sl-", "slapi", "slkey", "slp", "sltoken"),
    "StripeDetector": ("k_live_",),
    "TwilioKeyDetector": ("ac", "sk"),
}


@cache
def analysers() -> tuple[tuple[str, tuple[str, ...], Analyse], ...]:
    """Return (rule name, hints, function from text to the secrets in it) for each plugin; loads the library once.

    hints: as in `rules.Rule`; none means that the plugin is asked about every text.
    """
    from detect_secrets.plugins.artifactory import ArtifactoryDetector
    from detect_secrets.plugins.aws import AWSKeyDetector
    from detect_secrets.plugins.azure_storage_key import AzureStorageKeyDetector
    from detect_secrets.plugins.cloudant import CloudantDetector
    from detect_secrets.plugins.discord import DiscordBotTokenDetector
    from detect_secrets.plugins.ibm_cloud_iam import IbmCloudIamDetector
    from detect_secrets.plugins.ibm_cos_hmac import IbmCosHmacDetector
    from detect_secrets.plugins.jwt import JwtTokenDetector
    from detect_secrets.plugins.mailchimp import MailchimpDetector
    from detect_secrets.plugins.npm import NpmDetector
    from detect_secrets.plugins.openai import OpenAIDetector
    from detect_secrets.plugins.private_key import PrivateKeyDetector
    from detect_secrets.plugins.pypi_token import PypiTokenDetector
    from detect_secrets.plugins.sendgrid import SendGridDetector
    from detect_secrets.plugins.slack import SlackDetector
    from detect_secrets.plugins.softlayer import SoftlayerDetector
    from detect_secrets.plugins.square_oauth import SquareOAuthDetector
    from detect_secrets.plugins.stripe import StripeDetector
    from detect_secrets.plugins.telegram_token import TelegramBotTokenDetector
    from detect_secrets.plugins.twilio import TwilioKeyDetector

    plugins = (
        ArtifactoryDetector(),
        AWSKeyDetector(),
        AzureStorageKeyDetector(),
        CloudantDetector(),
        DiscordBotTokenDetector(),
        IbmCloudIamDetector(),
        IbmCosHmacDetector(),
        JwtTokenDetector(),
        MailchimpDetector(),
        NpmDetector(),
        OpenAIDetector(),
        PrivateKeyDetector(),
        PypiTokenDetector(),
        SendGridDetector(),
        SlackDetector(),
        SoftlayerDetector(),
        SquareOAuthDetector(),
        StripeDetector(),
        TelegramBotTokenDetector(),
        TwilioKeyDetector(),
    )
    return tuple(
        (_rule_name(plugin.secret_type), _HINTS.get(type(plugin).__name__, ()), plugin.analyze_string)
        for plugin in plugins
    )


def _rule_name(secret_type: object) -> str:
    return "known-" + "-".join(str(secret_type).casefold().split())
