"""The automated-decision block of a use case: UK GDPR Articles 22A to 22D.

They came into force on 5 February 2026 (Data (Use and Access) Act 2025, section 80).
A decision is solely automated when no person is meaningfully involved (22A); the four
safeguards are those of 22C.
"""

from django.db import models

from catalogue.models.choices import Answer
from catalogue.models.columns import STORY_LIMIT, answer, story
from councils.models.checks import choice, text_limit

SAFEGUARDS = ("inform", "representations", "intervention", "contest")


class AutomatedDecision(models.Model):
    """Three questions about the decision, and four safeguards each with its how."""

    solely_automated = answer(
        "Solely automated", "Is a decision about a person made with no real human part?"
    )
    significant_decision = answer(
        "Significant decision", "Does it have a legal or similarly serious effect?"
    )
    decision_special_category = answer(
        "Based on special category data", "Does the decision rest on such data?"
    )
    inform = answer("People are told", "Are people told about the decision?")
    inform_how = story("How people are told", "Where and when.")
    representations = answer("People can comment", "Can people put their side?")
    representations_how = story("How people can comment", "Where and to whom.")
    intervention = answer("A person can step in", "Can people ask for a person?")
    intervention_how = story("How a person steps in", "Who, and with what power.")
    contest = answer("People can contest it", "Can people challenge the decision?")
    contest_how = story("How people contest it", "The route, and how long it takes.")

    class Meta:
        abstract = True


CONSTRAINTS = [
    choice("usecase", "solely_automated", Answer, blank=True),
    choice("usecase", "significant_decision", Answer, blank=True),
    choice("usecase", "decision_special_category", Answer, blank=True),
    *(choice("usecase", name, Answer, blank=True) for name in SAFEGUARDS),
    *(text_limit("usecase", f"{name}_how", STORY_LIMIT) for name in SAFEGUARDS),
]
