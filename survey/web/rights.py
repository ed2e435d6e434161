"""What each role at a client may do, and which right a page's policy asks for."""

# see: that there are surveys, and how they come along. results: what was found, of the whole firm.
# names: people named in it. run: rosters, questions, letters. settings: brand, languages, who has
# access. hand_over: the whole client in a file, and erasing it. promises: what people are told.
# editions: reports for the managers of units, or of one's own unit where one is bound to it.
# approve: agree, for those who are asked, that managers see names.
RIGHTS: dict[str, frozenset[str]] = {
    "consultant": frozenset(
        ("see", "results", "editions", "names", "run", "settings", "hand_over", "promises")
    ),
    "analyst": frozenset(("see", "results", "editions", "names", "run", "settings", "promises")),
    "hr": frozenset(("see", "results", "editions", "run", "settings", "promises")),
    "manager": frozenset(("see", "results", "editions")),
    "trust": frozenset(("see", "promises", "approve")),
}
WANTED = {
    "guest": "see",
    "member": "results",
    "reader": "editions",
    "runner": "run",
    "analyst": "names",
    "admin": "settings",
    "consultant": "hand_over",
    "trusted": "promises",
    "approver": "approve",
}
