"""TimelineJS 3 in: slides become events of a story."""

import html
import re

from backstory.changes import Refusal
from backstory.dates import parse_date
from backstory.diagnostics import Code, Severity, shown
from backstory.folder import Content
from backstory.importers.entry import LONGEST_TEXT, Entry, Notes
from backstory.importers.intake import Addition, Intake, Values, add_to_story, no_story, story_data
from backstory.importers.json_file import JsonFile
from backstory.importers.markup import plain
from backstory.plain_yaml import Data
from backstory.scaffolds import free_id
from backstory.schema.fields import is_address, is_id

_LINK = re.compile(r"""<a\s[^<>]*?href\s*=\s*["']([^"'<>]*)["'][^<>]*>(.*?)</a>""", re.IGNORECASE | re.DOTALL)
_BETWEEN_LINKS = " ·|,;\u00a0"
_PARTS = (("year", 4), ("month", 2), ("day", 2))


def import_timelinejs(file: JsonFile, content: Content, story: str | None) -> Intake | Refusal:
    """An event for each slide, behind those that the story has."""
    if story is None or story not in content.stories:
        return no_story(story, sorted(content.stories))
    if not isinstance(file.data, dict) or not isinstance(file.data.get("events"), list):
        return Refusal("This is no timeline of TimelineJS 3: it has no list of `events`.")
    notes = Notes(file)
    top = Entry(file.data, (), notes)
    top.leave("events", "title", "scale")
    source = content.stories[story].story
    slides = _Slides(story, story_data(source))
    events = [it for entry in top.entries("events") if (it := slides.event(entry))]
    texts = {source.path: add_to_story(source, "events", events)} if events else {}
    return Intake(texts, dict.fromkeys(texts, len(events)), notes.all_found())


class _Slides:
    def __init__(self, story: str, data: dict[str, Data]) -> None:
        events = data.get("events")
        there = events if isinstance(events, dict) else {}
        self.story = story
        self.taken = set(there)
        self.here = {(it.get("date"), it.get("title")) for it in there.values() if isinstance(it, dict)}
        # What comes after the story is still planned in it.
        self.known_until = parse_date(str(data.get("updated") or data.get("published"))).end

    def event(self, slide: Entry) -> Addition | None:
        words = slide.entry("text")
        title, date = plain(words.text("headline", longest=LONGEST_TEXT)), self._date(slide)
        slide.leave("unique_id", "start_date", "end_date", "display_date", "text", "group", "autolink")
        if not title:
            slide.say(Code.SCHEMA_MISSING_KEY, "text", "This slide has no headline; it was left out.")
        if not title or not date:
            return None
        if (date, title) in self.here:
            fact = f"“{shown(title)}” is in the story already; it stays as it is."
            slide.notes.say(Code.ID_IN_USE, (*slide.path, "text"), fact, severity=Severity.NOTE)
            return None
        self.here.add((date, title))
        values: Values = {"date": date, "title": title}
        if parse_date(date).start > self.known_until:
            values["planned"] = True
        if source := _source(words):
            values["source"] = source
        return Addition(self._id(slide.text("unique_id"), title), values)

    def _id(self, theirs: str, title: str) -> str:
        bare = theirs.removeprefix(f"{self.story}.")
        name = (
            bare if is_id(bare) and bare not in self.taken else free_id(title, self.taken, otherwise="event")
        )
        self.taken.add(name)
        return name

    def _date(self, slide: Entry) -> str:
        begin = _day(slide.entry("start_date"))
        if not begin:
            fact = "This slide has no date that an event can have; it was left out."
            slide.say(Code.DATE_UNREADABLE, "start_date", fact, "A year from 1 to 9999 is needed.")
            return ""
        end = _day(slide.entry("end_date")) if slide.data.get("end_date") else begin
        whole = begin if end in {"", begin} else f"{begin}/{end}"
        try:
            return parse_date(whole).text
        except ValueError:
            slide.say(Code.DATE_UNREADABLE, "end_date", f"`{whole}` is no date; its end was left out.")
            return begin


def _day(entry: Entry) -> str:
    """The year, month and day of a date of TimelineJS; empty where they are none."""
    parts = []
    for name, digits in _PARTS:
        text = entry.text(name)
        if not text:
            break
        parts.append(text.zfill(digits))
    entry.leave("year", "month", "day", "format", "display_date")
    try:
        return parse_date("-".join(parts)).text
    except ValueError:
        return ""


def _source(words: Entry) -> Values | str | None:
    """The first link of a slide's text. More than links has no place in an event, and is noted."""
    markup = words.text("text", longest=LONGEST_TEXT)
    links = [(html.unescape(url), plain(label)) for url, label in _LINK.findall(markup)]
    if plain(_LINK.sub("", markup)).strip(_BETWEEN_LINKS):
        words.notes.left["text.text"] += 1
    url, label = next((it for it in links if is_address(it[0])), ("", ""))
    if not url:
        return None
    return {"title": label, "url": url} if label and label != url else url
