"""Resources answer to their change set, downloads stay, and files show on public pages."""

from django.db import migrations

from councils.generation import marks_generation
from councils.guards import append_only, guard


class Migration(migrations.Migration):

    dependencies = [
        ("resources", "0001_resources_files_and_links"),
        ("councils", "0007_know_when_a_public_page_changes"),
    ]

    operations = [
        guard("resources_resource", "record_id"),
        guard("resources_resource_service_areas", "resource_id"),
        guard("resources_resource_products", "resource_id"),
        append_only("resources_download"),
        marks_generation("resources_resourceversion"),
    ]
