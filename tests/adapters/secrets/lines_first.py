"""Lines the rules were written beside."""

import string

from tests.adapters.secrets.planting import basic, hexes, letters, plant, token

_KEY_BLOCK = "-----BEGIN " + "§ KEY-----"

PLANTED = [
    plant("header", "> Authorization: Bear" + "er §", letters(40)),
    plant("header", "curl -H 'authorization: bear" + "er §' https://api.example.org/v1/queue", letters(32)),
    plant("header", '  "Authorization": "Bear' + 'er §",', token({"sub": "svc-batch", "iat": 1790000000})),
    plant("header", "Authorization: Bas" + "ic §", basic("deploy")),
    plant("header", "< Set-Cookie: session=§; Path=/; HttpOnly", letters(48)),
    plant("header", "X-Api-Key: §", hexes(32)),
    plant("header", "14:02:11 DEBUG request headers: {'X-Auth-Token': '§'}", letters(36)),
    plant("sk", "client = Client(key='sk-" + "§')", letters(48)),
    plant("sk", "OPENAI key in the notebook was sk-proj-" + "§ until Friday", letters(60)),
    plant("sk", "llm: sk-ant-api03-" + "§", letters(80)),
    plant("github", "git clone https://gh" + "p_§@github.com/example/queue.git", letters(36)),
    plant("github", "export GITHUB_TOKEN=gh" + "s_§", letters(36)),
    plant("github", "token in the log: github_pat_" + "§", letters(22) + "_" + letters(59)),
    plant("gitlab", "CI_PUSH=glp" + "at-§", letters(20)),
    plant("slack", "slack: xox" + "b-§", "1234567890-1234567890123-" + letters(24)),
    plant("slack", "posted to https://hooks.slack.com/serv" + "ices/§", f"T{letters(8).upper()}/B{letters(8).upper()}/{letters(24)}"),
    plant("aws", "aws_access_key_id = AK" + "IA§", letters(16, string.ascii_uppercase + "234567")[:15] + "Q"),
    plant("aws", "aws_secret_access_key = §", letters(40)),
    plant("aws", "AWS_SESSION_TOKEN=§", letters(120)),
    plant("gcp", "maps key AI" + "za§ rotated at noon", letters(35)),
    plant("gcp", "refresh: ya" + "29.§", letters(60)),
    plant("stripe", "charge failed with key sk_li" + "ve_§", letters(24)),
    plant("stripe", "STRIPE=rk_li" + "ve_§", letters(24)),
    plant("key block", _KEY_BLOCK, "RSA PRIVATE"),
    plant("key block", _KEY_BLOCK, "OPENSSH PRIVATE"),
    plant("key block", "tls.key: |- " + _KEY_BLOCK, "PRIVATE"),
    plant("key block", '"private_key": "' + _KEY_BLOCK + "\\nMIIE", "EC PRIVATE"),
    plant("assignment", "PASSWORD=§", "hunter" + "2hunter"),
    plant("assignment", "DB_PASSWORD=§", "quiet" + "-Harbour-77"),
    plant("assignment", "export PGPASSWORD='§'", "s3a" + "l!on"),
    plant("assignment", "password: §", "Tr0ub4" + "dor&3"),
    plant("assignment", '    "password": "§",', "lamp" + "post-Orange"),
    plant("assignment", "secret: §", letters(32)),
    plant("assignment", "client_secret = '§'", letters(40)),
    plant("assignment", "api_key=§", letters(24)),
    plant("assignment", "apiKey: '§'", letters(24)),
    plant("assignment", "spring.datasource.password=§", "batch" + "Runner9"),
    plant("assignment", "<password>§</password>", "kettle" + "Drum42"),
    plant("assignment", "Server=db1;Database=orders;User Id=app;Password=§;", "Riv3r" + "bend!"),
    plant("assignment", "DefaultEndpointsProtocol=https;AccountName=logs;AccountKey=§", letters(86) + "=="),
    plant("assignment", "GET /export?access_token=§&format=csv HTTP/1.1", letters(30)),
    plant("assignment", "mysql --user=app --password=§ orders", "night" + "Watch5"),
    plant("assignment", "redis-cli -h cache1 --pass § info", "ember" + "Stone88"),
    plant("assignment", "curl -u deploy:§ https://artifacts.example.org/", "fox" + "Glove1932"),
    plant("assignment", "machine git.example.org login ci password §", "mill" + "Wheel303"),
    plant("assignment", "encryption_key: §", letters(44)),
    plant("url", "DATABASE_URL=postgres://app:§@db1.internal:5432/orders", "pebble" + "Shore9"),
    plant("url", "connecting to amqp://worker:§@mq/prod", "cinder" + "Path7"),
    plant("url", "redis://:§@cache1:6379/0", letters(20)),
    plant("url", "mongodb+srv://admin:§@cluster0.example.net/test", "sail" + "Cloth!4"),
    plant("jwt", "cookie value was §", token({"sub": "1234", "exp": 1790000000})),
    plant("npm", "//registry.example.org/:_authToken=npm_" + "§", letters(36)),
    plant("pypi", "password = py" + "pi-§", "AgEIcHlwaS5vcmc" + letters(80)),
    plant("sendgrid", "SG" + ".§", letters(22) + "." + letters(43)),
    plant("twilio", "twilio sid with S" + "K§", hexes(32)),
    plant("age", "AGE-SECRET-" + "KEY-1§", letters(58, "QPZRY9X8GF2TVDW0S3JN54KHCE6MUA7L023456789")),
]  # fmt: skip

