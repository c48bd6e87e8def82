"""Lines written before the rules were mended for `lines_many`, and measured only afterwards: nobody saw what is missed here.

Other vendors, other places. The figures stand in `test_recall`; whoever lets the rules learn from these lines has to
write others before saying how well the rules do.
"""

import random
import string

from tests.adapters.secrets.planting import plant

_DICE = random.Random(20261123)
_LOWER = string.ascii_lowercase + string.digits
_UPPER = string.ascii_uppercase + string.digits
_ALL = string.ascii_letters + string.digits
_B64 = _ALL + "+/"


def of(count, alphabet=_ALL):
    return "".join(_DICE.choice(alphabet) for _ in range(count - 1)) + _DICE.choice(string.digits)


def hexes(count):
    return of(count, "0123456789abcdef")


def uuid():
    return f"{hexes(8)}-{hexes(4)}-4{hexes(3)}-b{hexes(3)}-{hexes(12)}"


PLANTED = [
    plant("mailgun", "curl -s --user 'api:key-§' https://api.mailgun.net/v3", hexes(32)),
    plant("mailgun", "mailgun signing §", f"{hexes(32)}-{hexes(8)}-{hexes(8)}"),
    plant("mapbox", "mapboxgl.accessToken = 'sk.ey§'", f"J1Ijoi{of(60)}.{of(22)}"),
    plant("mattermost", "MM_TOKEN=§", of(26, _LOWER)),
    plant("maxmind", "LicenseKey §", f"{of(6)}_{of(29)}_mmk"),
    plant("netlify", "netlify deploy --auth nfp" + "_§", of(36)),
    plant("newrelic", "NEW_RELIC_INSERT=NRII" + "-§", of(32)),
    plant("notion", "notion = Client(auth='ntn" + "_§')", "46" + of(44)),
    plant("okta", "Authorization: SSWS 00" + "§", of(40)),
    plant("openshift", "oc login --token=sha256" + "~§", of(43)),
    plant("pagerduty", "Authorization: Token token=§", of(20)),
    plant("pagerduty", "pd auth add -t u+" + "§", of(18)),
    plant("perplexity", "pplx" + "-§", of(48)),
    plant("plaid", "access-production" + "-§", uuid()),
    plant("planetscale", "pscale connect --service-token pscale_tkn" + "_§", of(43)),
    plant("planetscale", "DATABASE_URL=mysql://u:pscale_pw" + "_§@aws.connect.psdb.cloud/o", of(43)),
    plant("postman", "X-API-Key: PMAK" + "-§", f"{hexes(24)}-{hexes(34)}"),
    plant("prefect", "prefect cloud login -k pnu" + "_§", of(36)),
    plant("pulumi", "export PULUMI=pul" + "-§", hexes(40)),
    plant("readme", "rdme login --key rdme" + "_§", of(70, _LOWER)),
    plant("sendbird", "Api-Token: §", hexes(40)),
    plant("sendgrid", "SG" + ".§", f"{of(22)}.{of(43)}"),
    plant("brevo", "api-key: xkeysib" + "-§", f"{hexes(64)}-{of(16)}"),
    plant("sentry", "sentry-cli --auth-token sntryu" + "_§ releases", hexes(64)),
    plant("shippo", "shippo_live" + "_§", hexes(40)),
    plant("shopify", "shopify theme dev --password shptka" + "_§", hexes(32)),
    plant("slack", "slack config xoxe" + ".xoxp-1-§", of(160)),
    plant("snyk", "snyk auth §", uuid()),
    plant("sonar", "sonar-scanner -Dsonar.login=squ" + "_§", hexes(40)),
    plant("sourcegraph", "src login -t sgp" + "_§", f"{hexes(16)}_{hexes(40)}"),
    plant("square", "EAAA" + "§ square prod", of(60)),
    plant("stripe", "stripe listen --api-key rk" + "_live_§", of(99)),
    plant("sumologic", "sumo -i suABC -k §", of(64)),
    plant("supabase", "supabase login sbp" + "_§", hexes(40)),
    plant("supabase", "SUPABASE_SERVICE_ROLE=ey§", f"J{of(30)}.eyJ{of(80)}.{of(43)}"),
    plant("tailscale", "tailscale up --authkey tskey" + "-auth-§", f"k{of(11)}-{of(32)}"),
    plant("telegram", "https://api.telegram.org/bot§/getMe", f"58{of(8, string.digits)}:AA{of(33)}"),
    plant("travis", "travis login --pro -g §", "gh" + "p_" + of(36)),
    plant("trello", "trello?key=k&token=ATTA" + "§", hexes(64)),
    plant("twilio", "twilio SK" + "§ secret below", hexes(32)),
    plant("twitch", "OAuth oauth:§", of(30, _LOWER)),
    plant("twitter", "TW_BEARER=AAAAAAAAAAAAAAAAAAAAA§", of(80)),
    plant("typeform", "tfp" + "_§", f"{of(44)}_{of(14)}"),
    plant("vault", "vault token hvb" + ".§", of(140)),
    plant("vercel", "vercel --token §", of(24)),
    plant("xai", "xai" + "-§", of(80)),
    plant("yandex", "yc config set token y0" + "_§", of(50)),
    plant("zendesk", "ada@example.org/token:§", of(40)),
    plant("replicate", "r8" + "_§", of(37)),
    plant("groq", "gsk" + "_§", of(52)),
    plant("group policy", '<Properties userName="admin" cpassword="§" />', of(43, _B64)),
    plant("cisco", "enable secret 5 $1$§", f"{of(4)}${of(22)}"),
    plant("cisco", "username ops privilege 15 password 0 §", "Spindle" + "Wick47"),
    plant("cisco", "tacacs-server key §", "Hornbeam" + "Lane80"),
    plant("juniper", 'set system root-authentication plain-text-password-value "§"', "Osier" + "Holt55"),
    plant("radius", "client 10.0.0.0/8 { secret = § }", "Bryony" + "Bank38"),
    plant("bind", 'key ddns { algorithm hmac-sha256; secret "§"; };', of(43, _B64) + "="),
    plant("asterisk", "secret=§", "Teasel" + "Croft62"),
    plant("haproxy", "user ops insecure-password §", "Yarrow" + "Gate51"),
    plant("nginx", "proxy_set_header X-Api-Token §;", of(40)),
    plant("stunnel", "psk ops:§", hexes(64)),
    plant("openvpn", "auth-user-pass ops §", "Medlar" + "Tree29"),
    plant("plist", "<key>APIKey</key><string>§</string>", of(40)),
    plant("gradle", "storePassword '§'", "Sallow" + "Fen36"),
    plant("fastlane", "MATCH_PASSWORD=§", "Guelder" + "Rose70"),
    plant("tfstate", '"master_password": "§",', "Rowan" + "Ghyll!93"),
    plant("tfvars", 'db_admin_pw = "§"', "Aspen" + "Brake24"),
    plant("ansible", "db1 ansible_host=10.0.0.5 ansible_ssh_pass=§", "Wych" + "Elm8813"),
    plant("salt", "mysql.pass: '§'", "Alder" + "Carr507"),
    plant("git", "https://ops:§@git.example.org", of(20)),
    plant("composer", '"http-basic": {"repo.example.org": {"username": "ci", "password": "§"}}', of(24)),
    plant("nuget", "dotnet nuget push x.nupkg -k oy2§", of(43, _LOWER)),
    plant("cargo", "cargo login cio§", of(32)),
    plant("gem", ":rubygems_api_key: rubygems" + "_§", hexes(48)),
    plant("sbt", 'Credentials("Nexus", "n.example.org", "ci", "§")', "Buckthorn" + "Heath6"),
    plant("pip", "extra-index-url = https://__token__:§@pypi.example.org/simple", of(40)),
    plant("ssh", "b3BlbnNzaC1rZXktdjEAAAAABG5vbmU§", of(70, _B64)),
    plant("ssh", "-----BEGIN ENCRYPTED " + "§", "PRIVATE KEY-----"),
    plant("pgp", "-----BEGIN PGP " + "§", "PRIVATE KEY BLOCK-----"),
    plant("bitcoin", "importprivkey §", "L" + of(51, string.ascii_letters.replace("l", "").replace("I", "").replace("O", "") + "123456789")),
    plant("ethereum", "PRIVATE_KEY=0x§", hexes(64)),
    plant("ethereum", "cast send --private-key 0x§", hexes(64)),
    plant("soap", '<wsse:Password Type="#PasswordText">§</wsse:Password>', "Hazel" + "Shaw3391"),
    plant("digest", "curl --digest -u svc:§ http://cam1/x", "Bilberry" + "Moor4"),
    plant("winrm", "winrs -r:web1 -u:ops -p:§ ipconfig", "Cranberry" + "Moss9"),
    plant("powershell", "New-Object PSCredential('ops', (ConvertTo-SecureString '§' -AsPlainText -Force))", "Juniper" + "Crag7!"),
    plant("powershell", "-Credential (Get-Cred) -Password '§'", "Whortle" + "Berry65"),
    plant("sql", "ALTER ROLE app WITH PASSWORD '§';", "Bog" + "Myrtle418"),
    plant("sql", "CREATE LOGIN app WITH PASSWORD = N'§'", "Sweet" + "Gale2206"),
    plant("sql", "SET PASSWORD FOR 'app'@'%' = '§'", "Sphagnum" + "17q"),
    plant("sql", "insert into users values (1, 'ops', '§')", "$2b" + "$12$" + of(53)),
    plant("sql", "CREATE SECRET s (TYPE s3, KEY_ID 'k', SECRET '§')", of(40, _B64)),
    plant("har", '{"name":"Authorization","value":"Bear' + 'er §"}', of(60)),
    plant("har", '{"name":"x-csrf-session","value":"§"}', of(64)),
    plant("storage", "localStorage.setItem('auth_token', '§')", of(64)),
    plant("storage", 'sessionStorage["jwt"]="ey§"', f"J{of(30)}.eyJ{of(70)}.{of(43)}"),
    plant("grpc", "metadata: x-goog-api-key AI" + "za§", of(35)),
    plant("graphql", 'query { login(user: "ops", password: "§") { id } }', "Cotton" + "Grass82"),
    plant("csv", "ops;Operations;§;active;password_plain", "Sundew" + "Mire640"),
    plant("ticket", "Username: ops Password: §", "Asphodel" + "Flush1"),
    plant("ticket", "I reset it to § for now", "Crowberry" + "Tarn53"),
    plant("ticket", "the basic auth is ops:§", "Cloud" + "Berry7290"),
    plant("ticket", "new pin/pw combo: 4410 / §", "Bear" + "Berry#81"),
    plant("dump", "SECRET_TOKEN => §", hexes(64)),
    plant("dump", "$_SERVER['DB_PW'] string(14) \"§\"", "Heath" + "Rush4471"),
    plant("dump", "os.environ={'HOME': '/x', 'STRIPE_SK': 'sk" + "_live_§'}", of(24)),
]  # fmt: skip


