"""The slips of an anonymous survey as the analysis wants them."""

from collections import Counter

from analysis.teams import TeamAnswer, TeamAnswers
from survey import store
from survey.bank import Question
from survey.store import Database, Slip, Survey
from survey.teams import teams_of


def of_survey(db: Database, survey: Survey) -> TeamAnswers:
    """Every slip about teams, and how many of each team were asked."""
    roster, k = store.roster_of(db, survey.id), survey.plan.k
    teams = teams_of(roster, k)
    homes = Counter(p.attributes.get(teams.column, "") for p in roster.people if p.asked)
    asked = {q.key: q for q in store.questions_of(db, survey.id) if q.use in ("ties", "wish")}
    slips = [slip for slip in store.slips_of(db, survey.id) if slip.question in asked]
    counts = store.counts(db, survey.id)
    return TeamAnswers(
        column=teams.column,
        asked=teams.asked,
        answers=tuple(_answer(slip, asked[slip.question]) for slip in slips),
        invited=sum(counts.values()),
        answered=counts.get("submitted", 0),
        small={name: homes[name] for name in teams.small},
        ties=tuple(key for key, question in asked.items() if question.use == "ties"),
        wishes=tuple(key for key, question in asked.items() if question.use == "wish"),
    )


def _answer(slip: Slip, question: Question) -> TeamAnswer:
    """What was named and not rated counts as the lowest step; without a scale, as 1."""
    lowest = min((step.value for step in question.scale), default=1.0)
    named = {name: lowest if v is None else v for name, v in slip.named.items()}
    return TeamAnswer(slip.question, slip.team, named)
