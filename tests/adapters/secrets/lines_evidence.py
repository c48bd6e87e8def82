"""What lies in evidence of an incident: terminals, plans, dumps, exports, traces. Written after the rules had learned from
`lines_many` and `lines_last`, and before anybody saw what they miss here. The figures stand in `test_recall`.
"""

import random
import string

from tests.adapters.secrets.planting import plant

_DICE = random.Random(20261124)
_LOWER = string.ascii_lowercase + string.digits
_UPPER = string.ascii_uppercase + string.digits
_ALL = string.ascii_letters + string.digits
_B64 = _ALL + "+/"


def of(count, alphabet=_ALL):
    return "".join(_DICE.choice(alphabet) for _ in range(count - 1)) + _DICE.choice(string.digits)


def hexes(count):
    return of(count, "0123456789abcdef")


def uuid():
    return f"{hexes(8)}-{hexes(4)}-4{hexes(3)}-8{hexes(3)}-{hexes(12)}"


PLANTED = [
    plant("terminal", "ops@bastion:~$ echo $DB_PASS\\n§", "Kingcup" + "Meadow71"),
    plant("terminal", "Enter passphrase for key '~ada/.ssh/id_rsa': §", "Cowslip" + "Bank!40"),
    plant("terminal", "Password: § (typed into the wrong window)", "Woodruff" + "Glade8"),
    plant("terminal", "-bash: §: command not found", "Ramsons" + "Dell#55"),
    plant("terminal", "sudo: 1 incorrect password attempt for ops (tried §)", "Sorrel" + "Combe29"),
    plant("terminal", "mysql> GRANT ALL ON orders.* TO 'app'@'%' IDENTIFIED BY '§';", "Campion" + "Lea607"),
    plant("terminal", "postgres=# \\\\password app -> §", "Betony" + "Ridge13"),
    plant("terminal", "127.0.0.1:6379> CONFIG SET requirepass §", of(28)),
    plant("terminal", "rs0:PRIMARY> db.auth('ops','§')", "Tansy" + "Field902"),
    plant("terminal", "$ step ca token host1 --> §", "ey" + f"J{of(40)}.eyJ{of(90)}.{of(86)}"),
    plant("terminal", "$ kubectl get secret db -o jsonpath='{.data.password}' | base64 -d\\n§", "Mallow" + "Ditch44"),
    plant("terminal", "$ terraform output -raw db_password  # §", of(24)),
    plant("terminal", "$ aws ecr get-login-password\\n§", "ey" + f"Jw{of(200, _B64)}=="),
    plant("terminal", "PS> $cred.GetNetworkCredential().Password\\n§", "Fumitory" + "Lane66"),
    plant("terminal", "C:\\\\> cmdkey /add:srv1 /user:ops /pass:§", "Speedwell" + "Brae7"),
    plant("terminal", "C:\\\\> schtasks /create /ru ops /rp §", "Toadflax" + "Moor31"),
    plant("terminal", "$ vncpasswd -f <<<§", "Bindweed" + "7k"),
    plant("terminal", "$ ipmitool -H bmc1 -U admin -P § power cycle", "Charlock" + "Nab58"),
    plant("terminal", "$ ldapsearch -D cn=svc -w § -b dc=example", "Comfrey" + "Syke20"),
    plant("terminal", "$ rsync --password-file=<(echo §) x y", "Eyebright" + "Hag3"),
    plant("plan", '+ admin_password = "§"', "Figwort" + "Slade81"),
    plant("plan", '~ value = "old" -> "§" # app_secret', of(40)),
    plant("plan", '+ connection_string = "Server=tcp:s1;Uid=ops;Pwd=§;"', "Gentian" + "Scar#9"),
    plant("plan", '+ shared_access_key = "§"', of(43, _B64) + "="),
    plant("plan", '+ user_data = "#!/bin/sh\\nexport TOKEN=§"', of(44)),
    plant("plan", '      + "master-password" = "§"', "Harebell" + "Knott5"),
    plant("plan", "random_password.db.result = §", of(20) + "!Q"),
    plant("describe", "    Environment: STRIPE_KEY: sk" + "_live_§", of(24)),
    plant("describe", "      RABBITMQ_DEFAULT_PASS:  §", "Knapweed" + "Toft18"),
    plant("describe", "    Command: /app --jwt-secret=§", of(48)),
    plant("describe", "    Args: --redis-password § --port 80", "Lousewort" + "Mire2"),
    plant("describe", 'Annotations: kubectl.kubernetes.io/last-applied: {"data":{"token":"§"}}', of(60, _B64)),
    plant("describe", "containers[0].env[3]={name=ADMIN_TOKEN, value=§}", of(40)),
    plant("audit", '{"eventName":"CreateAccessKey","secretAccessKey":"§"}', of(40, _B64)),
    plant("audit", '{"requestParameters":{"masterUserPassword":"§"}}', "Milkwort" + "Dale77"),
    plant("audit", "ResetServicePrincipalCredential password=§", "q8h8Q~" + of(34)),
    plant("audit", '{"responseElements":{"credentials":{"sessionToken":"§"}}}', "FwoGZXIvYXdzE" + of(250, _B64)),
    plant("audit", "user ops changed passphrase from § to (hidden)", "Mugwort" + "Fold90"),
    plant("trace", "at login (auth.py:42) username='ops', password='§'", "Orpine" + "Crag26"),
    plant("trace", "OperationalError: FATAL: password authentication failed (password: §)", "Oxlip" + "Hollow3"),
    plant("trace", "KeyError in config: {'smtp': {'user': 'ops', 'pass': '§'}}", "Pignut" + "Garth52"),
    plant("trace", "Invalid URL: https://svc:§@api.example.org/v2", "Ragwort" + "Holm14"),
    plant("trace", "requests.exceptions.HTTPError: 401 for url: https://maps.example.org/?key=§", "AI" + "za" + of(35)),
    plant("trace", "locals: api_secret = '§'", hexes(48)),
    plant("trace", "java.sql.SQLException: url=jdbc:mysql://db1/o?user=app&password=§", "Ransom" + "Weald6"),
    plant("trace", 'panic: bad dsn "app:§@tcp(db1)/o"', "Restharrow" + "1x"),
    plant("trace", "Traceback: hmac.new(b'§', msg, 'sha256')", of(40)),
    plant("trace", "RuntimeError: could not decrypt with key §", hexes(64)),
    plant("sql dump", "INSERT INTO `api_tokens` VALUES (7,'ops','§','2026-11-01');", of(40)),
    plant("sql dump", "INSERT INTO wp_options VALUES ('smtp_password','§');", "Saxifrage" + "Pike8"),
    plant("sql dump", "COPY users FROM stdin; 1\\tops\\t$2y" + "$10$§", of(53)),
    plant("sql dump", "UPDATE integrations SET webhook_secret = '§' WHERE id = 4;", of(32)),
    plant("sql dump", "-- password for app is §", "Scabious" + "Heugh4"),
    plant("sql dump", "VALUES ('oauth', '{\"client_secret\": \"§\"}')", of(43)),
    plant("export", "ada 14:02: pw for the switch = §", "Selfheal" + "Clough3"),
    plant("export", "bo 14:03: it's § with a capital S", "Silverweed" + "92"),
    plant("export", "cem 14:03: I put the new token in the chart: §", "gh" + "p_" + of(36)),
    plant("export", "ada 14:05: login for grafana is ada:§", "Sneezewort" + "Edge5"),
    plant("export", "bo 14:06: secret santa... no, secret key: §", of(40)),
    plant("export", "cem 14:07: use password § on the bastion", "Stitchwort" + "Hill1"),
    plant("export", "ada 14:09: dropped it: export KEY=§", of(48)),
    plant("export", "bo 14:11: hook is https://hooks.slack.com/workflows/§", f"T{of(8, _UPPER)}/A{of(8, _UPPER)}/{of(18, string.digits)}/{of(24)}"),
    plant("export", "cem 14:12: api token (revoked?) § from the vendor page", of(40)),
    plant("har", '{"name":"Cookie","value":"sid=§; theme=dark"}', of(48)),
    plant("har", '"queryString":[{"name":"access_token","value":"§"}]', of(64)),
    plant("har", '"postData":{"text":"grant_type=password&username=ops&password=§"}', "Tormentil" + "Rigg6"),
    plant("har", '{"name":"X-Auth-Token","value":"§"}', of(40)),
    plant("har", '"text":"{\\"mfa_secret\\":\\"§\\"}"', of(32, "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567")),
    plant("pcap", "GET / HTTP/1.1 Authorization: Bas" + "ic §", "b3Bz" + of(24) + "=="),
    plant("pcap", "USER ops PASS §", "Valerian" + "Beck33"),
    plant("pcap", "a1 LOGIN ops@example.org §", "Vervain" + "Loan8"),
    plant("pcap", "SNMPv2c community §", "Vetch" + "Ling!72"),
    plant("pcap", "AUTH LOGIN dXNlcg== §", "U3" + of(22) + "="),
    plant("memory", "....password.§....", "Violet" + "Carse95"),
    plant("memory", "heap: access_token\\x00§\\x00", of(64)),
    plant("memory", "strings core.1 | grep key: AWS_SECRET_ACCESS_KEY=§", of(40, _B64)),
    plant("memory", "env: GITHUB_TOKEN=gh" + "s_§", of(36)),
    plant("ci log", "Login Succeeded with token §", of(40)),
    plant("ci log", "+ docker build --build-arg NPM_TOKEN=§ .", "np" + "m_" + of(36)),
    plant("ci log", "+ curl -F token=§ https://upload.example.org", of(36)),
    plant("ci log", "Setting SONAR_TOKEN to §", hexes(40)),
    plant("ci log", "+ mvn deploy -Dgpg.passphrase=§", "Woundwort" + "Cove4"),
    plant("ci log", "+ twine upload -u __token__ -p py" + "pi-§", "AgEIcHlwaS5vcmc" + of(140)),
    plant("ci log", "+ sshpass -e ssh; SSHPASS=§", "Yarrow" + "Skerry12"),
    plant("ci log", "signing with keystore pass §", "Angelica" + "Burn7"),
    plant("vendor", "braze rest key §", uuid()),
    plant("vendor", "MIXPANEL_SECRET=§", hexes(32)),
    plant("vendor", "segment write key: §", of(32)),
    plant("vendor", "AMPLITUDE_SECRET_KEY: §", hexes(32)),
    plant("vendor", "zoom: account_id=x client_secret=§", of(32)),
    plant("vendor", "BOX_DEVELOPER_TOKEN=§", of(32)),
    plant("vendor", "hetzner robot: user #ws+ops pass §", "Burdock" + "Haugh64"),
    plant("vendor", "OVH_CONSUMER_KEY=§", of(32)),
    plant("vendor", "scaleway secret §", uuid()),
    plant("vendor", "LINODE_CLI_TOKEN=§", hexes(64)),
    plant("vendor", "VULTR_API_KEY=§", of(36, _UPPER)),
    plant("vendor", "x-rapidapi-key: §", f"{hexes(10)}msh{hexes(15)}p{hexes(6)}jsn{hexes(12)}"),
    plant("vendor", "pubnub secretKey 'sec" + "-c-§'", of(48)),
    plant("vendor", "cloudinary://123456789012345:§@orders", of(27)),
    plant("vendor", "rollbar post_server_item token §", hexes(32)),
    plant("vendor", "LOGDNA_INGESTION_KEY=§", hexes(32)),
    plant("vendor", "honeycomb team key §", "hcaik_01" + of(54, _LOWER)),
]  # fmt: skip


