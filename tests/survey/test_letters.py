"""Letters: what may be written, how it is filled in, and that nothing can add a header."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.model import Problem
from survey import letters, mail
from survey.addresses import address
from survey.letters import Letter
from survey.mail import Envelope
from survey.store import Wording
from tests.survey.conftest import START


@pytest.mark.parametrize("kind", letters.LETTERS)
@pytest.mark.parametrize("language", letters.languages())
def test_the_shipped_letters_can_go_out_as_they_are(kind: str, language: str) -> None:
    letters.check(letters.shipped(kind, language))
    found = letters.shipped(kind, language)

    assert letters.used(found.body) >= {"name", "url", "deadline", "contact", "contact_email"}


def test_the_last_day_is_written_as_people_write_it() -> None:
    days = [letters.day(START.date(), language) for language in ("en", "de", "es")]

    assert days == ["1 March 2027", "1. März 2027", "1 de marzo de 2027"]


@pytest.mark.parametrize(
    ("subject", "body", "said"),
    [
        ("", "{url}", "subject is empty"),
        ("Hello\nBcc: all@x.test", "{url}", "line break"),
        ("=?utf-8?q?=0ABcc:x?=", "{url}", "can't hold"),
        ("x" * 200, "{url}", "too long"),
        ("Your link {url}", "{url}", "stands in the subject"),
        ("Hello", "{url} {nmae}", "nothing fills in {nmae}"),
        ("Hello", "{url} {", "brace"),
        ("Hello", "no link", "link is missing"),
        ("Hello", "{url}" + "x" * 9000, "text is too long"),
    ],
)
def test_a_wording_that_will_not_do_is_explained(subject: str, body: str, said: str) -> None:
    with pytest.raises(Problem, match=said) as caught:
        letters.check(Wording(subject, body))
    assert caught.value.mend


ENVELOPE = Envelope("ann@example.com", "", "id", START)


@given(st.text(max_size=60), st.text(max_size=60))
def test_no_name_and_no_title_can_add_a_header(name: str, title: str) -> None:
    wording = Wording("{title}: for {name}", "Hello {name}, {title}\n{url}")
    try:
        letter = letters.fill(wording, {"name": name, "title": title, "url": "http://x"})
        raw = mail.compose(letter, ENVELOPE, "survey@example.org")
    except Problem:
        assert "=?" in f"{title}: for {name}"
        return
    from email import message_from_bytes, policy

    read = message_from_bytes(raw, policy=policy.default)

    assert {key.lower() for key in read} <= mail.HEADERS
    assert read["To"] == "ann@example.com"


@pytest.mark.parametrize("hidden", ["=?utf-8?q?=0ABcc:victim@x.test?=", "a =?x?b?Cg==?= b"])
def test_hidden_text_in_a_title_is_refused(hidden: str) -> None:
    with pytest.raises(Problem, match="=\\?"):
        letters.fill(Wording("{title}", "{url}"), {"title": hidden})


def test_a_message_with_a_header_too_many_does_not_leave(monkeypatch: pytest.MonkeyPatch) -> None:
    real = mail.EmailMessage.as_bytes
    monkeypatch.setattr(
        mail.EmailMessage, "as_bytes", lambda self: b"Bcc: all@x.test\r\n" + real(self)
    )

    with pytest.raises(Problem, match="hidden headers"):
        mail.compose(Letter("Hello", "x"), ENVELOPE, "survey@example.org")


@pytest.mark.parametrize(
    "text",
    ["", "ann", "ann@", "@x.test", "a b@x.test", "ann@x.test\nBcc: b@x.test", "a@b@c", "é@x.test",
     "=?utf-8?q?ann?=@x.test", "ann@-x-", "ann@x.test,bob@x.test", "x" * 300 + "@x.test"],
)  # fmt: skip
def test_what_is_no_address_is_refused(text: str) -> None:
    with pytest.raises(Problem, match="no e-mail address"):
        address(text)


@pytest.mark.parametrize(
    ("text", "plain"),
    [(" ann@example.com ", "ann@example.com"), ("a+x@bücher.example", "a+x@xn--bcher-kva.example")],
)  # fmt: skip
def test_an_address_is_written_as_servers_take_it(text: str, plain: str) -> None:
    assert address(text) == plain


@pytest.mark.parametrize(
    ("text", "code"),
    [("Deutsch", "de"), ("german", "de"), ("de-CH", "de"), ("Allemand", "de"), ("FRENCH", "fr"),
     ("Castellano", "es"), ("العربية", "ar"), ("Klingon", ""), ("", ""), ("den", "")],
)  # fmt: skip
def test_a_language_is_known_by_any_of_its_names(text: str, code: str) -> None:
    assert letters.spoken(text) == code
