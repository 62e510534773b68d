"""What editors offer to fill in: the parts of a story, with stops for what is to be written."""

from collections.abc import Mapping
from typing import Any

from backstory.schema.actor import RoleShape
from backstory.schema.story import NoteShape, QuestionShape, RelatedShape, RenderingShape

_QUOTE = {
    "label": "quote",
    "description": "Something that somebody said",
    "body": {
        "${1:quote-id}": {
            "speaker": "$2",
            "text": "$3",
            "kind": "${4|direct,partial,indirect,statement,post,document,no_comment,no_response|}",
            "date": "$5",
        }
    },
}
_CLAIM = {
    "label": "claim",
    "description": "Something that somebody says is so",
    "body": {"${1:claim-id}": {"text": "$2", "said_by": "$3", "status": "${4|unverified,open|}"}},
}
_EVENT = {
    "label": "event",
    "description": "Something that happened, or is planned",
    "body": {"${1:event-id}": {"date": "$2", "title": "$3"}},
}

# By the field that is a map of them, or by the shape that is an item of a list.
SNIPPETS: Mapping[object, tuple[Mapping[str, Any], ...]] = {
    "quotes": (_QUOTE,),
    "claims": (_CLAIM,),
    "events": (_EVENT,),
    NoteShape: (
        {
            "label": "note",
            "description": "A note that explains a spot in the text",
            "body": {"at": "$1", "title": "$2", "note": "$3"},
        },
    ),
    QuestionShape: (
        {"label": "question", "description": "A newcomer's question", "body": {"q": "$1", "a": "$2"}},
    ),
    RenderingShape: (
        {
            "label": "rendering",
            "description": "The utterance as somebody else carried it",
            "body": {"publisher": "$1", "text": "$2", "url": "$3"},
        },
    ),
    RelatedShape: (
        {
            "label": "related",
            "description": "Further reading",
            "body": {"title": "$1", "url": "$2", "adds": "$3"},
        },
    ),
    RoleShape: (
        {"label": "role", "description": "A post", "body": {"role": "$1", "of": "$2", "from": "$3"}},
    ),
}
