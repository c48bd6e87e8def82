"""A wide planting: forty kinds of secrets, each in lines of logs, shells, configuration and chat; and 3,000 clean lines.

Every secret is put together when the tests run. Clean lines hold what looks alike: digests, ids, pictures, examples,
places where a value is taken from elsewhere.
"""

import string

from tests.adapters.secrets.planting import basic, hexes, letters, plant, token

_B64 = string.ascii_letters + string.digits + "+/"
_UPPER = string.ascii_uppercase + string.digits
_BASE32 = string.ascii_uppercase + "234567"
_WORDS = "amber birch cedar delta ember fjord grove heath inlet jetty knoll larch marsh north otter pines quill ridge".split()


def phrase(n):
    """Return a password as people choose them."""
    first, second = _WORDS[n % len(_WORDS)], _WORDS[(n * 7 + 3) % len(_WORDS)]
    return f"{first}{second.title()}{n * 37 % 90 + 10}{'!#_'[n % 3]}"


_ANYWHERE = (
    "14:02:11.318 WARN  gateway: upstream said 401 for § (attempt 2)",
    "export SERVICE_TOKEN=§",
    "      value: §",
    "ada: it is § , please do not keep it",
    '{"level":"debug","msg":"request","headers":{"x-token":"§"}}',
    "$ ./deploy.sh --token §",
    "+ echo § >> ~/.config/service",
    "  # was: § (rotated on Tuesday)",
)
"""Places for what is known by its own shape."""

SHAPED = {
    "github": lambda n: "gh" + "posr"[n % 4] + "_" + letters(36),
    "github fine-grained": lambda _: "github_" + "pat_" + letters(22) + "_" + letters(59),
    "gitlab": lambda _: "glp" + "at-" + letters(20),
    "slack bot": lambda _: (
        "xox" + f"b-{letters(12, string.digits)}-{letters(13, string.digits)}-{letters(24)}"
    ),
    "slack app": lambda _: "xa" + f"pp-1-{letters(11, _UPPER)}-{letters(13, string.digits)}-{hexes(64)}",
    "slack hook": lambda _: (
        "https://hooks.slack.com/serv" + f"ices/T{letters(8, _UPPER)}/B{letters(9, _UPPER)}/{letters(24)}"
    ),
    "aws key id": lambda n: ("AK" + "IA", "AS" + "IA")[n % 2] + letters(15, _BASE32) + "Q",
    "google key": lambda _: "AI" + "za" + letters(35),
    "google oauth": lambda _: "GOC" + "SPX-" + letters(28),
    "google access": lambda _: "ya" + "29." + letters(68),
    "stripe": lambda n: ("sk", "rk")[n % 2] + "_li" + "ve_" + letters(24),
    "stripe hook": lambda _: "wh" + "sec_" + letters(32),
    "npm": lambda _: "np" + "m_" + letters(36),
    "pypi": lambda _: "py" + "pi-AgEIcHlwaS5vcmc" + letters(80),
    "jwt": lambda n: token({"sub": f"svc-{n}", "exp": 1790000000 + n}),
    "openai": lambda _: "sk-" + "proj-" + letters(48),
    "anthropic": lambda _: "sk-" + "ant-api03-" + letters(86) + "AA",
    "sendgrid": lambda _: "S" + f"G.{letters(22)}.{letters(43)}",
    "digitalocean": lambda _: "do" + "p_v1_" + hexes(64),
    "vault": lambda _: "hv" + "s." + letters(24),
    "shopify": lambda _: "sh" + "pat_" + hexes(32),
    "databricks": lambda _: "da" + "pi" + hexes(32),
    "grafana": lambda _: "gl" + f"sa_{letters(32)}_{hexes(8)}",
    "hugging face": lambda _: "h" + "f_" + letters(34),
    "docker hub": lambda _: "dckr" + "_pat_" + letters(27),
    "atlassian": lambda _: "ATA" + "TT3xFfGF0" + letters(160),
    "discord hook": lambda _: (
        "https://discord.com/api/web" + f"hooks/11{letters(16, string.digits)}/{letters(68)}"
    ),
    "database url": lambda n: f"postgres://app:{phrase(n)}@db{n % 9}.example.org:5432/orders",
    "broker url": lambda n: f"amqp://worker:{phrase(n)}@mq.example.org:5672/orders",
    "azure storage": lambda _: (
        "DefaultEndpointsProtocol=https;AccountName=ops;Account" + f"Key={letters(86, _B64)}=="
    ),
}

