"""Every table of suppliers, products and use cases answers to its change set."""

from django.db import migrations

from councils.guards import guard

LINKS = ("service_areas", "user_groups", "atrs_functions", "atrs_capabilities")


class Migration(migrations.Migration):
    dependencies = [
        ("catalogue", "0001_suppliers_products_and_use_cases"),
        ("councils", "0002_refuse_writes_without_a_version"),
    ]

    operations = [
        guard("catalogue_supplier", "record_id"),
        guard("catalogue_product", "record_id"),
        guard("catalogue_usecase", "record_id"),
        *(guard(f"catalogue_usecase_{name}", "usecase_id") for name in LINKS),
    ]
