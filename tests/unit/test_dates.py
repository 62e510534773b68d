"""Dates as news has them."""

import re
from datetime import date

import pytest
from edtf import parse_edtf
from hypothesis import given, settings
from hypothesis import strategies as st

from backstory.dates import Precision, parse_date


@pytest.mark.parametrize(
    ("text", "start", "end", "precision"),
    [
        ("2031-03-04", date(2031, 3, 4), date(2031, 3, 4), Precision.DAY),
        ("2031-03", date(2031, 3, 1), date(2031, 3, 31), Precision.MONTH),
        ("2032-02", date(2032, 2, 1), date(2032, 2, 29), Precision.MONTH),
        ("2031", date(2031, 1, 1), date(2031, 12, 31), Precision.YEAR),
        ("2031-03-01/2031-03-04", date(2031, 3, 1), date(2031, 3, 4), Precision.INTERVAL),
        ("2030-11/2031-02", date(2030, 11, 1), date(2031, 2, 28), Precision.INTERVAL),
        ("203X", date(2030, 1, 1), date(2039, 12, 31), Precision.OTHER),
    ],
)
def test_a_date_knows_its_first_and_last_day(text, start, end, precision):
    when = parse_date(text)
    assert (when.start, when.end, when.precision, when.text) == (start, end, precision, text)
    assert when.is_exact is (precision is Precision.DAY)
    assert not when.uncertain


@pytest.mark.parametrize("text", ["2031-03?", "2031~", "2031-03-04%", "2031-03-04?", "~2031", "2031-~03"])
def test_a_doubtful_date_is_uncertain_and_keeps_its_precision(text):
    when = parse_date(text)
    assert when.uncertain
    assert not when.is_exact
    certain = parse_date(re.sub("[?~%]", "", text))
    assert (when.start, when.end, when.precision) == (certain.start, certain.end, certain.precision)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "2031-02-29",
        "2031-13",
        "2031-00",
        "0000",
        "4 March 2031",
        "2031-3-4",
        "04.03.2031",
        "2031-03-04/..",
        "../2031",
        "/2031",
        "Y170000002",
        "-0300",
        "yesterday",
        "2031/",
        "2031 -03",
        "2031-03-04T06:00:00",
        "٢٠٣١",
        "2031-03-04\n",
        "2031" * 40,
    ],
)
def test_what_has_no_first_and_last_day_is_no_date(text):
    with pytest.raises(ValueError, match=r"^$"):
        parse_date(text)


def test_an_interval_that_ends_before_it_begins_is_told_so():
    with pytest.raises(ValueError, match="it ends before it begins"):
        parse_date("2031-03-04/2031-03-01")


def test_dates_sort_by_their_first_day_and_the_closer_known_first():
    texts = ["2031-04", "2031-03-04", "2031", "2031-03", "2030-12-31", "2031-01-01"]
    assert [it.text for it in sorted(map(parse_date, texts), key=lambda it: it.sort_key())] == [
        "2030-12-31",
        "2031-01-01",
        "2031",
        "2031-03",
        "2031-03-04",
        "2031-04",
    ]


@given(
    st.one_of(
        st.text(max_size=12),
        st.text(st.sampled_from("0123456789-/?~%.XYu[]{},T:Z"), max_size=30),
        st.from_regex(r"\d{4}(-\d{2}){0,2}[?~%]?(/\d{4}(-\d{2}){0,2})?", fullmatch=True),
    )
)
@settings(deadline=None, max_examples=60)
def test_any_text_is_a_date_with_a_first_and_a_last_day_or_none(text):
    try:
        when = parse_date(text)
    except ValueError:
        return
    assert when.start <= when.end
    assert when.text == text


@given(st.integers(0, 9999), st.integers(0, 13))
@settings(deadline=None, max_examples=50)
def test_a_year_and_a_month_are_what_edtf_says(year, month):
    for text in (f"{year:04}", f"{year:04}-{month:02}"):
        try:
            when = parse_date(text)
        except ValueError:
            assert not year or month in {0, 13}
            continue
        first, last = (parse_edtf(text).lower_strict(), parse_edtf(text).upper_strict())
        assert (when.start, when.end) == (date(*first[:3]), date(*last[:3]))


def test_digits_of_other_scripts_make_no_date():
    with pytest.raises(ValueError):  # noqa: PT011 - it says nothing more
        parse_date("٢٠٣١")
