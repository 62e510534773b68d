"""Small pages for other sites' frames, as files: each page, and what oEmbed says of it."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from backstory.formats import Format
from backstory.pages.edition import Edition, Embed
from backstory.pages.pictures import HEIGHT, WIDTH
from backstory.rendering import Renderer

_ASSETS = Path(__file__).parent / "assets" / "embed"
_FRAME_WIDTH = 600


def embed_files(embed: Embed, renderer: Renderer) -> Iterator[tuple[str, bytes]]:
    """Path on the site and bytes. Without the site's own address, oEmbed has nothing to say."""
    yield f"{embed.address.lstrip('/')}index.html", renderer.render(embed).encode()
    if embed.site_url:
        said = json.dumps(_oembed(embed, renderer), ensure_ascii=False)
        yield embed.oembed.lstrip("/"), f"{said}\n".encode()


def embed_assets(edition: Edition) -> dict[str, bytes]:
    """The style sheet and the script of frames, where there are any, and the script of pages around them."""
    if not edition.publishes(Format.EMBEDS):
        return {}
    return {f"embed/{it.name}": it.read_bytes() for it in sorted(_ASSETS.iterdir())}


def _oembed(embed: Embed, renderer: Renderer) -> dict[str, Any]:
    said: dict[str, Any] = {"version": "1.0", "type": "rich", "title": embed.title}
    if embed.author:
        said |= {"author_name": embed.author.label, "author_url": embed.whole(embed.author.address or "/")}
    said |= {"provider_name": embed.site_name, "provider_url": embed.whole("/")}
    if embed.picture:
        picture = embed.whole(embed.picture.address)
        said |= {"thumbnail_url": picture, "thumbnail_width": WIDTH, "thumbnail_height": HEIGHT}
    return said | {"html": renderer.embed_code(embed), "width": _FRAME_WIDTH, "height": embed.height}
