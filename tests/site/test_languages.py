"""The interface in other languages: whole catalogues, and sites where only the content is as it was."""

import importlib.util
import re
import unicodedata
from collections import Counter
from dataclasses import dataclass
from functools import cache
from io import StringIO

import pytest
import yaml
from babel.messages.pofile import read_po
from html_tree import Site

from backstory.dates import parse_date
from backstory.language import Language, dictionary_order
from commands import PROJECT, mkdocs


@dataclass(frozen=True)
class Expected:
    """What a language is known by: the day of the story, 1, 2, 5 and 11 quotes, words in quotation marks."""

    day: str
    quotes: tuple[str, str, str, str]
    quoted: str
    direction: str = "ltr"


LANGUAGES = {
    "de": Expected("4. März 2031", ("1 Zitat", "2 Zitate", "5 Zitate", "11 Zitate"), "„murum struere“"),
    "fr": Expected(
        "4 mars 2031",
        ("1 citation", "2 citations", "5 citations", "11 citations"),
        "«\u202fmurum struere\u202f»",
    ),
    "uk": Expected("4 березня 2031", ("1 цитата", "2 цитати", "5 цитат", "11 цитат"), "«murum struere»"),
    "ar": Expected(
        "4 مارس 2031", ("اقتباس واحد", "اقتباسان", "5 اقتباسات", "11 اقتباسًا"), "«murum struere»", "rtl"
    ),
}
ENGLISH = Expected("4 March 2031", ("1 quote", "2 quotes", "5 quotes", "11 quotes"), "“murum struere”")
# In Material's list of languages, and known to Babel; but nobody has translated our words.
WITHOUT_CATALOGUE = ("eo", "pt-BR", "zh-Hant")


# ---- the catalogues


