"""Anonymous answers into findings: people named teams, and said which is theirs.

results = analyse_teams(answers)    # then the same gate as everywhere: view(results, MANAGER, …)
"""

from analysis.teams.coarse import coarsened
from analysis.teams.model import TeamAnswer, TeamAnswers
from analysis.teams.outcome import analyse_teams

__all__ = ["TeamAnswer", "TeamAnswers", "analyse_teams", "coarsened"]
