"""Pictures that are drawn already, kept between builds: lost or damaged, they cost only time."""

import hashlib
from collections.abc import Iterable, Iterator
from contextlib import suppress
from functools import cache
from pathlib import Path

import PIL
from zlib_ng import zlib_ng

from backstory.left import is_at_home, leave, read_left
from backstory.pages.edition import Picture

_DIGEST = hashlib.sha256
_DIGEST_BYTES = 32


def drawn_pictures(pictures: Iterable[Picture], store: Path | None) -> Iterator[tuple[str, bytes]]:
    """Path on the site and PNG file of each picture. `store` is the folder that keeps them."""
    for picture in pictures:
        name = name_of_drawn(picture)
        data = _kept(store / name) if store else None
        if data is None:
            # Most builds draw nothing, and what draws is slow to load.
            from backstory.drawing.pictures import draw  # noqa: PLC0415

            data = draw(picture)
            if store:
                _keep(store / name, data)
        yield picture.address.lstrip("/"), data


def name_of_drawn(picture: Picture) -> str:
    """The same for the same picture, drawn by the same code and libraries with the same fonts."""
    return f"{_DIGEST(_drawing() + repr(picture).encode()).hexdigest()}.card"


@cache
def _drawing() -> bytes:
    own = sorted(it for it in Path(__file__).parent.rglob("*") if it.suffix in {".py", ".ttf", ".txt"})
    libraries = f"{PIL.__version__} {zlib_ng.ZLIBNG_RUNTIME_VERSION} ".encode()
    return libraries + b"".join(_DIGEST(it.read_bytes()).digest() for it in own)


def _kept(file: Path) -> bytes | None:
    kept = read_left(file) or b""
    digest, data = kept[:_DIGEST_BYTES], kept[_DIGEST_BYTES:]
    return data if _DIGEST(data).digest() == digest else None


def _keep(file: Path, data: bytes) -> None:
    leave(file, _DIGEST(data).digest() + data)


def forget_pictures(store: Path, used: Iterable[str]) -> None:
    """Keep the pictures with these names and no others."""
    if not is_at_home(store):
        return
    names = {*used}
    for file in store.glob("*.card"):
        if file.name not in names:
            with suppress(OSError):
                file.unlink(missing_ok=True)