CLEAN = """\
PASSWORD=changeme
password: <your password here>
password: "********"
DB_PASSWORD=${DB_PASSWORD}
DB_PASSWORD=$DB_PASSWORD
api_key = os.environ["API_KEY"]
api_key=YOUR_API_KEY
token: {{ .Values.token }}
secret: [redacted]
Authorization: Bearer <token>
Authorization: Bearer $TOKEN
Authorization: Basic <base64 of user:password>
Authorization: Bearer xxxxxxxxxxxxxxxxxxxxxxxx
password = get_password(user)
password = self.config.password
password: str
password: str | None = None
token = token.strip()
token=None
if password == "":
raise ValueError("password must have at least 12 characters")
The password was rotated at 15:10 by the on-call person.
We found that the secret: nobody owned the queue.
token: expired at 10:00, renewed at 10:04
Password: required
password reset requested for 14 accounts
max_tokens=4096
token_count: 152312
tokens: 1,024
secret_name: db-prod-credentials
secretName: orders-db-credentials
secretKeyRef:
passwordFile: /run/secrets/db_password
DB_PASSWORD_FILE=/run/secrets/db-password
PWD=/srv/app/releases/2026-10-20
pwd=/srv/ada
OLDPWD=/var/log
ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAABgQDHnotasecretbutapublickeyaaaa ada@laptop
-----BEGIN PUBLIC KEY-----
-----BEGIN CERTIFICATE-----
postgres://db1.internal:5432/orders
postgres://app@db1.internal:5432/orders
postgres://app:${DB_PASSWORD}@db1.internal:5432/orders
postgres://user:password@localhost/db
amqp://guest:guest@localhost:5672
https://example.org/reset?token=
https://example.org/path:8080/@handle
commit 3f786850e387550fdab836ed7e6dc881de23001b
sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855
digest: sha512-9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08
request id 7b0c9c1e-5d1f-4d0e-9f86-2f1d6a1c7b55 took 412 ms
trace_id=4bf92f3577b34da6a3ce929d0e0e4736 span_id=00f067aa0ba902b7
uuid: 123e4567-e89b-12d3-a456-426614174000
image: registry.example.org/app@sha256:2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae
etag: "33a64df551425fcc55e4d42a148795d9f25f89d4"
2026-10-20T14:02:11Z INFO queue depth 9000 workers 12
14:02:11 WARN retrying in 5s (attempt 3/5)
GET /api/v1/orders?page=2&limit=50 HTTP/1.1 200 5123
kubectl get secrets -n prod
kubectl create secret generic db --from-literal=password=$PASS
vault read secret/data/orders
aws secretsmanager get-secret-value --secret-id orders/db
AKIAIOSFODNN7EXAMPLE
aws_secret_access_key = wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY
sk-learn was upgraded to 1.5
the task-runner and the risk-assessment-of-the-migration-plan were reviewed
disk-usage-of-the-very-long-partition-name-on-the-second-node is 98%
basic authentication is switched off since spring
Bearer of bad news: the backup was empty
private key permissions were 0644 instead of 0600
key: value
primary_key: id
foreign_key=order_id
key_id: 42
access_key: null
api_key: ""
"token": "",
"password": null
password=true
password: false
passwordless sudo was enabled
password_policy: strict
password-max-age=90
token_type: bearer
"token_type":"Bearer","expires_in":3600
csrf_token: {% csrf_token %}
author: Cem; reviewer: Bo
user: ada pass: 12 of 14 checks
Pass: 212, Fail: 0
tests passed: 1204
The token bucket refills 100 tokens per second.
secret santa is on Friday
Cookie: consent=yes; theme=dark
Set-Cookie: lang=en-GB; Path=/
curl -u "$USER:$PASS" https://artifacts.example.org/
mysql -u app -p orders
mysql --user=app --password orders
ssh -i ~/.ssh/id_ed25519 deploy@web1
scp backup.tar.gz backup@nas:/volume1/backup/2026-10-20/
PasswordAuthentication no
PermitRootLogin prohibit-password
auth: token
auth_method = password
credentials: include
credential_source = Ec2InstanceMetadata
git log --format=%H --author=bo
AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA
iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk
The eyJ prefix marks a JSON web token, usually.
arn:aws:iam::123456789012:role/deploy
i-0abcd1234efgh5678 terminated
pod/orders-7d9c5b8f6d-x2x9q restarted 14 times
node_modules/@types/react/index.d.ts(3021,13): error TS2717
Error: connect ECONNREFUSED 10.0.3.17:5432
"passwordHash": "argon2id"
password hashing moved from md5 to argon2id
secret_version=7
client_secret: <sealed>
token := os.Getenv("SLACK_TOKEN")
const password = process.env.DB_PASSWORD;
password: !vault |
password: ENC[AES256_GCM,data:abc=,iv:def=,tag:ghi=,type:str]
password: "{{ vault_db_password }}"
password: %(DB_PASSWORD)s
var.db_password
password = var.db_password
password = data.aws_secretsmanager_secret_version.db.secret_string
token: ${{ secrets.GITHUB_TOKEN }}
""".splitlines()
