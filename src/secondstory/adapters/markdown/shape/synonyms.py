"""What people call the sections of a post-mortem: a table of words, in the languages we have met.

EXACT holds whole headings; CONTAINS holds words that give a heading away wherever they stand in it, tried in order.
All are compared after `headings.key` has folded case, accents, plurals and filler words, so `The Root Causes of this
Incident` and `root cause` are one. A new name for a section is one more phrase here and nothing else.
"""

from types import MappingProxyType

EXACT = MappingProxyType(
    {
        "title": "title; incident title; name; post-mortem title; postmortem title; titel; titre; titulo; incident name",
        "date": "date; date of incident; incident date; published; published date; publication date; start date; datum;"
        " fecha; data; date and time; when; start time; day; incident start; incident start time; started at;"
        " date of report; report date; datum des vorfalls; date de l'incident; fecha del incidente; data do incidente",
        "status": "status; state; document status; current status; report status; estado; statut; etat; stand; zustand",
        "severity": "severity; sev; priority; incident severity; severity level; criticality; schweregrad; gravite;"
        " severite; severidad; gravidade; gravedad; severidade; prioritat; impact level; classification",
        "owner": "owner; author; authors; owner and authors; written by; report author; post-mortem owner; postmortem"
        " owner; incident owner; reporter; prepared by; autor; autoren; verfasser; auteur; auteurs; autores; facilitator;"
        " moderator; incident commander; incident lead; incident manager; responsible; dri; contact; point of contact;"
        " shared with; reviewed by; reviewer; verantwortlich; responsable; responsavel; scribe; ca owner; ic",
        "summary": "summary; overview; abstract; tldr; tl dr; tl; executive summary; problem summary; synopsis; incident"
        " summary; what happened; what broke; what went down; description; incident description; short description; problem; problem statement;"
        " problem description; at a glance; in brief; introduction; what occurred; incident report;"
        " brief; quick summary; high level summary; key point; first story; second story; highlight; intro; narrative;"
        " story; the story; statement; headline;"
        " zusammenfassung; kurzfassung; uberblick; was ist passiert; was geschah; was war los; beschreibung;"
        " resume; synthese; que s'est il passe; ce qui s'est passe; vue d'ensemble; description de l'incident;"
        " resumen; que paso; que ocurrio; descripcion; sumario; resumo; o que aconteceu; descricao; visao geral;"
        " sintesi; riepilogo; cosa e successo; samenvatting; wat is er gebeurd; resumen ejecutivo; resumo executivo;"
        " recap; storyline; story so far; in short; in a nutshell; short version; bottom line; gist; bluf; event description; what happened in brief;"
        " what happened yesterday; ce qui est arrive; que s'est passe; que sucedio; o que houve; kurz gefasst; was passiert ist;"
        " sammanfattning; sammendrag; resume af haendelsen; yhteenveto; podsumowanie; shrnuti; 概要; 总结; 摘要; 事故概述; резюме; что произошло; ozet",
        "background": "background; context; lead up; leadup; prior to incident; technical background; system background;"
        " before the incident; setting; how it normally work; system overview; architecture; preceding event;"
        " hintergrund; kontext; vorgeschichte; contexte; contexto; antecedentes; arriere plan; before that;"
        " prologue; setting the scene; scene; some context; before; how it is meant to work; vorab",
        "impact": "impact; effect; consequence; customer impact; user impact; business impact; revenue impact; team impact;"
        " scope; blast radius; who was affected; who was impacted; affected; affected service; affected system; service affected; damage;"
        " harm; extent; what was affected; impacted service; impact and severity; symptom; service impact; duration;"
        " auswirkung; auswirkungen; folgen; betroffene; consequences; impacto; impacto al cliente; efectos; portee;"
        " incidence; repercussions; impatto; gevolgen; afectados; impacto no cliente; reach; affected crates;"
        " what did people see; what users saw; what customers saw; what people saw; patient harm; harm done; cost; who felt it;"
        " who was hit; how bad was it; how bad; customer experience; externally visible effect; mission impact;"
        " paverkan; pavirkning; konsekvenser; vaikutus; wplyw; skutki; dopad; 影響; 影响; влияние; последствия; etki",
        "trigger": "trigger; what triggered it; triggering event; trigger event; initiating event;"
        " change that triggered; ausloser; declencheur; desencadenante; disparador; gatilho; element declencheur",
        "detection": "detection; how was it detected; how did we find out; how we found out; identified; identification;"
        " discovery; how was it discovered; first sign; alerting; monitoring; how did we notice;"
        " erkennung; entdeckung; detection de l'incident; deteccion; deteccao; wie wurde es bemerkt; decouverte",
        "response": "response; incident response; how did we respond; how we responded; mitigation; diagnosis;"
        " investigation; reaction; response analysis; containment; actions taken; action taken; immediate response;"
        " escalation; communication; reaktion; reponse; respuesta; resposta; eindammung; gegenmassnahmen; diagnose;"
        " handling; workaround; troubleshooting; what we did; mitigacion; mitigacao; attenuation",
        "resolution": "resolution; recovery; fix; repair; restoration; remedy; how was it resolved; how it was fixed;"
        " resolution and recovery; recovery effort; how we fixed it; solution; the fix; behebung; losung;"
        " wiederherstellung; retablissement; resolution de l'incident; correction; resolucion; recuperacion; solucion;"
        " resolucao; recuperacao; solucao; risoluzione; oplossing; how did we fix it; bug fix",
        "timeline": "timeline; chronology; sequence of event; order of event; log; incident log; event log; time line;"
        " key event; event; history; what happened when; course of event; minute by minute; play by play; times;"
        " zeitleiste; zeitlicher ablauf; zeitverlauf; chronologie; ablauf; verlauf; chronologie des evenements;"
        " deroulement; deroule; frise chronologique; cronologia; linea de tiempo; linea temporal; linha do tempo;"
        " linha de tempo; tijdlijn; timeline degli eventi; cronologia de evento; hergang;"
        " how it unfolded; sequence; what we saw and when; narrative timeline; incident timeline; blow by blow; hour by hour;"
        " recovery timeline; deroulement des faits; verlauf des vorfalls;"
        " tidslinje; tidslinje for haendelsen; handelseforlopp; aikajana; os czasu; przebieg zdarzen; casova osa; 時系列; タイムライン; 时间线; хронология; zaman cizelgesi",
        "conditions": "contributing factor; contributing condition; contributing cause; root cause; root causes and"
        " trigger; cause; causes; contributing condition analysis; five why; 5 why; the 5 why; why; whys; fault; causal"
        " factor; causal analysis; what went wrong and why; why did it happen; why it happened; why did this happen; how"
        " did it happen; what caused it; what caused this; reason; reasons; underlying cause; underlying condition;"
        " blameless root cause; factor; factors; enabling condition; condition; latent condition; cause analysis; rca;"
        " why it failed; what led to this; what made this possible; findings; finding; weaknesses; systemic factor;"
        " working theory; vulnerability; contributor; what allowed this to happen;"
        " cause and effect; origin; source; vulnerabilities; hazards; risk factor; what failed; cause map;"
        " ursache; ursachen; grundursache; ursachenanalyse; beitragende faktoren; begunstigende faktoren; warum; fehler;"
        " einflussfaktoren; hauptursache; fehlerursache; beitragende umstande; begunstigende umstande; funf warum;"
        " cause racine; causes racines; cause profonde; causes profondes; facteur contributif; facteurs contributifs;"
        " facteurs aggravants; pourquoi; origine; analyse des causes; cinq pourquoi; facteurs; conditions contributives;"
        " causa; causas; causa raiz; causas raiz; factores contribuyentes; factores; por que; cinco porques;"
        " analisis de causa raiz; analisis de causas; condiciones contribuyentes; factores que contribuyeron; motivo;"
        " fatores contribuintes; fatores; porque; analise de causa raiz; analise das causas; condicoes contribuintes;"
        " fatores que contribuiram; cause principali; cause radice; fattori contribuenti; oorzaak; oorzaken;"
        " enabler; what set this up; what set up; how we got here; how did we get here; why it got worse; what made it worse;"
        " systemic issue; underlying issue; enabling factor; precondition; what contributed; what was behind it; what lay behind it;"
        " aggravating factor; mitigating and aggravating factor; amplifier; vulnerabilities and condition; proximate and root cause; proximate cause; direct cause; immediate cause; intermediate cause;"
        " what let it happen; what let this happen; why was this possible; how was this possible; fishbone; ishikawa; fault tree;"
        " contributing issue; driver; why chain; organisational factor; organizational factor; system weakness; weak spot;"
        " deeper cause; ingredient of failure; what stacked up; was dazu beigetragen hat; was beigetragen hat; wie es dazu kam;"
        " ce qui a contribue; pourquoi est ce arrive; que contribuyo; o que contribuiu; cosa ha contribuito; perche e successo;"
        " orsak; orsaker; grundorsak; bakomliggande orsaker; bidragande orsaker; bidragande faktorer; arsak; arsaker; aarsager; arsager; medvirkende arsager; medvirkende faktorer;"
        " syyt; juurisyy; przyczyny; przyczyna; przyczyny zrodlowe; priciny; pricina; 原因; 根本原因; 原因分析; 背景要因; 根因; причина; причины; корневая причина; nedenler; kok neden",
        "analysis": "analysis; post-incident analysis; postincident analysis; incident analysis; post-mortem; postmortem;"
        " review; incident review; technical analysis; technical explanation; explanation; deep dive; details; analyse;"
        " analisis; discussion; incident question; question; postmortem analysis; technical detail; investigation result;"
        " conclusion; prevention and cause; retrospective; what we found; assessment",
        "followups": "action item; action; ai; corrective action; preventive action; preventative action; follow up;"
        " followup; follow on; follow up action; next step; to do; todo; todo list; remediation; remediation item; task;"
        " improvement; planned improvement; prevention; preventive measure; corrective and preventative measure;"
        " corrective measure; measure; action plan; recommendation; review action; remediation plan; resulting action;"
        " work item; ticket; commitment; plan; way forward; what are we doing about it; what are we doing; future work;"
        " what we are changing; what we will change; changes; change; countermeasure; moving forward; going forward;"
        " capa; what happens next; what's next; what next; immediate action; short term action; long term action;"
        " open item; outstanding item; action required; actions following review; repair item;"
        " how will we prevent this; prevention plan; mitigation plan; planned work; backlog item; proposed action;"
        " massnahme; massnahmen; nachste schritte; folgemassnahmen; korrekturmassnahmen; verbesserungen; aufgaben;"
        " vorbeugende massnahmen; empfehlungen; nacharbeiten; abhilfe; offene punkte;"
        " action corrective; actions correctives; mesures correctives; plan d'action; prochaines etapes; suivi;"
        " actions a mener; mesures; taches; ameliorations; actions preventives; recommandations; actions de suivi;"
        " accion; acciones; acciones correctivas; acciones de seguimiento; proximos pasos; plan de accion; medidas;"
        " tareas; mejoras; seguimiento; acciones preventivas; recomendaciones; elementos de accion;"
        " acao; acoes; acoes corretivas; acoes de acompanhamento; proximos passos; plano de acao; itens de acao;"
        " tarefas; melhorias; acoes preventivas; azioni; azioni correttive; acties; vervolgacties; actiepunten;"
        " jira ticket; jira; follow up work; who does what by when; who does what; who will do what; agreed improvement;"
        " promise; experiment; hardening; fixes; capas; what comes next; what now; now what; so what do we do; what we do now; next;"
        " safety recommendation; preventative action plan; ai owner; our commitment; vamos hacer; was wir tun; was wir andern;"
        " ce que nous allons faire; que vamos a hacer; o que vamos fazer; cosa faremo; wat gaan we doen; actions a venir; a faire;"
        " quick win; atgarder; atgard; handlingsplan; tiltak; handlinger; opfolgning; oppfolging; toimenpiteet; dzialania; dzialania naprawcze; opatreni; 対策; 再発防止策; アクションアイテム;"
        " 改进措施; 后续行动; 行动项; действия; меры; план действий; aksiyonlar",
        "lessons": "lesson learned; lesson; learning; takeaway; key takeaway; what we learned; what did we learn;"
        " reflection; insight; observation; retrospection; lesson learned and action; what have we learned; moral; how did we do; how'd we do; how did it go;"
        " lehren; erkenntnisse; lessons learned; gelernte lektionen; was wir gelernt haben; lecons; enseignements;"
        " lecons apprises; lecons tirees; retour d'experience; lecciones; lecciones aprendidas; aprendizajes;"
        " que aprendimos; licoes; licoes aprendidas; aprendizados; o que aprendemos; geleerde lessen;"
        " lardomar; laering; laerdom; opit; wnioski; ponauceni; 教訓; 学び; 经验教训; уроки; выводы",
        "went_well": "what went well; went well; thing that went well; positive; what worked; what worked well; good;"
        " the good; success; what helped; strength; what we did well; was lief gut; was gut lief; ce qui a bien"
        " fonctionne; ce qui s'est bien passe; que salio bien; lo que salio bien; o que deu certo; o que correu bem;"
        " pro; keep; continue; glad;"
        " bright spot; what helped us; helped; was uns half; kept it small; what kept it small",
        "went_wrong": "what went wrong; went wrong; what went poorly; thing that went poorly; what went badly; what didn't"
        " go well; what did not go well; what could have gone better; what could be improved; what didn't work;"
        " the bad; bad; negative; pain point; what was hard; difficulties; difficulty; obstacle; what hindered; mad; sad;"
        " challenge; area for improvement; was lief schlecht; was lief nicht gut; ce qui s'est mal passe; ce qui a mal"
        " fonctionne; que salio mal; lo que salio mal; o que deu errado; o que correu mal; gaps in response",
        "lucky": "where we got lucky; where we were lucky; where did we get lucky; luck; lucky; we got lucky; good fortune; near miss;"
        " wo wir gluck hatten; gluck; ou avons nous eu de la chance; chance; suerte; donde tuvimos suerte; sorte;"
        " onde tivemos sorte; what could have been worse;"
        " good luck; near misses; what saved us; what could have made it worse; got lucky",
        "surprise": "surprise; what surprised us; what surprised us; why were we surprised; why surprised; what was surprising; unexpected;"
        " uberraschungen; surprises; sorpresas; surpresas; why were we surprised by it; what we did not expect",
        "accounts": "account; accounts; account from memory; personal account; witness account; testimony;"
        " berichte; temoignages; testimonios; relatos; in their own words; perspective; viewpoint",
        "decision_points": "decision point; decision; key decision; judgement call; entscheidungspunkte; entscheidungen;"
        " points de decision; decisions; puntos de decision; decisiones; pontos de decisao; decisoes",
        "defences": "defence; defense; safeguard; control; barrier; what held; defences that held; safeguards that failed",
        "levels": "level; level looked at; levels explored; level of learning; ebenen; niveaux; niveles; niveis",
        "gaps": "gap; gap in the evidence; gaps in evidence; evidence gap; missing evidence; what we do not know; open question; unknown;"
        " question for follow up; questions for follow up; unanswered question; what is missing",
        "participants": "participant; attendee; people involved; involved; responder; team; team involved; who was"
        " involved; involved parties; attendance; present; people; roster; meeting attendee; teilnehmer; beteiligte;"
        " anwesende; participants; personnes impliquees; intervenants; participantes; asistentes; involucrados;"
        " envolvidos; presentes; deelnemers; partecipanti; teams; credit",
        "stats": "stat; key time; statistic; metric; key metric; incident metric; time to detection; time to recovery; time to"
        " detect; time to resolve; time to repair; time to mitigate; number; figures; kpi; measurement; quick fact;"
        " fact; facts; key fact; kennzahlen; metriken; indicateurs; metriques; chiffres; metricas; estadisticas;"
        " estatisticas; mttr; mttd; ttd; ttr; chart; graph; category; downtime; minutes down",
        "glossary": "glossary; term; terminology; definition; abbreviation; acronym; glossar; begriffe; glossaire;"
        " glosario; glossario; lexique; vocabulary",
        "supporting": "supporting information; checkpoint; sitting; amendment; exception; how the conditions hang together; supporting; reference; link; appendix; appendices; attachment; evidence;"
        " related; related incident; related issue; related item; see also; further reading; resource; raw log;"
        " incident document; call recording; recording; screenshot; backlog check; recurrence; related prs;"
        " related issues and prs; messaging; external message; internal message; source list; artifact; artefact;"
        " anhang; verweise; quellen; annexe; annexes; references; liens; anexo; anexos; referencias; enlaces; links",
        "": "how to contribute; contribution guideline; license; installation; usage; ingredient; agenda;"
        " how can customer make incident like this less impactful; how can we make our incident communication more"
        " useful; how can we make our communications more useful; what should you do; what should customers do;"
        " template; instruction; how to use this template; table of content; content; contents; toc",
    }
)
"""Field -> phrases parted by semicolons. `analysis` and `` are no fields: a container, and headings to keep as they are."""

