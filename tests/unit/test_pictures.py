"""The social pictures: what they say, how they are set, and that they are the same everywhere."""

import io
import random
import unicodedata

import pytest
from msgspec.structs import replace
from PIL import Image, ImageChops, ImageDraw

from backstory.checks import NO_RULES
from backstory.compiler import Settings, compile_site
from backstory.drawing.canvas import Canvas
from backstory.drawing.inked import inked_line
from backstory.drawing.letters import is_drawable, plain, visual
from backstory.drawing.pictures import draw
from backstory.drawing.png import png_file
from backstory.drawing.type import Block, Style, font, set_text, width
from backstory.pages.parts import Face
from backstory.pages.pictures import QuotePicture, StoryPicture

WORDS = Style("serif-regular", (60, 40, 30))
QUOTES = """\
quotes:
  the-wall: {speaker: ilse-varga, kind: direct, text: We can build the wall, date: 2031-03-04}
"""
# What a picture of only its ground has of other colours.
NOTHING = 0


@pytest.fixture
def compiled(content, tmp_path):
    content.write(
        "actors/ilse-varga.yml", "name: Ilse Varga\nkind: person\nroles: [{role: Mayor, from: 2030}]\n"
    )
    content.story(QUOTES, "“We can build the wall”, Ilse Varga said.\n")

    def compiled(**settings):
        ours = {"site_name": "Harbour", "levels": NO_RULES, "drawn": tmp_path / "drawn"}
        compilation = compile_site(content.path, Settings(**ours | settings))
        assert not compilation.diagnostics
        return compilation.site

    return compiled


def _quote(words, *, rtl=False, name="Ilse Varga", marks=("“", "”")):
    return QuotePicture(
        address="/cards/quotes/toll/the-wall.png",
        alt="",
        site_name="Harbour",
        rtl=rtl,
        kind="Direct quote",
        day="4 March 2031",
        words=words,
        marks=marks,
        speaker=Face("ilse-varga", name, name, "/actors/ilse-varga/", "IV", "person", "Person"),
        role="Mayor",
        seal="Matches the source",
        mark="seal",
        matches=True,
        source="Alder Gazette",
    )


def _opened(data):
    return Image.open(io.BytesIO(data))


def _inked(data, box):
    """How many pixels of a box are not of the ground."""
    part = _opened(data).convert("L").crop(box)
    return sum(part.histogram()[:230])


def test_each_story_quote_and_actor_has_a_picture_of_1200_by_630(compiled):
    pictures = {path: data for path, data in compiled().files.items() if path.startswith("cards/")}
    assert sorted(pictures) == [
        "cards/actors/ilse-varga.png",
        "cards/actors/tomas-reyk.png",
        "cards/quotes/toll/the-wall.png",
        "cards/stories/toll.png",
    ]
    assert {_opened(it).size for it in pictures.values()} == {(1200, 630)}


def test_a_quotes_picture_holds_its_words_speaker_role_source_and_check_as_text(compiled):
    data = compiled().files["cards/quotes/toll/the-wall.png"]
    shown = _opened(data).text["Description"].splitlines()
    assert shown == [
        "Direct quote",
        "4 March 2031",
        "“We can build the wall”",
        "Ilse Varga",
        "Mayor",
        "Not checked",
        "source not given",
        "Harbour",
    ]
    assert "“We can build the wall”".encode() in data  # a scan of the bytes finds it


def test_pictures_can_be_switched_off(compiled):
    site = compiled(social_cards=False)
    assert not [it for it in site.files if it.startswith("cards/")]
    assert not [it for it in site.pages if it.picture]


def test_the_same_picture_is_the_same_bytes_drawn_again():
    assert draw(_quote("We can build the wall")) == draw(_quote("We can build the wall"))


def test_a_damaged_or_lost_picture_is_drawn_again(compiled, tmp_path):
    first = compiled().files
    kept = {it: it.read_bytes() for it in sorted((tmp_path / "drawn").iterdir())}
    assert len(kept) == 4
    damaged, lost, *_ = kept
    damaged.write_bytes(kept[damaged][:-1])
    lost.unlink()
    assert compiled().files == first
    assert {it: it.read_bytes() for it in kept} == kept


def test_pictures_that_are_not_used_any_more_are_not_kept(compiled, tmp_path):
    compiled()
    before = set((tmp_path / "drawn").iterdir())
    compiled(site_name="Another")
    after = set((tmp_path / "drawn").iterdir())
    assert len(after) == 4
    assert not before & after


def test_a_folder_that_cannot_be_written_to_costs_only_time(compiled, tmp_path):
    (tmp_path / "a-file").write_text("in the way")
    assert compiled(drawn=tmp_path / "a-file" / "drawn").files == compiled().files


