"""The plugin's options in mkdocs.yml, and the settings that a build has by them."""

import os
from datetime import UTC, datetime
from pathlib import Path

from mkdocs.config import config_options
from mkdocs.config.base import BaseConfigOption, Config, ValidationError
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError

from backstory.checks import levels_of
from backstory.checks.levels import Levels
from backstory.compiler import Settings
from backstory.engines.shards import NoShard, Shard
from backstory.formats import Format, formats_of
from backstory.project import DEEPEST_OF_ALL, DRAWN, PARSED, bounds_of, read_settings
from backstory.resolve import Publishing


class _Moment(config_options.OptionallyRequired[datetime]):
    """A date and time with its zone, such as 2031-03-04T06:00Z."""

    def run_validation(self, value: object) -> datetime:
        try:
            moment = value if isinstance(value, datetime) else datetime.fromisoformat(str(value))
        except ValueError:
            moment = None
        if moment is None or moment.tzinfo is None:
            message = f"'{value}' is no moment in time: write 2031-03-04T06:00Z."
            raise ValidationError(message)
        return moment


class _Rules(config_options.Optional[Levels]):
    """How much each rule weighs: `{actor/unused: off}`."""

    def __init__(self) -> None:
        super().__init__(config_options.Type(dict))

    def validate(self, value: object) -> Levels:
        try:
            return levels_of({"rules": value})
        except ValueError as problem:
            raise ValidationError(str(problem)) from problem


class _Formats(config_options.OptionallyRequired[frozenset[Format]]):
    """Which machine formats are published: `all`, `none`, `[api, feeds]`."""

    def validate(self, value: object) -> frozenset[Format]:
        try:
            return formats_of({"formats": value})
        except ValueError as problem:
            raise ValidationError(str(problem)) from problem


class _Shard(config_options.OptionallyRequired[Shard]):
    """A part of the site: K/N."""

    def run_validation(self, value: object) -> Shard:
        try:
            return Shard.read(str(value))
        except NoShard as problem:
            raise ValidationError(str(problem)) from problem


class _Number(BaseConfigOption[int]):
    """A whole number from 1 on, up to `largest` where there is one."""

    def __init__(self, largest: int | None = None) -> None:
        super().__init__()
        self.largest = largest

    def run_validation(self, value: object) -> int:
        if not isinstance(value, int) or isinstance(value, bool) or value < 1:
            message = f"{value!r} is no whole number from 1 on."
            raise ValidationError(message)
        if self.largest is not None and value > self.largest:
            message = f"{value} is more than {self.largest}, the most that can be."
            raise ValidationError(message)
        return value


class BackstoryConfig(Config):
    """What can be said, and what holds where nothing is."""

    autolink = config_options.Choice(("first", "paragraph", "all", "none"), default="first")
    drafts = config_options.Optional(config_options.Type(bool))
    as_of = config_options.Optional(_Moment())
    rules = _Rules()
    formats = _Formats()
    social_cards = config_options.Type(bool, default=True)
    feed_id = config_options.Optional(config_options.Type(str))
    evidence = config_options.Type(bool, default=True)
    largest_file = config_options.Optional(_Number())
    most_paragraphs = config_options.Optional(_Number())
    most_values = config_options.Optional(_Number())
    deepest = config_options.Optional(_Number(DEEPEST_OF_ALL))
    search = config_options.Choice(("auto", "full", "names", "pagefind"), default="auto")
    shard = config_options.Optional(_Shard())
    page_shells = config_options.Type(bool, default=True)


def settings_of(options: BackstoryConfig, config: MkDocsConfig, *, drafts: bool) -> Settings:
    """The settings by these options and mkdocs.yml. `drafts` holds where the options do not say."""
    drafts = drafts if options.drafts is None else options.drafts
    publishing = Publishing(drafts=drafts, now=options.as_of or _build_date(), autolink=options.autolink)
    language = config.theme.get("language") or config.theme.get("locale") or "en"
    config_file = Path(config.config_file_path)
    return Settings(
        config.site_name,
        config.site_url or None,
        str(language),
        publishing,
        options.rules or {},
        social_cards=options.social_cards,
        formats=options.formats,
        feed_id=options.feed_id or None,
        evidence=options.evidence,
        bounds=bounds_of(read_settings(config_file), options),
        drawn=config_file.parent / DRAWN,
        parsed=config_file.parent / PARSED,
    )


def _build_date() -> datetime | None:
    """The moment that SOURCE_DATE_EPOCH gives: the one input from the environment that a build has.

    https://reproducible-builds.org/specs/source-date-epoch/
    """
    said = os.environ.get("SOURCE_DATE_EPOCH", "")
    try:
        return datetime.fromtimestamp(int(said), UTC) if said else None
    except (ValueError, OverflowError, OSError):
        message = f"SOURCE_DATE_EPOCH is {said!r}: it must be a number of seconds since 1970."
        raise PluginError(message) from None
