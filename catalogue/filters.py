"""The facets of each list in the catalogue; how they work is `councils.filters`."""

from django.db import connection

from catalogue.models import Product, Supplier
from catalogue.models.choices import (
    AiType,
    Collaboration,
    Readiness,
    Sensitivity,
    Stage,
    Status,
)
from councils.facets import (
    Facet,
    ListFacet,
    MaskFacet,
    Option,
    RecordFacet,
    Vocabulary,
    vocabulary_of,
)
from councils.filters import RecordFilter

_WORDS = """
SELECT 'council', slug, id, short_name, 0 FROM councils_council
UNION ALL SELECT 'service_area', code, bit, label, position FROM catalogue_servicearea
UNION ALL SELECT 'user_group', code, bit, label, position FROM catalogue_usergroup
ORDER BY 1, 5, 4
"""


def _stages() -> Vocabulary:
    """The stages as they follow each other; “not stated” comes last."""
    not_stated, *stages = vocabulary_of(Stage, 1).options
    return Vocabulary([*stages, not_stated])


class UseCaseFilter(RecordFilter):
    """The list of use cases."""

    stage = Facet("stage", "Stage", _stages)
    status = Facet("status", "Status", lambda: vocabulary_of(Status, 1))
    council = ListFacet("councils", "Council")
    service_area = MaskFacet("service_areas", "Service area")
    ai_type = MaskFacet("ai_types", "AI type", lambda: vocabulary_of(AiType, 0))
    product = RecordFacet("product", "Product", Product)
    supplier = RecordFacet("supplier", "Supplier", Supplier)
    sensitivity = Facet(
        "sensitivity", "Data sensitivity", lambda: vocabulary_of(Sensitivity, 1)
    )
    user_group = MaskFacet("user_groups", "User group")
    readiness = MaskFacet("readiness", "Reuse", lambda: vocabulary_of(Readiness, 0))
    collaboration = MaskFacet(
        "collaboration", "Work together", lambda: vocabulary_of(Collaboration, 0)
    )

    def vocabularies(self) -> dict[str, Vocabulary]:
        """Councils, service areas and user groups, in one statement."""
        return words_of_tables()


class ProductFilter(RecordFilter):
    """The list of products."""

    supplier = RecordFacet("supplier", "Supplier", Supplier)


class SupplierFilter(RecordFilter):
    """The list of suppliers; there is nothing to narrow but words."""


def words_of_tables() -> dict[str, Vocabulary]:
    """The vocabularies kept in tables: {facet: words}, read in one statement."""
    found: dict[str, list[Option]] = {
        "council": [],
        "service_area": [],
        "user_group": [],
    }
    with connection.cursor() as cursor:
        cursor.execute(_WORDS)
        for facet, value, number, label, _ in cursor.fetchall():
            found[facet].append(Option(value, number, label))
    return {facet: Vocabulary(options) for facet, options in found.items()}
