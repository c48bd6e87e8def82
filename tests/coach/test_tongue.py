import json
from pathlib import Path
from time import process_time

import pytest

from secondstory.coach.markup import prepare
from secondstory.coach.tongue import other_language

LANGUAGE = Path(__file__).parents[2] / ".." / "shared" / "language"

# The same small story in many languages.
TOLD = {
    "German": "Die Warnung kam um zehn Uhr an, aber niemand hatte sie gesehen, weil der Dienst neu gestartet wurde.",
    "Dutch": "De waarschuwing kwam om tien uur binnen, maar niemand heeft haar gezien omdat de dienst werd herstart.",
    "French": "L'alerte est arrivée à dix heures, mais personne ne l'a vue parce que le service avait été relancé.",
    "Spanish": "La alerta llegó a las diez, pero nadie la vio porque el servicio se estaba reiniciando en ese momento.",
    "Portuguese": "O alerta chegou às dez horas, mas ninguém o viu porque o serviço estava sendo reiniciado naquele momento.",
    "Italian": "L'avviso è arrivato alle dieci, ma nessuno lo ha visto perché il servizio era stato appena riavviato.",
    "Catalan": "L'avís va arribar a les deu, però ningú no el va veure perquè el servei s'estava reiniciant en aquell moment.",
    "Polish": "Ostrzeżenie przyszło o dziesiątej, ale nikt go nie zauważył, ponieważ usługa była właśnie uruchamiana ponownie.",
    "Czech": "Varování přišlo v deset hodin, ale nikdo si ho nevšiml, protože služba byla právě znovu spuštěna.",
    "Slovak": "Varovanie prišlo o desiatej, ale nikto si ho nevšimol, pretože služba bola práve znovu spustená.",
    "Swedish": "Varningen kom klockan tio, men ingen hade sett den eftersom tjänsten just hade startats om.",
    "Danish or Norwegian": "Advarslen kom klokken ti, men ingen havde set den, fordi tjenesten netop var blevet genstartet.",
    "Finnish": "Hälytys tuli kello kymmenen, mutta kukaan ei nähnyt sitä, koska palvelu oli juuri käynnistetty uudelleen.",
    "Hungarian": "A riasztás tízkor érkezett, de senki sem látta, mert a szolgáltatás éppen akkor indult újra.",
    "Romanian": "Alerta a venit la ora zece, dar nimeni nu a văzut-o pentru că serviciul era repornit în acel moment.",
    "Croatian, Bosnian or Serbian": "Upozorenje je stiglo u deset sati, ali ga nitko nije vidio jer je usluga bila ponovno pokrenuta.",
    "Turkish": "Uyarı saat onda geldi, ancak hizmet o sırada yeniden başlatıldığı için bunu hiç kimse görmedi ve fark etmedi.",
    "Indonesian or Malay": "Peringatan itu datang pada pukul sepuluh, tetapi tidak ada yang melihat karena layanan sedang dimulai ulang.",
    "Vietnamese": "Cảnh báo đến lúc mười giờ, nhưng không ai nhìn thấy vì dịch vụ đang được khởi động lại.",
    "Russian": "Предупреждение пришло в десять часов, но никто его не увидел, потому что сервис был перезапущен.",
    "Ukrainian": "Попередження надійшло о десятій годині, але ніхто його не побачив, бо сервіс перезапускали.",
    "Bulgarian": "Предупреждението дойде в десет часа, но никой не го видя, защото услугата се рестартираше; дежурният беше сън.",
    "Serbian": "Упозорење је стигло у десет сати, али га нико није видео, јер је услуга била поново покренута.",
    "Greek": "Η ειδοποίηση ήρθε στις δέκα, αλλά κανείς δεν την είδε επειδή η υπηρεσία επανεκκινούσε.",
    "Chinese": "十点钟发出了告警,但是没有人看到,因为服务正在重新启动。",
    "Japanese": "十時に警報が届いたが、サービスが再起動中だったため、誰も気づかなかった。",
    "Korean": "열 시에 경고가 왔지만 서비스가 다시 시작되고 있어서 아무도 보지 못했다.",
    "Arabic": "وصل التنبيه في الساعة العاشرة ولكن لم يره أحد لأن الخدمة كانت قيد إعادة التشغيل.",
    "Hebrew": "ההתראה הגיעה בעשר, אבל אף אחד לא ראה אותה כי השירות הופעל מחדש.",
    "Hindi": "चेतावनी दस बजे आई, लेकिन किसी ने नहीं देखी क्योंकि सेवा फिर से शुरू हो रही थी।",
    "Thai": "คำเตือนมาถึงเวลาสิบโมง แต่ไม่มีใครเห็นเพราะบริการกำลังเริ่มต้นใหม่",
}