def test_a_file_holds_each_pixels_colour_and_the_words_in_any_script():
    image = Image.radial_gradient("L").resize((301, 40)).point([min(it // 32, 2) for it in range(256)])
    palette = bytes.fromhex("f6f5f1 1c1d21 565b64")
    data = png_file(image, palette, "כתוב\nŁódź")
    _opened(data).verify()  # the parts' checksums
    opened = _opened(data)
    assert opened.text == {"Description": "כתוב\nŁódź"}
    image.putpalette(palette)
    assert ImageChops.difference(opened.convert("RGB"), image.convert("RGB")).getbbox() is None


# ---- setting


def test_short_words_are_set_larger_than_long_ones():
    short = set_text("We can.", WORDS, wide=1000, high=200)
    long = set_text("We can build the wall now. " * 5, WORDS, wide=1000, high=200)
    assert short.size > long.size
    assert long.height <= 200


def test_no_line_is_wider_than_its_box():
    for text in ("We can build the wall now. " * 40, "Donaudampfschiffahrtsgesellschaft" * 4, "x"):
        block = set_text(text.strip(), WORDS, wide=400, high=200)
        assert max(width(it, block.face, block.size) for it in block.lines) <= 400
        assert block.height <= 200


def test_words_that_do_not_fit_are_cut_after_a_sentence_inside_their_marks():
    text = " ".join(f"This is the sentence number {it}." for it in range(30))
    block = set_text(text, WORDS, wide=600, high=200, opening="“", closing="”")
    said = " ".join(block.lines)
    assert said.startswith("“This is")
    assert said.endswith(".\u00a0…”")


def test_one_long_sentence_is_cut_after_a_word():
    block = set_text("and the wall " * 100, WORDS, wide=600, high=200, opening="“", closing="”")
    assert " ".join(block.lines).removesuffix("\u00a0…”").split(" ")[-1] in {"and", "the", "wall"}


def test_lines_are_of_like_length():
    block = set_text("We can build the wall now, and we will build it", WORDS, wide=1000, high=160)
    widths = [width(it, block.face, block.size) for it in block.lines]
    assert len(widths) == 2
    assert min(widths) > 0.7 * max(widths)


# ---- scripts


def _names(text):
    return [unicodedata.name(it) for it in text]


def test_arabic_letters_are_joined_and_run_from_right_to_left():
    assert _names(visual("سلام", rtl=True)) == [
        "ARABIC LETTER MEEM ISOLATED FORM",
        "ARABIC LIGATURE LAM WITH ALEF FINAL FORM",
        "ARABIC LETTER SEEN INITIAL FORM",
    ]


def test_a_letter_that_does_not_reach_on_leaves_the_next_one_apart():
    assert _names(visual("دار", rtl=True)) == [
        "ARABIC LETTER REH ISOLATED FORM",
        "ARABIC LETTER ALEF ISOLATED FORM",
        "ARABIC LETTER DAL ISOLATED FORM",
    ]


@pytest.mark.parametrize(
    ("line", "rtl", "drawn"),
    [
        ("We can (now)", False, "We can (now)"),
        ("אבג 15 דה", True, "הד 15 גבא"),
        ("אבג (White House) דה", True, "הד (White House) גבא"),
        ("אבג (דה).", True, ".(הד) גבא"),
        ("he said אבג דה.", False, "he said הד גבא."),
        ("אבג 1,500.25% דה", True, "הד 1,500.25% גבא"),
        ("אבג 10:30–11:15", True, "11:15–10:30 גבא"),
        ("«אבג»", True, "«גבא»"),
    ],
)
def test_runs_are_put_in_order_with_numbers_brackets_and_marks(line, rtl, drawn):
    assert visual(line, rtl=rtl) == drawn


def test_vowel_points_and_controls_are_left_out_and_spaces_that_do_not_break_stay():
    assert plain("سَلَام \u2068a\u2069 «\u202fb\u00adc\u202f»\n d") == "سلام a «\u202fbc\u202f» d"


@pytest.mark.parametrize(
    "text",
    [
        "Ilse Varga’s “wall” – 100 €",
        "Łódź, Đặng Thị, Şanlıurfa, Ærø, Þórður",
        "Ґанок і їжак; объявление; Ђорђе",
        "Το τείχος",
        "Հայերեն, ქართული",
        "الملخّص: لا توجد خطط؛ ۱۵ پیگیری گفت‌وگو",
        "שָׁלוֹם, דוד",
    ],
)
def test_latin_cyrillic_greek_armenian_georgian_arabic_and_hebrew_have_glyphs(text):
    assert is_drawable(text)


def test_a_gap_sign_stands_for_pictograms():
    assert plain("Great news \U0001f389\u2764\ufe0f, all") == "Great news …, all"
    assert is_drawable("Great news \U0001f389")


def test_words_in_a_script_without_glyphs_are_left_out_and_the_rest_is_drawn():
    assert not is_drawable("我们现在可以建造海堤")
    data = draw(_quote("我们现在可以建造海堤", name="習近平"))
    assert _inked(data, (180, 430, 1120, 480)) == NOTHING  # the name's line
    assert _inked(data, (80, 555, 500, 600)) > NOTHING  # how it was checked
    assert "我们现在可以建造海堤" in _opened(data).text["Description"]


def test_a_site_from_right_to_left_has_its_words_and_its_speaker_at_the_right():
    words = "נבנה"
    data = draw(_quote(words, rtl=True, marks=("”", "“")))
    assert _inked(data, (0, 122, 600, 412)) == NOTHING
    assert _inked(data, (600, 122, 1200, 412)) > NOTHING
    assert _inked(data, (1044, 430, 1120, 506)) > NOTHING


@pytest.mark.parametrize("words", ["x", "word " * 2000, "x" * 5000, "", " ", "…", "\u200f", "🙂"])
def test_any_words_give_a_picture_with_nothing_in_its_margins(words):
    data = draw(_quote(words, name="word " * 100))
    assert _inked(data, (1121, 0, 1200, 630)) == NOTHING
    assert _inked(data, (0, 600, 1200, 630)) == NOTHING


def _any_line(letters, chance, length):
    """Some of the letters in a row, and the row as it is drawn."""
    words = "".join(chance.choices(letters, k=length))
    return words, visual(words, rtl=unicodedata.bidirectional(letters[0]) in {"R", "AL"})


@pytest.mark.parametrize(
    "letters", ["ABTVWYaefijorstvy .,“”’–…", "АВТУабгґєіїйжщя", "ΑΔΥΤαβγτυ", "ابتجحعغفقلم", "אבגםןשת"]
)
@pytest.mark.parametrize("face", ["serif-regular", "sans-bold"])
def test_a_line_is_as_wide_as_the_fonts_have_it(letters, face):
    chance = random.Random(7)  # noqa: S311 - the same each time
    for size in (25, 48):
        for _ in range(20):
            words, drawn = _any_line(letters, chance, chance.randint(1, 30))
            assert width(words, face, size) == font(face, size).getlength(drawn)


@pytest.mark.parametrize(
    "letters", ["ABTVWYaefijorstvy .,“”’–…", "АВТУабгґєіїйжщя", "ابتجحعغفقلم", "אבגםןשת", "ẬẾỘǺĄĘ̱"]
)
@pytest.mark.parametrize("face", ["serif-regular", "sans-bold"])
def test_a_line_put_together_from_letters_is_the_line_that_the_fonts_draw(letters, face):
    chance = random.Random(11)  # noqa: S311 - the same each time
    for size in (25, 48):
        _, drawn = _any_line(letters, chance, 24)
        whole, ours = (Image.new("L", (1400, 200), 0) for _ in range(2))
        ImageDraw.Draw(whole).text((100, 100), drawn, 255, font(face, size), anchor="ls")
        line = inked_line(drawn, face, size)
        ours.paste(line.pixels, (100 + line.left, 100 + line.top))
        assert ImageChops.difference(whole, ours).getextrema() <= (0, 1)  # as blending rounds


def test_lines_that_touch_take_no_ink_from_one_another():
    block = Block("serif-bold", 76, 87, ("ggjpgg", "ẾÉẾÉẾ"), rtl=False)
    canvas = Canvas(rtl=False)
    canvas.block(block, (80, 100), "ink")
    drawn = _opened(canvas.png("")).convert("L")
    lines = []
    for text, alone in zip(block.lines, (0, 1), strict=True):
        canvas = Canvas(rtl=False)
        canvas.block(replace(block, lines=(text,)), (80, 100 + alone * block.leading), "ink")
        lines.append(_opened(canvas.png("")).convert("L"))
    one, other = (it.point(lambda grey: 255 * (grey < 240)) for it in lines)
    assert ImageChops.multiply(one, other).getbbox()  # they do touch
    assert ImageChops.difference(drawn, ImageChops.darker(*lines)).getbbox() is None


def test_a_withdrawn_story_of_any_headline_has_its_picture():
    for words in (1, 20, 40, 400):
        picture = StoryPicture(
            address="/cards/stories/toll.png",
            alt="",
            site_name="Harbour",
            rtl=False,
            topic="",
            day="4 March 2031",
            headline="Walking " * words,
            summary="",
            counts="",
            speakers=(),
        )
        assert _inked(draw(picture), (80, 122, 1120, 520)) > NOTHING


def test_a_line_of_spaces_has_nothing_inked():
    assert inked_line(" \u00a0 ", "sans-bold", 30) is None
