"""Lines written last: .85 found and .017 false alarms at first look; the rules learned from them since."""

import string

from tests.adapters.secrets.planting import basic, hexes, letters, plant, token

PLANTED = [
    plant("env", "TWILIO_AUTH_TOKEN=§", hexes(32)),
    plant("env", "POSTGRES_PASSWORD=§", "hedgehog" + "Lane4"),
    plant("env", "export SMTP_PASS=§", letters(16)),
    plant("env", "SESSION_SECRET='§'", letters(48)),
    plant("env", "NEW_RELIC_LICENSE_KEY=§", hexes(40)),
    plant("env", "ES_API_KEY_PROD=§", letters(60)),
    plant("yaml", "  admin_password: §", "badger" + "Sett_61"),
    plant("yaml", "redis: {host: cache1, password: '§'}", letters(20)),
    plant("yaml", "hmac_secret: §", hexes(64)),
    plant("yaml", "webhookSecret: §", letters(32)),
    plant("yaml", "    bearer_token: §", letters(50)),
    plant("log", "using proxy http://bo:§@proxy.example.org:3128", "otter" + "Stream5"),
    plant("log", "authenticating with password=§ user=deploy", "stoat" + "Thicket9"),
    plant("log", "> Authorization: Bear" + "er §", token({"sub": "orders", "aud": "api"})),
    plant("log", "cached credentials {'AccessKeyId': 'AS" + "IA§'}", letters(16, string.ascii_uppercase + "234567")[:15] + "B"),
    plant("log", 'POST /login body={"user":"ada","password":"§"}', "weasel" + "Burrow7"),
    plant("log", "sent x-gitlab-token: §", letters(24)),
    plant("log", "Set-Cookie: auth_token=§; Secure", letters(64)),
    plant("code", "db.connect('db1', 'app', password='§')", "polecat" + "Den11"),
    plant("code", "api.setToken('§')", letters(40)),
    plant("code", 'private static final String SECRET = "§";', letters(32)),
    plant("code", 'headers.put("X-Api-Key", "§");', letters(32)),
    plant("code", "$password = '§';", "marten" + "Pine8!"),
    plant("code", "smtp.login('bo@example.org', '§')", "squirrel" + "Drey2"),
    plant("cli", 'curl -sS -H "PRIVATE-TOKEN: gl' + 'pat-§" https://git.example.org/api/v4', letters(20)),
    plant("cli", "wget --user=ada --password=§ https://example.org/f", "dormouse" + "Hazel3"),
    plant("cli", "aws configure set aws_secret_access_key §", letters(40)),
    plant("cli", "vault login hv" + "s.§", letters(90)),
    plant("cli", "echo '§' | docker login -u ci --password-stdin", letters(36)),
    plant("cli", "mariadb -u app -p'§' orders", "shrew" + "Ditch12"),
    plant("chat", "temp password: §", "Kestrel" + "Tower-9"),
    plant("chat", "here is the slack token xox" + "p-§", "1234567890-1234567890-" + hexes(32)),
    plant("chat", "password is now §, please change it", "Buzzard" + "Ridge8"),
    plant("chat", "I used sk-ant-api03-" + "§ by mistake", letters(90)),
    plant("key block", "-----BEGIN DSA " + "§-----", "PRIVATE KEY"),
    plant("file", "proxy_pass_user=bo:§", "falcon" + "Spire6"),
    plant("file", '<property name="password" value="§"/>', "osprey" + "Loch44"),
    plant("file", "https://§@sentry.example.org/42", hexes(32) + ":" + hexes(32)),
    plant("file", "[default] secret_key = §", letters(40)),
    plant("file", "machine api.example.org login heroku password §", hexes(36)),
    plant("file", "auth: Basic §", basic("registry")),
]  # fmt: skip

CLEAN = """\
Two people knew the admin password, and both were asleep.
Password prompts appeared on three consoles at 02:14.
The key question was who could stop the job.
No token, no deploy: that rule held.
secret: none
Secrets were rotated: 14 of 14
pass rate: 98.2 %
pass 2 finished at 14:40, pass 3 at 15:02
token lifetime: 3600 seconds
token_expires_at=2026-10-20T15:02:11Z
password_reset_url: https://example.org/reset
secrets_manager: enabled
secretStoreRef: {kind: ClusterSecretStore, name: vault-prod}
existingSecret: orders-redis-auth
secret "orders-tls-2026-q4" created
secret/orders-db-credentials-v3 configured
mountPath: /etc/secrets/orders
credentials file not found at /srv/app/.aws/credentials
credentialsId: 'deploy-key-prod-01'
api_key_id = 91823
key: orders/2026/10/20/batch-0014.json
Key=Name,Value=orders-prod-7
cache key: orders:v14:customer:88121
monkeypatch.setenv("DB_PASSWORD", "x")
password = os.getenv("PASSWORD")
password = prompt("Password")
password=$(pass show orders/db)
password: env.PASSWORD
"password": "string"
"accessToken": "{{accessToken}}"
token = self._tokens.pop()
def rotate_token(self, token_id: int) -> Token:
class PasswordPolicy2(BaseModel):
GRANT SELECT ON orders TO reporting;
WHERE password_updated < now() - interval '90 days'
CREATE TABLE api_keys (id bigint, key_hash bytea)
Authorization header missing
Authorization: Bearer {access_token}
authorization: [PROTECTED]
Basic auth prompt shown to 14 users
bearer-token-authentication-is-not-enabled-for-this-cluster
Set-Cookie: csrftoken=; Max-Age=0
ssh-keygen -t ed25519 -C deploy@example.org
gpg: key 3AA5C34371567BD2 marked as ultimately trusted
fingerprint: 9F:8C:1E:29:3B:77:01:AA:5D:E2:C0:14:6F:88:3A:21
sha1: 2fd4e1c67a2d28fced849ee1bb76e7391b93eb12
build 20261020.3 of branch release-2026-10
http://cache1:6379/0 user@host
smtp://mail.example.org:587
postgresql://orders_app@db1:5432/orders?sslmode=require
git clone git@git.example.org:orders/api.git
login: ada, seat 14C
Login succeeded for ada, session 88121
auth: oidc, realm orders-2026
login as deploy:staff on web1
mysql> SHOW GRANTS FOR 'app'@'10.%';
mysql -h db1 -P 3306 -p
docker login registry.example.org
""".splitlines()
