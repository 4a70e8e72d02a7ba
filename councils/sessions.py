"""The places where a person is signed in, and ending them.

allauth keeps a row for each (`allauth.usersessions`); signing in is its business.
"""

from allauth.usersessions.models import UserSession

from councils.models.person import User

BROWSERS = (
    ("Edg", "Edge"),
    ("OPR", "Opera"),
    ("Firefox", "Firefox"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
)
"""(what the name contains, what people call it); the first that fits."""
SYSTEMS = (
    ("iPhone", "an iPhone"),
    ("iPad", "an iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("Mac OS", "a Mac"),
    ("Linux", "Linux"),
)


def sessions_of(person: User) -> list[UserSession]:
    """The sessions that are alive, newest first; dead rows are deleted on the way."""
    alive = UserSession.objects.purge_and_list(person)
    return sorted(alive, key=lambda session: session.created_at, reverse=True)


def end_sessions(person: User, *, but: str | None = None) -> int:
    """End every session of a person, but the one with this key; returns how many."""
    ended = 0
    for session in UserSession.objects.filter(user=person).exclude(session_key=but):
        session.end()
        ended += 1
    return ended


def end_session(person: User, row: int) -> bool:
    """End one session, if it is this person's."""
    session = UserSession.objects.filter(user=person, pk=row).first()
    if session is None:
        return False
    session.end()
    return True


def words_of(agent: str) -> str:
    """What a browser calls itself, in three words: "Firefox on Windows"."""
    browser = next((name for mark, name in BROWSERS if mark in agent), "A browser")
    system = next((name for mark, name in SYSTEMS if mark in agent), "")
    return f"{browser} on {system}" if system else browser
