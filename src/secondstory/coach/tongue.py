"""Which language a stretch of text is in, so that the coach, who knows English only, leaves other ones alone.

By script, and by the share of small words that English does not have. In doubt it is English: a text full of foreign
names, of commands or of short bullets is one, and leaving it alone by mistake would silence the coach.
"""

from collections import Counter
from dataclasses import dataclass, field
from functools import cache

from secondstory.coach.lazily import lazily

Span = tuple[int, int]

FEWEST_WORDS = 8
# So much of a stretch is looked at; a language shows within a page.
_ENOUGH = 12_000
_STEP = 65_536

_FAR = lazily(
    "[\u0370-\u1fff\u2c00-\u2dff\u2e80-\u2fff\u3040-\ud7ff\uf900-\ufdff\ufe70-\ufefc\uff66-\uffdc\U00020000-\U0003ffff]"
)
_LATIN_WORD = lazily(r"[A-Za-zÀ-ÖØ-öø-ɏẠ-ỹ]+")
_SCRIPTS = (
    ("Japanese", lazily("[\u3040-\u30ff\uff66-\uff9f]")),
    ("Korean", lazily("[\uac00-\ud7a3\u1100-\u11ff\u3130-\u318f]")),
    ("Chinese", lazily("[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")),
    ("Greek", lazily("[\u0370-\u03ff\u1f00-\u1fff]")),
    ("Ukrainian", lazily("[іїєґ]")),
    ("Serbian", lazily("[ђћџљњј]")),
    ("Russian", lazily("[ыэё]")),
    ("Bulgarian", lazily("ъ")),
    ("Russian", lazily("[\u0400-\u052f]")),
    ("Armenian", lazily("[\u0530-\u058f]")),
    ("Hebrew", lazily("[\u0590-\u05ff]")),
    ("Persian", lazily("[پچژگ]")),
    ("Arabic", lazily("[\u0600-\u06ff\u0750-\u077f\ufe70-\ufefc]")),
    ("Hindi", lazily("[\u0900-\u097f]")),
    ("Bengali", lazily("[\u0980-\u09ff]")),
    ("Tamil", lazily("[\u0b80-\u0bff]")),
    ("Thai", lazily("[\u0e00-\u0e7f]")),
    ("Georgian", lazily("[\u10a0-\u10ff]")),
)

