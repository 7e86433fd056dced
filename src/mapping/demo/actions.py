"""The wording of measures: for each factor, what may be done, for whom, and who answers for it.

Texts are in Uzbek (Latin), as the lists of mahallas are written; `{name}` is the mahalla, `{n}` how many.
"""

from __future__ import annotations

from dataclasses import dataclass

from mapping.model.vocabulary import Group, SevenMember

ACTIONS_PER_FACTOR = 5


@dataclass(frozen=True)
class Action:
    """A measure's text, the smallest and largest number in it, target group, seven-member, agency."""

    text: str
    low: int
    high: int
    group: Group
    seven_member: SevenMember
    agency: str


_ALL, _YOUTH, _WOMEN, _JOBLESS = Group.ALL, Group.YOUTH, Group.WOMEN, Group.UNEMPLOYED
_CHAIR, _HOKIM, _LEADER = SevenMember.CHAIR, SevenMember.HOKIM_ASSISTANT, SevenMember.YOUTH_LEADER
_ACTIVIST, _INSPECTOR = SevenMember.WOMENS_ACTIVIST, SevenMember.PREVENTION_INSPECTOR
_TAX, _SOCIAL = SevenMember.TAX_OFFICER, SevenMember.SOCIAL_WORKER
_POLICE, _COURT, _GUARD, _OFFICE = "internal_affairs", "prosecutor", "national_guard", "hokimlik"
_SCHOOL, _HEALTH, _JOBS, _AGENCY, _FAMILY = "education", "health", "employment", "youth_agency", "family_women"
_IN = "“{name}” mahallasida "
_OF = "“{name}” mahallasidagi "

