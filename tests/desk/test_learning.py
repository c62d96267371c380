"""Suggestions of topics: clear cases are right, what fits nothing gets none, and nothing is applied."""

from datetime import timedelta
from random import Random

import pytest
from django.test import Client
from django.urls import reverse

from pamphleteer.collect.models import Story
from pamphleteer.desk.learning import Doc, learn, suggest, words_of
from pamphleteer.desk.models import Article, Learned
from pamphleteer.desk.verbs import learning
from pamphleteer.desk.verbs.merge import merge
from pamphleteer.desk.verbs.publish import withdraw
from pamphleteer.desk.verbs.reading import lines
from pamphleteer.ground import clock
from pamphleteer.ground.clock import StoppedClock
from pamphleteer.register.models import Topic
from tests.cast import Cast
from tests.desk.test_web import form

# For each language what is said anywhere, and what is said under three topics and of none of them.
SAID = {
    "en": (
        "the of and for people said on Monday after years new city council many they would not have more with",
        "river water drinking wells pipes dam reservoir drought flood irrigation sewage pump springs",
        "match goal striker league coach stadium penalty defender referee season cup midfielder fans",
        "ballot election candidate votes polling parliament campaign coalition recount mandate turnout",
        "telescope comet orbit astronaut galaxy rocket asteroid launch lunar probe nebula satellite",
    ),
    "es": (
        "el de y para la gente dijo el lunes después años nuevo ciudad ayuntamiento muchos habría no más con",
        "río agua potable pozos tuberías presa embalse sequía inundación riego cloacas bomba manantial",
        "partido gol delantero liga entrenador estadio penalti defensa árbitro temporada copa hinchas",
        "urna elecciones candidata votos sondeo parlamento campaña coalición escrutinio mandato mesa",
        "telescopio cometa órbita astronauta galaxia cohete asteroide lanzamiento lunar sonda nebulosa",
    ),
    "ru": (
        "и в на для люди сказали понедельник после лет новый город совет многие они бы не было больше также",
        "река воды питьевой колодцы трубы плотина водохранилище засуха наводнение орошение насос родник",
        "матч гола нападающий лига тренер стадион пенальти защитник судья сезон кубок болельщики",
        "бюллетень выборы кандидат голоса опрос парламент кампания коалиция пересчёт мандат явка",
        "телескоп комета орбита космонавт галактика ракета астероид запуск лунный зонд туманность",
    ),
    "ar": (
        "في من على إلى الناس قالوا الاثنين بعد سنوات جديد المدينة المجلس كثير كانوا لم أكثر مع عن أول آخر الأسبوع",
        "النهر المياه الشرب الآبار الأنابيب السد الخزان الجفاف الفيضان الري المجاري المضخة الينابيع",
        "المباراة الهدف المهاجم الدوري المدرب الملعب الجزاء المدافع الحكم الموسم الكأس المشجعون",
        "الاقتراع الانتخابات المرشح الأصوات الاستطلاع البرلمان الحملة الائتلاف الفرز التفويض الإقبال",
        "التلسكوب المذنب المدار الفضاء المجرة الصاروخ الكويكب الإطلاق القمر المسبار السديم",
    ),
    "zh": (
        "人们 星期一 之后 多年 新的 城市 委员会 许多 他们 不会 更多 关于 首先 最后 本周 一些 其他 告诉 报告 当地",
        "河流 饮用水 水井 管道 大坝 水库 干旱 洪水 灌溉 污水 水泵 泉水",
        "比赛 进球 前锋 联赛 教练 球场 点球 后卫 裁判 赛季 奖杯 球迷",
        "选票 选举 候选人 投票 民调 议会 竞选 联盟 重新计票 授权 投票率",
        "望远镜 彗星 轨道 宇航员 星系 火箭 小行星 发射 月球 探测器 星云 卫星",
    ),
}  # fmt: skip
COMMON, WATER, FOOTBALL, ELECTIONS, SPACE = range(5)


def written(language: str, about: int, chance: Random) -> str:
    """Invent an article: a third of its words are its subject's."""
    own, common = (SAID[language][part].split() for part in (about, COMMON))
    said = [chance.choice(own) for _ in range(9)] + [chance.choice(common) for _ in range(20)]
    chance.shuffle(said)
    return ("" if language == "zh" else " ").join(said)


@pytest.mark.parametrize("language", SAID)
def test_clear_cases_are_right_and_what_fits_nothing_gets_nothing(language: str) -> None:
    chance = Random(7)
    docs = [
        Doc(frozenset({about}), f"Piece {n}", words_of(written(language, about, chance)))
        for n in range(25)
        for about in (WATER, FOOTBALL, ELECTIONS)
    ]
    docs += [Doc(frozenset(), "", words_of(written(language, COMMON, chance))) for _ in range(25)]
    lessons = learn(docs)

    said = right = missed = 0
    for about in (WATER, FOOTBALL, ELECTIONS):
        for _ in range(40):
            found = [
                one.topic for one in suggest(words_of(written(language, about, chance)), lessons)
            ]
            said += len(found)
            right += found.count(about)
            missed += about not in found
    stray = sum(
        len(suggest(words_of(written(language, about, chance)), lessons))
        for about in (COMMON, SPACE)
        for _ in range(60)
    )
    assert right >= 0.97 * said
    assert missed <= 0.3 * 120
    assert stray <= 2


