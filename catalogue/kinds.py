"""What suppliers, products and use cases declare about themselves.

Labels, help and limits are the model's own; here stand sections, reading order,
examples, what counts as complete, and what is searched.
"""

from catalogue.models import Product, Supplier, UseCase
from catalogue.models.choices import Answer, Sensitivity
from catalogue.search_rows import (
    product_content,
    products_of,
    supplier_content,
    use_case_content,
    use_cases_of,
)
from councils.kinds import Field, Kind, Section, register

IG_LEAD = "your information governance lead"
BUYER = "your procurement or finance team"
SUPPLIER = "the supplier or your ICT team"

SHARED_FIELDS = (
    Field("sharing", is_state=True),
    Field("publishing", is_state=True),
    Field("steward", members_only=True),
    Field("deputy", members_only=True),
    Field("verified_on", is_state=True),
)

USE_CASE = register(
    Kind(
        code="use_case",
        number=1,
        prefix="NE",
        model=UseCase,
        noun="use case",
        plural="use cases",
        url_name="catalogue:use_case",
        search=use_case_content,
        machines=("stage", "publishing"),
        needed_to_publish=frozenset({"title", "summary", "contact"}),
        sections=(
            Section(
                "about",
                "What it is",
                (
                    Field(
                        "title",
                        example="Meeting notes drafted for social workers",
                        needed=True,
                        weight="A",
                    ),
                    Field(
                        "result",
                        example="Notes are ready in 10 minutes instead of 45.",
                        needed=True,
                        weight="B",
                    ),
                    Field(
                        "summary",
                        example="Listens to a visit with consent and drafts the "
                        "record for the social worker to check.",
                        needed=True,
                        weight="B",
                    ),
                    Field("product", needed=True),
                    Field("service_areas", needed=True),
                    Field("user_groups"),
                    Field("ai_types", needed=True),
                    Field("atrs_functions"),
                    Field("atrs_capabilities"),
                ),
                intro="Enough for another council to recognise its own problem.",
            ),
            Section(
                "story",
                "The story",
                tuple(
                    Field(
                        name, needed=name != "learnings", weight="C", is_markdown=True
                    )
                    for name in ("challenge", "solution", "results", "learnings")
                ),
                intro="What happened, in the order that it happened.",
            ),
            Section(
                "progress",
                "Stage and status",
                (
                    Field("stage", is_state=True),
                    Field("status"),
                    Field("status_reason"),
                    Field("status_note", weight="C"),
                ),
                intro="The stage moves by a decision; the status says if work goes on.",
            ),
            Section(
                "people",
                "Who is involved",
                (
                    Field("lead", is_state=True),
                    Field("partners"),
                    Field("contact", example="ai-team@yourcouncil.gov.uk", needed=True),
                    Field("steward", needed=True, members_only=True),
                    Field("deputy", members_only=True),
                ),
            ),
            Section(
                "information",
                "Information and oversight",
                (
                    Field(
                        "sensitivity",
                        needed=True,
                        who=IG_LEAD,
                        closer_look={Sensitivity.SPECIAL: "High sensitivity"},
                    ),
                    Field("personal_data", needed=True, who=IG_LEAD),
                    Field(
                        "special_category",
                        who=IG_LEAD,
                        closer_look={Answer.YES: "Special category data"},
                    ),
                    Field("oversight", needed=True),
                    Field(
                        "oversight_how",
                        weight="C",
                        example="The social worker reads and mends every note.",
                    ),
                    Field("work_type", needed=True),
                ),
                intro="What it sees, and who checks what it says.",
            ),
            Section(
                "decisions",
                "Automated decisions",
                (
                    Field(
                        "solely_automated",
                        needed=True,
                        who=IG_LEAD,
                        closer_look={Answer.YES: "Solely automated decision"},
                    ),
                    Field("significant_decision", who=IG_LEAD),
                    Field(
                        "decision_special_category",
                        who=IG_LEAD,
                        closer_look={Answer.YES: "Special category data"},
                    ),
                    *(
                        Field(name, who=IG_LEAD)
                        for safeguard in (
                            "inform",
                            "representations",
                            "intervention",
                            "contest",
                        )
                        for name in (safeguard, f"{safeguard}_how")
                    ),
                ),
                intro="UK GDPR Articles 22A to 22D, in force since 5 February 2026. "
                "The safeguards matter where a significant decision about a person "
                "is made with no real human part.",
            ),
            Section(
                "environment",
                "Environment",
                (
                    Field("deployment", needed=True, who=SUPPLIER),
                    Field("hosting_region", who=SUPPLIER),
                    Field("model_name", who=SUPPLIER),
                    Field("model_size", needed=True, who=SUPPLIER),
                    Field("requests_per_month", example="12000", who=SUPPLIER),
                    Field("answer_tokens", example="400", who=SUPPLIER, unit="tokens"),
                    Field("declared_kwh", who=SUPPLIER, unit="kWh a month"),
                    Field("declared_kgco2e", who=SUPPLIER, unit="kg CO2e a month"),
                    Field("smaller_considered", needed=True),
                    Field("smaller_considered_note"),
                ),
                intro="The choice of model matters most. “Not known” is an answer.",
            ),
            Section(
                "cost",
                "Cost and contract",
                (
                    Field("setup_cost", needed=True, who=BUYER),
                    Field("running_cost", needed=True, who=BUYER),
                    Field("route", who=BUYER),
                    Field("contract_ends_on", example="31 3 2028", who=BUYER),
                ),
            ),
            Section(
                "reuse",
                "Reuse and working together",
                (
                    Field("readiness", needed=True),
                    Field("skill_needed"),
                    Field("collaboration", needed=True),
                    Field("links"),
                    Field("source_url"),
                    Field("external_source", members_only=True, is_imported=True),
                    Field("external_id", members_only=True, is_imported=True),
                ),
                intro="What another council can take, and what you would do together.",
            ),
            Section(
                "sharing",
                "Sharing",
                (
                    Field("sharing", is_state=True),
                    Field("publishing", is_state=True),
                    Field("verified_on", is_state=True),
                ),
            ),
        ),
    )
)

