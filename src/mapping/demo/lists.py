"""The open lists of the demonstration: indicators, factors, sectors and agencies, named in four languages.

Names follow the terms of the criminal code and of the official statistics of Uzbekistan; all figures behind
them are invented. Posts are in `duties`.
"""

from __future__ import annotations

from dataclasses import dataclass

from mapping.demo.places import Names
from mapping.model.vocabulary import Group, TermKind

TOTAL = "crime_total"
SOURCE = (
    "Namoyish uchun to‘qilgan raqamlar / Намойиш учун тўқилган рақамлар / "
    "Вымышленные цифры для демонстрации / Invented figures for demonstration"
)


@dataclass(frozen=True)
class Indicator:
    """What is counted: code, names, definitions, and the total it is a part of."""

    code: str
    names: Names
    definition: Names
    part_of: str = ""


@dataclass(frozen=True)
class Term:
    """An entry of an open list."""

    kind: TermKind
    code: str
    names: Names


INDICATORS: tuple[Indicator, ...] = (
    Indicator(
        TOTAL,
        Names("Jinoyatlar, jami", "Жиноятлар, жами", "Преступления, всего", "Crimes, total"),
        Names(
            "Mahalla hududida sodir etilib, chorakda ro‘yxatga olingan barcha jinoyatlar",
            "Маҳалла ҳудудида содир этилиб, чоракда рўйхатга олинган барча жиноятлар",
            "Все преступления, совершённые на территории махалли и зарегистрированные в квартале",
            "All crimes committed in the mahalla and registered in the quarter",
        ),
    ),
    Indicator(
        "homicide",
        Names("Qasddan odam o‘ldirish", "Қасддан одам ўлдириш", "Умышленное убийство", "Intentional homicide"),
        Names(
            "Qasddan odam o‘ldirish va unga suiqasd qilish",
            "Қасддан одам ўлдириш ва унга суиқасд қилиш",
            "Умышленное убийство и покушение на него",
            "Intentional homicide and attempts at it",
        ),
        TOTAL,
    ),
    Indicator(
        "bodily_injury",
        Names(
            "Badanga shikast yetkazish", "Баданга шикаст етказиш", "Причинение телесных повреждений", "Bodily injury"
        ),
        Names(
            "Badanga qasddan og‘ir, o‘rtacha og‘ir va yengil shikast yetkazish",
            "Баданга қасддан оғир, ўртача оғир ва енгил шикаст етказиш",
            "Умышленное причинение тяжких, средней тяжести и лёгких телесных повреждений",
            "Grave, medium and minor bodily injury inflicted intentionally",
        ),
        TOTAL,
    ),
    Indicator(
        "robbery",
        Names("Bosqinchilik va talonchilik", "Босқинчилик ва талончилик", "Разбой и грабёж", "Robbery"),
        Names(
            "O‘zganing mulkini hujum qilib yoki ochiqdan-ochiq talon-toroj qilish",
            "Ўзганинг мулкини ҳужум қилиб ёки очиқдан-очиқ талон-торож қилиш",
            "Хищение чужого имущества с нападением (разбой) или открытое (грабёж)",
            "Taking another’s property by assault or openly",
        ),
        TOTAL,
    ),
    Indicator(
        "hooliganism",
        Names("Bezorilik", "Безорилик", "Хулиганство", "Hooliganism"),
        Names(
            "Jamiyatda yurish-turish qoidalarini qasddan mensimaslik, zo‘rlik ishlatish yoki mulkka zarar yetkazish bilan",
            "Жамиятда юриш-туриш қоидаларини қасддан менсимаслик, зўрлик ишлатиш ёки мулкка зарар етказиш билан",
            "Умышленное пренебрежение правилами поведения в обществе с насилием или повреждением имущества",
            "Deliberate disregard of public order with violence or damage to property",
        ),
        TOTAL,
    ),
    Indicator(
        "theft",
        Names("O‘g‘rilik", "Ўғрилик", "Кража", "Theft"),
        Names(
            "O‘zganing mulkini yashirin ravishda talon-toroj qilish",
            "Ўзганинг мулкини яширин равишда талон-торож қилиш",
            "Тайное хищение чужого имущества",
            "Taking another’s property secretly",
        ),
        TOTAL,
    ),
    Indicator(
        "fraud",
        Names("Firibgarlik", "Фирибгарлик", "Мошенничество", "Fraud"),
        Names(
            "Aldash yoki ishonchni suiiste’mol qilish yo‘li bilan mulkni qo‘lga kiritish, jumladan internet orqali",
            "Алдаш ёки ишончни суиистеъмол қилиш йўли билан мулкни қўлга киритиш, жумладан интернет орқали",
            "Завладение имуществом путём обмана или злоупотребления доверием, в том числе через интернет",
            "Obtaining property by deceit or abuse of trust, also online",
        ),
        TOTAL,
    ),
    Indicator(
        "rape",
        Names("Nomusga tegish", "Номусга тегиш", "Изнасилование", "Rape"),
        Names(
            "Nomusga tegish va unga suiqasd qilish",
            "Номусга тегиш ва унга суиқасд қилиш",
            "Изнасилование и покушение на него",
            "Rape and attempts at it",
        ),
        TOTAL,
    ),
    Indicator(
        "extortion",
        Names("Tovlamachilik", "Товламачилик", "Вымогательство", "Extortion"),
        Names(
            "Qo‘rqitish yo‘li bilan mulk yoki mulkiy huquq berilishini talab qilish",
            "Қўрқитиш йўли билан мулк ёки мулкий ҳуқуқ берилишини талаб қилиш",
            "Требование передачи имущества или права на него под угрозой",
            "Demanding property or a right to it under threat",
        ),
        TOTAL,
    ),
    Indicator(
        "drugs",
        Names(
            "Giyohvandlik bilan bog‘liq jinoyatlar",
            "Гиёҳвандлик билан боғлиқ жиноятлар",
            "Преступления, связанные с наркотиками",
            "Drug crimes",
        ),
        Names(
            "Giyohvandlik vositalari va psixotrop moddalarning qonunga xilof muomalasi",
            "Гиёҳвандлик воситалари ва психотроп моддаларнинг қонунга хилоф муомаласи",
            "Незаконный оборот наркотических средств и психотропных веществ",
            "Unlawful handling of narcotic and psychotropic substances",
        ),
        TOTAL,
    ),
    Indicator(
        "family_crime",
        Names(
            "Oilaviy (maishiy) zo‘ravonlik jinoyatlari",
            "Оилавий (маиший) зўравонлик жиноятлари",
            "Преступления семейного (бытового) насилия",
            "Domestic violence crimes",
        ),
        Names(
            "Oilaviy (maishiy) zo‘ravonlik sifatida ro‘yxatga olingan, boshqa turlarga kiritilmagan jinoyatlar",
            "Оилавий (маиший) зўравонлик сифатида рўйхатга олинган, бошқа турларга киритилмаган жиноятлар",
            "Преступления, зарегистрированные как семейное (бытовое) насилие и не учтённые в других видах",
            "Crimes registered as family (domestic) violence and not counted under another kind",
        ),
        TOTAL,
    ),
    Indicator(
        "other_crime",
        Names("Boshqa jinoyatlar", "Бошқа жиноятлар", "Прочие преступления", "Other crimes"),
        Names(
            "Yuqoridagi turlarga kirmagan jinoyatlar",
            "Юқоридаги турларга кирмаган жиноятлар",
            "Преступления, не вошедшие в перечисленные виды",
            "Crimes of none of the kinds above",
        ),
        TOTAL,
    ),
    Indicator(
        "preventable",
        Names(
            "Oldini olish mumkin bo‘lgan jinoyatlar",
            "Олдини олиш мумкин бўлган жиноятлар",
            "Предотвратимые преступления",
            "Preventable crimes",
        ),
        Names(
            "Jami jinoyatlardan profilaktika choralari bilan oldini olish mumkin bo‘lganlari",
            "Жами жиноятлардан профилактика чоралари билан олдини олиш мумкин бўлганлари",
            "Те из всех преступлений, которые можно было предотвратить мерами профилактики",
            "Those of all crimes that preventive work could have averted",
        ),
    ),
    Indicator(
        "admin_offence",
        Names(
            "Ma’muriy huquqbuzarliklar",
            "Маъмурий ҳуқуқбузарликлар",
            "Административные правонарушения",
            "Administrative offences",
        ),
        Names(
            "Mahalla hududida sodir etilib, bayonnoma tuzilgan ma’muriy huquqbuzarliklar",
            "Маҳалла ҳудудида содир этилиб, баённома тузилган маъмурий ҳуқуқбузарликлар",
            "Правонарушения на территории махалли, по которым составлен протокол",
            "Offences in the mahalla for which a protocol was drawn up",
        ),
    ),
    Indicator(
        "domestic_conflict",
        Names("Oilaviy nizolar", "Оилавий низолар", "Семейные конфликты", "Domestic conflicts"),
        Names(
            "Mahallada hisobga olingan oilaviy-maishiy nizolar, jinoyat bo‘lmaganlari ham",
            "Маҳаллада ҳисобга олинган оилавий-маиший низолар, жиноят бўлмаганлари ҳам",
            "Учтённые в махалле семейно-бытовые конфликты, в том числе не являющиеся преступлением",
            "Family conflicts recorded in the mahalla, also those that are no crime",
        ),
    ),
)
KINDS: tuple[str, ...] = tuple(indicator.code for indicator in INDICATORS if indicator.part_of == TOTAL)
SERIES: tuple[tuple[str, Group], ...] = (
    *((indicator.code, Group.ALL) for indicator in INDICATORS),
    *((TOTAL, group) for group in (Group.YOUTH, Group.WOMEN, Group.UNEMPLOYED)),
)


