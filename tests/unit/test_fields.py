"""What single values of the YAML may be."""

import re
from unittest import mock

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backstory.schema import fields
from backstory.schema.fields import is_address


@pytest.mark.parametrize(
    "text",
    [
        "https://example.org",
        "http://example.org/a/b?c=d&e=%20#f",
        "https://example.org:8080/",
        "https://пример.example/",
        "https://example.org/ä(b)[c]",
        "HTTPS://EXAMPLE.ORG/",
    ],
)
def test_what_can_be_linked_to_is_an_address(text):
    assert is_address(text)


@pytest.mark.parametrize(
    "text",
    [
        *("", "example.org", "https://", "https:///a", "ftp://example.org/", "javascript:alert(1)"),
        *("https://example.org/a b", 'https://example.org/"', "https://example.org/<b>", "https://[::1"),
        *("https://example.org/\n", " https://example.org/", "https:example.org", "//example.org/"),
    ],
)
def test_what_cannot_is_none(text):
    assert not is_address(text)


@given(st.text("htps:/.-a0[]@%?#\\é \n\t", max_size=12), st.sampled_from(["https://", "http://", ""]))
def test_a_plain_address_is_one_for_who_looks_closely_too(rest, scheme):
    text = scheme + rest
    at_first_sight = is_address(text)
    with mock.patch.object(fields, "_PLAIN_ADDRESS", re.compile("(?!)")):
        assert is_address(text) == at_first_sight