# Small words that English has and that hardly any other language shares.
_ENGLISH = frozenset(
    """
    the and of that this these those with from have has had been were which when they them their it its by be not are
    but because we our us you your should would could there here after before what who how why if then than on or for
    at is as to into out only also other more no any all some each every while where during until since one two
    """.split()
)
# Small words of other languages that an English text does not hold, save in names and quotations.
_WORDS = {
    "German": """bitte darf dürfen würde würden wäre ihre ihren ihrem seine seinen unser unsere man dort hier wieder bereits zu
        und der die das den dem des ein eine einen einem einer nicht ist sind wurde wurden wird werden hat haben
        hatte hatten war waren auf mit für fuer von vom zum zur bei beim nach aus auch als aber oder wenn weil dass daß
        wir ihr sie ich er es uns sich kein keine durch über ueber unter um noch nur schon sehr mehr so wie was dann
        kann können konnte muss müssen musste soll sollte seit bis gegen ohne zwischen während damit dieser diese
        dieses diesem diesen alle im am ins""",
    "Dutch": """u uw je jij hun haar hem deze welke elke geweest kon konden moest moesten weer hier daar zo zonder volgens
        het een niet zijn voor met van dat die deze dit op te aan ook maar door naar bij om uit als dan nog wel
        werd werden wordt worden heeft hebben hadden waren zich wij ze hij ons onze geen veel meer over tot tussen
        omdat wanneer kan kunnen moet moeten zou zouden toen daarna tijdens alle na de en er""",
    "French": """l n qu j doit aucun aucune chaque déjà cela celui toujours jamais encore peu ils mes tes pendant parce vers fut
        le la les un une des du de et est sont était étaient été avec pour dans par sur que qui ne pas plus ce
        cette ces cet au aux il elle ils elles nous vous je on mais ou où donc lors lorsque sans sous entre après avant
        depuis être avoir fait très aussi comme leur leurs son sa ses notre nos votre vos si tout tous même peut a été
        qu c'est n'est d'un d'une l'équipe""",
    "Spanish": """usted tu puede pueden debe deben ningún ninguna cada otro otra otros mi qué quien así fuera tiene tienen solo sólo hacer hace sea
        el la los las un una unos unas de del y que en por para con sin se no es son fue fueron era eran está
        están estaba ha han había más pero como cuando porque su sus lo le les al este esta estos estas ese esa nos
        nosotros ya muy también entre hasta desde sobre todo todos ser hay donde si durante después antes""",
    "Portuguese": """você pode podem deve devem cada outro outra meu minha tem têm quem onde assim só fazer seja pelos pelas num numa
        o os as um uma uns umas de do da dos das e que em no na nos nas por para com sem se não nao é são foi
        foram era eram está estão estava mais mas como quando porque seu sua seus suas ao aos à às pelo pela este esta
        esse essa isso nós já muito também até desde sobre todos ser há após antes durante""",
    "Italian": """l dell nell sull può possono deve devono ogni altro altri mio tuo suo sua suoi chi dove così solo fare sia ai agli dai dallo però
        il lo la gli le un uno una di del della dello dei delle degli che non è sono era erano stato stata stati
        e ed per con da dal dalla in nel nella nei nelle su sul sulla alla al ai ma anche come quando perché se si ci
        più questo questa questi queste quello ha hanno aveva dopo prima durante tra fra molto tutti essere noi loro""",
    "Catalan": """l pot poden ha cada altre altres si ja aquí molt més només què qui on sense tot totes abans després
        el la els les un una i de del dels que en per amb sense no és són va van era ha han més però com quan
        perquè seu seva al als aquest aquesta aquests aquestes també fins des entre tots ser hi ho nosaltres""",
    "Polish": """lub masz nasz jako można musi mamy są jeśli który gdzie bardzo tylko ponownie będzie wszystkie każdy swoje mój
        i w z na do się nie jest są był była było były to że o od po przez dla za jak ale oraz lub tylko już
        który która które którzy tego tym tej ten ta te aby przed podczas gdy kiedy ponieważ może zostać został
        została zostały nie być ma ich go jego jej nas ich tak bez pod przy""",
    "Czech": """vám vás váš vašeho pouze než nebyl nebyla mít má mají všechny bez více pokud prosím nebo další která své svůj jejich u k nám nás i jen
        a v na se je že z s do o k i to jako by bylo byla byl byli jsou které který která pro po za ale nebo už
        aby při od ve není jsme jsem když protože tak co jen ještě však před mezi až bude budou může musí tento tato
        toto této tohoto ze si jeho""",
    "Slovak": """vám vás váš iba než nebol nebola mať má majú všetky bez viac ak prosím ďalšie svoje ich u nám nás i len
        a v na sa je že z s do o k aj to ako by bolo bola bol boli sú ktoré ktorý ktorá pre po za ale alebo už aby
        pri od vo nie sme som keď pretože tak čo len ešte však pred medzi až bude budú môže musí tento táto toto""",
    "Swedish": """du din ditt inga ingen sin sina sitt var vara varit mer mest måste kunde skulle våra vår er nu redan
        och att det som en ett är var på av för med inte den till har hade de vi om men från ut så när eller
        efter vid under över kan ska skulle blev blivit också bara sig mycket detta denna dessa alla mot innan genom
        eftersom där här""",
    "Danish or Norwegian": """du din dit ditt ingen sin sine sitt være vært mere mest måtte må kunne skulle vores vår nu nå allerede
        og at det som en et er var på af av for med ikke den til har havde hadde de vi om men fra så
        når eller efter etter ved under over kan skal skulle blev ble blevet blitt også kun bare sig seg meget denne
        dette disse alle mod mot gennem gjennom fordi der hvor jeg""",
    "Finnish": """ovat olet olen ettei tai tämän nyt jo sitten että siis ne niitä ei eivät emme en saa pitää tulee on vielä kun kuten
        ja on ei oli että se ne hän he me ovat olivat mutta kun jos niin myös tai kuin mikä joka jotka joten
        koska sitä siitä sen tämä tämän tässä nämä voi vain ennen jälkeen aikana ole olla ollut kaikki ettei vielä
        sekä kanssa""",
    "Hungarian": """nincs lesz volna sem vagyunk vannak amikor ahol itt ott ki mi ő ők te én csak azonban illetve más saját több
        a az és hogy nem is egy volt voltak van vannak meg de ha ez azt ezt már csak mint vagy kell lehet
        minden után előtt között amely ami aki mert így úgy még el fel ki be szerint során""",
    "Romanian": """este vă rog trebuie acestui acestei această sale lor noastră despre toate toți niciun nicio fiecare astfel doar deja
        și si în în de la cu pe nu este sunt a fost au care pentru din că ca mai dar sau prin după fără între
        când unde acest această aceste acestea o un unei unui ale al lui lor se le îi să am ai avea poate""",
    "Croatian, Bosnian or Serbian": """i u na je se da su za od s sa nije bio bila bilo bili ali ili kao koji koja koje kako
        jer što samo već nakon prije pre tijekom tokom kada kad može mogu biti smo ste sam ovo taj ta te iz do po pri""",
    "Turkish": """bu tüm lütfen en fazla geçerli olmalıdır ise ya yeni kez yanlış nasıl neden içinde göre karşı hiç her biri
        ve bir bu için ile da de olarak olan oldu değil daha çok gibi sonra önce kadar ancak ama veya her
        ne ki mi tarafından edildi yapıldı vardı var yok şu biz siz onlar bunu bunun üzerine olduğu""",
    "Indonesian or Malay": """anda harus maka agar jika belum sedang masih semua setiap seperti antara kepada tersebut terjadi boleh sila
        yang dan di ke dari untuk dengan pada adalah tidak ini itu oleh karena akan telah sudah
        dalam sebagai atau juga kami kita mereka ada bisa dapat saat setelah sebelum lebih hanya tetapi""",
    "Vietnamese": """bạn hãy nếu thì phải hoặc bằng rằng chỉ vẫn đang sẽ lại lên xuống trên dưới nhiều mỗi vào ngày hệ thống
        và của là không được có các cho trong với một những đã này khi để từ người bị đến về như nhưng cũng
        tôi chúng ra vào tại do sau trước""",
}
# These also stand in names (van der Berg, de la Cruz) and in commands, and prove nothing alone.
_PARTICLES = frozenset(
    """
    pod her come ci door ami care sense till todo met cet plus ce ed til non ca w mint em os pre hi az mai ama ja ada va
    sobre l n j u hun tu man haar din sit nasz swoje sale mes tes peu vers fut mi fare sia ai fast kun do tot on
    van von vom zu zum zur der den dem des de la del da di do dos das du le les el los las al ter te ten e y i o a en in
    on no na nos se s z v k to or as so me was war die am im an is it at for by be are not we he us man per over under
    om et der af er for de un una uno um uma una si ne ni mi ma ta sa su lo li us ex pro con sin sur son ses post max
    para que data base test ai il al an all if in do by mot men der be is il kan bare alle the or any one go sam po od
    to za ze tu bir ve var bis via net log den ten van hat will also fast so los mit cu pe au am au ha he me
    """.split()
)
# English took these in, marks and all.
_LOANS = frozenset(
    "à café cafés cliché clichés cortège déjà façade fiancé fiancée naïve résumé résumés tête über vu vis".split()
)


