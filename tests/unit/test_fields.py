"""What single values of the YAML may be."""

from urllib.parse import urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

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


@given(st.text("htps:/.-a0[]@%?#\\é \n", max_size=12))
def test_an_address_has_a_scheme_and_a_host_for_the_standard_library_too(rest):
    text = f"https://{rest}"
    if is_address(text):
        assert urlsplit(text).hostname
