"""`content/topics/<id>.yml`: a running subject that joins stories."""

from typing import ClassVar

from backstory.schema.fields import NO_WORDS, Flag, Ids, Shape, Text


class TopicShape(Shape):
    """A subject; with `series`, its stories are parts of one arc, told in order of date."""

    STAND_INS: ClassVar = {"name": NO_WORDS}

    name: Text
    """As readers should see it."""
    description: Text | None = None
    """What it is about, in a sentence or two."""
    series: Flag = False
    """Whether its stories are parts of one arc, told in order of date."""
    formerly: Ids = ()
    """Ids that this topic had before: their addresses lead on to this page."""
