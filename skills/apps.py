"""Names the skills floor to Django; what the floor is for is in docs/developing.md."""

from django.apps import AppConfig


class SkillsConfig(AppConfig):
    """Can we: capability, training, lending and borrowing."""

    name = "skills"
    verbose_name = "Skills"
