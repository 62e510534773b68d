"""`mkdocs build` as a function: with what its command line cannot say."""

import logging
from pathlib import Path

from mkdocs.commands.build import build
from mkdocs.config import load_config
from mkdocs.exceptions import Abort, BuildError, ConfigurationError

from backstory.engines.shards import Shard


class NotBuilt(Exception):  # noqa: N818 - it says why there is no site
    """Why there is no site."""


def build_site(config_file: Path, *, site_dir: Path | None, strict: bool | None, shard: Shard | None) -> None:
    """Build the site of a mkdocs.yml, or a part of it. Raises NotBuilt; what else is to be said is logged."""
    log = logging.getLogger("mkdocs")
    log.setLevel(logging.INFO)
    handler = logging.StreamHandler()
    handler.setFormatter(logging.Formatter("%(levelname)-7s -  %(message)s"))
    log.addHandler(handler)
    try:
        config = load_config(
            str(config_file), strict=strict, site_dir=str(site_dir.resolve()) if site_dir else None
        )
        if "backstory" not in config.plugins:
            message = f"{config_file} does not name the plugin `backstory`."
            raise NotBuilt(message)
        if shard:
            config.plugins["backstory"].config["shard"] = shard
        config.plugins.on_startup(command="build", dirty=False)
        try:
            build(config)
        finally:
            config.plugins.on_shutdown()
    except (Abort, BuildError, ConfigurationError) as problem:
        raise NotBuilt(str(problem)) from problem
    finally:
        log.removeHandler(handler)