@dataclass(frozen=True, slots=True)
class Tongues:
    """Which blocks of a text are not English: by place, the language. whole: that of the text, when all of it is."""

    whole: str = ""
    blocks: dict[int, str] = field(default_factory=dict)


def other_language(text: str) -> str | None:
    """Return the name of the language of `text`, a text or a stretch of one, or None when it is English or too short.

    Fewer than eight words are too short, unless they are in another script.
    """
    text = text[:_ENOUGH]
    return _far_language(text) or _near_language(_LATIN_WORD().findall(text))


def tongues(text: str, low: str, blocks: list[Span]) -> Tongues:
    """Return which of `blocks`, spans of prose in `text`, are in another language; low: `text` in lower case."""
    if not _is_suspect(low):
        return Tongues()
    found: dict[int, str] = {}
    foreign: Counter[str] = Counter()
    total = 0
    for at, (start, end) in enumerate(blocks):
        total += min(end - start, _ENOUGH)
        language = other_language(text[start : min(end, start + _ENOUGH)])
        if language:
            found[at] = language
            foreign[language] += min(end - start, _ENOUGH)
    if foreign:
        language, share = foreign.most_common(1)[0]
        short = _rest(low, blocks, found)
        if share > 0.5 * total and (not short or _leans_elsewhere(short)):
            return Tongues(language, dict.fromkeys(range(len(blocks)), language))
    return Tongues("", found)