def test_little_teaches_nothing() -> None:
    chance = Random(7)
    docs = [
        Doc(frozenset({about}), "", words_of(written("en", about, chance)))
        for _ in range(5)
        for about in (WATER, FOOTBALL, ELECTIONS)
    ]
    assert learn(docs) == []
    assert learn([]) == []
    only = [Doc(frozenset({WATER}), "", words_of(written("en", WATER, chance)))] * 40
    assert learn(only) == []


def test_topics_that_are_given_at_random_are_never_suggested() -> None:
    chance = Random(7)
    docs = [
        Doc(frozenset({chance.randrange(3)}), "", words_of(written("en", COMMON, chance)))
        for _ in range(150)
    ]
    lessons = learn(docs)
    found = [suggest(words_of(written("en", COMMON, chance)), lessons) for _ in range(100)]
    assert sum(map(len, found)) <= 2


# At the desk


@pytest.fixture
def taught(cast: Cast) -> Topic:
    """An outlet that has published on water and on football, and has learned from it."""
    chance = Random(7)
    football = Topic.objects.create(slug="football", name="Football")
    for number in range(12):
        for topic, about in ((cast.topic, WATER), (football, FOOTBALL)):
            cast.article(
                headline=f"{topic} piece {number}",
                lead=written("en", about, chance),
                topics=[topic],
            )
    assert learning.round_() == 24
    return cast.topic


def of_water() -> str:
    return written("en", WATER, Random(3))


pytestmark = [pytest.mark.django_db, pytest.mark.either_database]


def test_the_form_offers_what_fits_with_the_reason_and_ticks_nothing(
    client: Client, cast: Cast, taught: Topic
) -> None:
    client.force_login(cast.editor)
    draft = cast.draft(lead=of_water(), topics=[])
    address = reverse("wagtailsnippets_desk_article:edit", args=[draft.pk])
    page = client.get(address).content.decode()
    assert "Water (like: “Water piece" in page
    assert "Football (like" not in page
    assert page.index("Suggested") < page.index("All others") < page.index("Football")
    assert not Article.objects.get(pk=draft.pk).topics.exists()

    client.post(address, form(lead=draft.lead, topics=[taught.pk], slug=draft.slug))
    draft.refresh_from_db()
    assert list(draft.get_latest_revision_as_object().topics.all()) == [taught]
    assert "(like:" not in client.get(address).content.decode()


def test_the_wire_says_what_fits_and_why(client: Client, cast: Cast, taught: Topic) -> None:
    now = clock.now()
    story = Story.objects.create(begun=now, latest=now, language="en")
    item = cast.item(story=story, headline="Of the wells", lead=of_water())
    Story.objects.filter(pk=story.pk).update(first=item)
    client.force_login(cast.contributor)
    for page in (reverse("desk_wire"), reverse("desk_story", args=[story.pk])):
        assert (
            "Suggested: <bdi>Water</bdi> (<bdi>like: “Water piece"
            in client.get(page).content.decode()
        )
    cast.source.topics.add(taught)
    assert [line.suggested for line in lines([story])] == [[]]


def test_another_language_or_an_untaught_outlet_gets_nothing(cast: Cast) -> None:
    draft = cast.draft(lead=of_water(), topics=[])
    assert learning.for_article(draft) == []
    assert learning.round_() == 0


def test_what_was_learned_in_one_language_is_not_said_in_another(cast: Cast, taught: Topic) -> None:
    assert learning.for_article(cast.draft(lead=of_water(), topics=[], language="fr")) == []
    assert learning.for_article(cast.draft(lead=of_water(), topics=[], language="en-GB"))


def test_it_learns_anew_when_something_is_published_and_rests_between(
    cast: Cast, stopped_clock: StoppedClock, taught: Topic
) -> None:
    assert learning.round_() == 0
    Learned.objects.update(took=3)
    stopped_clock.advance(minutes=5)
    withdraw(Article.objects.filter(topics=taught)[0])
    assert learning.round_() == 0
    stopped_clock.advance(minutes=6)
    assert learning.round_() == 23
    assert Learned.objects.get().at == clock.now()
    assert clock.now() - timedelta(minutes=11) < clock.now()


def test_a_merged_topic_is_not_suggested(cast: Cast, taught: Topic) -> None:
    draft = cast.draft(lead=of_water(), topics=[])
    other = Topic.objects.create(slug="seas", name="Seas")
    merge(taught, other)
    assert learning.for_article(draft) == []
    Learned.objects.update(took=0)
    assert learning.round_() == 24
    assert [one.topic for one in learning.for_article(draft)] == [other]
