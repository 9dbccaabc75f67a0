"""Images: dimensions and facts here, page images and thumbnails; their text is the OCR's business."""

from typing import Any, BinaryIO

from PIL import Image, ImageOps, UnidentifiedImageError

from kedang.documents.reading.limits import MAX_PAGES, MAX_PIXELS
from kedang.documents.reading.outcome import CannotRead, Content, LaidPage
from kedang.documents.reading.sniff import HEAD, HEIC, sniff

_heif: list[str] = []
Image.MAX_IMAGE_PIXELS = MAX_PIXELS


def read_image(file: BinaryIO) -> Content:
    image = open_image(file)
    frames = frames_of(image)
    meta: dict[str, Any] = {"width": image.width, "height": image.height, "frames": frames}
    meta["scans"] = list(range(1, min(frames, MAX_PAGES) + 1))
    taken = image.getexif().get(306)
    return Content([], meta | ({"taken": str(taken)} if taken else {}))


def lay_out_image(file: BinaryIO) -> list[LaidPage]:
    return [LaidPage(is_scan=True)] * min(frames_of(open_image(file)), MAX_PAGES)


def frames_of(image: Image.Image) -> int:
    """Only a TIFF's frames are pages; those of others move."""
    return int(getattr(image, "n_frames", 1)) if image.format == "TIFF" else 1


def render_image(file: BinaryIO, number: int, width: int) -> tuple[Any, int]:
    """(Pillow image no wider than `width`, upright; frames)."""
    image = open_image(file)
    frames = frames_of(image)
    if not 1 <= number <= frames:
        raise CannotRead("unreadable", "no_such_page")
    try:
        if number > 1:
            image.seek(number - 1)
        image.draft("RGB", (width, width * 4))  # JPEG decodes at a fraction of its size
        shown = ImageOps.exif_transpose(image)
        shown.thumbnail((width, width * 8))
        return _flat(shown), frames
    except (OSError, SyntaxError, ValueError, EOFError) as error:
        raise CannotRead("unreadable", "damaged") from error


def _know_heif() -> None:
    if not _heif:
        from pillow_heif import register_heif_opener

        register_heif_opener(thumbnails=False, decode_threads=1)
        _heif.append("HEIF")


def open_image(file: BinaryIO) -> Image.Image:
    try:
        if sniff(file.read(HEAD)) == HEIC:
            _know_heif()
        file.seek(0)
        image = Image.open(file, formats=("PNG", "JPEG", "GIF", "WEBP", "TIFF", "BMP", *_heif))
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise CannotRead("too_big", "too_many_pixels") from error
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError) as error:
        raise CannotRead("unreadable", "damaged") from error
    if image.width * image.height > MAX_PIXELS:
        raise CannotRead("too_big", "too_many_pixels")
    return image


def _flat(image: Image.Image) -> Image.Image:
    if image.mode in ("RGBA", "LA", "PA") or "transparency" in image.info:
        layer = image.convert("RGBA")
        white = Image.new("RGBA", layer.size, "white")
        return Image.alpha_composite(white, layer).convert("RGB")
    return image.convert("RGB")
