"""What a draft asks: questions replaced as one, and what earlier surveys asked."""

from collections.abc import Mapping, Sequence

from sqlalchemy import delete, select

from analysis.model import Problem
from survey.bank import Question, from_dict, naming_of
from survey.store.engines import Database, reading, writing
from survey.store.tables import QuestionRow, SurveyRow


def set_questions(db: Database, survey_id: str, questions: Sequence[Question]) -> None:
    """Make ``questions`` what the draft asks; a Problem once the survey has been opened."""
    with writing(db) as session:
        survey = session.get_one(SurveyRow, survey_id)
        if survey.state != "draft":
            raise Problem(
                "the questions stand",
                why="The survey has been opened, and people may have answered already.",
                mend="Make a new survey for other questions.",
            )
        if naming_of(questions) != survey.naming:
            raise Problem(
                "this survey can't be made anonymous, or named, by its questions",
                why="Whether people or teams are named was chosen when it was drafted.",
                mend="Draft another survey.",
            )
        session.execute(delete(QuestionRow).where(QuestionRow.survey_id == survey_id))
        for position, question in enumerate(questions):
            facts = {"position": position, "key": question.key, "spec": question.to_dict()}
            session.add(QuestionRow(survey_id=survey_id, **facts))


def asked_before(db: Database, survey_id: str) -> Mapping[str, tuple[str, Question]]:
    """Each question that another survey of this client has opened with: its title and wording.

    Where several asked it, the newest counts: with it the next one will be compared.
    """
    others = (SurveyRow.id != survey_id) & (SurveyRow.state != "draft")
    rows = (
        select(SurveyRow.title, QuestionRow.spec)
        .join(QuestionRow, QuestionRow.survey_id == SurveyRow.id)
        .where(others)
        .order_by(SurveyRow.created_at, QuestionRow.position)
    )
    with reading(db) as session:
        found = [(title, from_dict(spec)) for title, spec in session.execute(rows)]
    return {question.key: (title, question) for title, question in found}
