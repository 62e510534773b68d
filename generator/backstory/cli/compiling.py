"""What commands share that need the whole site and not MkDocs: its settings, and what is compiled."""

import os
from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any, TypeVar

import click

from backstory.checks import levels_of
from backstory.cli.asking import ERRORS, stop
from backstory.compiler import Compilation, Settings
from backstory.formats import formats_of
from backstory.project import DRAWN, PARSED, Project
from backstory.report import full
from backstory.resolve import Publishing

_AUTOLINK = ("first", "paragraph", "all", "none")
Compiled = TypeVar("Compiled", bound=Compilation)


def settings_of(project: Project) -> Settings:
    """What mkdocs.yml says, as the plugin reads it; what stands behind a tag (!ENV) is not known."""
    said, options = project.settings, project.options
    theme = said.get("theme")
    language = (theme.get("language") or theme.get("locale")) if isinstance(theme, dict) else None
    try:
        levels = levels_of(options)
        formats = formats_of(options)
        publishing = Publishing(
            drafts=options.get("drafts") is True, now=_moment(options), autolink=_autolink(options)
        )
    except ValueError as problem:
        stop(f"{project.config}: {problem}")
    return Settings(
        site_name=_text(said, "site_name") or "Backstory",
        site_url=_text(said, "site_url"),
        language=language if isinstance(language, str) else "en",
        publishing=publishing,
        levels=levels,
        social_cards=options.get("social_cards") is not False,
        formats=formats,
        feed_id=_text(options, "feed_id"),
        evidence=options.get("evidence") is not False,
        bounds=project.bounds,
        drawn=project.config.parent / DRAWN if project.config else None,
        parsed=project.config.parent / PARSED if project.config else None,
    )


def compiled(project: Project, compile_: Callable[[Path, str], Compiled]) -> Compiled:
    """What `compile_` makes of the content folder; the command ends where the content has errors."""
    shown_as = Path(os.path.relpath(project.content)).as_posix()
    compilation = compile_(project.content, shown_as)
    if any(it.is_error for it in compilation.diagnostics):
        click.echo(full(compilation.diagnostics, compilation.sources), err=True)
        stop("The content has errors. Nothing was written.", code=ERRORS)
    return compilation


def _text(said: Mapping[str, Any], key: str) -> str | None:
    value = said.get(key)
    return value if isinstance(value, str) and value else None


def _autolink(options: Mapping[str, Any]) -> str:
    value = options.get("autolink", "first")
    if value not in _AUTOLINK:
        message = f"`autolink` is one of {', '.join(_AUTOLINK)}."
        raise ValueError(message)
    return str(value)


def _moment(options: Mapping[str, Any]) -> datetime | None:
    value = options.get("as_of")
    if value is None:
        return None
    try:
        moment = value if isinstance(value, datetime) else datetime.fromisoformat(str(value))
    except ValueError:
        moment = None
    if moment is None or moment.tzinfo is None:
        message = f"`as_of: {value}` is no moment in time: write 2031-03-04T06:00Z."
        raise ValueError(message)
    return moment
