"""Pictures from outside, drawn anew in a child process that has limits on time and memory.

A picture of a few kilobytes can ask for gigabytes, and decoders have had holes. So a child opens
it, draws it anew and small, and gives back a PNG of which every byte is its own. Run as a script
this file *is* the child; it therefore imports nothing of ours before it needs it.
"""

import io
import subprocess
import sys
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PIL.Image import Image

    from analysis.model import Problem

MOST_BYTES = 2_000_000
MOST_SIDE = 4000
KEPT_SIDE = 480
SECONDS = 5
PATIENCE = 20
MEMORY = 600_000_000
# A pale logo on nothing would be lost on white paper: it gets this ground.
PALE, GROUND, EDGE = 200, (23, 34, 45, 255), 24
KINDS = (
    (b"GIF8", "a GIF"), (b"RIFF", "a WebP"), (b"%PDF", "a PDF"), (b"BM", "a BMP"),
    (b"II*\x00", "a TIFF"), (b"MM\x00*", "a TIFF"),
)  # fmt: skip
SVG = "It is an SVG, which can hold programs and addresses."
REFUSALS = {
    "bytes": f"It has more than {MOST_BYTES // 10**6} MB.",
    "side": f"It is more than {MOST_SIDE:,} pixels wide or tall.",
    "limits": "Drawing it takes too much time or memory.",
    "unreadable": "It is no PNG or JPEG, or it is damaged.",
}


@lru_cache(maxsize=32)
def redrawn(data: bytes, where: str = "logo") -> bytes:
    """The picture as a small PNG: whatever else was in the file is gone. Problem if it won't do."""
    if not data.startswith((b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff")):
        raise _problem(_stranger(data), where)
    if len(data) > MOST_BYTES:
        raise _problem(REFUSALS["bytes"], where)
    command = [sys.executable, "-I", __file__]
    try:
        # Our own interpreter and module; the picture goes in by its standard input.
        done = subprocess.run(  # noqa: S603
            command, input=data, capture_output=True, timeout=PATIENCE, check=False
        )
    except subprocess.TimeoutExpired:
        raise _problem(REFUSALS["limits"], where) from None
    if done.returncode < 0 or b"MemoryError" in done.stderr:
        raise _problem(REFUSALS["limits"], where)
    if done.returncode or not done.stdout.startswith(b"\x89PNG"):
        said = done.stdout.decode("ascii", "replace")
        raise _problem(REFUSALS.get(said, REFUSALS["unreadable"]), where)
    return done.stdout


def _stranger(data: bytes) -> str:
    """What it is instead, where that can be told."""
    head = data[:2000].lstrip().lower()
    if head.startswith((b"<svg", b"<?xml", b"<!doctype svg")) or b"<svg" in head:
        return SVG
    kind = next((kind for start, kind in KINDS if data.startswith(start)), "")
    return f"It is {kind}, whatever its name says." if kind else REFUSALS["unreadable"]


def _problem(why: str, where: str) -> "Problem":
    from analysis.model import Problem

    return Problem(
        "this picture can't be used as a logo",
        where=where,
        why=why,
        mend=f"Save it as PNG or JPEG, at most {MOST_SIDE:,} pixels wide and 2 MB.",
    )


def _limit_this_process() -> None:
    """Bound this process; where the system knows no limits, the time-out still holds.

    It stands in survey/spreadsheet.py too: such a process imports nothing of ours.
    """
    try:
        import resource
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _draw(data: bytes) -> bytes:
    """The picture, small, on a plain canvas; raises ValueError with a word for what is wrong."""
    from PIL import Image

    with Image.open(io.BytesIO(data), formats=("PNG", "JPEG")) as picture:
        if max(picture.size) > MOST_SIDE:
            raise ValueError("side")
        picture.draft("RGB", (KEPT_SIDE, KEPT_SIDE))
        drawn = picture.convert("RGBA")
    drawn.thumbnail((KEPT_SIDE, KEPT_SIDE))
    fresh = Image.new("RGBA", drawn.size)
    fresh.paste(drawn)
    out = io.BytesIO()
    (_grounded(fresh) if _is_lost_on_white(fresh) else fresh).save(out, "PNG", optimize=True)
    return out.getvalue()


def _is_lost_on_white(picture: "Image") -> bool:
    """Whether what can be seen of a picture with holes is as pale as paper."""
    seen = picture.getchannel("A").point(lambda a: 255 if a > 40 else 0)
    if seen.getextrema()[0] == 255 or not seen.getbbox():
        return False
    grey = picture.convert("L").histogram(seen)
    return sum(i * n for i, n in enumerate(grey)) / max(sum(grey), 1) > PALE


def _grounded(picture: "Image") -> "Image":
    from PIL import Image

    room = KEPT_SIDE - 2 * EDGE
    picture.thumbnail((room, room))
    size = picture.width + 2 * EDGE, picture.height + 2 * EDGE
    ground = Image.new("RGBA", size, GROUND)
    ground.alpha_composite(picture, (EDGE, EDGE))
    return ground


def _main() -> int:
    _limit_this_process()
    import warnings

    warnings.simplefilter("error")
    try:
        sys.stdout.buffer.write(_draw(sys.stdin.buffer.read(MOST_BYTES + 1)))
    except Exception as error:  # whatever a decoder may raise, the picture won't do
        if isinstance(error, MemoryError):
            raise
        sys.stdout.write(str(error) if str(error) in REFUSALS else "unreadable")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(_main())