def _clean():
    yield from (f"checkpoint {n} root {of(43, _B64)}= size {n * 911}" for n in range(12))
    yield from (f"chunk-vendors.{hexes(20)}.js 14{n} kB" for n in range(12))
    yield from (f"nix/store/{of(32, _LOWER)}-openssl-3.0.{n}" for n in range(12))
    yield from (f"digest: sha256:{hexes(64)} size: {n}528" for n in range(12))
    yield from (f"trace-id={hexes(32)} parent={hexes(16)} sampled=1" for _ in range(12))
    yield from (f"cert serial {hexes(36).upper()} expires 2027-01-{n + 1:02}" for n in range(12))
    yield from (f"kid: {of(43)} alg: RS256 use: sig #{n}" for n in range(8))
    yield from (f"account arn:aws:iam::{of(12, string.digits)}:role/orders-{n}" for n in range(12))
    yield from (f"bundle com.example.orders.v{n} team {of(10, _UPPER)}" for n in range(10))
    yield from (f"youtube watch?v={of(11)} at 00:{n:02}" for n in range(8))
    yield from (f"zoom meeting {of(10, string.digits)} moved to room {n}" for n in range(8))
    yield from (f"ipfs://bafybei{of(52, _LOWER)}" for _ in range(8))
    yield from (f"git note: cherry picked from commit {hexes(40)}" for _ in range(12))
    yield from (f"password rotation {n} of 12 done by vault-agent" for n in range(12))
    yield from (f"auth-service-{hexes(9)}-{of(5, _LOWER)} ready {n}/3" for n in range(12))
    yield from (f"token bucket orders-{n}: 40 of 100 left" for n in range(12))
    yield from (f"secretKeyRef: {{name: orders-db-{n}, key: password}}" for n in range(8))
    yield from (f"pk_live_{of(24)} is the publishable one" for _ in range(6))
    yield from (f"Public Key: {of(43, _B64)}= peer{n}" for n in range(8))
    yield from (f"password: ${{ORDERS_{n}_PASSWORD:?missing}}" for n in range(8))


CLEAN = list(_clean())