CONTAINS: tuple[tuple[str, str], ...] = (
    ("how can customer", ""),
    ("contributing guid", ""),
    ("went wrong and why", "conditions"),
    ("timeline", "timeline"),
    ("chronolog", "timeline"),
    ("sequence event", "timeline"),
    ("zeitlich", "timeline"),
    ("cronolog", "timeline"),
    ("action item", "followups"),
    ("corrective", "followups"),
    ("preventive", "followups"),
    ("preventative", "followups"),
    ("follow up", "followups"),
    ("followup", "followups"),
    ("next step", "followups"),
    ("remediation", "followups"),
    ("less likely", "followups"),
    ("action plan", "followups"),
    ("prevent", "followups"),
    ("recommendation", "followups"),
    ("improvement", "followups"),
    ("massnahme", "followups"),
    ("accion", "followups"),
    ("correctiv", "followups"),
    ("what are we doing", "followups"),
    ("will change", "followups"),
    ("are changing", "followups"),
    ("are we going", "followups"),
    ("we are going", "followups"),
    ("be different", "followups"),
    ("next time", "followups"),
    ("try next", "followups"),
    ("to happen again", "followups"),
    ("never again", "followups"),
    ("do about it", "followups"),
    ("happening again", "followups"),
    ("recurring", "followups"),
    ("recurrence", "followups"),
    ("come back", "followups"),
    ("coming back", "followups"),
    ("repeat", "followups"),
    ("well change", "followups"),
    ("we do next", "followups"),
    ("well fix", "followups"),
    ("we will", "followups"),
    ("commitment", "followups"),
    ("we commit", "followups"),
    ("are we changing", "followups"),
    ("were changing", "followups"),
    ("agreed", "followups"),
    ("will be done", "followups"),
    ("to be done", "followups"),
    ("countermeasure", "followups"),
    ("by when", "followups"),
    ("ticket", "followups"),
    ("are doing", "followups"),
    ("vamos hacer", "followups"),
    ("vamos fazer", "followups"),
    ("allons faire", "followups"),
    ("tun wir", "followups"),
    ("wir tun", "followups"),
    ("andern wir", "followups"),
    ("wir andern", "followups"),
    ("verbesser", "followups"),
    ("happen again", "followups"),
    ("avoid this", "followups"),
    ("stop this", "followups"),
    ("what we are doing", "followups"),
    ("what will we", "followups"),
    ("how will we", "followups"),
    ("how do we keep", "followups"),
    ("do differently", "followups"),
    ("long term change", "followups"),
    ("lucky", "lucky"),
    ("luck", "lucky"),
    ("went well", "went_well"),
    ("worked well", "went_well"),
    ("go well", "went_wrong"),
    ("gone better", "went_wrong"),
    ("went poorly", "went_wrong"),
    ("went badly", "went_wrong"),
    ("went wrong", "went_wrong"),
    ("go better", "went_wrong"),
    ("could be better", "went_wrong"),
    ("surpris", "surprise"),
    ("lesson", "lessons"),
    ("learned", "lessons"),
    ("learning", "lessons"),
    ("takeaway", "lessons"),
    ("take away", "lessons"),
    ("wasnt caught", "detection"),
    ("wasnt detected", "detection"),
    ("root cause", "conditions"),
    ("contributing", "conditions"),
    ("contributor", "conditions"),
    ("contributiv", "conditions"),
    ("causal", "conditions"),
    ("cause", "conditions"),
    ("ursache", "conditions"),
    ("causa", "conditions"),
    ("five why", "conditions"),
    ("5 why", "conditions"),
    ("underlying", "conditions"),
    ("why did", "conditions"),
    ("made possible", "conditions"),
    ("made worse", "conditions"),
    ("hard to see", "conditions"),
    ("hard to spot", "conditions"),
    ("hard to notice", "conditions"),
    ("so hard", "conditions"),
    ("be true", "conditions"),
    ("made it easy", "conditions"),
    ("made it likely", "conditions"),
    ("in place for", "conditions"),
    ("stage for", "conditions"),
    ("weaknes", "conditions"),
    ("vulnerab", "conditions"),
    ("precondition", "conditions"),
    ("hazard", "conditions"),
    ("got worse", "conditions"),
    ("made it worse", "conditions"),
    ("contributed", "conditions"),
    ("contribue", "conditions"),
    ("contribuy", "conditions"),
    ("contribuir", "conditions"),
    ("beigetragen", "conditions"),
    ("beitragend", "conditions"),
    ("let it happen", "conditions"),
    ("let happen", "conditions"),
    ("allowed", "conditions"),
    ("made it possible", "conditions"),
    ("was possible", "conditions"),
    ("is possible", "conditions"),
    ("enabl", "conditions"),
    ("latent", "conditions"),
    ("systemic", "conditions"),
    ("set up", "conditions"),
    ("stacked up", "conditions"),
    ("lined up", "conditions"),
    ("was behind", "conditions"),
    ("lay behind", "conditions"),
    ("why was", "conditions"),
    ("why were", "conditions"),
    ("why it", "conditions"),
    ("por que", "conditions"),
    ("porque", "conditions"),
    ("pourquoi", "conditions"),
    ("warum", "conditions"),
    ("perche", "conditions"),
    ("waarom", "conditions"),
    ("factor", "conditions"),
    ("facteur", "conditions"),
    ("detect", "detection"),
    ("find out", "detection"),
    ("notice", "detection"),
    ("respond", "response"),
    ("response", "response"),
    ("mitigat", "response"),
    ("resolution", "resolution"),
    ("resolved", "resolution"),
    ("recover", "resolution"),
    ("restor", "resolution"),
    ("did we fix", "resolution"),
    ("impact", "impact"),
    ("affected", "impact"),
    ("auswirkung", "impact"),
    ("people see", "impact"),
    ("user see", "impact"),
    ("customer see", "impact"),
    ("felt", "impact"),
    ("summary", "summary"),
    ("recap", "summary"),
    ("story", "summary"),
    ("overview", "summary"),
    ("what happened", "summary"),
    ("tldr", "summary"),
    ("trigger", "trigger"),
    ("background", "background"),
    ("attendee", "participants"),
    ("participant", "participants"),
    ("responder", "participants"),
    ("glossary", "glossary"),
    ("appendix", "supporting"),
    ("supporting", "supporting"),
    ("metric", "stats"),
    ("statistic", "stats"),
    ("time to", "stats"),
    ("unfold", "timeline"),
    ("narrative", "summary"),
    ("what we saw", "summary"),
    ("description", "summary"),
    ("analysis", "analysis"),
    ("action", "followups"),
)
"""(words inside a folded heading, field), the more telling first."""

LEVEL_NAMES = MappingProxyType(
    {
        "software": "software; technical; technology; technic; system; code; technik; logiciel; tecnologia; technique;"
        " tecnico; tool; tooling; infrastructure",
        "practices": "practice; engineering practice; engineering; observability; testing; monitoring; deployment;"
        " praktiken; pratiques; practicas; praticas; quality assurance",
        "process": "process; processes; procedure; prozess; prozesse; processus; proceso; procesos; processo; processos;"
        " process and structure; process structure; processus et procedures",
        "culture": "culture; cultural; kultur; cultura; behaviour; behavior; norm; values",
        "organisation": "organisation; organization; organisational; organizational; management; leadership; structure;"
        " staffing; organisationnel; organizacion; organizacao; unternehmen; resourcing; people and organisation",
        "outside": "outside; outside world; external; vendor; third party; supplier; regulation; environment; extern;"
        " externe; externo; upstream; environmental; lieferanten; fournisseurs; proveedores; fornecedores",
    }
)
"""Level -> headings and labels with which a document says that it looks at this level."""