ACTIONS: dict[str, tuple[Action, ...]] = {
    "alcohol": (
        Action(
            _IN + "ichkilikka ruju qo‘ygan {n} nafar fuqaro narkolog ko‘rigidan o‘tkazilsin",
            3,
            9,
            _ALL,
            _SOCIAL,
            _HEALTH,
        ),
        Action(
            _OF + "{n} ta do‘konda spirtli ichimlik sotish qoidalariga rioya etilishi tekshirilsin",
            2,
            6,
            _ALL,
            _TAX,
            _POLICE,
        ),
        Action(
            _IN + "mast holda janjal chiqargan {n} nafar shaxs bilan yakkama-yakka suhbat o‘tkazilsin",
            2,
            8,
            _ALL,
            _INSPECTOR,
            _POLICE,
        ),
        Action(
            _IN + "ichkilikning zarari haqida yoshlar bilan {n} ta davra suhbati o‘tkazilsin",
            2,
            5,
            _YOUTH,
            _LEADER,
            _AGENCY,
        ),
        Action(
            _IN + "Milliy gvardiya bilan birga haftasiga {n} marta kechki aylanuv tashkil etilsin",
            2,
            5,
            _ALL,
            _INSPECTOR,
            _GUARD,
        ),
    ),
    "unemployment": (
        Action(_OF + "{n} nafar ishsiz fuqaro bo‘sh ish o‘rinlariga joylashtirilsin", 4, 15, _JOBLESS, _HOKIM, _JOBS),
        Action(
            _IN + "{n} nafar ishsiz yosh kasb-hunar o‘qitish kurslariga jalb etilsin", 5, 18, _YOUTH, _LEADER, _JOBS
        ),
        Action(
            _IN + "{n} nafar ishsiz ayol tikuvchilikka o‘rgatilib, buyurtma bilan ta’minlansin",
            4,
            12,
            _WOMEN,
            _ACTIVIST,
            _FAMILY,
        ),
        Action(
            _IN + "{n} ta ishsiz oilaga tomorqada issiqxona qurish uchun subsidiya ajratilsin",
            3,
            10,
            _JOBLESS,
            _HOKIM,
            _OFFICE,
        ),
        Action(
            _IN + "haq to‘lanadigan jamoat ishlariga {n} nafar ishsiz fuqaro jalb etilsin",
            5,
            20,
            _JOBLESS,
            _CHAIR,
            _OFFICE,
        ),
    ),
    "family_conflict": (
        Action(
            _OF + "{n} ta notinch oila ruhshunos va faxriylar bilan yarashtirish suhbatiga jalb etilsin",
            2,
            7,
            _WOMEN,
            _ACTIVIST,
            _FAMILY,
        ),
        Action(
            _IN + "tazyiqdan jabrlangan {n} nafar ayolga himoya orderi berilib, ijrosi nazorat qilinsin",
            1,
            4,
            _WOMEN,
            _INSPECTOR,
            _POLICE,
        ),
        Action(
            _IN + "ajrim yoqasidagi {n} ta yosh oilaga faxriylar biriktirilib, holati har oy o‘rganilsin",
            2,
            6,
            _YOUTH,
            _CHAIR,
            _FAMILY,
        ),
        Action(
            _IN + "zo‘ravonlik qilgan {n} nafar erkak xulqni o‘zgartirish dasturidan o‘tkazilsin",
            1,
            5,
            _ALL,
            _INSPECTOR,
            _POLICE,
        ),
        Action(
            _IN + "nizoli {n} ta oilaning moddiy ahvoli o‘rganilib, ijtimoiy yordam ko‘rsatilsin",
            2,
            8,
            _ALL,
            _SOCIAL,
            _OFFICE,
        ),
    ),
    "drugs": (
        Action(
            _IN + "giyohvandlikka moyil {n} nafar shaxs ko‘rikdan o‘tkazilib, davolanishga yo‘llansin",
            1,
            5,
            _ALL,
            _SOCIAL,
            _HEALTH,
        ),
        Action(
            _OF + "maktabda psixotrop moddalar zarari haqida ota-onalar bilan {n} ta uchrashuv o‘tkazilsin",
            2,
            4,
            _YOUTH,
            _LEADER,
            _SCHOOL,
        ),
        Action(
            _OF + "{n} ta dorixonada kuchli ta’sirli dorilar retseptsiz sotilayotgani tekshirilsin",
            2,
            5,
            _ALL,
            _TAX,
            _POLICE,
        ),
        Action(
            _OF + "{n} ta tashlandiq bino va yerto‘la ko‘zdan kechirilib, kirish yo‘llari yopilsin",
            2,
            7,
            _ALL,
            _CHAIR,
            _GUARD,
        ),
        Action(
            _IN + "giyohvandlikning oldini olish uchun {n} nafar yosh sport to‘garaklariga jalb etilsin",
            8,
            25,
            _YOUTH,
            _LEADER,
            _AGENCY,
        ),
    ),
    "debt": (
        Action(
            _IN + "qarzi ko‘paygan {n} ta oila uchun banklar bilan yangi to‘lov jadvali kelishilsin",
            3,
            9,
            _ALL,
            _HOKIM,
            _OFFICE,
        ),
        Action(
            _IN + "onlayn kredit va firibgarlikdan saqlanish haqida {n} ta tushuntirish yig‘ini o‘tkazilsin",
            2,
            5,
            _ALL,
            _TAX,
            _COURT,
        ),
        Action(
            _IN + "nasiyasini to‘lay olmayotgan {n} nafar ayolga daromadli ish va huquqiy maslahat berilsin",
            3,
            8,
            _WOMEN,
            _ACTIVIST,
            _FAMILY,
        ),
        Action(
            _IN + "qarz sabab nizolashgan {n} nafar fuqaro o‘rtasida kelishuv rasmiylashtirilsin",
            2,
            6,
            _ALL,
            _CHAIR,
            _COURT,
        ),
        Action(
            _IN + "{n} nafar ishsiz qarzdor mavsumiy ishga joylashtirilib, to‘lovlari nazorat qilinsin",
            3,
            9,
            _JOBLESS,
            _HOKIM,
            _JOBS,
        ),
    ),
    "poor_lighting": (
        Action(
            _IN + "qorong‘i ko‘chalarga {n} ta chiroq o‘rnatilib, tungi yoritish jadvali tasdiqlansin",
            8,
            40,
            _ALL,
            _CHAIR,
            _OFFICE,
        ),
        Action(
            _IN + "do‘kon va bozor atrofiga {n} ta kamera o‘rnatilib, navbatchilik qismiga ulansin",
            3,
            12,
            _ALL,
            _INSPECTOR,
            _POLICE,
        ),
        Action(
            _IN + "maktab yo‘lidagi {n} ta qorong‘i joy yoritilib, bolalar uchun xavfsiz yo‘lak belgilansin",
            2,
            6,
            _YOUTH,
            _CHAIR,
            _SCHOOL,
        ),
        Action(
            _IN + "o‘g‘rilik ko‘p ko‘chalarda haftasiga {n} marta kechki jamoat posboni aylanuvi yo‘lga qo‘yilsin",
            2,
            5,
            _ALL,
            _INSPECTOR,
            _GUARD,
        ),
        Action(
            _IN + "yolg‘iz yashovchi {n} nafar ayolning uyiga qulf va tashqi chiroq o‘rnatib berilsin",
            3,
            10,
            _WOMEN,
            _ACTIVIST,
            _OFFICE,
        ),
    ),
    "unsupervised_minors": (
        Action(
            _IN + "nazoratsiz qolgan {n} nafar o‘smir to‘garaklarga jalb etilib, davomati tekshirilsin",
            4,
            14,
            _YOUTH,
            _LEADER,
            _SCHOOL,
        ),
        Action(
            _IN + "ota-onasi chet elda bo‘lgan {n} nafar bolaga vasiy belgilanib, ruhiy yordam berilsin",
            2,
            7,
            _YOUTH,
            _SOCIAL,
            _OFFICE,
        ),
        Action(
            _IN + "dars qoldirayotgan {n} nafar o‘quvchining ota-onasi bilan maktabda suhbat o‘tkazilsin",
            3,
            12,
            _YOUTH,
            _LEADER,
            _SCHOOL,
        ),
        Action(
            _OF + "kompyuter klublarida tunda yurgan o‘smirlarni aniqlash uchun {n} ta reyd o‘tkazilsin",
            2,
            6,
            _YOUTH,
            _INSPECTOR,
            _GUARD,
        ),
        Action(
            _IN + "hisobda turgan {n} nafar o‘smirga ustoz-murabbiy va sport seksiyasi biriktirilsin",
            2,
            8,
            _YOUTH,
            _LEADER,
            _AGENCY,
        ),
    ),
    "previous_convictions": (
        Action(
            _IN + "muqaddam sudlangan {n} nafar ishsiz shaxs ishga joylashtirilib, oilasi o‘rganilsin",
            2,
            7,
            _JOBLESS,
            _HOKIM,
            _JOBS,
        ),
        Action(
            _IN + "ma’muriy nazoratdagi {n} nafar shaxsning kechki tartibga amal qilishi har hafta tekshirilsin",
            2,
            6,
            _ALL,
            _INSPECTOR,
            _POLICE,
        ),
        Action(
            _IN + "jazoni o‘tab qaytgan {n} nafar shaxsga hujjat tiklash va uy-joyda yordam ko‘rsatilsin",
            1,
            5,
            _ALL,
            _CHAIR,
            _OFFICE,
        ),
        Action(
            _IN + "probatsiya hisobidagi {n} nafar shaxs bilan prokuror ishtirokida suhbat o‘tkazilsin",
            2,
            8,
            _ALL,
            _INSPECTOR,
            _COURT,
        ),
        Action(
            _IN + "muqaddam sudlangan {n} nafar ayol ruhshunos yordami va kasb o‘qitish bilan qamrab olinsin",
            1,
            4,
            _WOMEN,
            _ACTIVIST,
            _FAMILY,
        ),
    ),
    "gambling": (
        Action(
            _IN + "qimor va onlayn tikishga berilgan {n} nafar shaxs aniqlanib, profilaktik hisobga olinsin",
            2,
            7,
            _ALL,
            _INSPECTOR,
            _POLICE,
        ),
        Action(
            _IN + "onlayn qimor oqibatlari haqida yoshlar bilan {n} ta uchrashuv o‘tkazilsin",
            2,
            5,
            _YOUTH,
            _LEADER,
            _AGENCY,
        ),
        Action(
            _OF + "{n} ta choyxona va o‘yin klubida qimor o‘ynalayotgan-o‘ynalmayotgani tekshirilsin",
            2,
            6,
            _ALL,
            _TAX,
            _POLICE,
        ),
        Action(
            _IN + "qimor sabab qarzga botgan {n} ta oila ayollariga huquqiy va ruhiy yordam ko‘rsatilsin",
            2,
            5,
            _WOMEN,
            _ACTIVIST,
            _FAMILY,
        ),
        Action(
            _IN + "qimorga berilgan {n} nafar ishsiz fuqaro ishga joylashtirilib, holati nazorat qilinsin",
            2,
            6,
            _JOBLESS,
            _HOKIM,
            _JOBS,
        ),
    ),
    "labour_migration": (
        Action(
            _IN + "chet eldan qaytgan {n} nafar mehnat muhojiri ishga yoki imtiyozli kreditga yo‘llansin",
            3,
            12,
            _JOBLESS,
            _HOKIM,
            _JOBS,
        ),
        Action(
            _IN + "eri chet elda ishlayotgan {n} nafar ayolning ahvoli o‘rganilib, ijtimoiy yordam berilsin",
            4,
            14,
            _WOMEN,
            _ACTIVIST,
            _FAMILY,
        ),
        Action(
            _IN + "chet elga ketmoqchi bo‘lgan {n} nafar fuqaro uyushgan holda ishga yuborish dasturiga yozilsin",
            3,
            12,
            _ALL,
            _HOKIM,
            _JOBS,
        ),
        Action(
            _IN + "ota-onasi muhojirlikda bo‘lgan {n} nafar o‘quvchiga sinf rahbari va ustoz biriktirilsin",
            4,
            15,
            _YOUTH,
            _LEADER,
            _SCHOOL,
        ),
        Action(
            _IN + "odam savdosi va noqonuniy migratsiya xavfi haqida {n} ta tushuntirish yig‘ini o‘tkazilsin",
            2,
            4,
            _ALL,
            _CHAIR,
            _COURT,
        ),
    ),
    "early_marriage": (
        Action(
            _IN + "erta turmushning oldini olish uchun onalar va qizlar bilan {n} ta yig‘in o‘tkazilsin",
            2,
            5,
            _WOMEN,
            _ACTIVIST,
            _FAMILY,
        ),
        Action(
            _OF + "maktabning {n} nafar yuqori sinf qizi bilan kasb tanlash bo‘yicha suhbat o‘tkazilsin",
            8,
            30,
            _YOUTH,
            _ACTIVIST,
            _SCHOOL,
        ),
        Action(
            _IN + "nikohi qayd etilmagan {n} ta yosh oilaga nikohni rasmiylashtirishda yordam berilsin",
            2,
            6,
            _YOUTH,
            _CHAIR,
            _OFFICE,
        ),
        Action(
            _IN + "nikohdan o‘tayotgan {n} ta juftlik tibbiy ko‘rik va yosh oila maktabidan o‘tkazilsin",
            4,
            12,
            _YOUTH,
            _SOCIAL,
            _HEALTH,
        ),
        Action(
            _IN + "voyaga yetmaganni turmushga berish javobgarligi haqida {n} ta huquqiy suhbat o‘tkazilsin",
            2,
            4,
            _ALL,
            _INSPECTOR,
            _COURT,
        ),
    ),
}
DONE_RESULTS = (
    "To‘liq ijro etildi",
    "Ijro etildi, dalolatnoma tuzildi",
    "Ijro etildi, natijasi mahalla yig‘inida eshitildi",
    "Ijro etildi, qamrab olinganlar ro‘yxati tasdiqlandi",
    "Ijro etildi, foto va hujjatlar ilova qilindi",
)
LATE_RESULTS = (
    "Muddatidan kech ijro etildi: mablag‘ kech ajratildi",
    "Muddatidan kech ijro etildi: mas’ul almashgan",
    "Muddatidan kech ijro etildi: ko‘rib chiqishda topshiriq qayta berildi",
)
CANCELLED_RESULTS = ("Bekor qilindi: boshqa choraga birlashtirildi", "Bekor qilindi: ehtiyoj qolmadi")
