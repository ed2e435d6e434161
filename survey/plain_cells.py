"""Cells that no spreadsheet takes for a formula."""

FORMULA = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")


def plain_cell(text: str) -> str:
    """The text, with an apostrophe before whatever a spreadsheet would take for a formula."""
    return f"'{text}" if text.startswith(FORMULA) else text
