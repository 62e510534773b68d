"""`content/topics/<id>.yml`: a running subject that joins stories."""

from backstory.schema.fields import Flag, Ids, Shape, Text


class TopicShape(Shape):
    """A subject; with `series`, its stories are parts of one arc, told in order of date."""

    name: Text
    description: Text | None = None
    series: Flag = False
    formerly: Ids = ()
