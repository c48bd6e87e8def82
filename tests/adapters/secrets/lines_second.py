"""Lines written after the rules: .62 found and .016 false alarms at first look; the rules learned from them since."""

import string

from tests.adapters.secrets.planting import basic, hexes, letters, plant

PLANTED = [
    plant("k8s", "      client-key-data: §", "LS0tLS1CRUdJTiBSU0EgUFJJVkFURSBLRVktLS0tLQ" + letters(60)),
    plant("k8s", "    token: §", letters(64)),
    plant("k8s", "  - name: DB_PASSWORD value: §", "gravel" + "Path41"),
    plant("k8s", '{"kind":"Secret","stringData":{"password":"§"}}', "amber" + "Gate-19"),
    plant("docker", "ENV API_SECRET=§", letters(32)),
    plant("docker", "docker login -u ci --password § registry.example.org", letters(20)),
    plant("docker", '"auth": "§"', basic("ci")),
    plant("terraform", 'master_password      = "§"', "winter" + "Coat#88"),
    plant("terraform", 'datadog_api_key = "§"', hexes(32)),
    plant("ini", "smtp_password = §", "letter" + "Box2031"),
    plant("ini", "bindpw §", "orchard" + "Lane7"),
    plant("ini", "requirepass §", letters(32)),
    plant("python", "requests.get(url, headers={'Authorization': 'Bear" + "er §'})", letters(40)),
    plant("python", "conn = connect(host='db1', user='app', password='§')", "spindle" + "Tree9"),
    plant("python", "SECRET_KEY = 'django-insecure-§'", letters(50)),
    plant("python", "os.environ['API_TOKEN'] = '§'", letters(40)),
    plant("java", "jdbc:mysql://db1/orders?user=app&password=§&useSSL=false", "marble" + "Arch55"),
    plant("java", "jdbc:postgresql://app:§@db1/orders", "copper" + "Kettle8"),
    plant("xml", '<add key="ApiSecret" value="§" />', letters(36)),
    plant("xml", "<connectionString>Data Source=db;User ID=sa;Pwd=§;</connectionString>", "Granite" + "88!"),
    plant("powershell", '$env:AZURE_CLIENT_SECRET = "§"', letters(34) + "~Q"),
    plant("powershell", 'ConvertTo-SecureString "§" -AsPlainText -Force', "Harbour" + "Wall!3"),
    plant("sql", "ALTER USER app WITH PASSWORD '§';", "thistle" + "Down4"),
    plant("sql", "CREATE USER 'app'@'%' IDENTIFIED BY '§';", "bramble" + "Hedge6"),
    plant("chat", "the root password is § until tonight", "Lantern" + "1984!"),
    plant("chat", "pw: §", "copperBeech" + "77"),
    plant("chat", "use this token: §", letters(40)),
    plant("json log", '{"level":"debug","auth":{"access_token":"§","expires_in":3600}}', letters(43)),
    plant("json log", '{"refresh_token":"§"}', letters(64)),
    plant("json log", '{\\"password\\":\\"§\\"}', "slate" + "Roof23"),
    plant("http", "GET /hook?secret=§ 200", hexes(40)),
    plant("http", "proxy-authorization: bas" + "ic §", basic("proxy")),
    plant("http", "Authorization: Token token=§", letters(20)),
    plant("http", "X-Vault-Token: hvs" + ".§", letters(90)),
    plant("http", "Cookie: lang=en; JSESSIONID=§; theme=dark", hexes(32)),
    plant("git", "remote: https://bo:§@git.example.org/orders.git", "meadow" + "Lark12"),
    plant("git", "https://oauth2:glp" + "at-§@gitlab.com/x/y.git", letters(20)),
    plant("cloud", "DO token do" + "p_v1_§", hexes(64)),
    plant("cloud", "SLACK_SIGNING_SECRET=§", hexes(32)),
    plant("cloud", "ASIA§ in the trace", letters(16, string.ascii_uppercase + "234567")[:15] + "Z"),
    plant("cloud", "SharedAccessKeyName=root;SharedAccessKey=§", letters(43) + "="),
    plant("telegram", "bot https://api.telegram.org/bot§/sendMessage", "1234567890:" + letters(35)),
    plant("shell", "PASS='§' ./deploy.sh", "fern" + "Valley31"),
    plant("shell", "sshpass -p '§' ssh deploy@web1", "bracken" + "Hill9"),
    plant("shell", "mysql -uroot -p§ orders", "heather" + "Moor5"),
    plant("shell", "openssl enc -aes-256-cbc -pass pass:§", "cobble" + "Stone12"),
    plant("shell", "export VAULT_TOKEN=s.§", letters(24)),
    plant("toml", 'token = "§"', letters(40)),
    plant("toml", "webhook_secret = '§'", letters(24)),
]  # fmt: skip