NAMED = {
    "password": (
        phrase,
        "DB_PASSWORD=§",
        "db_password: §",
        "    password: '§'",
        '"password": "§"',
        "password = §",
        "spring.datasource.password=§",
        "mysql -u app -p§ orders",
        "sshpass -p § ssh ops@db1",
        "curl -u ops:§ https://example.org/health",
        "PGPASSWORD=§ psql -h db1",
        "machine db1 login ops password §",
        "bo: the db password is § for tonight",
        "login failed: user=ops password=§",
        "Server=db1;Uid=sa;Pwd=§;",
        "ALTER ROLE app WITH PASSWORD '§';",
        "- name: MYSQL_ROOT_PASSWORD\\n  value: §",
        "docker login -u ci --password §",
        "redis://:§@cache1:6379/0",
        "ansible_ssh_pass=§",
        "keytool -list -storepass §",
        "smtp_pass: §",
    ),
    "api key": (
        lambda _: letters(40),
        "API_KEY=§",
        "api_key: §",
        'apiKey: "§",',
        "X-Api-Key: §",
        "?api_key=§&page=2",
        "client = Client(api_key='§')",
        "api-key = §",
        '"api_key":"§"',
        "setx API_KEY §",
    ),
    "bearer": (
        lambda _: letters(48),
        "Authorization: Bear" + "er §",
        '"Authorization": "Bear' + 'er §"',
        "-H 'Authorization: Bear" + "er §'",
        "> authorization: bear" + "er §",
        "headers={'Authorization': 'Bear" + "er §'}",
        "auth header was Bear" + "er §",
    ),
    "basic": (
        lambda n: basic(f"svc{n}"),
        "Authorization: Bas" + "ic §",
        "-H 'Authorization: Bas" + "ic §'",
        '"auth": "§"',
        "> authorization: Bas" + "ic §",
        "Proxy-Authorization: Bas" + "ic §",
    ),
    "aws secret": (
        lambda _: letters(40, _B64),
        "AWS_SECRET_ACCESS_KEY=§",
        "aws_secret_access_key = §",
        '"SecretAccessKey": "§"',
        "secretAccessKey: §",
        "aws configure set aws_secret_access_key §",
        "export AWS_SESSION_TOKEN=§",
    ),
    "client secret": (
        lambda _: letters(34) + "~Q",
        "client_secret=§",
        "AZURE_CLIENT_SECRET=§",
        '"clientSecret": "§"',
        "clientSecret: §",
        "--client-secret §",
        "grant_type=client_credentials&client_secret=§",
    ),
    "hex secret": (
        lambda _: hexes(64),
        "SECRET_KEY=§",
        "hmac_secret: §",
        "JWT_SECRET=§",
        "cookie_secret = '§'",
        "encryption_key: §",
        "signing_key=§",
        "SECRET_KEY_BASE=§",
    ),
    "cookie": (
        lambda _: letters(48),
        "Cookie: session=§",
        "Set-Cookie: sessionid=§; HttpOnly",
        "cookie: lang=en; auth_token=§",
        "curl -b 'Cookie: sid=§'",
        "< set-cookie: remember_token=§; Path=/",
    ),
    "token": (
        lambda _: letters(36),
        "token: §",
        "ACCESS_TOKEN=§",
        '"token":"§"',
        "auth_token = '§'",
        "--token §",
        "refresh_token=§",
        "token='§'",
        "#access_token=§&state=1",
        "x-auth-token: §",
    ),
    "private key": (
        lambda n: ("RSA ", "EC ", "OPENSSH ", "")[n % 4] + "PRIVATE " + "KEY-----",
        "-----BEGIN §",
        "    -----BEGIN §",
        "key: |-\\n  -----BEGIN §",
        '"private_key": "-----BEGIN §\\nMII',
        "ada: -----BEGIN §",
    ),
    "age key": (
        lambda _: letters(58, "QPZRY9X8GF2TVDW0S3JN54KHCE6MUA7L"),
        "AGE-SECRET-" + "KEY-1§",
        "  key: AGE-SECRET-" + "KEY-1§",
        "echo AGE-SECRET-" + "KEY-1§ | age -d -i - f",
    ),
}

PLANTED = [
    plant(kind, line, secret(n)) for kind, secret in SHAPED.items() for n, line in enumerate(_ANYWHERE)
] + [
    plant(kind, line, secret(n * 11 + 5))
    for kind, (secret, *lines) in NAMED.items()
    for n, line in enumerate(lines)
]


def uuid():
    return f"{hexes(8)}-{hexes(4)}-4{hexes(3)}-9{hexes(3)}-{hexes(12)}"