def _term(kind: TermKind, code: str, uz_latn: str, uz_cyrl: str, ru: str, en: str) -> Term:
    return Term(kind, code, Names(uz_latn, uz_cyrl, ru, en))


_F, _S, _A = TermKind.FACTOR, TermKind.SECTOR, TermKind.AGENCY
FACTORS: tuple[Term, ...] = (
    _term(_F, "alcohol", "Ichkilikbozlik", "Ичкиликбозлик", "Пьянство", "Alcohol abuse"),
    _term(_F, "unemployment", "Ishsizlik", "Ишсизлик", "Безработица", "Unemployment"),
    _term(_F, "family_conflict", "Oilaviy nizo", "Оилавий низо", "Семейный конфликт", "Family conflict"),
    _term(_F, "drugs", "Giyohvandlik", "Гиёҳвандлик", "Наркомания", "Drug use"),
    _term(_F, "debt", "Qarzdorlik", "Қарздорлик", "Долги", "Debt"),
    _term(
        _F,
        "poor_lighting",
        "Yoritish va kuzatuv yetishmasligi",
        "Ёритиш ва кузатув етишмаслиги",
        "Нехватка освещения и видеонаблюдения",
        "Poor lighting and surveillance",
    ),
    _term(
        _F,
        "unsupervised_minors",
        "Voyaga yetmaganlarning nazoratsizligi",
        "Вояга етмаганларнинг назоратсизлиги",
        "Безнадзорность несовершеннолетних",
        "Unsupervised minors",
    ),
    _term(
        _F,
        "previous_convictions",
        "Muqaddam sudlanganlik",
        "Муқаддам судланганлик",
        "Судимость",
        "Previous convictions",
    ),
    _term(_F, "gambling", "Qimor va tikish o‘yinlari", "Қимор ва тикиш ўйинлари", "Азартные игры и ставки", "Gambling"),
    _term(_F, "labour_migration", "Mehnat migratsiyasi", "Меҳнат миграцияси", "Трудовая миграция", "Labour migration"),
    _term(_F, "early_marriage", "Erta turmush", "Эрта турмуш", "Ранние браки", "Early marriage"),
)
SECTORS: tuple[Term, ...] = (
    _term(_S, "s1", "1-sektor (hokim)", "1-сектор (ҳоким)", "Сектор 1 (хоким)", "Sector 1 (hokim)"),
    _term(_S, "s2", "2-sektor (prokuror)", "2-сектор (прокурор)", "Сектор 2 (прокурор)", "Sector 2 (prosecutor)"),
    _term(
        _S,
        "s3",
        "3-sektor (ichki ishlar)",
        "3-сектор (ички ишлар)",
        "Сектор 3 (внутренние дела)",
        "Sector 3 (internal affairs)",
    ),
    _term(_S, "s4", "4-sektor (soliq)", "4-сектор (солиқ)", "Сектор 4 (налоговая служба)", "Sector 4 (tax service)"),
)
AGENCIES: tuple[Term, ...] = (
    _term(
        _A,
        "internal_affairs",
        "Ichki ishlar organlari",
        "Ички ишлар органлари",
        "Органы внутренних дел",
        "Internal affairs bodies",
    ),
    _term(_A, "prosecutor", "Prokuratura", "Прокуратура", "Прокуратура", "Prosecutor’s office"),
    _term(_A, "national_guard", "Milliy gvardiya", "Миллий гвардия", "Национальная гвардия", "National Guard"),
    _term(_A, "hokimlik", "Hokimlik", "Ҳокимлик", "Хокимият", "Local government (hokimlik)"),
    _term(
        _A,
        "education",
        "Maktabgacha va maktab ta’limi",
        "Мактабгача ва мактаб таълими",
        "Дошкольное и школьное образование",
        "Preschool and school education",
    ),
    _term(_A, "health", "Sog‘liqni saqlash", "Соғлиқни сақлаш", "Здравоохранение", "Health"),
    _term(
        _A,
        "employment",
        "Bandlikka ko‘maklashish",
        "Бандликка кўмаклашиш",
        "Содействие занятости",
        "Employment assistance",
    ),
    _term(
        _A,
        "youth_agency",
        "Yoshlar ishlari agentligi",
        "Ёшлар ишлари агентлиги",
        "Агентство по делам молодёжи",
        "Youth Affairs Agency",
    ),
    _term(
        _A,
        "family_women",
        "Oila va xotin-qizlar",
        "Оила ва хотин-қизлар",
        "Семья и женщины",
        "Family and women’s affairs",
    ),
    _term(
        _A,
        "academy",
        "Huquqni muhofaza qilish akademiyasi",
        "Ҳуқуқни муҳофаза қилиш академияси",
        "Правоохранительная академия",
        "Law Enforcement Academy",
    ),
)
