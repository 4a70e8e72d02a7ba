"""Names the skills floor to Django; docs/developing.md says what it is for."""

from django.apps import AppConfig


class SkillsConfig(AppConfig):
    """Can we: capability, training, lending and borrowing."""

    name = "skills"
    verbose_name = "Skills"