CLEAN = """\
The on-call person typed the password twice and was locked out.
Cem: what is the password policy for service accounts?
Bo: token bucket, leaky bucket, same story
secret rotation: planned for Thursday, done on Friday
Password rotation: automated since March
Credential expiry: 90 days
API key: revoked at 14:20
api key rotation took 3 hours
- [ ] rotate the API key (owner: Dee)
| secret | owner | last rotated |
| `DB_PASSWORD` | platform | 2026-03-01 |
We store it in the vault under secret/orders/prod
The secret `orders-db` was missing in the second cluster.
kubectl get secret orders-db -o yaml | head
kubectl rollout restart deploy/orders --token-ttl=600
Unable to mount volumes: secret "orders-db-credentials" not found
Error: secrets "tls-wildcard-2026" is forbidden
error: authentication failed for user "app": password mismatch
FATAL: password authentication failed for user "app"
WARN token refresh failed: 503 Service Unavailable
ERROR invalid_token: The access token expired
{"error":"invalid_grant","error_description":"Token has been revoked"}
{"token_type":"Bearer","scope":"read:orders write:orders"}
{"tokenId":"7b0c9c1e-5d1f-4d0e-9f86-2f1d6a1c7b55"}
{"keyId":"orders-2026-10","alg":"RS256","use":"sig"}
{"password":"***","user":"app"}
{"password":"<hidden>","user":"app"}
{"password":"[FILTERED]","user":"app"}
passwords are hashed with argon2id (m=65536,t=3,p=4)
password_min_length = 12
password_hash_iterations: 600000
password_changed_at: 2026-10-20T14:02:11Z
password_field = "user_password"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.ScryptPasswordHasher"]
AUTH_PASSWORD_VALIDATORS = []
PasswordEncoder encoder = new BCryptPasswordEncoder();
String password = System.getenv("DB_PASSWORD");
private final String password;
def check_password(self, password: str) -> bool:
self.password = password
user.set_password(form.cleaned_data["password"])
password = input("Password: ")
password = getpass.getpass()
password=args.password,
password: process.env.DB_PASSWORD,
api_key=settings.DATADOG_API_KEY,
token = request.headers.get("X-Token")
token := r.Header.Get("Authorization")
const token = await getToken();
let secret = config.get("secret");
secret = Rails.application.credentials.secret_key_base
secret_key_base: <%= ENV["SECRET_KEY_BASE"] %>
password: ${env.DB_PASSWORD}
password: ${file(./secrets.yml):db.password}
password: op://prod/orders-db/password
password: vault:secret/data/orders#password
password_ssm_parameter: /prod/orders/db/password
valueFrom: {secretKeyRef: {name: orders-db, key: password}}
imagePullSecrets: [{name: registry-credentials}]
secret: orders-tls
tls_secret: wildcard-example-org
secret_id = "orders/prod/db"
key = "orders/terraform.tfstate"
kms_key_id = "alias/orders-prod"
kms_key_arn: arn:aws:kms:eu-central-1:123456789012:key/7b0c9c1e-5d1f-4d0e-9f86-2f1d6a1c7b55
ssh_key_name = "deploy-2026"
public_key = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIGbVJ8ZfJmXwYl0xk2u1QnVYw2 deploy"
host_key_algorithms: ssh-ed25519,rsa-sha2-512
SHA256:uNiVztksCsDhcc0u9e8BgrJXVGDHT0kE0Oeoh2sKcXk deploy@web1 (ED25519)
partition_key: customer_id
sort_key: created_at
cache_key=orders:v2:page:1
idempotency_key=2026-10-20-batch-14
primary key (order_id, line_id)
routing_key: orders.created.v1
sentry_dsn configured: yes
monkey=banana keyboard=qwertz
turkey: 14 donkey: 3
tokenizer: standard, analyzer: english
tokens_per_second: 118.4
next_page_token: null
continue_token=
csrf token mismatch for session of 14:02
Bearer tokens are no longer accepted on this endpoint.
basic health checks passed on 12 nodes
Basic troubleshooting-steps-for-the-night-shift are in the wiki
Authorization: AWS4-HMAC-SHA256 Credential=<redacted>
Authorization: Negotiate
WWW-Authenticate: Basic realm="orders"
Set-Cookie: session=deleted; expires=Thu, 01 Jan 1970 00:00:00 GMT
Cookie: _ga=GA1.2.1234567890.1234567890
cookie: session expired, please sign in
sk-SK locale was missing
https://user@example.org/path
https://example.org:8443/a@b
ftp://anonymous:anonymous@ftp.example.org/
git@github.com:example/orders.git
ssh://git@git.example.org:2222/orders.git
mailto:bo@example.org
http://localhost:8080/login?next=/orders
redis://cache1:6379/0
postgresql://app@/orders?host=/var/run/postgresql
14:02:11.123 [main] INFO c.e.orders.TokenService - token cache size=1024
at com.example.orders.auth.TokenFilter.doFilter(TokenFilter.java:88)
org.springframework.security.authentication.BadCredentialsException: Bad credentials
requests.exceptions.HTTPError: 401 Client Error: Unauthorized for url: https://api.example.org/v1/token
npm ERR! code E401 Unable to authenticate, need: Basic realm="registry"
pip install example-token-helper==1.2.3
Successfully tagged registry.example.org/orders:9f8c1e2
Digest: sha256:9b2a4c1f7d3e8a6b5c0d9e8f7a6b5c4d3e2f1a0b9c8d7e6f5a4b3c2d1e0f9a8b
X-Request-Id: 4bf92f3577b34da6a3ce929d0e0e4736
x-amz-id-2: eftixk72aD6Ap51TnqcoF8eFidJG9Z/2mkiDFu8yU9AS1ed4OpIszj7UDNEHGran
Content-MD5: XrY7u+Ae7tCTyyK7j1rNww==
Sec-WebSocket-Key: <generated>
passenger: 212 boarded, 0 waiting
compass=north bypass=enabled
bypass: manual-override-2
2 of 3 passes done; pass: 3 starts 14:40
login failed for deploy, password authentication disabled on web1
ok: [web1] => (item=password) => {"changed": false}
--password-file /run/secrets/db
--token-file=/var/run/secrets/kubernetes.io/serviceaccount/token
curl -u deploy https://artifacts.example.org/
curl --user deploy:$(cat /run/secrets/deploy) https://artifacts.example.org/
"private_key_id": "9f8c1e29f8c1e29f8c1e29f8c1e29f8c1e29f8c1",
The word "password" appears 14 times in this runbook.
""".splitlines()
