"""A print says whether a thing would read the same: whatever else was asked for, and in which order."""

import pytest
from msgspec.structs import force_setattr

from backstory.prints import Digest, Prints, digest
from backstory.record import Actor, Reference, Role


def actor_and_owner(name="The Paper"):
    """Two actors that have posts with each other."""
    paper, owner = Actor("paper", name, "media", ""), Actor("owner", "Ada Okoye", "person", "")
    source = Reference("https://paper.example/", publisher=paper)
    force_setattr(paper, "roles", (Role("owned by", owner, None, None, None, None),))
    force_setattr(owner, "roles", (Role("owner", paper, None, None, None, source),))
    return paper, owner


@pytest.mark.parametrize("order", [1, -1])
def test_an_actor_is_another_where_one_that_a_post_names_has_another_name(order):
    before, now = Prints(), Prints()
    pairs = [*zip(actor_and_owner(), actor_and_owner("The Sheet"), strict=True)][::order]
    assert [before.of(old) == now.of(new) for old, new in pairs] == [False, False]


def test_a_print_is_the_same_whatever_was_asked_before():
    paper, owner = actor_and_owner()
    one, other = Prints(), Prints()
    assert [one.of(paper), one.of(owner)] == [other.of(owner), other.of(paper)][::-1]


def test_what_passes_by_in_pieces_has_the_digest_of_the_whole():
    said = Digest()
    assert b"".join(said.following([b"one ", b"and ", b"another"])) == b"one and another"
    assert said.print == digest(b"one and another")
