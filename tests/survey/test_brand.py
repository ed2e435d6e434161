"""A client's brand: kept in the console, read from a folder, worn by papers, letters and cards."""

import io
import json
import struct
import zlib
from collections.abc import Callable
from email import message_from_bytes, policy
from pathlib import Path

import pypdfium2
import pytest
from click.testing import CliRunner
from PIL import Image

from analysis.model import Problem
from analysis.planted import plant, write
from survey import letters, mail, pictures
from survey.brand import brand_of, read_brand
from survey.cli import main
from survey.store.profiles import profile_of, set_logo
from tests.survey.conftest import START, World
from tests.survey.test_clients import picture, settings

TOML = 'name = "Nordlys"\nprimary = "#7a1fa2"\naccent = "#B3450E"\ncover = "Made by Nordlys."\n'


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "brand").mkdir()
    (tmp_path / "brand/brand.toml").write_text(TOML, "utf-8")
    (tmp_path / "brand/logo.png").write_bytes(picture())
    return tmp_path / "brand"


def test_a_folder_holds_a_brand(folder: Path) -> None:
    found = read_brand(folder).brand

    assert (found.name, found.primary, found.accent) == ("Nordlys", "#7a1fa2", "#b3450e")
    assert found.logo.startswith(b"\x89PNG")


@pytest.mark.parametrize(
    ("toml", "said"),
    [
        ('primary = "#ffee88"', "too pale"),
        ('primary = "blue"', "no colour"),
        ("primary = 7", "no text"),
        ('colour = "#000000"', "These are known: name, primary"),
        ('logo = "/etc/passwd"', "nothing called 'logo'"),
        ("primary = #000000", "can't be read"),
        (f'cover = "{"x" * 301}"', "room for 300"),
        ('closing = "你好"', "can't be drawn"),
        (f'name = "{"x" * 200_000}"', "too large"),
    ],
)
def test_what_will_not_do_in_a_brand_is_said_with_its_place(
    folder: Path, toml: str, said: str
) -> None:
    (folder / "brand.toml").write_text(toml, "utf-8")

    with pytest.raises(Problem) as found:
        read_brand(folder)
    assert said in str(found.value)
    assert "brand.toml" in found.value.where
    assert found.value.mend


def test_a_folder_without_a_brand_is_said(tmp_path: Path) -> None:
    with pytest.raises(Problem, match=r"no brand\.toml to read"):
        read_brand(tmp_path)


def test_a_logo_as_svg_is_refused_with_the_reason(folder: Path) -> None:
    (folder / "logo.png").rename(folder / "logo.svg")

    with pytest.raises(Problem, match="programs and addresses"):
        read_brand(folder)


def chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png(width: int, height: int, *chunks: bytes) -> bytes:
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 6, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + b"".join(chunks) + chunk(b"IEND", b"")


def bomb() -> bytes:
    """1.9 MB that unpack to as much text as there is memory."""
    packer = zlib.compressobj(9)
    packed = b"".join(packer.compress(bytes(10_000_000)) for _ in range(150)) + packer.flush()
    text = chunk(b"zTXt", b"Comment\x00\x00" + packed)
    return png(100, 100, text, chunk(b"IDAT", zlib.compress(bytes(100 * 401))))


HOSTILE: dict[str, Callable[[], bytes]] = {
    "100,000 pixels wide": lambda: png(100_000, 100_000, chunk(b"IDAT", zlib.compress(b"\0" * 99))),
    "4,001 pixels wide": lambda: picture(size=(4001, 10)),
    "text that unpacks to a gigabyte": bomb,
    "endless pixels": lambda: png(100, 100, chunk(b"IDAT", zlib.compress(bytes(50_000_000))[:900])),
    "a JPEG of nothing": lambda: b"\xff\xd8\xff" + b"\xff" * 100_000,
    "no size": lambda: png(0, 0),
    "an SVG": lambda: b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>",
    "an SVG that says it is a PNG": lambda: b"\x89PNG\r\n\x1a\n<svg onload='alert(1)'/>",
    "a GIF": lambda: picture("GIF"),
    "a WebP": lambda: picture("WEBP"),
    "a TIFF": lambda: picture("TIFF"),
    "PostScript": lambda: b"%!PS-Adobe-3.0 EPSF-3.0\n(/etc/passwd) (r) file",
    "two megabytes": lambda: picture() + bytes(2_000_001),
    "nothing": lambda: b"",
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_picture_is_refused_or_drawn_anew(name: str) -> None:
    try:
        found = pictures.redrawn(HOSTILE[name]())
    except Problem:
        return
    with Image.open(io.BytesIO(found)) as drawn:
        assert max(drawn.size) <= 480
        assert drawn.info == {}


def test_what_was_drawn_anew_stays_as_it_is() -> None:
    once = pictures.redrawn(picture())

    assert pictures.redrawn(once) == once


def test_a_white_logo_without_ground_gets_one() -> None:
    made = io.BytesIO()
    white = Image.new("RGBA", (300, 100))
    white.paste((255, 255, 255, 255), (100, 40, 200, 60))
    white.save(made, "PNG")
    with Image.open(io.BytesIO(pictures.redrawn(made.getvalue()))) as drawn:
        assert drawn.getpixel((2, 2)) == pictures.GROUND


WORDS = {
    "accent": "#b3450e",
    "cover": "Made for you.\r\n<script>alert(1)</script>",
    "closing": "شكرًا لكم",
    "sign_off": "Kind regards\r\nYour people team",
    "sender": "Łukasz at Lindqvist & Co",
}


def test_words_and_second_colour_are_kept_and_shown_again(world: World) -> None:
    settings(world, **WORDS)
    kept, page = profile_of(world.ours), world.visitor("hr").get("/console/c/lindqvist-co/settings")

    assert kept["cover"] == "Made for you.\n<script>alert(1)</script>"
    assert (kept["accent"], kept["closing"]) == ("#b3450e", "شكرًا لكم")
    assert "&lt;script&gt;alert(1)" in page.text
    assert "<script>alert" not in page.text


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("accent", "#ffee88", "too pale"),
        ("cover", "x" * 301, "room for 300"),
        ("closing", "x" * 1201, "room for 1,200"),
        ("sign_off", "x" * 301, "room for 300"),
        ("sender", "=?utf-8?q?=0ABcc:x?=", "no name to send letters by"),
        ("sender", "Ann <ann@example.com>", "no name to send letters by"),
    ],
)
def test_words_that_will_not_do_change_nothing_and_stay_in_the_form(
    world: World, field: str, value: str, said: str
) -> None:
    page = settings(world, **{field: value})

    assert said in page
    assert profile_of(world.ours) == {}
    assert value[:20].replace("<", "&lt;") in page


