"""The store: plain functions that keep clients, surveys, people, answers and jobs in SQLite.

One ``house`` database holds staff accounts and the list of clients; each client has a database
file of its own, so that it is backed up, handed over or erased whole. Everything that the site
does, a script can do with these (``survey/demo.py`` does); times are aware datetimes and always
an argument::

    house = open_house(folder)                         folder holds everything; made if missing
    owner = create_staff(house, Account(email, name, password_hash, owner=True), now)
                                                       password_hash: accounts.hash_password(text)
    client = create_client(house, "Lindqvist & Co", now)                      -> Client
    grant(house, owner.id, client.key, "analyst")      or "manager": who may see which PDF
    db = open_client(house, client.slug)               -> Database (KeyError: no such client)
    plan = Plan(title="Spring", goal="faster bids", contact="Ann Ek", contact_email="a@x.test",
                closes_on=date(2027, 5, 1), mode="analyst", k=5, question_set="annual")
    survey = create_survey(db, plan, bank.load("annual").questions, now)      -> Survey (draft)
    import_roster(db, survey.id, reading.roster, reading.faults)
                                                       replaces the roster of a draft
    open_survey(db, survey.id, now)                    Problem without people or questions
    links = issue_links(db, survey.id, key)            -> (Link(person_id, name, email, token), …)
                                                       key: config.secret_key; same key, same links
    inv = invitation_of(db, survey.id, person_id)      -> Invitation (.id, .state, .person_id, …)
    inform(db, inv.id, notice_hash, now)               she pressed start
    record(db, inv.id, Reply("information", {"E7": 3.0, "E9": None}), now)
                                                       {} means "named nobody"; None: not rated
    submit(db, inv.id, now); decline(db, inv.id, now); withdraw(db, inv.id, now)
    put_in(db, inv.id, "Sales", {"team_information": Reply(…)}, now)
                                                       an anonymous survey takes all at once
    slips_of(db, survey.id)                            -> (Slip(question, team, named, own), …)
    begin_closing(db, survey.id, now)                  15 minutes for those in the middle
    close_survey(db, survey.id, now)                   at once; forgets times, shuffles rows
    roster_of(db, survey.id)                           -> analysis.model.Roster
    questions_of(db, survey.id)                        -> tuple[bank.Question, …]
    replies_of(db, survey.id)                          -> {person_id: {question: Reply}}, submitted
    board(db, survey.id, unit_type)                    -> counts by unit, never who said what
    job = create_job(db, survey.id, now); job_of(db, job.id); latest_job(db, survey.id)
    house.close()

Collecting: ``start_round`` queues one message a person, ``claim_message`` and ``settle_message``
are how a sender takes each exactly once, ``plan_step`` and ``due_steps`` are the schedule.
The links' address is ``links.address(base_url, token)``; ``jobs.answers_of(db, survey_id)`` reads
the replies as Answers; ``jobs.start(config, house, slug, survey_id)`` queues the analysis and
``worker.work(config)`` does what is queued.
"""

