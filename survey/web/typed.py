"""What arrives with a form, without what nobody can type or see."""

import re

from flask import Request
from werkzeug.datastructures import ImmutableMultiDict

# Control characters but tab and line ends, halves of characters, and turners of direction, which
# no database, spreadsheet or page is the better for. Marks and joiners of scripts stay.
_UNTYPED = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]"
)


def cleaned(text: str) -> str:
    """The text as somebody could have typed it."""
    return _UNTYPED.sub("", text)


class TypedRequest(Request):
    """A request whose form holds cleaned text; files stay as they are."""

    def _load_form_data(self) -> None:
        if "form" in self.__dict__:
            return
        super()._load_form_data()
        pairs = self.__dict__["form"].items(multi=True)
        self.__dict__["form"] = ImmutableMultiDict((key, cleaned(text)) for key, text in pairs)
