"""Popolo in: people, organizations and areas become files of actors, with the posts that they hold."""

import re
from collections.abc import Iterator
from typing import Any

from msgspec import Struct, field

from backstory.changes import Refusal
from backstory.diagnostics import Code, Severity, shown
from backstory.folder import Content
from backstory.importers.entry import LONGEST_TEXT, Entry, Notes
from backstory.importers.intake import Intake, Values, new_file
from backstory.importers.json_file import JsonFile
from backstory.scaffolds import free_id
from backstory.schema.fields import is_id, nearest_id
from backstory.source import parse_document
from backstory.text import normal_form

_CLASSES = ("persons", "organizations", "areas")
_KINDS = frozenset({"group", "organization", "government", "media"})
_GOVERNMENT = frozenset({"legislature", "executive", "judiciary", "ministry", "department", "council"})
# Identifiers that programs make are no names that an address should have.
_MADE = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|[^a-z]+|[0-9a-f]{16,}")


def import_popolo(file: JsonFile, content: Content, _story: str | None) -> Intake | Refusal:
    """A file for each actor who is not here yet. Whoever is here stays as they are."""
    notes = Notes(file)
    if not isinstance(file.data, dict) or not any(name in file.data for name in _CLASSES):
        return Refusal("This is no Popolo: it has none of persons, organizations, areas.")
    known = _known_actors(content)
    taking = _Taking(Entry(file.data, (), notes), known, taken=set(known))
    taking.take()
    texts = {f"actors/{name}.yml": new_file(f"actors/{name}.yml", it) for name, it in taking.new.items()}
    return Intake(texts, dict.fromkeys(texts, 1), notes.all_found())


def _known_actors(content: Content) -> dict[str, list[str]]:
    """What each actor who is here can be known by: names, and addresses elsewhere."""
    known = {}
    for name, source in content.actors.items():
        document, _ = parse_document(source)
        data: Any = document.data if document else {}
        texts = [data.get("name"), *_as_list(data.get("aliases")), *_as_list(data.get("same_as"))]
        known[name] = [normal_form(it) for it in texts if isinstance(it, str)]
    return known


def _as_list(value: object) -> list[object]:
    return value if isinstance(value, list) else [value]