def _clean():
    yield from (f"evidence item {n}: sha256 {hexes(64)}" for n in range(10))
    yield from (f"receipt {n}: index {n * 31} leaf {of(43, _B64)}=" for n in range(10))
    yield from (f"— log.example.org/ops {of(91, _B64)}=" for _ in range(10))
    yield from (f"panic: runtime error at 0x{hexes(12)} goroutine {n}" for n in range(10))
    yield from (f"core file /var/crash/orders.{n}.{hexes(32)}.lz4" for n in range(10))
    yield from (f"FATAL: password authentication failed for user app{n}" for n in range(10))
    yield from (f"ada 14:{n:02}: the password policy asks for {n} characters" for n in range(10, 20))
    yield from (f"bo 14:{n:02}: rotated the token of orders{n}, all well" for n in range(10))
    yield from (f"PM-{n}: secret rotation was skipped for Orders{n}V2" for n in range(10))
    yield from (f"kubectl logs orders-api-{hexes(9)}-{of(5, _LOWER)} -c app --tail={n}" for n in range(10))
    yield from (f"helm.sh/chart: orders-{n}.2.1 checksum/config: {hexes(64)}" for n in range(10))
    yield from (f"docker run --rm -e DB_PASSWORD -p 80:80 orders:{hexes(12)} # {n}" for n in range(10))
    yield from (f"git push origin HEAD:refs/for/release-2026-{n:02}%topic=key-rotation" for n in range(10))
    yield from (f"terraform: random_password.db[{n}]: Refreshing state... [id=none]" for n in range(10))
    yield from (f"+ db_password = (sensitive value) # {n}" for n in range(10))
    yield from (f"login ok user=ops{n} session={hexes(8)} from 10.0.0.{n}" for n in range(10))
    yield from (f"connect('db{n}.example.org', port=5432, user='app')" for n in range(10))
    yield from (f"client = Client(base_url='https://api{n}.example.org/v2', timeout=30)" for n in range(10))
    yield from (f"Confirm at https://example.org/confirm/step-{n}?lang=de" for n in range(10))
    yield from (f"assets/token-icon-{hexes(8)}.svg {n} kB gzip" for n in range(10))


CLEAN = list(_clean())
