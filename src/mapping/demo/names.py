"""Invented mahalla names out of common Uzbek place-words, each word written out in every script."""

from __future__ import annotations

import numpy as np

from mapping.demo.places import Names
from mapping.demo.projection import Ints

# Uzbek Latin, Uzbek Cyrillic, Russian, plain Latin.
_ROOTS = (
    ("Guliston", "Гулистон", "Гулистан", "Guliston"), ("Navbahor", "Навбаҳор", "Навбахор", "Navbahor"),
    ("Do‘stlik", "Дўстлик", "Дустлик", "Dostlik"), ("Bog‘ishamol", "Боғишамол", "Богишамол", "Bogishamol"),
    ("Chorbog‘", "Чорбоғ", "Чорбог", "Chorbog"), ("Mustaqillik", "Мустақиллик", "Мустакиллик", "Mustaqillik"),
    ("Tinchlik", "Тинчлик", "Тинчлик", "Tinchlik"), ("O‘zbekiston", "Ўзбекистон", "Узбекистан", "Ozbekiston"),
    ("G‘alaba", "Ғалаба", "Галаба", "Galaba"), ("Bahor", "Баҳор", "Бахор", "Bahor"),
    ("Oqtepa", "Оқтепа", "Октепа", "Oqtepa"), ("Qoratepa", "Қоратепа", "Каратепа", "Qoratepa"),
    ("Oltinsoy", "Олтинсой", "Алтынсай", "Oltinsoy"), ("Beshbuloq", "Бешбулоқ", "Бешбулак", "Beshbuloq"),
    ("Qo‘shquduq", "Қўшқудуқ", "Кошкудук", "Qoshquduq"), ("Xonqishloq", "Хонқишлоқ", "Ханкишлак", "Xonqishloq"),
    ("Paxtakor", "Пахтакор", "Пахтакор", "Paxtakor"), ("Bog‘bon", "Боғбон", "Богбон", "Bogbon"),
    ("Istiqlol", "Истиқлол", "Истиклол", "Istiqlol"), ("Ma’rifat", "Маърифат", "Маърифат", "Marifat"),
    ("Obod", "Обод", "Обод", "Obod"), ("Farovon", "Фаровон", "Фаровон", "Farovon"),
    ("Sharq", "Шарқ", "Шарк", "Sharq"), ("Buloqboshi", "Булоқбоши", "Булакбаши", "Buloqboshi"),
    ("Toshloq", "Тошлоқ", "Ташлак", "Toshloq"), ("Qumqishloq", "Қумқишлоқ", "Кумкишлак", "Qumqishloq"),
    ("Sarbozor", "Сарбозор", "Сарбозор", "Sarbozor"), ("Zarafshon", "Зарафшон", "Зарафшан", "Zarafshon"),
    ("Temirchi", "Темирчи", "Темирчи", "Temirchi"), ("Kulolon", "Кулолон", "Кулолон", "Kulolon"),
    ("Chilangar", "Чилангар", "Чилангар", "Chilangar"), ("Misgaron", "Мисгарон", "Мисгарон", "Misgaron"),
    ("Olmazor", "Олмазор", "Алмазар", "Olmazor"), ("Anorzor", "Анорзор", "Анорзор", "Anorzor"),
    ("Uzumzor", "Узумзор", "Узумзор", "Uzumzor"), ("Tutzor", "Тутзор", "Тутзор", "Tutzor"),
    ("Bodomzor", "Бодомзор", "Бодомзор", "Bodomzor"), ("Lolazor", "Лолазор", "Лолазор", "Lolazor"),
    ("Chinor", "Чинор", "Чинар", "Chinor"), ("Sadbarg", "Садбарг", "Садбарг", "Sadbarg"),
    ("Nurafshon", "Нурафшон", "Нурафшан", "Nurafshon"), ("Saodat", "Саодат", "Саодат", "Saodat"),
    ("Baxt", "Бахт", "Бахт", "Baxt"), ("Umid", "Умид", "Умид", "Umid"),
    ("Oydin", "Ойдин", "Ойдин", "Oydin"), ("Charog‘on", "Чароғон", "Чарогон", "Charogon"),
    ("Darvoza", "Дарвоза", "Дарвоза", "Darvoza"), ("Registon", "Регистон", "Регистан", "Registon"),
    ("Sohibkor", "Соҳибкор", "Сохибкор", "Sohibkor"), ("Chorvador", "Чорвадор", "Чорвадор", "Chorvador"),
    ("Cho‘lquvar", "Чўлқувар", "Чулкувар", "Cholquvar"), ("Qamishli", "Қамишли", "Камышлы", "Qamishli"),
    ("Jarqishloq", "Жарқишлоқ", "Джаркишлак", "Jarqishloq"), ("Qizilqum", "Қизилқум", "Кызылкум", "Qizilqum"),
    ("Ko‘ktosh", "Кўктош", "Кокташ", "Koktosh"), ("Oqsaroy", "Оқсарой", "Аксарай", "Oqsaroy"),
    ("Sarchashma", "Сарчашма", "Сарчашма", "Sarchashma"), ("Zilol", "Зилол", "Зилол", "Zilol"),
    ("Yoshlik", "Ёшлик", "Ёшлик", "Yoshlik"), ("Birlik", "Бирлик", "Бирлик", "Birlik"),
    ("Hamkor", "Ҳамкор", "Хамкор", "Hamkor"), ("Ibrat", "Ибрат", "Ибрат", "Ibrat"),
    ("Mehnatobod", "Меҳнатобод", "Мехнатабад", "Mehnatobod"), ("Navro‘z", "Наврўз", "Навруз", "Navroz"),
)  # fmt: skip
_BEFORE = (
    ("", "", "", ""), ("Yangi ", "Янги ", "Янги ", "Yangi "), ("Yuqori ", "Юқори ", "Юкори ", "Yuqori "),
    ("Quyi ", "Қуйи ", "Куйи ", "Quyi "), ("Katta ", "Катта ", "Катта ", "Katta "),
)  # fmt: skip


def mahalla_names(rng: np.random.Generator, owners: Ints) -> list[Names]:
    """A name for each mahalla, given the index of each one's district: unique within a district but for one pair.

    The second mahalla of the first district bears the name of its fifth (the planted fault).
    """
    found: list[Names] = []
    for district in range(int(owners.max()) + 1):
        found.extend(_of_district(rng, int((owners == district).sum())))
    first = np.flatnonzero(owners == 0)
    if len(first) >= 5:
        found[int(first[1])] = found[int(first[4])]
    return found


def _of_district(rng: np.random.Generator, count: int) -> list[Names]:
    """Different names: plain ones first, then with a word before, then with a number."""
    names: list[Names] = []
    number = 1
    while len(names) < count:
        for before in _BEFORE:
            for place in rng.permutation(len(_ROOTS)):
                tail = "" if number == 1 else f"-{number}"
                parts = zip(before, _ROOTS[place], strict=True)
                names.append(Names(*(f"{first}{word}{tail}" for first, word in parts)))
        number += 1
    plain = names[: max(count, min(len(names), len(_ROOTS) * 2))]
    chosen = rng.choice(len(plain), count, replace=False)
    return [plain[place] for place in chosen]