_VARIED = (
    lambda n: (
        f"2026-11-{n % 28 + 1:02}T14:{n % 60:02}:11Z INFO  request_id={uuid()} status=200 bytes={n * 91}"
    ),
    lambda n: f"commit {hexes(40)}",
    lambda n: f"index {hexes(9)}..{hexes(9)} 100644",
    lambda n: f"sha256:{hexes(64)}: Pulling from library/postgres",
    lambda n: f"    --hash=sha256:{hexes(64)} \\",
    lambda n: f'"integrity": "sha512-{letters(86, _B64)}==",',
    lambda n: f"data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAA{letters(300, _B64)}",
    lambda n: f"md5 {hexes(32)}  backup-{n}.tar.gz",
    lambda n: f"ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAI{letters(43, _B64)} ada@host{n}",
    lambda n: f"SHA256:{letters(43, _B64)} host{n} (ED25519)",
    lambda n: f"pod/booking-{hexes(9)}-{letters(5).lower()} 1/1 Running 0 {n}h",
    lambda n: f"span_id={hexes(16)} trace_id={hexes(32)} parent={hexes(16)}",
    lambda n: f"{n:04}: {' '.join(hexes(4) for _ in range(8))}",
    lambda n: f'ETag: "{hexes(32)}"',
    lambda n: f"X-Request-Id: {uuid()}",
    lambda n: f"s3://logs-eu/{n}/{hexes(24)}.json.gz",
    lambda n: f"GET /assets/app-{hexes(8)}.js?v={hexes(6)} 304 {n} ms",
    lambda n: f"order {n}{letters(6, string.digits)} moved to shard {n % 16}, key={n}",
    lambda n: f"tokens={n * 13} max_tokens=4096 tokens_per_second={n}.{n % 10}",
    lambda n: f"cache: key=session:{uuid()} hit={n % 2}",
    lambda n: f"primary_key={n} foreign_key=orders.{n} partition_key=2026-11-{n % 28 + 1:02}",
    lambda n: f"PASSWORD=${{DB{n}_PASSWORD}}",
    lambda n: f"password: {{{{ vault.db{n}.password }}}}",
    lambda n: f"password{n}: ********",
    lambda n: f"token = os.environ['SERVICE_{n}_TOKEN']",
    lambda n: f"api_key: <your-key-{n}>",
    lambda n: f"SECRET_{n}=changeme",
    lambda n: f"Authorization: Bearer <token-{n}>",
    lambda n: f'password authentication failed for user "app{n}"',
    lambda n: f"user {n} asked for a password reset at 14:{n % 60:02}",
    lambda n: f"secretName: db-{n}-credentials",
    lambda n: f"export TOKEN=$(vault read -field=token auth/role{n})",
    lambda n: f"-----BEGIN CERTIFICATE----- ({n} of 3)",
    lambda n: f"MIIDdzCCAl+gAwIBAgIEAgAAuTANBgkqhkiG9w0BAQUFADBa{letters(16, _B64)}",
    lambda n: f"MAC 52:54:00:{hexes(2)}:{hexes(2)}:{hexes(2)} ip 10.0.{n % 250}.7",
    lambda n: f"url(data:font/woff2;base64,d09GMgABAAAA{letters(200, _B64)})",
    lambda n: f"gpg: Signature made using RSA key {hexes(40).upper()}",
    lambda n: f"build {hexes(12)}: {n} tests pass, 0 fail",
    lambda n: f"Nonce-{n}: {letters(22, _B64)}==",
    lambda n: f"tx 0x{hexes(64)} in block {n * 1000}",
    lambda n: f"bo: looked at {hexes(7)}, the token bucket of shard {n} was empty",
    lambda n: f"https://example.org/reset?step={n}&lang=en#section-{hexes(6)}",
    lambda n: f"AWS_ACCESS_KEY_ID=AKIA{'IOSFODNN7'}EXAMPLE # line {n}",
    lambda n: f"secret key: see the vault entry ops/db{n}",
    lambda n: f"var h={{k:{n},v:'{letters(8)}'}};function a(b){{return b+{n}}}",
    lambda n: f"public_key: {letters(43, _B64)}=",
    lambda n: f"fingerprint={':'.join(hexes(2) for _ in range(20))}",
    lambda n: f"uuid {uuid()} replaced {uuid()}",
    lambda n: f"machine_id={hexes(32)} boot_id={hexes(32)}",
    lambda n: f"image: registry.example.org/booking@sha256:{hexes(64)}",
)

CLEAN = [line(n) for n in range(62) for line in _VARIED]