class _Taking(Struct):
    """Goes through the file: first who there is, then who held what."""

    top: Entry
    known: dict[str, list[str]]
    new: dict[str, Values] = field(default_factory=dict)
    taken: set[str] = field(default_factory=set)
    ids: dict[str, str] = field(default_factory=dict)  # theirs to ours
    posts: dict[str, Entry] = field(default_factory=dict)

    def take(self) -> None:
        top = self.top
        self.top.leave(*_CLASSES, "memberships", "posts", "meta")
        bearers = [(self._actor(it, kind), it) for kind in _CLASSES for it in top.entries(kind)]
        named = [(name, entry) for name, entry in bearers if name]
        for post in [*top.entries("posts"), *(it for _, entry in named for it in entry.entries("posts"))]:
            self.posts.setdefault(post.text("id"), post)
        for held in top.entries("memberships"):
            self._membership(held, None, None)
        for name, entry in named:
            for held in entry.entries("memberships"):
                is_member = entry.path[:1] == ("persons",)
                self._membership(held, *((name, None) if is_member else (None, name)))
        for values in self.new.values():
            if roles := values.pop("roles", None):
                assert isinstance(roles, list)
                values["roles"] = sorted(roles, key=_begin, reverse=True)

    def _actor(self, entry: Entry, kind: str) -> str | None:
        name = entry.text("name")
        if not name:
            entry.say(Code.SCHEMA_MISSING_KEY, "name", "This entry has no name; it was left out.")
            return None
        theirs = entry.text("id")
        same_as = list(dict.fromkeys(_addresses(entry)))
        ours = self._here(name, same_as)
        if ours:
            fact = f"{shown(name)} is here already, as `{ours}`; that file stays as it is."
            entry.notes.say(Code.ID_IN_USE, (*entry.path, "name"), fact, severity=Severity.NOTE)
        else:
            ours = self._free_id(theirs, name)
            self.taken.add(ours)
            self.new[ours] = _values(entry, name, _kind(entry, kind), same_as)
        if theirs:
            self.ids[theirs] = ours
        return ours

    def _here(self, name: str, same_as: list[str]) -> str | None:
        sought = {normal_form(name), *map(normal_form, same_as)}
        return next((it for it, texts in self.known.items() if sought.intersection(texts)), None)

    def _free_id(self, theirs: str, name: str) -> str:
        taken = self.taken
        if is_id(theirs) and theirs not in taken and not _MADE.fullmatch(theirs):
            return theirs
        return free_id(nearest_id(name) or "", taken, otherwise="actor")

    def _membership(self, held: Entry, member: str | None, body: str | None) -> None:
        """A post of somebody new. Where the membership stands with `member` or `body`, that is known."""
        actor = member or self._member(held)
        if actor not in self.new:  # told already: unknown, or here with posts of their own
            return
        post = self.posts.get(held.text("post_id")) or held.entry("post")
        title = held.text("role") or post.text("role") or post.text("label") or held.text("label") or "Member"
        role: Values = {"role": title}
        if of := body or self._place_of(held, post):
            role["of"] = of
        if since := held.date("start_date"):
            role["from"] = since
        if until := held.date("end_date"):
            role["to"] = until
        if "from" not in role and (as_of := held.date("as_of")):
            role["as_of"] = as_of
        for source in held.entries("sources"):
            if url := source.address("url"):
                role["source"] = {"title": source.text("note"), "url": url} if source.text("note") else url
                break
        held.leave(
            *("id", "role", "label", "person_id", "person", "member", "organization_id", "organization"),
            *("area_id", "post_id", "post", "start_date", "end_date", "as_of", "sources"),
        )
        roles = self.new[actor].setdefault("roles", [])
        assert isinstance(roles, list)
        roles.append(role)

    def _member(self, held: Entry) -> str:
        theirs = held.text("person_id") or held.entry("person").text("id") or held.entry("member").text("id")
        if theirs and theirs not in self.ids:
            fact = f"There is no `{shown(theirs)}` in this file; the post was left out."
            held.say(Code.REFERENCE_UNKNOWN_ACTOR, "person_id", fact)
        return self.ids.get(theirs, "")

    def _place_of(self, held: Entry, post: Entry) -> str:
        """Where the post is: the id of an actor, or words."""
        body = held.entry("organization")
        theirs = held.text("organization_id") or body.text("id") or post.text("organization_id")
        theirs = theirs or held.text("area_id")
        if theirs and theirs not in self.ids:
            fact = f"There is no `{shown(theirs)}` in this file; the post is taken without it."
            held.say(Code.REFERENCE_UNKNOWN_ACTOR, "organization_id", fact)
        words = body.text("name")
        return self.ids.get(theirs) or (self._here(words, []) if words else None) or words


def _values(entry: Entry, name: str, kind: str, same_as: list[str]) -> Values:
    values: Values = {"name": name, "kind": kind}
    about = entry.text("summary", longest=LONGEST_TEXT) or entry.text("abstract", longest=LONGEST_TEXT)
    about = about or entry.text("description", longest=LONGEST_TEXT)
    if about:
        values["description"] = about
    others = [it.text("name") for it in entry.entries("other_names") if it.text("note") != "multilingual"]
    if aliases := [it for it in dict.fromkeys(others) if it and it != name]:
        values["aliases"] = aliases
    if same_as:
        values["same_as"] = same_as
    known = (
        "id",
        "name",
        "summary",
        "abstract",
        "description",
        "other_names",
        "classification",
        "identifiers",
    )
    entry.leave(*known, "links", "sources", "memberships", "posts")
    return values


def _kind(entry: Entry, kind: str) -> str:
    if kind != "organizations":
        return {"persons": "person", "areas": "place"}[kind]
    said = entry.text("classification").lower()
    return said if said in _KINDS else "government" if said in _GOVERNMENT else "organization"


def _addresses(entry: Entry) -> Iterator[str]:
    for link in entry.entries("links"):
        if url := link.address("url"):
            yield url
    for identifier in entry.entries("identifiers"):
        found = identifier.text("identifier")
        if identifier.text("scheme").lower() == "wikidata" and re.fullmatch(r"Q\d{1,12}", found):
            yield f"https://www.wikidata.org/wiki/{found}"


def _begin(role: dict[str, Any]) -> str:
    return str(role.get("from") or role.get("as_of") or "")