from survey.store.answers import (
    Reply,
    decline,
    forget,
    inform,
    record,
    replies_of,
    reply_of,
    submit,
    withdraw,
)
from survey.store.asked import asked_before, set_questions
from survey.store.boards import Board, BoardRow, Pulse, board, counts, not_answered, pulse
from survey.store.bounces import Noted, Unreached, mend_address, note_bounces, unreached_of
from survey.store.clients import Client, create_client, list_clients, open_client
from survey.store.closing import begin_closing, close_survey, closings_due
from survey.store.codes import Card, issue_cards, spaced, token_of_code
from survey.store.collecting import (
    Collecting,
    Wording,
    choose_collecting,
    collecting_of,
    keep_letter,
    letter_of,
    note_test,
    note_trouble,
)
from survey.store.engines import Database, House, open_house, readiness
from survey.store.firm_rows import PREFIX, TYPED, Firm
from survey.store.firms import (
    add_typed,
    complete_firms,
    firms_of,
    put_firms,
    remove_typed,
    settle,
)
from survey.store.invitations import (
    Invitation,
    Link,
    invitation_by_id,
    invitation_by_token,
    invitation_of,
    issue_links,
    link_token,
)
from survey.store.messages import (
    Due,
    Round,
    claim_message,
    due_surveys,
    halt_messages,
    queue_again,
    revive_messages,
    rounds_of,
    settle_message,
    start_round,
)
from survey.store.people import Entry, entries_of, faults_of, import_roster, roster_of
from survey.store.runs import (
    Job,
    advance,
    beat,
    claim,
    create_job,
    job_of,
    jobs_of,
    latest_job,
    queued_jobs,
    requeue,
    stale_jobs,
    stop_job,
    update_job,
)
from survey.store.slips import Slip, put_in, slips_of
from survey.store.staff import (
    Account,
    Staff,
    create_staff,
    grant,
    members_of,
    role_of,
    set_password,
    staff_by_email,
    staff_by_id,
)
from survey.store.steps import Step, cancel_step, due_steps, plan_step, settle_step, steps_of
from survey.store.surveys import (
    Plan,
    Survey,
    create_survey,
    list_surveys,
    mark_analysed,
    open_survey,
    questions_of,
    survey_by_slug,
    survey_of,
)
from survey.store.visits import (
    begin_session,
    end_session,
    failures_since,
    note_failure,
    staff_of_session,
)

__all__ = [
    "PREFIX",
    "TYPED",
    "Account",
    "Board",
    "BoardRow",
    "Card",
    "Client",
    "Collecting",
    "Database",
    "Due",
    "Entry",
    "Firm",
    "House",
    "Invitation",
    "Job",
    "Link",
    "Noted",
    "Plan",
    "Pulse",
    "Reply",
    "Round",
    "Slip",
    "Staff",
    "Step",
    "Survey",
    "Unreached",
    "Wording",
    "add_typed",
    "advance",
    "asked_before",
    "beat",
    "begin_closing",
    "begin_session",
    "board",
    "cancel_step",
    "choose_collecting",
    "claim",
    "claim_message",
    "close_survey",
    "closings_due",
    "collecting_of",
    "complete_firms",
    "counts",
    "create_client",
    "create_job",
    "create_staff",
    "create_survey",
    "decline",
    "due_steps",
    "due_surveys",
    "end_session",
    "entries_of",
    "failures_since",
    "faults_of",
    "firms_of",
    "forget",
    "grant",
    "halt_messages",
    "import_roster",
    "inform",
    "invitation_by_id",
    "invitation_by_token",
    "invitation_of",
    "issue_cards",
    "issue_links",
    "job_of",
    "jobs_of",
    "keep_letter",
    "latest_job",
    "letter_of",
    "link_token",
    "list_clients",
    "list_surveys",
    "mark_analysed",
    "members_of",
    "mend_address",
    "not_answered",
    "note_bounces",
    "note_failure",
    "note_test",
    "note_trouble",
    "open_client",
    "open_house",
    "open_survey",
    "plan_step",
    "pulse",
    "put_firms",
    "put_in",
    "questions_of",
    "queue_again",
    "queued_jobs",
    "readiness",
    "record",
    "remove_typed",
    "replies_of",
    "reply_of",
    "requeue",
    "revive_messages",
    "role_of",
    "roster_of",
    "rounds_of",
    "set_password",
    "set_questions",
    "settle",
    "settle_message",
    "settle_step",
    "slips_of",
    "spaced",
    "staff_by_email",
    "staff_by_id",
    "staff_of_session",
    "stale_jobs",
    "start_round",
    "steps_of",
    "stop_job",
    "submit",
    "survey_by_slug",
    "survey_of",
    "token_of_code",
    "unreached_of",
    "update_job",
    "withdraw",
]
