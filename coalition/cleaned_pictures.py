"""A picture as it is stored: decoded and written again as JPEG in two sizes, so that nothing is left of what cameras and programs wrote into it."""

from __future__ import annotations

import asyncio
import hashlib
import re
import struct
from io import BytesIO
from threading import Lock
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from coalition.errors import CoalitionError
from coalition.languages import Message

if TYPE_CHECKING:
    from PIL.Image import Image

LARGEST_PICTURE = 8 * 1024 * 1024
MEDIA_TYPE = "image/jpeg"
_FORMATS = ("JPEG", "PNG", "WEBP")
TAKEN_TYPES = ("image/jpeg", "image/png", "image/webp")
_MOST_PIXELS = 40_000_000
_LARGE, _SMALL = 1600, 640  # pixels of the longer side
_QUALITY = 82
_FILE = re.compile(r"([0-9a-f]{64})(-small)?\.jpg", re.ASCII)
_BROKEN = (OSError, ValueError, SyntaxError, TypeError, LookupError, ArithmeticError, MemoryError, struct.error)
_one_at_a_time = Lock()  # a decoded picture takes up to 160 MB


class UnreadablePicture(CoalitionError):
    """A file is no picture that can be taken; `message` says why."""

    def __init__(self, message: Message) -> None:
        """Hold the message."""
        super().__init__(str(message))
        self.message = message


class Sized(Struct, frozen=True):
    """A JPEG file with its width and height in pixels."""

    content: bytes
    width: int
    height: int


class CleanedPicture(Struct, frozen=True):
    """A picture in two sizes; `digest` is the SHA-256 of the larger file, in hexadecimal."""

    digest: str
    large: Sized
    small: Sized

    @property
    def columns(self) -> dict[str, Any]:
        """What a table stores of a picture, by the name of the column."""
        sizes = {"width": self.large.width, "height": self.large.height, "small_width": self.small.width, "small_height": self.small.height}
        files = {"bytes": len(self.large.content), "content": self.large.content, "small": self.small.content}
        return {"digest": self.digest, **sizes, **files}


class PictureView(Struct, frozen=True):
    """A picture in two sizes (pixels); `bytes` is the length of the larger file."""

    digest: str
    bytes: int
    width: int
    height: int
    small_width: int
    small_height: int

    @property
    def file(self) -> str:
        """The name of the larger file."""
        return f"{self.digest}.jpg"

    @property
    def small_file(self) -> str:
        """The name of the smaller file."""
        return f"{self.digest}-small.jpg"


def digest_in(name: str) -> tuple[str, bool] | None:
    """Return (digest of the picture, whether it is the smaller one) that the name of a file says; None if it is no such name."""
    match = _FILE.fullmatch(name)
    return (match[1], bool(match[2])) if match else None


async def cleaned(content: bytes) -> CleanedPicture:
    """Return a picture without anything that was written into its file.

    Raises:
        UnreadablePicture: it is too large, of another format, moving, or damaged.

    """
    if len(content) > LARGEST_PICTURE:
        raise UnreadablePicture(Message("The picture is larger than 8 MiB. Make it smaller, and choose it once more."))
    return await asyncio.to_thread(_cleaned, content)


def _cleaned(content: bytes) -> CleanedPicture:
    with _one_at_a_time:
        image = _decoded(content)
        large, small = _sized(image, _LARGE), _sized(image, _SMALL)
    return CleanedPicture(hashlib.sha256(large.content).hexdigest(), large, small)


def _decoded(content: bytes) -> Image:
    """Return the pixels of a picture, upright, in sRGB, without transparency."""
    from PIL import Image, ImageOps  # only those who upload pictures wait for it

    Image.MAX_IMAGE_PIXELS = None  # the size is checked here, before anything is decoded
    try:
        image = Image.open(BytesIO(content), formats=_FORMATS)
    except _BROKEN:
        raise UnreadablePicture(Message("This is no picture of a kind that can be taken. Choose a JPEG, PNG or WebP file.")) from None
    if image.width * image.height > _MOST_PIXELS:
        raise UnreadablePicture(Message("The picture has more than 40 million pixels. Make it smaller, and choose it once more."))
    if getattr(image, "is_animated", False):
        raise UnreadablePicture(Message("The picture moves. Choose one that stands still."))
    try:
        image.draft("RGB", (2 * _LARGE, 2 * _LARGE))  # a large JPEG is decoded at a fraction of its size
        image.load()
        return _on_white(_in_srgb(ImageOps.exif_transpose(image)))
    except _BROKEN:
        raise UnreadablePicture(Message("The picture is damaged. Save it again, and choose it once more.")) from None


def _in_srgb(image: Image) -> Image:
    """Return a picture in the colours of the web; a colour profile that cannot be read is left out."""
    from PIL import ImageCms

    profile = image.info.get("icc_profile")
    if not profile or image.mode not in {"RGB", "CMYK", "L"}:
        return image
    try:
        converted = ImageCms.profileToProfile(image, ImageCms.ImageCmsProfile(BytesIO(profile)), ImageCms.createProfile("sRGB"), outputMode="RGB")
    except (ImageCms.PyCMSError, *_BROKEN):
        return image
    return converted or image


def _on_white(image: Image) -> Image:
    """Return the pixels alone on white: a new picture, to which no note of the old file belongs."""
    from PIL import Image

    fresh = Image.new("RGB", image.size, "white")
    if image.has_transparency_data:
        pixels = image.convert("RGBA")
        fresh.paste(pixels, mask=pixels.getchannel("A"))
    else:
        fresh.paste(image.convert("RGB"))
    return fresh


def _sized(image: Image, side: int) -> Sized:
    from PIL import Image

    scale = min(1.0, side / max(image.size))
    width, height = (max(1, round(length * scale)) for length in image.size)
    smaller = image.resize((width, height), Image.Resampling.LANCZOS, reducing_gap=3.0) if scale < 1 else image
    file = BytesIO()
    smaller.save(file, "JPEG", quality=_QUALITY, progressive=True, optimize=True)
    return Sized(file.getvalue(), width, height)
