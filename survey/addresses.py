"""E-mail addresses, and names before them: whether servers and programmes take them as they are."""

from re import compile as pattern

from analysis.model import Problem
from survey.ids import clean

# What a mail programme may read as encoded text, and so as whatever somebody hid in there.
ENCODED = "=?"
ADDRESS = pattern(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])")
LONGEST_ADDRESS = 254


def address(text: str) -> str:
    """An address as servers take it (foreign domains in their ASCII form); Problem if none is."""
    name, _, domain = text.strip().rpartition("@")
    try:
        plain = f"{name}@{domain.encode('idna').decode('ascii')}"
    except UnicodeError:
        plain = ""
    if len(plain) > LONGEST_ADDRESS or ENCODED in plain or not ADDRESS.fullmatch(plain):
        raise Problem(
            "this is no e-mail address that servers take",
            where=text.strip()[:80],
            mend="Write it like ann@example.com.",
        )
    return plain


def sender_name(text: str) -> str:
    """A name for the address that letters come from; Problem if mail could read more into it."""
    name = clean(text)
    if ENCODED in name or any(c in '<>"@,;:\\()[]' for c in name):
        raise Problem(
            "this is no name to send letters by",
            where="Name that letters come from",
            why="Mail programmes read signs such as < > @ , ; : and “=?” as more than a name.",
            mend="Leave these signs out.",
        )
    return name
