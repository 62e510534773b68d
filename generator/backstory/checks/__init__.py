"""Rules beyond resolution, one file each: what is allowed, and yet most often a mistake or a lapse."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from backstory.checks.accusation_unanswered import unanswered_accusations
from backstory.checks.actor_look_alike import look_alikes
from backstory.checks.actor_no_description import actors_without_description
from backstory.checks.actor_unused import unused_actors
from backstory.checks.claim_other_speaker import claims_of_another_speaker
from backstory.checks.claim_single_source import claims_with_one_source
from backstory.checks.claim_status_contradicted import contradicted_statuses
from backstory.checks.claim_unreviewed import unreviewed_claims
from backstory.checks.date_reversed import reversed_dates
from backstory.checks.event_outside_span import events_outside_the_span
from backstory.checks.levels import Levels, read_levels
from backstory.checks.name_never_occurs import names_that_never_occur
from backstory.checks.quote_cut_short import quotes_cut_short
from backstory.checks.quote_loaded_verb import loaded_verbs
from backstory.checks.quote_no_date import quotes_without_date
from backstory.checks.quote_no_source import quotes_without_source
from backstory.checks.quote_two_speakers import quotes_of_two_speakers
from backstory.checks.quote_unverified import unverified_quotes
from backstory.checks.rule import Rule
from backstory.checks.story_one_voice import one_voice
from backstory.checks.story_stale import stale_developing_stories
from backstory.diagnostics import Code, Diagnostic, Severity
from backstory.resolve import Resolution

_ERROR, _WARNING, _NOTE = Severity.ERROR, Severity.WARNING, Severity.NOTE

# Warnings are for what contradicts itself, notes for what can be as it should be.
CHECKS = (
    Rule(Code.ACTOR_UNUSED, _NOTE, unused_actors),
    Rule(Code.ACTOR_NO_DESCRIPTION, _NOTE, actors_without_description),
    Rule(Code.ACTOR_LOOK_ALIKE, _WARNING, look_alikes),
    Rule(Code.NAME_NEVER_OCCURS, _WARNING, names_that_never_occur),
    Rule(Code.QUOTE_NO_SOURCE, _NOTE, quotes_without_source),
    Rule(Code.QUOTE_NO_DATE, _NOTE, quotes_without_date),
    Rule(Code.QUOTE_LOADED_VERB, _NOTE, loaded_verbs),
    Rule(Code.QUOTE_CUT_SHORT, _NOTE, quotes_cut_short),
    Rule(Code.QUOTE_TWO_SPEAKERS, _NOTE, quotes_of_two_speakers),
    Rule(Code.QUOTE_UNVERIFIED, None, unverified_quotes),
    Rule(Code.CLAIM_UNREVIEWED, _ERROR, unreviewed_claims),
    Rule(Code.CLAIM_STATUS_CONTRADICTED, _WARNING, contradicted_statuses),
    Rule(Code.CLAIM_OTHER_SPEAKER, _WARNING, claims_of_another_speaker),
    Rule(Code.CLAIM_SINGLE_SOURCE, _NOTE, claims_with_one_source),
    Rule(Code.ACCUSATION_UNANSWERED, _NOTE, unanswered_accusations),
    Rule(Code.EVENT_OUTSIDE_SPAN, _WARNING, events_outside_the_span),
    Rule(Code.DATE_REVERSED, _WARNING, reversed_dates),
    Rule(Code.STORY_ONE_VOICE, _NOTE, one_voice),
    Rule(Code.STORY_STALE, _WARNING, stale_developing_stories),
)

# What a site may weigh as it likes: the rules, and the warnings of resolution.
ADJUSTABLE = (
    Code.YAML_COMMENT_CUTS,
    Code.REFERENCE_UNRESOLVED_WORD,
    Code.REFERENCE_UNPUBLISHED,
    Code.QUOTE_MARKS_AROUND,
    Code.QUOTE_NOT_IN_SOURCE,
    Code.CORRECTION_MISSING,
    *(it.code for it in CHECKS),
)
NO_RULES: Levels = dict.fromkeys((it.code for it in CHECKS), None)


def levels_of(options: Mapping[str, Any]) -> Levels:
    """What the options of a site say in `rules`. Raises ValueError where that cannot be done."""
    return read_levels(options.get("rules"), ADJUSTABLE)


def run_checks(
    resolution: Resolution,
    levels: Levels,
    *,
    only_errors: bool = False,
    before_each: Callable[[], object] = lambda: None,
) -> Iterator[Diagnostic]:
    """What the rules find, as heavy as `levels` says. The content has been resolved without errors.

    `before_each` is called before each rule: what it raises ends it all.
    """
    for rule in CHECKS:
        before_each()
        level = levels.get(rule.code, rule.level)
        if level and (level is _ERROR or not only_errors):
            for it in rule.find(resolution):
                yield Diagnostic(rule.code, it.span, it.fact, it.remedy, level, it.related)
