"""The use case: what one council, with its partners, does with AI.

What other floors know about a use case (documents, skills, assessments) is theirs.
"""

from django.core.exceptions import ValidationError
from django.db import models

from catalogue.models import automated_decision, environment, reuse
from catalogue.models.choices import (
    AiType,
    Answer,
    Oversight,
    Sensitivity,
    Stage,
    Status,
    StatusReason,
    WorkType,
)
from catalogue.models.columns import (
    HOW_LIMIT,
    RESULT_LIMIT,
    STORY_LIMIT,
    SUMMARY_LIMIT,
    answer,
    several,
    story,
)
from catalogue.models.lookups import (
    AtrsCapability,
    AtrsFunction,
    ServiceArea,
    UserGroup,
)
from catalogue.models.product import Product
from councils.models.change_set import record_history
from councils.models.checks import choice, choices_within, text_limit
from councils.models.record import Record


class UseCase(
    automated_decision.AutomatedDecision, environment.Environment, reuse.Reuse, Record
):
    """One use of AI by one lead council; `product` says what it runs on."""

    KIND = "use_case"

    record = models.OneToOneField(
        Record, models.PROTECT, parent_link=True, related_name="as_use_case"
    )
    result = models.TextField(
        "One-line result",
        blank=True,
        max_length=RESULT_LIMIT,
        help_text="What changed for residents or staff, in one line.",
    )
    summary = models.TextField(
        "Summary",
        blank=True,
        max_length=SUMMARY_LIMIT,
        help_text="What it does and who uses it, for somebody outside your council.",
    )
    challenge = story("Challenge", "What was difficult before.")
    solution = story("Solution", "What you set up, and how it fits into the work.")
    results = story("Results", "What you have seen so far, with figures if you can.")
    learnings = story("Learnings", "What you would tell a council that starts now.")

    product = models.ForeignKey(
        Product,
        models.PROTECT,
        verbose_name="Product",
        null=True,
        blank=True,
        related_name="use_cases",
        help_text="The product it runs on, so that others who use it can find you.",
    )
    service_areas = models.ManyToManyField(
        ServiceArea,
        verbose_name="Service areas",
        blank=True,
        related_name="+",
        help_text="The services that use it.",
    )
    user_groups = models.ManyToManyField(
        UserGroup,
        verbose_name="User groups",
        blank=True,
        related_name="+",
        help_text="The people who use it or meet its output.",
    )
    ai_types = several("AI types", AiType, "What the AI does.")
    atrs_functions = models.ManyToManyField(
        AtrsFunction,
        verbose_name="Function of government",
        blank=True,
        related_name="+",
        help_text="As the Algorithmic Transparency Recording Standard names it.",
    )
    atrs_capabilities = models.ManyToManyField(
        AtrsCapability,
        verbose_name="Capability",
        blank=True,
        related_name="+",
        help_text="As the Algorithmic Transparency Recording Standard names it.",
    )

    stage = models.TextField(
        "Stage",
        choices=Stage,
        default=Stage.SCAN,
        editable=False,
        help_text="Scan, Pilot or Scale. It moves by a decision with a reason.",
    )
    status = models.TextField(
        "Status",
        choices=Status,
        default=Status.ACTIVE,
        help_text="Whether work goes on. An honest stop helps the next council.",
    )
    status_reason = models.TextField(
        "Why paused or stopped",
        choices=StatusReason,
        blank=True,
        help_text="The main reason.",
    )
    status_note = models.TextField(
        "More about why",
        blank=True,
        max_length=HOW_LIMIT,
        help_text="What happened, and what another council should know.",
    )

    sensitivity = models.TextField(
        "Data sensitivity",
        choices=Sensitivity,
        blank=True,
        help_text="The most sensitive information that the tool sees.",
    )
    personal_data = answer("Personal data", "Does it handle data about people?")
    special_category = answer(
        "Special category data",
        "Health, ethnicity, religion and the like (UK GDPR Article 9).",
    )
    oversight = models.TextField(
        "Human oversight",
        choices=Oversight,
        blank=True,
        help_text="Who checks the output before it is acted on.",
    )
    oversight_how = models.TextField(
        "How people oversee it",
        blank=True,
        max_length=HOW_LIMIT,
        help_text="Who checks, when, and what they can change.",
    )
    work_type = models.TextField(
        "Task or knowledge work",
        choices=WorkType,
        blank=True,
        help_text="Task work follows fixed steps; knowledge work needs judgement.",
    )

    contact = models.EmailField(
        "Contact mailbox",
        blank=True,
        help_text="A team mailbox, not a person's, so that it outlives people.",
    )
    source_url = models.URLField(
        "Public source",
        blank=True,
        max_length=500,
        help_text="Where the council said this in public.",
    )
    external_source = models.TextField(
        "External register",
        blank=True,
        help_text="The other register that this entry comes from.",
    )
    external_id = models.TextField(
        "Identifier there", blank=True, help_text="Its identifier in that register."
    )

    history = record_history()

    class Meta:
        verbose_name = "use case"
        constraints = [
            *automated_decision.CONSTRAINTS,
            *environment.CONSTRAINTS,
            *reuse.CONSTRAINTS,
            *(
                text_limit("usecase", name, limit)
                for name, limit in {
                    "result": RESULT_LIMIT,
                    "summary": SUMMARY_LIMIT,
                    "challenge": STORY_LIMIT,
                    "solution": STORY_LIMIT,
                    "results": STORY_LIMIT,
                    "learnings": STORY_LIMIT,
                    "status_note": HOW_LIMIT,
                    "oversight_how": HOW_LIMIT,
                }.items()
            ),
            choice("usecase", "stage", Stage),
            choice("usecase", "status", Status),
            choice("usecase", "status_reason", StatusReason, blank=True),
            choice("usecase", "sensitivity", Sensitivity, blank=True),
            choice("usecase", "personal_data", Answer, blank=True),
            choice("usecase", "special_category", Answer, blank=True),
            choice("usecase", "oversight", Oversight, blank=True),
            choice("usecase", "work_type", WorkType, blank=True),
            choices_within("usecase", "ai_types", AiType),
            models.CheckConstraint(
                name="usecase_not_stated_needs_source",
                condition=~models.Q(stage=Stage.NOT_STATED) | ~models.Q(source_url=""),
                violation_error_message=(
                    "Say which stage it is at. Only an entry taken from a public "
                    "source may leave the stage out."
                ),
            ),
            models.CheckConstraint(
                name="usecase_stop_has_reason",
                condition=models.Q(status=Status.ACTIVE, status_reason="")
                | (~models.Q(status=Status.ACTIVE) & ~models.Q(status_reason="")),
                violation_error_message=(
                    "A paused or stopped entry needs its reason, an active one none."
                ),
            ),
            models.CheckConstraint(
                name="usecase_external_reference_is_whole",
                condition=models.Q(external_source="", external_id="")
                | (~models.Q(external_source="") & ~models.Q(external_id="")),
                violation_error_message=(
                    "Give the register and the identifier together, or neither."
                ),
            ),
            models.UniqueConstraint(
                "external_source",
                "external_id",
                name="usecase_external_reference_once",
                condition=~models.Q(external_source=""),
            ),
        ]

    def clean(self) -> None:
        """Say beside the field what the constraints would say about the row."""
        super().clean()
        faults: dict[str, str] = {}
        if self.status != Status.ACTIVE and not self.status_reason:
            faults["status_reason"] = "Choose why it is paused or stopped"
        if self.status == Status.ACTIVE and self.status_reason:
            faults["status_reason"] = "Clear the reason: the work is active"
        if bool(self.external_source) != bool(self.external_id):
            faults["external_id"] = "Give the register and the identifier, or neither"
        if self.stage == Stage.NOT_STATED and not self.source_url:
            faults["source_url"] = "Give the public source: the stage is not stated"
        if faults:
            raise ValidationError(faults)

    @property
    def is_publicly_sourced(self) -> bool:
        """Taken from a public page and not yet confirmed by the council."""
        return publicly_sourced(self.source_url, self.verified_on)


def publicly_sourced(source_url: str, verified_on: object) -> bool:
    """Whether an entry rests on a public page that its council has not confirmed."""
    return bool(source_url) and verified_on is None
