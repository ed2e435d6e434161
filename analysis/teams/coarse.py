"""Answers that name people, told as if they had named teams: for calibration, and for files."""

from collections import Counter

from analysis.model import Answers, Roster
from analysis.teams.model import MAIN, TeamAnswer, TeamAnswers


def coarsened(
    roster: Roster, answers: Answers, column: str = "department", k: int = 5
) -> TeamAnswers:
    """The same answers with teams in the place of people: which ones each went to, how often.

    Somebody goes to a team as often as to the one of it whom she sees most.
    """
    home = {person.id: person.attributes.get(column, "") for person in roster.people}
    asked = Counter(home[p.id] for p in roster.people if p.asked and home[p.id])
    large = {name: count for name, count in asked.items() if count >= k}
    question = answers.questions[0]
    answered = answers.answered[question]
    named: dict[str, dict[str, float]] = {id_: {} for id_ in roster.ids if id_ in answered}
    for tie in answers.ties:
        team = home.get(tie.target, "")
        if tie.question == question and tie.source in named and team in large:
            mine = named[tie.source]
            mine[team] = max(tie.value, mine.get(team, 0.0))
    given = tuple(
        TeamAnswer(MAIN, home[id_] if home[id_] in large else "", mine)
        for id_, mine in named.items()
    )
    small = {name: count for name, count in asked.items() if count < k}
    return TeamAnswers(column, large, given, sum(asked.values()), len(given), small)
