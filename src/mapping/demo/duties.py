"""Posts that answer for mahallas, districts and the region, and to whom each area is assigned. Never persons."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pandas as pd

from mapping.demo.lists import Term
from mapping.demo.people import Flags, Ground
from mapping.demo.places import Names
from mapping.demo.projection import Ints
from mapping.model.schemas import ASSIGNMENT
from mapping.model.vocabulary import TermKind


@dataclass(frozen=True)
class Post:
    """A post: code (r_ region, d_ district, m_ mahalla), agency, names."""

    code: str
    agency: str
    names: Names


def _post(code: str, agency: str, uz_latn: str, uz_cyrl: str, ru: str, en: str) -> Post:
    return Post(code, agency, Names(uz_latn, uz_cyrl, ru, en))


REGION_POSTS: tuple[Post, ...] = (
    _post(
        "r_police_deputy",
        "internal_affairs",
        "Viloyat ichki ishlar boshqarmasi boshlig‘ining profilaktika bo‘yicha o‘rinbosari",
        "Вилоят ички ишлар бошқармаси бошлиғининг профилактика бўйича ўринбосари",
        "Заместитель начальника областного управления внутренних дел по профилактике",
        "Deputy head of the regional internal affairs department for prevention",
    ),
    _post(
        "r_prosecutor_deputy",
        "prosecutor",
        "Viloyat prokurorining o‘rinbosari",
        "Вилоят прокурорининг ўринбосари",
        "Заместитель прокурора области",
        "Deputy prosecutor of the region",
    ),
    _post(
        "r_guard_deputy",
        "national_guard",
        "Milliy gvardiya viloyat boshqarmasi boshlig‘ining o‘rinbosari",
        "Миллий гвардия вилоят бошқармаси бошлиғининг ўринбосари",
        "Заместитель начальника областного управления Национальной гвардии",
        "Deputy head of the regional National Guard department",
    ),
    _post(
        "r_deputy_hokim",
        "hokimlik",
        "Viloyat hokimining birinchi o‘rinbosari",
        "Вилоят ҳокимининг биринчи ўринбосари",
        "Первый заместитель хокима области",
        "First deputy hokim of the region",
    ),
    _post(
        "r_education_deputy",
        "education",
        "Viloyat maktabgacha va maktab ta’limi boshqarmasi boshlig‘ining o‘rinbosari",
        "Вилоят мактабгача ва мактаб таълими бошқармаси бошлиғининг ўринбосари",
        "Заместитель начальника областного управления дошкольного и школьного образования",
        "Deputy head of the regional department of preschool and school education",
    ),
    _post(
        "r_health_deputy",
        "health",
        "Viloyat sog‘liqni saqlash boshqarmasi boshlig‘ining o‘rinbosari",
        "Вилоят соғлиқни сақлаш бошқармаси бошлиғининг ўринбосари",
        "Заместитель начальника областного управления здравоохранения",
        "Deputy head of the regional health department",
    ),
    _post(
        "r_employment_head",
        "employment",
        "Viloyat bandlik bosh boshqarmasi boshlig‘i",
        "Вилоят бандлик бош бошқармаси бошлиғи",
        "Начальник областного главного управления занятости",
        "Head of the regional main employment department",
    ),
    _post(
        "r_youth_head",
        "youth_agency",
        "Yoshlar ishlari agentligi viloyat boshqarmasi boshlig‘i",
        "Ёшлар ишлари агентлиги вилоят бошқармаси бошлиғи",
        "Начальник областного управления Агентства по делам молодёжи",
        "Head of the regional department of the Youth Affairs Agency",
    ),
    _post(
        "r_family_head",
        "family_women",
        "Viloyat oila va xotin-qizlar boshqarmasi boshlig‘i",
        "Вилоят оила ва хотин-қизлар бошқармаси бошлиғи",
        "Начальник областного управления по делам семьи и женщин",
        "Head of the regional department of family and women’s affairs",
    ),
)
DISTRICT_POSTS: tuple[Post, ...] = (
    _post(
        "d_police_deputy",
        "internal_affairs",
        "Tuman (shahar) ichki ishlar bo‘limi boshlig‘ining profilaktika bo‘yicha o‘rinbosari",
        "Туман (шаҳар) ички ишлар бўлими бошлиғининг профилактика бўйича ўринбосари",
        "Заместитель начальника районного (городского) отдела внутренних дел по профилактике",
        "Deputy head of the district (city) internal affairs department for prevention",
    ),
    _post(
        "d_prosecutor_assistant",
        "prosecutor",
        "Tuman (shahar) prokurorining yordamchisi",
        "Туман (шаҳар) прокурорининг ёрдамчиси",
        "Помощник прокурора района (города)",
        "Assistant prosecutor of the district (city)",
    ),
    _post(
        "d_guard_platoon",
        "national_guard",
        "Milliy gvardiya tuman (shahar) vzvodi komandiri",
        "Миллий гвардия туман (шаҳар) взводи командири",
        "Командир районного (городского) взвода Национальной гвардии",
        "Commander of the district (city) National Guard platoon",
    ),
    _post(
        "d_deputy_hokim",
        "hokimlik",
        "Tuman (shahar) hokimining birinchi o‘rinbosari",
        "Туман (шаҳар) ҳокимининг биринчи ўринбосари",
        "Первый заместитель хокима района (города)",
        "First deputy hokim of the district (city)",
    ),
    _post(
        "d_education_head",
        "education",
        "Tuman (shahar) maktabgacha va maktab ta’limi bo‘limi boshlig‘i",
        "Туман (шаҳар) мактабгача ва мактаб таълими бўлими бошлиғи",
        "Начальник районного (городского) отдела дошкольного и школьного образования",
        "Head of the district (city) department of preschool and school education",
    ),
    _post(
        "d_health_head",
        "health",
        "Tuman (shahar) tibbiyot birlashmasi boshlig‘i",
        "Туман (шаҳар) тиббиёт бирлашмаси бошлиғи",
        "Начальник районного (городского) медицинского объединения",
        "Head of the district (city) medical association",
    ),
    _post(
        "d_employment_head",
        "employment",
        "Tuman (shahar) bandlikka ko‘maklashish markazi direktori",
        "Туман (шаҳар) бандликка кўмаклашиш маркази директори",
        "Директор районного (городского) центра содействия занятости",
        "Head of the district (city) employment assistance centre",
    ),
    _post(
        "d_youth_head",
        "youth_agency",
        "Yoshlar ishlari agentligi tuman (shahar) bo‘limi boshlig‘i",
        "Ёшлар ишлари агентлиги туман (шаҳар) бўлими бошлиғи",
        "Начальник районного (городского) отдела Агентства по делам молодёжи",
        "Head of the district (city) department of the Youth Affairs Agency",
    ),
    _post(
        "d_family_head",
        "family_women",
        "Tuman (shahar) oila va xotin-qizlar bo‘limi boshlig‘i",
        "Туман (шаҳар) оила ва хотин-қизлар бўлими бошлиғи",
        "Начальник районного (городского) отдела по делам семьи и женщин",
        "Head of the district (city) department of family and women’s affairs",
    ),
)
ACADEMY_POSTS: tuple[Post, ...] = (
    _post(
        "d_academy",
        "academy",
        "Huquqni muhofaza qilish akademiyasining tumanga (shaharga) biriktirilgan vakili",
        "Ҳуқуқни муҳофаза қилиш академиясининг туманга (шаҳарга) бириктирилган вакили",
        "Представитель Правоохранительной академии, закреплённый за районом (городом)",
        "Representative of the Law Enforcement Academy assigned to the district (city)",
    ),
    _post(
        "r_academy",
        "academy",
        "Huquqni muhofaza qilish akademiyasining viloyatga biriktirilgan vakili",
        "Ҳуқуқни муҳофаза қилиш академиясининг вилоятга бириктирилган вакили",
        "Представитель Правоохранительной академии, закреплённый за областью",
        "Representative of the Law Enforcement Academy assigned to the region",
    ),
)
LEADER_POSTS: tuple[Post, ...] = (
    _post(
        "d_hokim",
        "hokimlik",
        "Tuman (shahar) hokimi",
        "Туман (шаҳар) ҳокими",
        "Хоким района (города)",
        "Hokim of the district (city)",
    ),
    _post(
        "d_prosecutor",
        "prosecutor",
        "Tuman (shahar) prokurori",
        "Туман (шаҳар) прокурори",
        "Прокурор района (города)",
        "Prosecutor of the district (city)",
    ),
    _post(
        "d_police_head",
        "internal_affairs",
        "Tuman (shahar) ichki ishlar bo‘limi boshlig‘i",
        "Туман (шаҳар) ички ишлар бўлими бошлиғи",
        "Начальник районного (городского) отдела внутренних дел",
        "Head of the district (city) internal affairs department",
    ),
)
MAHALLA_POSTS: tuple[Post, ...] = (
    _post(
        "m_inspector",
        "internal_affairs",
        "Mahalla profilaktika inspektori",
        "Маҳалла профилактика инспектори",
        "Инспектор профилактики махалли",
        "Prevention inspector of the mahalla",
    ),
    _post(
        "m_prosecutor",
        "prosecutor",
        "Mahallaga biriktirilgan prokuror yordamchisi",
        "Маҳаллага бириктирилган прокурор ёрдамчиси",
        "Помощник прокурора, закреплённый за махаллёй",
        "Assistant prosecutor assigned to the mahalla",
    ),
    _post(
        "m_guard",
        "national_guard",
        "Mahallaga biriktirilgan Milliy gvardiya harbiy xizmatchisi",
        "Маҳаллага бириктирилган Миллий гвардия ҳарбий хизматчиси",
        "Военнослужащий Национальной гвардии, закреплённый за махаллёй",
        "National Guard serviceman assigned to the mahalla",
    ),
    _post(
        "m_hokim_assistant",
        "hokimlik",
        "Hokimning mahalladagi yordamchisi",
        "Ҳокимнинг маҳалладаги ёрдамчиси",
        "Помощник хокима в махалле",
        "Assistant to the hokim in the mahalla",
    ),
    _post(
        "m_school",
        "education",
        "Maktab direktorining ma’naviy-ma’rifiy ishlar bo‘yicha o‘rinbosari",
        "Мактаб директорининг маънавий-маърифий ишлар бўйича ўринбосари",
        "Заместитель директора школы по духовно-просветительской работе",
        "Deputy head of the school for moral and educational work",
    ),
    _post("m_doctor", "health", "Oilaviy shifokor", "Оилавий шифокор", "Семейный врач", "Family doctor"),
    _post(
        "m_employment",
        "employment",
        "Bandlikka ko‘maklashish markazi mutaxassisi",
        "Бандликка кўмаклашиш маркази мутахассиси",
        "Специалист центра содействия занятости",
        "Specialist of the employment assistance centre",
    ),
    _post(
        "m_youth_leader",
        "youth_agency",
        "Mahalla yoshlar yetakchisi",
        "Маҳалла ёшлар етакчиси",
        "Лидер молодёжи махалли",
        "Youth leader of the mahalla",
    ),
    _post(
        "m_womens_activist",
        "family_women",
        "Mahalla xotin-qizlar faoli",
        "Маҳалла хотин-қизлар фаоли",
        "Активистка по делам женщин махалли",
        "Women’s activist of the mahalla",
    ),
)
POSTS = (*REGION_POSTS, *DISTRICT_POSTS, *ACADEMY_POSTS, *LEADER_POSTS, *MAHALLA_POSTS)
REGION_OWNERS = tuple(
    post for post in REGION_POSTS if post.code in {"r_guard_deputy", "r_police_deputy", "r_deputy_hokim"}
)
EVERYWHERE = 4
"""So many agencies (the first of MAHALLA_POSTS) have a post in every mahalla; the others in some."""


def post_terms() -> tuple[Term, ...]:
    """The posts as entries of terms.csv."""
    return tuple(Term(TermKind.POST, post.code, post.names) for post in POSTS)


def district_post(agency: str) -> str:
    """The district's post that answers for an agency's measures."""
    return _of_agency((*DISTRICT_POSTS, ACADEMY_POSTS[0]), agency)


def region_post(agency: str) -> str:
    """The region's post that answers for an agency's measures."""
    return _of_agency((*REGION_POSTS, ACADEMY_POSTS[1]), agency)


def _of_agency(posts: tuple[Post, ...], agency: str) -> str:
    return next(post.code for post in posts if post.agency == agency)


def assignments(rng: np.random.Generator, ground: Ground, red_years: Ints) -> pd.DataFrame:
    """Rows of assignments.csv: the region and each district by all agencies, each mahalla by 4 to 9.

    `red_years` (one number per mahalla): a red mahalla has an owner besides: one of its district's leaders, from three
    years in a row an academy, from five one of the region's.
    """
    some = rng.random((len(ground.codes), len(MAHALLA_POSTS))) < 0.45
    some[:, :EVERYWHERE] = True
    leader = rng.integers(0, len(LEADER_POSTS), len(ground.codes))
    rows = [(ground.region, post.agency, post.code) for post in (*REGION_POSTS, ACADEMY_POSTS[1])]
    for district in ground.districts:
        rows += [(district, post.agency, post.code) for post in (*DISTRICT_POSTS, ACADEMY_POSTS[0], *LEADER_POSTS)]
    for number, code in enumerate(ground.codes):
        rows += [
            (code, post.agency, post.code)
            for post in _posts_of(some[number], owner_of(int(red_years[number]), int(leader[number])))
        ]
    return pd.DataFrame(rows, columns=ASSIGNMENT.names)


def owner_of(red_years: int, which: int) -> Post | None:
    """Who owns a mahalla that has been red for so many years in a row; None for one that is not red."""
    if red_years >= 5:
        return REGION_OWNERS[which]
    if red_years >= 3:
        return ACADEMY_POSTS[0]
    return LEADER_POSTS[which] if red_years else None


def _posts_of(present: Flags, owner: Post | None) -> Iterator[Post]:
    if owner:
        yield owner
    yield from (post for post, there in zip(MAHALLA_POSTS, present.tolist(), strict=True) if there)
