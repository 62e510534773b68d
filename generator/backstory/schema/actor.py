"""`content/actors/<id>.yml`: one person, organization, place or group."""

from typing import Annotated, Literal

from pydantic import StringConstraints

from backstory.schema.fields import Addresses, Date, Ids, Shape, Source, Text, Texts

Kind = Literal["person", "organization", "government", "media", "place", "group"]


class RoleShape(Shape):
    """A post that somebody holds: since when, or on which day a source names it."""

    role: Text
    of: Text | None = None
    from_: Date | None = None
    to: Date | None = None
    as_of: Date | None = None
    source: Source | None = None

    model_config = {**Shape.model_config, "alias_generator": lambda name: name.rstrip("_")}


class ImageShape(Shape):
    """A portrait, with who made it and on which terms it may be shown."""

    file: Text
    credit: Text
    license: Text


class ActorShape(Shape):
    """Somebody or something that stories speak of."""

    name: Text
    kind: Kind
    description: Text | None = None
    aliases: Texts = ()
    roles: tuple[RoleShape, ...] = ()
    monogram: Annotated[str, StringConstraints(pattern=r"^\S{1,3}$")] | None = None
    same_as: Addresses = ()
    image: ImageShape | None = None
    formerly: Ids = ()
