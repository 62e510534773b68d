"""PNG files of pictures in few colours, as the standard has them (W3C, PNG, third edition).

Pillow would write them, too: it hands each row of pixels to its compressor alone, which takes twice as long
for larger files; and which compressor that is depends on how Python was built, so that the bytes would, too.
"""

import struct
from collections.abc import Iterator
from zlib import crc32

from PIL import Image
from zlib_ng import zlib_ng

_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_LEVEL = 2  # a higher one makes files a tenth smaller and takes half as long again
_DEPTH, _BY_PALETTE = 8, 3


def png_file(image: Image.Image, palette: bytes, description: str) -> bytes:
    """The file. `image`, of mode `L`, has a colour's number for each pixel, and `palette` its three bytes."""
    return _SIGNATURE + b"".join(_chunks(image, palette, description))


def _chunks(image: Image.Image, palette: bytes, description: str) -> Iterator[bytes]:
    yield _chunk(b"IHDR", struct.pack(">IIBBBBB", image.width, image.height, _DEPTH, _BY_PALETTE, 0, 0, 0))
    yield _chunk(b"PLTE", palette)
    yield _chunk(b"iTXt", b"Description\0\0\0\0\0" + description.encode())
    yield _chunk(b"IDAT", zlib_ng.compress(_rows(image), _LEVEL))
    yield _chunk(b"IEND", b"")


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", crc32(kind + data))


def _rows(image: Image.Image) -> bytes:
    """The rows of pixels, each behind a zero: they are as they are, not differences to their neighbours."""
    rows = Image.new("L", (image.width + 1, image.height), 0)
    rows.paste(image, (1, 0))
    return rows.tobytes()
