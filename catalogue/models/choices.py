"""The fixed vocabularies of a use case; lists that experts edit are lookups instead.

Members are append-only: their position is a bit or a code in the search rows
(`councils.models.search`), so a member is never moved or reused.
"""

from django.db import models


class Stage(models.TextChoices):
    """How far the council has got (AI Opportunities Action Plan, 13 January 2025)."""

    NOT_STATED = "not_stated", "Not stated"
    SCAN = "scan", "Scan"
    PILOT = "pilot", "Pilot"
    SCALE = "scale", "Scale"


STAGE_MEANINGS = {
    Stage.NOT_STATED: "the council has not said how far it has got",
    Stage.SCAN: "being investigated",
    Stage.PILOT: "being piloted",
    Stage.SCALE: "rolled out",
}


class Status(models.TextChoices):
    """Whether work goes on; apart from stage, so that an honest stop stays visible."""

    ACTIVE = "active", "Active"
    PAUSED = "paused", "Paused"
    STOPPED = "stopped", "Stopped"


class StatusReason(models.TextChoices):
    """Why work is paused or stopped."""

    NO_BENEFIT = "no_benefit", "The benefit was too small"
    COST = "cost", "It cost too much"
    QUALITY = "quality", "Results were not good enough"
    DATA_PROTECTION = "data_protection", "Data protection concerns"
    FAIRNESS = "fairness", "Fairness or equality concerns"
    ENVIRONMENT = "environment", "Environmental impact"
    SECURITY = "security", "Security concerns"
    SUPPLIER = "supplier", "The supplier withdrew or changed the product"
    PROCUREMENT = "procurement", "Procurement did not go ahead"
    CAPACITY = "capacity", "No staff time or skills"
    PRIORITIES = "priorities", "Priorities changed"
    REPLACED = "replaced", "Replaced by something else"
    OTHER = "other", "Another reason"


class Answer(models.TextChoices):
    """A question that may honestly be answered with not known."""

    YES = "yes", "Yes"
    NO = "no", "No"
    NOT_KNOWN = "not_known", "Not known"


class AiType(models.TextChoices):
    """The Local Government Association's four types of AI."""

    PERCEPTIVE = "perceptive", "Perceptive"
    PREDICTIVE = "predictive", "Predictive"
    GENERATIVE = "generative", "Generative"
    SIMULATION = "simulation", "Simulation"


class Sensitivity(models.TextChoices):
    """The most sensitive information that the tool sees."""

    OPEN = "open", "Open information only"
    INTERNAL = "internal", "Internal, not personal"
    PERSONAL = "personal", "Personal"
    SPECIAL = "special", "Special category or criminal offence"
    NOT_KNOWN = "not_known", "Not known"


class Oversight(models.TextChoices):
    """Where a person stands between the tool's output and what happens next."""

    EVERY_OUTPUT = "every_output", "A person checks every output before it is used"
    SAMPLE = "sample", "A person checks a sample"
    EXCEPTIONS = "exceptions", "A person looks at exceptions"
    NONE = "none", "No person checks"
    NOT_KNOWN = "not_known", "Not known"


class WorkType(models.TextChoices):
    """Task work may be replaced; knowledge work may only be augmented.

    Source: North East Mayoral Strategic Authority, AI policy, 2 March 2026.
    """

    TASK = "task", "Task work"
    KNOWLEDGE = "knowledge", "Knowledge work"
    BOTH = "both", "Both"
    NOT_KNOWN = "not_known", "Not known"


class Deployment(models.TextChoices):
    SAAS = "saas", "The supplier's own service"
    CLOUD = "cloud", "The council's cloud account"
    ON_PREMISES = "on_premises", "The council's own machines"
    DEVICE = "device", "On staff devices"
    NOT_KNOWN = "not_known", "Not known"


class HostingRegion(models.TextChoices):
    UK = "uk", "United Kingdom"
    EEA = "eea", "European Economic Area"
    USA = "usa", "United States"
    ELSEWHERE = "elsewhere", "Elsewhere"
    NOT_KNOWN = "not_known", "Not known"


class ModelSize(models.TextChoices):
    """Size class of the largest model used, in billions of parameters."""

    NONE = "none", "No language model"
    SMALL = "small", "Small (under 10 billion parameters)"
    MEDIUM = "medium", "Medium (10 to 100 billion)"
    LARGE = "large", "Large (over 100 billion)"
    NOT_KNOWN = "not_known", "Not known"


class CostBand(models.TextChoices):
    """Pounds, excluding VAT; a year for running costs."""

    NOTHING = "nothing", "Nothing extra"
    UNDER_5K = "under_5k", "Under £5,000"
    UNDER_25K = "under_25k", "£5,000 to £25,000"
    UNDER_100K = "under_100k", "£25,000 to £100,000"
    UNDER_500K = "under_500k", "£100,000 to £500,000"
    OVER_500K = "over_500k", "Over £500,000"
    NOT_KNOWN = "not_known", "Not known"


class Route(models.TextChoices):
    """How it was bought (routes of the Procurement Act 2023, in plain words)."""

    INCLUDED = "included", "Part of a contract we already had"
    FRAMEWORK = "framework", "A framework or dynamic market"
    OPEN = "open", "An open competition"
    FLEXIBLE = "flexible", "A competitive flexible procedure"
    DIRECT = "direct", "A direct award"
    QUOTES = "quotes", "Quotes, below the threshold"
    TRIAL = "trial", "A free trial"
    BUILT = "built", "Built by the council"
    OPEN_SOURCE = "open_source", "Open source"
    NOT_KNOWN = "not_known", "Not known"


class Readiness(models.TextChoices):
    """What another council could take from this as it stands."""

    CONVERSATION = "conversation", "We can talk about it"
    DOCUMENTS = "documents", "Documents can be shared"
    CONFIGURATION = "configuration", "Prompts or settings can be copied"
    CODE = "code", "Code can be reused"
    CONTRACT = "contract", "The contract is open to others"
    TRAINING = "training", "Training material can be shared"


class Skill(models.TextChoices):
    """The least technical person who could set it up elsewhere."""

    ANYONE = "anyone", "Any member of staff"
    POWER_USER = "power_user", "A confident user of office software"
    ANALYST = "analyst", "An analyst or system administrator"
    DEVELOPER = "developer", "A developer"
    DATA_SCIENTIST = "data_scientist", "A data scientist"
    SUPPLIER = "supplier", "Only the supplier"
    NOT_KNOWN = "not_known", "Not known"


class Collaboration(models.TextChoices):
    """What the council would do together with others (after neict.org's appetites)."""

    SHARED_LEARNING = "shared_learning", "Shared learning"
    SHARED_EVALUATION = "shared_evaluation", "Shared evaluation"
    SHARED_STANDARDS = "shared_standards", "Shared standards"
    JOINT_PROCUREMENT = "joint_procurement", "Joint procurement"
    OFFERS_HELP = "offers_help", "Offers help"
    LOOKS_FOR_PARTNER = "looks_for_partner", "Looks for a partner"