@pytest.mark.parametrize("language", TOLD)
def test_it_recognises_another_language(language):
    assert other_language(TOLD[language]) == language


@pytest.mark.parametrize("language", TOLD)
def test_it_leaves_a_text_in_another_language_alone(language):
    prepared = prepare(f"# {TOLD[language]}\n\n- {TOLD[language]}\n- `kubectl`\n")
    assert prepared.sentences == []
    assert [note.code for note in prepared.notes] == ["language"]
    assert language in prepared.notes[0].says


@pytest.mark.parametrize(
    "english",
    [
        "Jürgen Müller, Björn Åkesson, José Núñez and Zoë Köhler looked at the graphs of the Zürich cell.",
        "Attendees: Ludwig van der Berg, María de la Cruz, Paolo di Stefano, João dos Santos, Anke von der Heide",
        "Responders: Łukasz Żak, Ağnès Çelik, Åsa Öberg, Jürgen Groß, Ondřej Dvořák, Zoë Fauré, Søren Ærø",
        "The deploy was make by the team of Hamburg, and the error is come because of the config was wrong setted.",
        "kubectl get pod -o wide; kubectl describe pod web-0; helm upgrade --install web ./web --set image.tag=1.2.3",
        "sudo systemctl restart nginx && tail -f /var/log/nginx/error.log | grep upstream timed out",
        "select id, name from orders where state = 'open' order by id desc limit 10",
        "Alerts: disk full, pod evicted, node lost, ami outdated, ci red, cron late, door badge offline",
        "The alert read Anlage nicht bereit, which our on-call, who does not speak German, took for noise.",
        "Rollback done. Cache warm. Latency fine. Pager silent. Customers informed. Ticket closed.",
        "Dr. Wei Zhang (张伟) and Olga Ivanova (Ольга Иванова) restarted the primary at 03:12.",
        "De facto, the vis-à-vis café résumé was a déjà vu, per se, ad hoc and pro forma.",
        "Die Bahn cancelled the train, so the engineer came by taxi an hour later than planned.",
    ],
)
def test_it_takes_english_for_english(english):
    assert other_language(english) is None
    assert not prepare(f"{english}\n\n{english}\n").notes


def test_it_does_not_judge_what_is_too_short():
    assert other_language("Menschliches Versagen war nicht der Grund.") is None


def test_it_knows_english_with_a_page_of_another_language_in_it():
    prepared = prepare(
        "\n\n".join(["The pager rang and the team looked at it.", TOLD["German"], TOLD["French"]])
    )
    assert len(prepared.sentences) == 1
    assert [(note.line, note.code) for note in prepared.notes] == [(3, "language"), (5, "language")]


@pytest.mark.skipif(not LANGUAGE.is_dir(), reason="the marked sentences are not here")
def test_it_takes_no_english_sentence_of_others_for_another_language():
    texts = [
        path.read_text("utf-8", errors="replace") for path in sorted((LANGUAGE / "corpus").glob("*.txt"))
    ]
    rows = [json.loads(line)["text"] for line in (LANGUAGE / "dev.jsonl").read_text("utf-8").splitlines()]
    prepared = [prepare(text) for text in texts + rows]
    assert [note for one in prepared for note in one.notes if note.code == "language"] == []
    blocks = [one.masked[start:end] for one in prepared for start, end in one.blocks]
    assert [block for block in blocks if other_language(block)] == []
    assert len(blocks) > 3_000


def test_it_looks_at_a_long_english_text_in_next_to_no_time():
    text = (
        "The pager rang at ten, and the team that was on call looked at the graphs before it did anything.\n\n"
        * 4_000
    )
    began = process_time()
    whole = prepare(text)
    took = process_time() - began
    assert len(whole.sentences) == 4_000
    assert took < 0.5
