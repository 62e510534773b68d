"""Quotations looked up word for word: typography counts for nothing, each word counts."""

import random
import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from backstory.wording import find_words, seal_of, wording_of

SOURCE = """“We can build the wall now – this year, if you like – or we can pay for the flood later,” the
mayor said. “That’s 5% more than the −3 degrees of 2029, and $40 less.” He asked: “Will the Harbour
Master's people not come back?” She didn't say. «Ні, не сьогодні», відповіла вона. 我们现在可以修墙。 The
har-
bour is co-owned; pre- and post-war maps… differ [sic]."""


@pytest.mark.parametrize(
    ("quotation", "is_whole"),
    [
        ("We can build the wall now", True),
        ('"We can build the wall now -- this year"', True),
        ("we can pay for\u00a0the flood later.", True),
        ("We can build the wall now … pay for the flood later", False),
        ("[T]hat’s 5% more", False),
        ("[t]hat’s 5% more", False),
        ("That's 5% more than the -3 degrees", True),
        ("Harbour Master’s people not come back", True),
        ("Ні — не сьогодні!", True),
        ("现在可以", True),
        ("The harbour is co-owned", True),
        ("The harbour is co‑owned", True),
        ("post-war maps… differ", True),
        ("post-war maps differ", True),
        ("differ [sic]", True),
        ("the wall [of stone] or we can pay", False),
    ],
)
def test_words_are_found_however_they_are_set(quotation, is_whole):
    found = find_words(wording_of(SOURCE), quotation)
    assert found
    assert found.is_whole == is_whole


@pytest.mark.parametrize(
    "quotation",
    [
        "We can build a wall now",
        "We can build wall now",
        "we can build the wall now",
        "We can build the wall the wall now",
        "can build the wal",
        "Thats 5% more",
        "That’s 5 more",
        "That’s 5% more than the 3 degrees",
        "and 40 less",
        "Harbour Masters people",
        "people come back",
        "She did say",
        "现在不可以",
        "we can pay … We can build",
        "the harb our is",
        "The harbour is coowned",
        "",
        "…",
    ],
)
def test_other_words_are_not_found(quotation):
    assert find_words(wording_of(SOURCE), quotation) is None


def test_a_place_is_where_the_words_stand():
    wording = wording_of(SOURCE)
    found = find_words(wording, "We can build … the flood later")
    assert [wording.words_at(it) for it in found.places] == ["We can build", "the flood later"]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("We can … pay", "We can pay"),
        ("We can [the city] pay", "We can pay"),
        ("[W]e can", "We can"),
        ("5%", "5"),
        ("-3", "3"),
        ("its", "it's"),
        ("resign", "re-sign"),
        ("क", "कि"),
        ("No", "no"),
    ],
)
def test_what_reads_otherwise_has_another_seal(one, other):
    assert seal_of(one) != seal_of(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("We can … pay", "We can ... pay"),
        ("We can … pay", "We can […] pay"),
        ("We can, pay", "We can – pay!"),
        ("It’s “so”", "It's «so»"),
        ("a high\u2011level meeting", "a high-level\nmeeting"),
        ("ﬁne", "fine"),
        ("cafe\u0301", "café"),
    ],
)
def test_what_only_looks_different_has_the_same_seal(one, other):
    assert seal_of(one) == seal_of(other)


# ---- a thousand quotations, each changed once

WORDS = (
    *("we", "can", "build", "the", "wall", "now", "this", "year", "or", "pay", "for", "flood", "later"),
    *("council", "toll", "never", "always"),
)
MARKS = ['"', "“", "”", "«", "»", "'", "‘", "’", ",", ".", "!", ";", ":", " – ", " — ", " - ", "\u00a0", "\n"]


def _chance(seed):
    return random.Random(seed)  # noqa: S311 - chance, not secrets


def _dropped(words, chance):
    at = chance.randrange(len(words))
    return words[:at] + words[at + 1 :]


def _swapped(words, chance):
    at = chance.choice([it for it in range(len(words) - 1) if words[it] != words[it + 1]])
    return [*words[:at], words[at + 1], words[at], *words[at + 2 :]]


def _added(words, chance):
    at = chance.randrange(len(words) + 1)
    return [*words[:at], chance.choice(WORDS), *words[at:]]


def _replaced(words, chance):
    at = chance.randrange(len(words))
    return [*words[:at], chance.choice([it for it in WORDS if it != words[at]]), *words[at + 1 :]]


def _misspelt(words, chance):
    at = chance.randrange(len(words))
    return [*words[:at], words[at] + "s", *words[at + 1 :]]


CHANGES = [_dropped, _swapped, _added, _replaced, _misspelt]


def _quotation(chance):
    """Words that do not all stand alike, so that each change of them is one."""
    return chance.sample(WORDS, chance.randint(4, 10))


@pytest.mark.parametrize("change", CHANGES, ids=lambda it: it.__name__.strip("_"))
def test_each_change_of_words_is_caught(change):
    for number in range(200):
        chance = _chance(f"{change.__name__}{number}")
        words = _quotation(chance)
        changed = change(words, chance)
        # With the words around it, so that what is dropped or added at an end is a change, too.
        source = wording_of(f"He spoke. “{' '.join(words)}.” That was all.")
        whole = f"spoke {' '.join(changed)} That"
        assert find_words(source, f"spoke {' '.join(words)} That")
        assert find_words(source, whole) is None
        assert seal_of(" ".join(words)) != seal_of(" ".join(changed))


def test_no_change_of_mere_typography_is_caught():
    for number in range(1000):
        chance = _chance(str(number))
        words = _quotation(chance)
        source = wording_of(f"He spoke. “{' '.join(words)}.” That was all.")
        changed = list(words)
        for _ in range(chance.randint(1, 3)):
            at = chance.randrange(len(changed))
            changed[at] = chance.choice(
                [changed[at] + chance.choice(MARKS), chance.choice(MARKS) + changed[at]]
            )
        assert find_words(source, " ".join(changed))
        assert seal_of(" ".join(words)) == seal_of(" ".join(changed))


@given(st.text())
@example("🈀")
def test_any_text_with_words_is_found_in_itself(text):
    bare = re.sub(r"[\[\]().…]", " ", text)
    wording = wording_of(bare)
    assert bool(find_words(wording, bare)) == any(it.isalnum() for it in wording.normal)
