"""`content/actors/<id>.yml`: one person, organization, place or group."""

from typing import Annotated, ClassVar, Literal

from pydantic import StringConstraints

from backstory.schema.fields import NO_WORDS, Addresses, Date, Ids, Party, Shape, Source, Text, Texts

Kind = Literal["person", "organization", "government", "media", "place", "group"]


class RoleShape(Shape):
    """A post that somebody holds: since when, or on which day a source names it."""

    role: Text
    """The post: `Mayor`."""
    of: Party | None = None
    """Where: an actor's id, or words."""
    from_: Date | None = None
    """Since when: `2027-05`."""
    to: Date | None = None
    """Until when."""
    as_of: Date | None = None
    """The day on which a source names the post, when the beginning is not known."""
    source: Source | None = None
    """Who says so: an address, or `{title, url}`."""

    model_config = {**Shape.model_config, "alias_generator": lambda name: name.rstrip("_")}


class ImageShape(Shape):
    """A portrait, with who made it and on which terms it may be shown."""

    file: Text
    """A file in `content/images/`, or beside this one."""
    credit: Text
    """Who made it."""
    license: Text
    """On which terms it may be shown: `CC-BY-4.0`."""


class ActorShape(Shape):
    """Somebody or something that stories speak of."""

    STAND_INS: ClassVar = {"name": NO_WORDS, "kind": "person"}

    name: Text
    """As readers should see it."""
    kind: Kind
    """What the actor is."""
    description: Text | None = None
    """One or two sentences: what their card says first."""
    aliases: Texts = ()
    """Names that always mean this actor. The first is the short form, for lists and diagrams."""
    roles: tuple[RoleShape, ...] = ()
    """Posts, newest first. A story shows the one held on its date."""
    monogram: Annotated[str, StringConstraints(pattern=r"^\S{1,3}$")] | None = None
    """One to three letters, when the ones made from the name aren't good."""
    same_as: Addresses = ()
    """Addresses of the same actor elsewhere: Wikidata, Wikipedia."""
    image: ImageShape | None = None
    """A portrait; without it the monogram is drawn."""
    formerly: Ids = ()
    """Ids that this actor had before: their addresses lead on to this page."""
