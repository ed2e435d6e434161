"""The address of a personal link."""


def address(base_url: str, token: str) -> str:
    """Built from the configured address only, never from what a request claims."""
    return f"{base_url}/s/{token}"