def _rest(low: str, blocks: list[Span], found: dict[int, str]) -> list[str]:
    """Return the words of the blocks that were not recognised, as many as tell."""
    words: list[str] = []
    for at, (start, end) in enumerate(blocks):
        if at not in found:
            words += _LATIN_WORD().findall(low[start : min(end, start + _ENOUGH)])
        if len(words) > _ENOUGH:
            break
    return words


def _leans_elsewhere(words: list[str]) -> bool:
    """Return whether headings and short lines leave a text in the language of its paragraphs."""
    english = sum(word in _ENGLISH for word in words)
    return english < 3 or english < 0.1 * len(words)


def _is_suspect(low: str) -> bool:
    """Return whether anything in the text could be in another language: the look that English texts pay for."""
    if not low.isascii() and _FAR().search(low):
        return True
    telling = _telling()
    seen: set[str] = set()
    for at in range(0, len(low), _STEP):
        seen |= telling.intersection(low[at : at + _STEP].split())
        if len(seen) > 1:
            return True
    return False


def _far_language(text: str) -> str | None:
    """Return the language of a stretch most of whose letters are not Latin."""
    low = text if text.isascii() else text.lower()
    if low.isascii():
        return None
    far = len(_FAR().findall(low))
    if far < FEWEST_WORDS or 2 * far <= sum(map(len, _LATIN_WORD().findall(low))):
        return None
    for language, letters in _SCRIPTS:
        # A letter or two may be a name in a text of another script.
        if len(letters().findall(low)) > 0.01 * far:
            return language
    return "another script"


def _near_language(words: list[str]) -> str | None:
    """Return the language of a stretch in Latin letters, by its small words."""
    if len(words) < FEWEST_WORDS:
        return None
    meant = _languages_of_words()
    low = [word.lower() for word in words if word not in _LOANS]
    counts = Counter(language for word in low for language in meant.get(word, ()))
    if not counts:
        return None
    language, most = max(counts.items(), key=lambda one: one[1])
    # Names have capitals; a small word with a mark on it is hardly ever English.
    marked = sum(
        not word.isascii() and word[0].islower() and word not in meant and word not in _LOANS
        for word in words
    )
    if len(_telling().intersection(low)) + marked < 2:
        return None
    english = sum(word in _ENGLISH and language not in meant.get(word, ()) for word in low)
    return language if most + marked >= 0.17 * len(words) and most + marked > 2 * english else None


@cache
def _languages_of_words() -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for language, words in _WORDS.items():
        for word in dict.fromkeys(words.split()):
            found[word] = (*found.get(word, ()), language)
    return found


@cache
def _telling() -> frozenset[str]:
    """Return the words that no English text holds by chance."""
    return frozenset(_languages_of_words()) - _PARTICLES - _ENGLISH