IN_THE_REGION = Section(
    "region",
    "In the region",
    (
        Field("lead", is_state=True),
        Field("partners", is_state=True),
        Field("confirmed_on", is_state=True),
        Field("merged_into", is_state=True),
        *SHARED_FIELDS,
    ),
)

MODERATOR = "a regional moderator"

PRODUCT = register(
    Kind(
        code="product",
        number=2,
        prefix="PRD",
        model=Product,
        noun="product",
        plural="products",
        url_name="catalogue:product",
        search=product_content,
        dependents=use_cases_of,
        edits="moderate_product",
        sections=(
            Section(
                "about",
                "What it is",
                (
                    Field(
                        "title",
                        example="Microsoft 365 Copilot",
                        needed=True,
                        who=MODERATOR,
                        weight="A",
                    ),
                    Field("supplier", needed=True, who=MODERATOR),
                    Field("about", needed=True, who=MODERATOR, weight="B"),
                    Field("website", who=MODERATOR),
                    Field("links", who=MODERATOR),
                ),
            ),
            IN_THE_REGION,
        ),
    )
)

SUPPLIER_KIND = register(
    Kind(
        code="supplier",
        number=3,
        prefix="SUP",
        model=Supplier,
        noun="supplier",
        plural="suppliers",
        url_name="catalogue:supplier",
        search=supplier_content,
        dependents=products_of,
        edits="moderate_product",
        sections=(
            Section(
                "about",
                "Who they are",
                (
                    Field(
                        "title",
                        example="Harbour Speech Ltd",
                        needed=True,
                        weight="A",
                    ),
                    Field("about", needed=True, who=MODERATOR, weight="B"),
                    Field("website", who=MODERATOR),
                    Field("companies_house_number", example="01234567", who=MODERATOR),
                    Field("links", who=MODERATOR),
                ),
            ),
            IN_THE_REGION,
        ),
    )
)
