"""Lines written after that: .76 found and .054 false alarms at first look; the rules learned from them since."""

from tests.adapters.secrets.planting import basic, hexes, letters, plant

PLANTED = [
    plant("env", "REDIS_PASSWORD=§", letters(24)),
    plant("env", "MAIL_PASS=§", "starling" + "Roost3"),
    plant("env", "SENTRY_AUTH_TOKEN=§", hexes(64)),
    plant("env", "JWT_SECRET=§", "correct-Horse" + "-81-staple"),
    plant("env", 'declare -x GRAFANA_TOKEN="gl' + 'sa_§"', letters(32) + "_" + hexes(8)),
    plant("yaml", "    rabbitmq_password: '§'", "willow" + "Bank66"),
    plant("yaml", "apiToken: §", letters(40)),
    plant("yaml", "basic_auth: {username: prom, password: §}", "sedge" + "Wren12"),
    plant("yaml", "pg_pass: §", "curlew" + "Marsh40"),
    plant("log", "connect failed: dsn=user:§@tcp(db1:3306)/orders", "plover" + "Nest71"),
    plant("log", "DEBUG form data: user=ada&password=§&remember=on", "dunlin" + "Shore5"),
    plant("log", "auth failed with token '§', retrying", letters(40)),
    plant("log", "sending headers [('Authorization', 'Bear" + "er §')]", letters(32)),
    plant("log", "ldap bind uid=svc,dc=example password=§", "siskin" + "Alder8"),
    plant("log", "redirect to https://app.example.org/cb#access_token=§", letters(48)),
    plant("log", "X-Amz-Security-Token: §", letters(200)),
    plant("log", "signed cookie: sid=§", letters(40)),
    plant("code", 'const apiKey = "§";', letters(32)),
    plant("code", "var secretKey = '§'", letters(32)),
    plant("code", "client = boto3.client('s3', aws_secret_access_key='§')", letters(40)),
    plant("code", 'String token = "§";', letters(40)),
    plant("code", "credentials = ('bo', '§')", "whinchat" + "Fell2"),
    plant("code", "openai.api_key = 'sk-" + "§'", letters(48)),
    plant("code", 'PASSWORD: str = "§"', "redstart" + "Oak90"),
    plant("code", "auth=('deploy', '§')", "merlin" + "Crag17"),
    plant("cli", "psql postgresql://ada:§@db1/orders", "fulmar" + "Cliff3"),
    plant("cli", "helm install x --set db.password=§", "gannet" + "Stack9"),
    plant("cli", "kubectl create secret generic db --from-literal=password=§", "petrel" + "Isle22"),
    plant("cli", "curl -H 'X-Api-Key: §' https://api.example.org", letters(32)),
    plant("cli", "curl --user ada:§ https://example.org", "razorbill" + "Ledge1"),
    plant("cli", "az login --service-principal -u app -p § --tenant t1", letters(34)),
    plant("cli", "ansible-playbook site.yml -e db_password=§", "kittiwake" + "Arch4"),
    plant("cli", "htpasswd -b users ada §", "guillemot" + "Bay6"),
    plant("cli", "net use z: \\\\nas\\share /user:ada §", "cormorant" + "Pier2"),
    plant("chat", "password for staging is §", "shelduck" + "Dune15"),
    plant("chat", "creds: ada / §", "lapwing" + "Field7"),
    plant("chat", "Wifi password: §", "oyster" + "Catcher9"),
    plant("chat", "the new key is gh" + "p_§", letters(36)),
    plant("chat", "login with ada:§ please", "turnstone" + "Quay3"),
    plant("key block", "-----BEGIN ENCRYPTED " + "§-----", "PRIVATE KEY"),
    plant("file", "db1:5432:orders:app:§", "sanderling" + "Tide8"),
    plant("file", "<secret>§</secret>", letters(32)),
    plant("file", '"client_secret": "GOC' + 'SPX-§"', letters(28)),
    plant("file", "aws_session_token = §", letters(180)),
    plant("file", "hf_token: h" + "f_§", letters(34)),
    plant("file", "discord: https://discord.com/api/webhooks/§", "123456789012345678/" + letters(68)),
    plant("file", '{"auths":{"r.example.org":{"auth":"§"}}}', basic("puller")),
    plant("file", "//npm.example.org/:_password=§", letters(40)),
    plant("file", "password_prod = §", "wigeon" + "Pool33"),
    plant("file", "    user: root, pwd: '§'", "pochard" + "Mere4"),
]  # fmt: skip

