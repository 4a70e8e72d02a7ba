"""The fixed vocabularies of the shelf.

Members are append-only: their position is a code in the search rows, so a member is
never moved or reused. Words that experts edit are lookups of the catalogue.
"""

from django.db import models


class ResourceType(models.TextChoices):
    """What sort of document, text or link it is."""

    POLICY = "policy", "Policy"
    DPIA = "dpia", "Data protection impact assessment"
    EQUALITY = "equality", "Equality impact assessment"
    PLAYBOOK = "playbook", "Playbook"
    GUIDANCE = "guidance", "Guidance"
    JOB_ROLE = "job_role", "Job role or person specification"
    LESSON = "lesson", "Procurement lesson"
    EVALUATION = "evaluation", "Evaluation template"
    TRAINING = "training", "Training material"
    PROMPT = "prompt", "Prompt"
    TOOL = "tool", "Code or tool link"


class Licence(models.TextChoices):
    """On what terms others may use it."""

    OGL = "ogl", "Open Government Licence v3.0"
    CC_BY = "cc_by", "Creative Commons Attribution 4.0"
    CC0 = "cc0", "Creative Commons Zero 1.0"
    COUNCILS = "councils", "For councils of the region only"
    ASK = "ask", "Ask before using it"


class VersionState(models.TextChoices):
    """Where one version of a file is on its way from received to ready."""

    RECEIVED = "received", "Received"
    SCANNING = "scanning", "Being scanned for malware"
    EXTRACTING = "extracting", "Being read"
    SCREENING = "screening", "Being screened"
    READY = "ready", "Ready"
    REFUSED = "refused", "Refused"


SETTLED = frozenset({VersionState.READY, VersionState.REFUSED})
"""The states in which nothing more is done with a version."""


class ScanResult(models.TextChoices):
    """What the malware scanner said of a file."""

    WAITING = "waiting", "Not asked yet"
    CLEAN = "clean", "No malware found"
    INFECTED = "infected", "Malware found"
    NOT_SCANNED = "not_scanned", "Not scanned"
