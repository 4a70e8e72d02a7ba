"""The mailboxes that are named for a team or a task, which screening lets stand."""

WORDS = (
    "ai team digital care housing customer services highways notes web regulatory "
    "planning parking information hr accessible waste transport streets send revenues "
    "parks museum libraries insight ict security flood finance systems environment "
    "energy democratic benefits foi enquiries dataprotection contact a new nobody moved adult projects audit"
)


def role_mailboxes() -> frozenset[str]:
    return frozenset(WORDS.split())