CLEAN = """\
Ada ran the migration with the wrong password file and noticed at 02:10.
The token in the URL was already expired, so no harm was done.
Our secret sauce is a boring queue.
password manager: rolled out to 40 people
passwords: see the vault
Password for staging is in the vault, folder orders.
creds: ask Bo
Which credentials did the job use? The ones of the old cluster.
key findings: three teams, one dashboard
keyboard layout was us-intl-2
hockey=team-7
token_ttl: 15m0s
token_url: https://login.example.org/oauth2/v2.0/token
token_endpoint = "https://login.example.org/token"
secret_path: secret/data/orders/prod-eu-1
secret_arn: arn:aws:secretsmanager:eu-central-1:123456789012:secret:orders-db-AbC123
key_vault_name = "kv-orders-prod-01"
access_key_id: (from the instance role)
api_key_header: X-Api-Key
auth_token_cookie_name: sid
password_confirmation does not match
"password": {"type": "string", "minLength": 12}
password: { type: String, required: true }
password VARCHAR(255) NOT NULL
ALTER TABLE users ADD COLUMN password_hash TEXT;
SELECT password_changed_at FROM users WHERE id = 42;
password = form.password.data
password = secrets.token_urlsafe(32)
password := flag.String("password", "", "database password")
token, err := client.Login(ctx)
token = jwt.encode(payload, key, algorithm="HS256")
assert response.json()["token"]
if (!token) throw new Error("missing token");
secret = Secret.from_name("orders-db")
secret = base64.b64decode(raw)
key = f"orders:{order_id}"
apiKey: process.env.API_KEY ?? ""
private_key = rsa.generate_private_key(65537, 2048)
api_key: ENV["API_KEY"]
db_password: "{{ lookup('env', 'DB_PASSWORD') }}"
- name: DB_PASSWORD
  valueFrom: secretKeyRef
password: !Ref DbPassword
MasterUserPassword: !Sub '{{resolve:secretsmanager:orders}}'
TF_VAR_db_password=(sensitive value)
+ password = (sensitive value)
~ token = (known after apply)
Authorization: Bearer eyJ...
Authorization: Bearer ************
Authorization: <none>
curl -H "Authorization: Bearer $(gcloud auth print-access-token)" https://x.example.org
curl -u ada https://example.org
docker login -u ci --password-stdin registry.example.org
mysqldump --single-transaction -u app -p orders > dump.sql
psql -h db1 -U app -W orders
2026-10-20 14:02:11.482 UTC [3121] LOG: connection authorized: user=app database=orders
2026-10-20T14:02:11Z auth.service: token issued for client orders-batch-7
sshd[812]: Accepted publickey for deploy from 10.0.3.4 port 51022 ssh2: ED25519 SHA256:9x8w7v6u5t4s3r2q1p0o9n8m7l6k5j4i3h2g1f0e9d8
sshd[813]: Failed password for invalid user admin from 203.0.113.9 port 41022 ssh2
sudo: pam_unix(sudo:auth): conversation failed, password required
kernel: keyring: 14 keys, 3 expired
mongodb://mongo-0.mongo:27017,mongo-1.mongo:27017/orders?replicaSet=rs0
https://example.org/search?q=password+reset&page=2
https://example.org/a:b/c@d
https://[2001:db8::1]:8443/health
user:password@host is the form it expects
s3://orders-backup/2026/10/20/dump-7f3a9c.sql.gz
etcd: raft index 8812331 term 14 key /registry/secrets/prod/orders-db
git push origin HEAD:refs/heads/rotate-password-2026-10
Merge branch 'bo/secret-scanning-v2' into main
abc1234 (tag: v2.14.3) Rotate signing key
checksum=9b2a4c1f7d3e8a6b5c0d9e8f7a6b5c4d
nonce=7f3a9c12 opaque=5ccc069c403ebaf9f0171e9517f40e41
device_key=sda1 monkey_patch=gevent-23.9
""".splitlines()
