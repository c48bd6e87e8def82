"""Words by which a sentence shows whom it speaks of: people, ourselves, or things.

The lists lean towards silence: a word that is as often a thing as a person (agent, client, worker) is absent.
"""

ROLES = frozenset(
    """
    admin administrator analyst apprentice architect assistant author boss captain cfo ceo coder colleague commander
    committer consultant contractor contributor controllers-team coordinator coworker co-worker crew cto customer dba
    department deployer designer dev developer devops director dispatcher employee engineer everyman executive expert
    facilitator founder freelancer gal girl guy hire ic individual intern junior kid lad lead leader leadership leads
    maintainer man management manager mechanic member newcomer nurse officer oncall on-call oncaller on-caller
    operator organisation owner person personnel physician pilot president programmer qa releaser
    researcher responder reviewer rookie scientist senior shift sre staff stakeholder superintendent supervisor
    sysadmin team teammate tech technician teenager tester trainee user victim volunteer vp woman
    accountant apprentice auditor bookkeeper caretaker cashier clerk co-pilot copilot doctor electrician fitter
    foreman instructor janitor lawyer midwife mover nurse paramedic pharmacist phlebotomist photographer physiotherapist
    plumber radiographer receptionist secretary shunter signaller student surgeon teacher translator trader webmaster
    watchman storekeeper archivist projectionist fellow boys guys
    folk folks people men women developers everybody's ops-team
    """.split()
)
UNITS = frozenset(
    "ops operations support marketing legal finance sales networking security procurement infrastructure platform "
    "squad tribe guild headquarters hr facilities product engineering compliance devrel vendor supplier agency office helpdesk "
    "desk committee dispatch treasury payroll accounting reception purchasing comms".split()
)
ANYBODY = frozenset(
    "he she you who whoever anyone anybody everyone everybody someone somebody nobody no-one one-of-them".split()
)
OURSELVES = frozenset("i we us ourselves myself".split())
OUR_OWN = frozenset("team organisation organization company department crew group".split())
QUANTITIES = frozenset(
    "one two three four five some none most all any both each many few several half rest majority member members part "
    "half either neither lots plenty".split()
)
# A role right after one of these is software: a package manager, a Kubernetes operator, a database user.
THING_BEFORE_ROLE = frozenset(
    "package state cluster connection session memory resource resources secrets secret queue cache task password "
    "certificate load traffic window transaction lock config configuration process file volume network node service "
    "kubernetes k8s postgres database db logical prometheus elastic helm operator's root system daemon bot dependency "
    "device event identity plugin job workflow update boot partition display layout entity fence backup ci build "
    "service-account iam sql unix linux test guest api cloud".split()
)
THINGS = frozenset(
    """
    server servers pod pods alert alerts alarm alarms check checks test tests job jobs script scripts replica replicas
    node nodes container containers request requests query queries process processes metric metrics log logs message
    messages packet packets client clients worker workers cache caches queue queues disk disks backup backups build
    builds deployment deployments service services monitor monitors system systems machine machines database databases
    certificate certificates key keys token tokens probe probes record records table tables file files connection
    connections instance instances cluster clusters controller controllers balancer balancers link links page pages
    flag flags rule rules limit limits graph graphs dashboard dashboards sensor sensors valve valves timeout timeouts
    """.split()
)
PRODUCTS = frozenset(
    """
    airflow akamai alertmanager amazon android ansible apache argo argocd aws azure bash bazel bigquery bitbucket cassandra
    ceph chef chrome chromium circleci cloudflare cloudfront consul coredns datadog debian django dns docker dynamo
    dynamodb ec2 ecs eks elasticsearch elastic envoy etcd facebook fastly fedora firefox flink flux gcp gerrit git github
    gitlab go google grafana gradle graphite hadoop haproxy harbor heroku hive honeycomb http https icinga intel internet
    istio java javascript jenkins jira kafka keycloak kibana kubelet kubernetes lambda linux loki mac macos mariadb maven
    memcached mercury meta microsoft mongo mongodb mysql nagios netlify newrelic nginx node nomad npm okta openshift
    openstack oracle pagerduty perl php postgres postgresql prometheus pulsar puppet python rabbitmq rails redhat redis
    route53 ruby rust s3 safari salt sentry slack snowflake solr spark splunk sql sqlite ssh stripe systemd tcp tempo
    terraform thanos tls tomcat traefik twilio ubuntu unix vault vercel vmware webpack windows yarn zabbix zipkin
    zookeeper monday tuesday wednesday thursday friday saturday sunday january february march april may june july august
    september october november december
    """.split()
)
# Adverbs and fillers that may stand between a subject and its verb.
FILLERS = frozenset(
    "also never then still just clearly really probably simply maybe surely perhaps again even now always only at least "
    "frankly honestly certainly definitely ideally instead therefore however not all have has had will would did does do too so both".split()
)
PREPOSITIONS = frozenset(
    "of in on for at with from by to about after before during under behind near within without over against into "
    "between inside outside upon via per across".split()
)
DETERMINERS = frozenset(
    "the a an this that these those our my your his her their its every each any some no another which".split()
)
SAYING = frozenset(
    "think thinks thought believe believes believed say says said feel feels felt argue argued concluded conclude agree "
    "agreed means suggests suggested admit admitted add note noted claim claims claimed insist insisted guess reckon know "
    "knew find found agrees argues concludes admits suggests shows showed clear obvious sure certain convinced fact "
    "point follows stands remains".split()
)
LINKING = frozenset(
    "when because since although though while if whereas unless but or so and as than until".split()
)
# What people do and software does not: with one of these, an unfamiliar name or "they" is taken to be a person.
HUMAN_VERBS = (
    r"known|noticed|realised|realized|thought|asked|told|spoken|remembered|listened|looked|double-checked|checked|read|"
    r"understood|seen|spotted|caught|foreseen|anticipated|questioned|warned|said|paid|waited|escalated|raised|consulted|"
    r"discussed|communicated|planned|touched|approved|merged|pushed|deployed|paged|called|guessed|written|documented|"
    r"tested|reviewed|been (?:more|paying|aware|watching|careful|better)|rolled|learned|learnt|used common|taken more|"
    r"bothered|considered|followed|ignored|skipped|forgotten|coordinated|attended|insisted|prepared|consulted|rung|phoned|messaged|pinged|informed|let|mentioned|flagged|expected"
)
IRREGULAR = (
    r"been|begun|bought|brought|broken|built|caught|chosen|come|cut|done|drawn|driven|fallen|felt|flown|forgotten|"
    r"foreseen|found|frozen|given|gone|gotten|got|had|heard|held|hidden|hit|hurt|kept|known|laid|learnt|led|left|lent|let|"
    r"lost|made|meant|met|paid|proven|put|quit|read|rebuilt|reset|risen|rerun|run|rung|said|seen|sent|set|shown|shut|sought|"
    r"spent|split|spoken|spelt|stood|stuck|sworn|swept|taken|taught|thought|told|thrown|understood|undone|woken|won|"
    r"withdrawn|withheld|worn|written|overseen|overridden|overwritten|rewritten|rethought|undertaken"
)
PARTICIPLE = rf"(?:(?!(?:need|speed|feed|seed|shed|red|bed|embed|indeed|weed|hundred)\b)\w+ed|{IRREGULAR})"