def test_letters_that_no_paper_can_draw_are_kept_and_warned_of(world: World) -> None:
    page = settings(world, closing="谢谢你们")

    assert "谢你们" in page
    assert "question mark" in page
    assert profile_of(world.ours)["closing"] == "谢谢你们"


def test_the_brand_of_a_client_is_nobody_elses(world: World) -> None:
    settings(world, **WORDS, logo=(io.BytesIO(picture()), "logo.png"))
    ours, theirs = brand_of(world.ours), brand_of(world.theirs)

    assert (ours.name, ours.primary, ours.logo[:4]) == ("Lindqvist & Co", "#7a1fa2", b"\x89PNG")
    assert (theirs.name, theirs.primary, theirs.logo, theirs.cover) == ("Rival", "", b"", "")


def test_a_logo_that_came_in_by_another_way_is_drawn_anew_before_use(world: World) -> None:
    set_logo(world.ours, picture(size=(3000, 3000)) + b"CANARY")

    assert b"CANARY" not in brand_of(world.ours).logo


def test_letters_end_as_the_client_wants_and_come_from_its_name(world: World) -> None:
    settings(world, **WORDS)
    facts = letters.facts_of(world.ours, world.survey, "en")
    letter = letters.fill(letters.shipped("invitation", "en"), facts)
    envelope = mail.Envelope("ann@example.com", "", "1", START, WORDS["sender"])
    raw = mail.compose(letter, envelope, "survey@example.com")
    read = message_from_bytes(raw, policy=policy.default)

    assert letter.body.endswith("\n\nKind regards\nYour people team\n")
    assert read["From"].addresses[0].display_name == WORDS["sender"]
    assert read["From"].addresses[0].addr_spec == "survey@example.com"


@pytest.mark.parametrize("name", ["a\nBcc: x@example.com", "=?utf-8?q?=0ABcc:x?=", "x\r\n\r\nbody"])
def test_no_name_of_a_sender_becomes_a_header(name: str) -> None:
    letter, envelope = letters.Letter("s", "b"), mail.Envelope("a@b.example", "", "1", START, name)
    try:
        raw = mail.compose(letter, envelope, "survey@example.com")
    except Problem:
        return
    read = message_from_bytes(raw, policy=policy.default)

    assert set(map(str.lower, read)) <= mail.HEADERS
    assert "bcc" not in map(str.lower, read)


def test_cards_wear_the_logo(world: World) -> None:
    settings(world, logo=(io.BytesIO(picture()), "logo.png"))
    visitor = world.visitor("analyst")
    visitor.get("/console/c/lindqvist-co/spring/links")
    pdf = visitor.post("/console/c/lindqvist-co/spring/cards.pdf", who="all").data
    with pypdfium2.PdfDocument(io.BytesIO(pdf)) as document:
        found = [sum(o.type == 3 for o in page.get_objects(max_depth=3)) for page in document]

    assert found == [10, 10, 4]


def firm(folder: Path) -> tuple[Path, Path]:
    write(plant("silo", 1, people=36, response=1.0), folder)
    return folder / "roster.csv", folder / "answers.csv"


def test_a_report_from_files_wears_the_brand_and_is_verified_with_it(
    folder: Path, tmp_path: Path
) -> None:
    roster, answers = firm(tmp_path)
    out = tmp_path / "results"
    options = ["--out", str(out), "--brand", str(folder)]
    made = CliRunner().invoke(main, ["analyse", str(roster), str(answers), *options])
    verified = CliRunner().invoke(main, ["verify", str(out)])
    with pypdfium2.PdfDocument(out / "report.pdf") as pdf:
        first = pdf[0].get_textpage().get_text_range()
    roles = {source["role"] for source in json.loads((out / "run.json").read_text())["inputs"]}

    assert (made.exit_code, verified.exit_code) == (0, 0)
    assert "Made by Nordlys." in first
    assert roles == {"roster", "answers", "brand", "logo"}


def test_a_report_on_a_folder_is_made_in_another_brand(folder: Path, tmp_path: Path) -> None:
    roster, answers = firm(tmp_path)
    out, report = tmp_path / "results", tmp_path / "report.pdf"
    run = CliRunner().invoke
    run(main, ["analyse", str(roster), str(answers), "--out", str(out), "--no-pdf"])
    made = run(main, ["report", str(out), "--brand", str(folder), "--out", str(report)])
    with pypdfium2.PdfDocument(report) as pdf:
        first = pdf[0].get_textpage().get_text_range()

    assert made.exit_code == 0
    assert "Made by Nordlys." in first
