"""What a resource declares about itself.

Labels, help and limits are the model's own; its files are `resources.models.version`'s.
"""

from catalogue.kinds import BUYER, SHARED_FIELDS
from councils.kinds import Field, Kind, Section, register
from councils.models.record import Record
from resources.file_findings import findings_in_version
from resources.models import Resource, ResourceType
from resources.search_rows import resource_content

ASKS_CLOSER_LOOK = {
    ResourceType.DPIA: "It may name risks that an attacker would like to know",
}


def lacks_content(record: Record) -> list[str]:
    """A resource without a file, a text or an address has nothing to share."""
    has_content = isinstance(record, Resource) and (
        record.current_version or record.body or record.url
    )
    return [] if has_content else ["Add a file, a text or an address on the web first."]


def _tell_adapters(pks: list[int]) -> None:
    from resources.upstream import tell_adapters

    tell_adapters(pks)


RESOURCE = register(
    Kind(
        code="resource",
        number=4,
        prefix="RES",
        model=Resource,
        noun="resource",
        plural="resources",
        url_name="resources:resource",
        search=resource_content,
        needed_to_publish=frozenset({"title", "summary", "contact"}),
        lacks=lacks_content,
        tells_followers=_tell_adapters,
        tabs=(("Versions", "versions"),),
        sections=(
            Section(
                "about",
                "What it is",
                (
                    Field(
                        "title",
                        example="Playbook for piloting meeting notes",
                        needed=True,
                        weight="A",
                    ),
                    Field("resource_type", needed=True, closer_look=ASKS_CLOSER_LOOK),
                    Field(
                        "summary",
                        example="Ten pages on a pilot of three months: who to ask, "
                        "what to measure, when to stop.",
                        needed=True,
                        weight="B",
                    ),
                    Field(
                        "purpose",
                        example="We used it to begin two pilots in adult social care.",
                        weight="C",
                    ),
                    Field("tags", example="pilot, social care, measures"),
                ),
                intro="Enough for another council to see whether it helps them.",
            ),
            Section(
                "content",
                "Text or address",
                (
                    Field("body", weight="D", is_markdown=True),
                    Field("url", example="https://www.yourcouncil.gov.uk/ai-policy"),
                ),
                intro="Files are added on the Versions page; a text or a link here.",
            ),
            Section(
                "file",
                "File",
                (Field("current_version", is_state=True, screens=findings_in_version),),
            ),
            Section(
                "lesson",
                "The procurement",
                (
                    Field("procurement_reference", weight="C", who=BUYER),
                    Field("route", needed=True, who=BUYER),
                    Field("procedure", weight="D", who=BUYER),
                    Field("supplier", who=BUYER),
                    Field("companies_house_number", example="01234567", who=BUYER),
                    Field("tender_used_ai", who=BUYER),
                    Field("delivery_uses_ai", who=BUYER),
                    Field("disclosure_how", weight="D", who=BUYER),
                    Field("data_terms", needed=True, weight="D", who=BUYER),
                    Field("exit_terms", needed=True, weight="D", who=BUYER),
                    Field("cost_band", needed=True, who=BUYER),
                    Field("do_differently", needed=True, weight="C", who=BUYER),
                ),
                intro="Terms may be confidential: write what you may tell.",
                only_where={"resource_type": frozenset({ResourceType.LESSON.value})},
            ),
            Section(
                "job_role",
                "The role",
                (
                    Field("grade_band", example="Grade 9, £39,000 to £43,000"),
                    Field(
                        "responsibilities",
                        needed=True,
                        weight="D",
                        is_markdown=True,
                        who="the manager of the role",
                    ),
                ),
                only_where={"resource_type": frozenset({ResourceType.JOB_ROLE.value})},
            ),
            Section(
                "belongs",
                "Where it belongs",
                (
                    Field("service_areas"),
                    Field("ai_types"),
                    Field("products"),
                ),
                intro="So that people find it beside what they work on.",
            ),
            Section(
                "keeping",
                "Keeping and reusing it",
                (
                    Field("lead", is_state=True),
                    Field("partners"),
                    Field("contact", example="ai-team@yourcouncil.gov.uk", needed=True),
                    Field("steward", needed=True, members_only=True),
                    Field("deputy", members_only=True),
                    Field("licence", needed=True),
                    Field("review_on", example="31 3 2028", needed=True),
                ),
            ),
            Section(
                "sharing",
                "Sharing",
                tuple(
                    shared
                    for shared in SHARED_FIELDS
                    if shared.name not in ("steward", "deputy")
                ),
            ),
        ),
    )
)