@cache
def messages():
    """The tool behind `make messages`, as a module."""
    spec = importlib.util.spec_from_file_location("messages", PROJECT / "tools" / "messages.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@cache
def catalogue(language):
    path = PROJECT / messages().LOCALE / language / "LC_MESSAGES" / "backstory.po"
    return read_po(StringIO(path.read_text(encoding="utf-8")), language)


def forms(message):
    """Each English form with the forms of the translation that stand for it."""
    if not message.pluralizable:
        return [(message.id, message.string)]
    return [(message.id[-1], it) for it in message.string]


def test_the_catalogues_are_what_make_messages_writes():
    languages = sorted(LANGUAGES)
    written = {path: data for path, data, _ in messages().files(languages)}
    assert {path: path.read_bytes() for path in written} == written


def test_every_catalogue_there_is_is_tested():
    assert {it.name for it in (PROJECT / messages().LOCALE).iterdir()} == set(LANGUAGES)


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_is_left_to_be_translated(language):
    catalogue_ids = {(it.id, it.context) for it in catalogue(language) if it.id}
    assert catalogue_ids == {(it.id, it.context) for it in messages().extracted() if it.id}
    for message in catalogue(language):
        if message.id:
            assert not message.fuzzy, message.id
            assert all(string.strip() for _, string in forms(message)), message.id


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_translation_has_the_placeholders_and_the_tags_of_its_message(language):
    for message in catalogue(language):
        if not message.id:
            continue
        for english, string in forms(message):
            held, needed = (sorted(set(re.findall(r"%\(\w+\)s|%|</?\w+>", it))) for it in (string, english))
            may_go = {"%(num)s"} if message.pluralizable else set()
            assert set(held) <= set(needed), (english, string)
            assert set(needed) - set(held) <= may_go, (english, string)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_form_for_many_numbers_names_the_number(language):
    """A form may leave the number out only where its language has it for one number alone."""
    plural = Language(language)._catalogue.plural
    numbers = Counter(plural(it) for it in range(1, 200))
    for message in catalogue(language):
        if message.pluralizable and "%(num)s" in message.id[1]:
            nameless = [
                it for index, it in enumerate(message.string) if "%(num)s" not in it and numbers[index] > 1
            ]
            assert not nameless, message.id


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_catalogue_has_no_dates_versions_or_paths(language):
    path = PROJECT / messages().LOCALE / language / "LC_MESSAGES" / "backstory.po"
    text = path.read_text(encoding="utf-8")
    assert "-Date" not in text
    assert "Generated-By" not in text
    assert "\n#: " not in text
    assert "\n#~ " not in text


# ---- a site whose content is Latin, so that what is in English is ours

SAID = {"speaker": "lucia-vara", "kind": "partial", "date": "2031-03-04"}
CONTENT = {
    "actors/lucia-vara": {
        "name": "Lucia Vara",
        "kind": "person",
        "description": "Praetor Portus Albi.",
        "aliases": ["Vara"],
        "same_as": ["https://vara.example/"],
        "roles": [
            {
                "role": "Praetor",
                "of": "senatus",
                "from": "2031-01-01",
                "source": "https://acta.example/praetor",
            },
            {"role": "Scriba", "from": "2028-05", "to": "2030"},
            {"role": "Tribunus", "to": "2027"},
            {"role": "Augur", "as_of": "2026-02-03"},
            {"role": "Civis"},
        ],
    },
    "actors/marcus-niger": {"name": "Marcus Niger", "kind": "person"},
    "actors/senatus": {"name": "Senatus Portus", "kind": "government"},
    "actors/acta": {"name": "Acta Portus", "kind": "media"},
    "actors/rumor": {"name": "Rumor", "kind": "media"},
    "actors/portus": {"name": "Portus Albus", "kind": "place"},
    "actors/nautae": {"name": "Nautae", "kind": "group"},
    "actors/collegium": {"name": "Collegium Navale", "kind": "organization"},
    "topics/mare": {"name": "Mare", "description": "Mare et murus.", "series": True},
    "topics/portorium": {"name": "Portorium"},
    "stories/murus/story": {
        "headline": "Senatus portorium duplicat",
        "short_headline": "Portorium duplex",
        "summary": "Portorium murum sustinet.",
        "published": "2031-03-04",
        "updated": "2031-05-06",
        "text": "republished",
        "license": "CC-BY-4.0",
        "developing": True,
        "based_on": {
            "title": "Murus et portorium",
            "publisher": "acta",
            "url": "https://acta.example/murus",
            "date": "2031-03-04",
            "archived": "https://tabularium.example/murus",
        },
        "topics": ["mare", "portorium"],
        "key_points": ["Murus struitur."],
        "questions": [{"q": "Quis solvit?", "a": "Nautae solvunt."}],
        "backstory": "Scriptum ex tabulis.",
        "actors": {
            it: [] for it in ("lucia-vara", "marcus-niger", "senatus", "portus", "nautae", "collegium")
        },
        "quotes": {
            "murum": SAID
            | {
                "text": "murum struere",
                "audience": ["nautae"],
                "about": ["marcus-niger", "portorium", "senatus"],
                "medium": "speech",
                "venue": "Curia",
                "renderings": [
                    {"publisher": "acta", "text": "murum magnum struere", "url": "https://acta.example/alia"},
                    {"publisher": "rumor", "text": "vallum struere", "url": "https://rumor.example/"},
                ],
                "renderings_note": "Verba differunt.",
            },
            "tacet": {"speaker": "senatus", "kind": "no_comment", "about": ["lucia-vara"]},
            "negat": {
                "speaker": "marcus-niger",
                "kind": "indirect",
                "text": "Murum negat",
                "date": "2031-03",
                "via": "rumor",
                "attribution": "background",
                "description": "Scriba",
                "medium": "interview",
                "source": {"title": "Rumor Albus", "url": "https://rumor.example/negat"},
            },
            "rescribit": SAID
            | {
                "kind": "post",
                "text": "Struemus",
                "date": "2031?",
                "original": {"text": "Χτίζουμε", "language": "el"},
                "source": "https://acta.example/epistula",
            },
        },
        "claims": {
            "duplex": {
                "text": "Portorium duplex est.",
                "said_by": "lucia-vara",
                "status": "open",
                "quote": "murum",
                "log": [
                    {"date": "2031-04-01", "status": "disputed", "text": "Nautae negant.", "story": "unum"},
                    {
                        "date": "2031-05",
                        "status": "confirmed",
                        "text": "Liquet.",
                        "evidence": ["https://a.example/"],
                    },
                ],
            },
        }
        | {
            f"res-{index}": {
                "text": f"Res {index}",
                "said_by": "marcus-niger",
                "status": status,
                "evidence": ["https://acta.example/res"],
            }
            for index, status in enumerate(
                ("unverified", "disputed", "false", "did_not_happen", "outdated", "retracted", "confirmed")
            )
        },
        "events": {
            "olim": {"date": "2019-06", "title": "Pons struitur", "actors": ["collegium"], "place": "portus"},
            "vere": {"date": "2028-21", "title": "Ver", "source": "https://acta.example/ver"},
            "anno": {"date": "2029", "title": "Annus"},
            "fere": {"date": "2030-01-02?", "title": "Procella"},
            "dies": {"date": "2031-03-04", "title": "Senatus decernit"},
            "ludi": {"date": "2031-03-08/2031-03-11", "title": "Ludi"},
            "cras": {"date": "2031-09-01", "title": "Iterum decernit", "planned": True},
        },
        "context": [
            {
                "at": "Senatus <decrevit>",
                "title": "Qui senatus",
                "note": "Senatus Portus Albi.",
                "sources": ["https://acta.example/senatus"],
            }
        ],
        "related": [{"title": "Liber", "url": "https://liber.example/", "adds": "Plura verba"}],
        "corrections": [{"date": "2031-03-05", "text": "Numerus mutatus est."}],
        "changes": [{"date": "2031-05-06", "text": "Exitus additus est."}],
    },
    "stories/abiit/story": {
        "headline": "Abiit",
        "summary": "Abiit.",
        "published": "2030-02-02",
        "text": "retelling",
        "status": "withdrawn",
    },
    "stories/adumbratum/story": {
        "headline": "Adumbratum",
        "summary": "Nondum.",
        "published": "2030-03",
        "text": "retelling",
        "status": "draft",
        "based_on": {"describe": "Charta"},
        "topics": ["mare"],
    },
}
NUMBERS = {"unum": 1, "duo": 2, "quinque": 5, "undecim": 11}
for place, (name, number) in enumerate(NUMBERS.items(), start=5):
    CONTENT[f"stories/{name}/story"] = {
        "headline": f"Fabula {name}",
        "summary": "Brevis.",
        "published": f"2031-04-{place:02}",
        "text": "retelling",
        "actors": {"lucia-vara": []},
        "quotes": {f"q{it}": SAID | {"text": f"verba {it}"} for it in range(number)},
    }
ARTICLE = "Senatus decrevit. Lucia Vara vult “murum struere”, Marcus Niger tacet. Portus Albus gaudet.\n"
# What is shown of these keys is the editor's; all else in the YAML are ids and words of the format.
SHOWN = {
    *(
        "name",
        "description",
        "aliases",
        "role",
        "of",
        "headline",
        "short_headline",
        "summary",
        "title",
        "describe",
    ),
    *(
        "license",
        "key_points",
        "q",
        "a",
        "backstory",
        "text",
        "audience",
        "about",
        "venue",
        "note",
        "adds",
        "at",
    ),
    *("same_as", "source", "sources", "renderings_note", "evidence"),
}


def words_of(value, *, shown=False):
    """The words that an editor wrote for readers."""
    if isinstance(value, dict):
        return {word for key, it in value.items() for word in words_of(it, shown=key in SHOWN)}
    if isinstance(value, list):
        return {word for it in value for word in words_of(it, shown=shown)}
    return set(words(str(value))) if shown else set()


@pytest.fixture(scope="session")
def built(tmp_path_factory):
    """Build the Latin site in a language, once each."""

    @cache
    def build(language, only=tuple(CONTENT)):
        folder = tmp_path_factory.mktemp(language)
        for name in only:
            value = CONTENT[name]
            path = folder / "content" / f"{name}.yml"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(yaml.safe_dump(value, allow_unicode=True), encoding="utf-8")
            if path.name == "story.yml":
                (path.parent / "article.md").write_text(ARTICLE, encoding="utf-8")
        config = {
            "site_name": "Portus",
            "site_url": "https://portus.example/",
            "docs_dir": "content",
            "theme": {"name": "material", "language": language, "font": False},
            "plugins": ["search", {"backstory": {"drafts": True}}],
        }
        (folder / "mkdocs.yml").write_text(yaml.safe_dump(config), encoding="utf-8")
        outcome = mkdocs("build", "--strict", cwd=folder)
        assert outcome.code == 0, outcome.output
        return Site(folder / "site")

    return build


def texts(page):
    """Everything on a page that a reader sees or hears, and that is not Material's."""
    ours = (
        page.root.all(of="md-content")
        + page.root.all("main", of="bs")
        + page.root.all("a", of="md-nav__link")
        + page.root.all("title")
    )
    for part in ours:
        for element in part.walk():
            if element.tag in {"script", "style", "textarea"} or element["lang"]:  # a textarea has code
                continue
            yield from (it for it in element.children if isinstance(it, str))
            for name in ("aria-label", "title", "alt", "placeholder", "data-bs-copied", "data-bs-shown"):
                yield element[name]
            yield element["data-bs-annotation"]
    yield from (it["content"] for it in page.root.all("meta", name="description"))


def ours(site):
    return [it for it in site.pages.values() if it.address != "/404.html"]


def words(*texts):
    return re.findall(r"[^\W\d_]+", " ".join(texts))


def months(language, width):
    return Language(language).locale.months["format"][width].values()


def latin_words(texts):
    """The words in Latin letters, without addresses and placeholders."""
    bare = (re.sub(r"%\(\w+\)s|https?://\S+|\w+\.\w+", " ", it) for it in texts)
    return {it for it in words(*bare) if "LATIN" in unicodedata.name(it[0])}


def translated_words(language):
    strings = [string for message in catalogue(language) if message.id for _, string in forms(message)]
    return set(words(*strings))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_word_of_the_interface_is_translated(language, built):
    known = words_of(CONTENT) | set(words(ARTICLE)) | translated_words(language) | {"n", "p"}  # two keys
    known |= {it for width in ("wide", "abbreviated") for it in words(*months(language, width))}
    known |= set(words(Language(language).listed("123")))
    for page in ours(built(language)):
        unknown = latin_words(texts(page)) - known
        assert {it for it in unknown if not re.fullmatch("[A-Z]{1,2}", it)} == set(), (
            page.address
        )  # monograms


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_word_of_the_interface_is_english(language, built):
    english = set(words("the and with what who said quotes claims stories people checked given until keep"))
    for page in ours(built(language)):
        assert not {it.lower() for it in latin_words(texts(page))} & english, page.address


@pytest.mark.parametrize(("language", "expected"), LANGUAGES.items())
def test_a_site_in_a_language_has_its_direction_dates_numbers_and_marks(language, expected, built):
    site = built(language)
    story = site["/stories/murus/"]
    html = story.root.all("html")[0]
    assert html["lang"] == language
    assert story.root.all("body")[0]["dir"] == expected.direction
    assert expected.day in {it.words for it in story.root.all("time", datetime="2031-03-04")}
    assert expected.quoted in story.content.words.replace("\xa0", " ") or expected.quoted in "".join(
        texts(story)
    )
    cards = {it.words for it in site["/stories/"].content.all("span")}
    assert set(expected.quotes) <= cards


def test_without_a_language_it_is_english(built):
    site = built("en")
    assert ENGLISH.day in site["/stories/murus/"].content.words
    assert ENGLISH.quoted in site["/stories/murus/"].content.words
    assert set(ENGLISH.quotes) <= {it.words for it in site["/stories/"].content.all("span")}


@pytest.mark.parametrize("language", WITHOUT_CATALOGUE)
def test_a_language_without_a_catalogue_has_english_words_and_its_own_dates(language, built):
    page = built(language, only=("actors/lucia-vara", "actors/senatus", "stories/duo/story"))["/stories/duo/"]
    assert "2 quotes" in {it.words for it in page.content.all("span")}
    day = Language(language).day(parse_date("2031-04-06"))
    assert day != "6 April 2031"
    assert day in page.content.words


def test_a_text_that_runs_against_the_page_says_so(built):
    page = built("ar")["/stories/murus/"]
    assert page.root.all("h1")[0]["dir"] == "ltr"
    (text,) = page.content.all(of="bs-text")
    assert {it["dir"] for it in text.elements if it.tag == "p"} == {"ltr"}
    assert not built("en")["/stories/murus/"].content.all(dir="ltr")


# ---- words and dates by themselves


@pytest.mark.parametrize("code", ["xx", "", "klingon", "de_", "zh-Hant-XX"])
def test_no_code_is_an_error(code):
    language = Language(code)
    assert language.day(parse_date("2031-03-04"))
    assert language.gettext("Quotes")


def test_a_code_of_three_letters_is_not_cut_to_another_language():
    assert Language("arn").gettext("Quotes") == "Quotes"
    assert Language("deu-XX").gettext("Quotes") == "Quotes"


def test_a_country_has_the_words_of_its_language():
    assert Language("de-AT").gettext("Quotes") == "Zitate"
    assert Language("ar-EG").gettext("Quotes") == "الاقتباسات"


@pytest.mark.parametrize(
    ("code", "written", "shown"),
    [
        ("de", "2031-03-04", "4. März 2031"),
        ("de", "2031-03", "März 2031"),
        ("de", "2031-22", "Sommer 2031"),
        ("fr", "2031-03-08/2031-03-11", "8–11 mars 2031"),
        ("uk", "2031-03-04", "4 березня 2031"),
        ("uk", "2031-03", "березень 2031"),
        ("uk", "2031-24", "зима 2031"),
        ("ar", "2031-03", "مارس 2031"),
    ],
)
def test_dates_are_written_as_the_language_writes_them(code, written, shown):
    assert Language(code).day(parse_date(written)) == shown


@pytest.mark.parametrize(
    ("code", "shown"),
    [
        ("en", "7 Aug 2025"),
        ("de", "7. Aug. 2025"),
        ("fr", "7 août 2025"),
        ("ar", "7 أغسطس 2025"),
        ("uk", "7 серп. 2025"),
    ],
)
def test_short_dates_name_the_month(code, shown):
    assert Language(code).short_day(parse_date("2025-08-07")) == shown


@pytest.mark.parametrize(
    ("code", "share", "number"),
    [
        ("en", "42%", "1,234"),
        ("de", "42\xa0%", "1.234"),
        ("fr", "42\xa0%", "1\u202f234"),
        ("uk", "42%", "1\xa0234"),
    ],
)
def test_numbers_are_written_as_the_language_writes_them(code, share, number):
    assert Language(code).percent(0.42) == share
    assert Language(code).number(1234) == number


def test_things_in_a_row_have_the_commas_of_the_language():
    assert Language("en").series(["a", "b"]) == "a, b"
    assert Language("ar").series(["ا", "ب"]) == "ا، ب"
    assert Language("fr").labelled("Vara", "oui") == "Vara\xa0: oui"


def test_a_name_in_another_script_keeps_to_itself():
    assert Language("ar").series(["Vara", "7 مارس"]) == "\u2068Vara\u2069، 7 مارس"
    assert Language("en").series(["Vara", "Niger"]) == "Vara, Niger"


def test_the_direction_of_a_text_is_that_of_most_of_its_letters():
    assert Language("ar").direction_of("Lucia Vara") == "ltr"
    assert Language("ar").direction_of("CNN تنشر الخبر كاملا") == ""
    assert Language("ar").direction_of("2031") == ""
    assert Language("en").direction_of("تنشر الخبر") == "rtl"


def test_names_are_in_the_order_of_a_dictionary():
    ukrainian = ["Ґалаґан", "Їжак", "Іваненко", "Єрмак", "Гончар", "Йосипенко", "Ковач", "Данилко"]
    assert sorted(ukrainian, key=dictionary_order) == [
        *("Гончар", "Ґалаґан", "Данилко", "Єрмак", "Іваненко", "Їжак", "Йосипенко", "Ковач"),
    ]
    assert sorted(["Zola", "Émile", "Eco"], key=dictionary_order) == ["Eco", "Émile", "Zola"]
