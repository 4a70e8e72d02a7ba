"""Passwords, PINs and keys that are written out after the word for them.

Keys and tokens that are known by their own shape are `councils.screening.credentials`'.
"""

import re

from councils.screening.reading import Reading, Span, Spans
from councils.screening.words import words

KEY_OWNER = re.compile(
    r"(?:api|access|auth|refresh|secret|account|signing|encryption|private|master|storage|"
    r"subscription|function|shared|client|webhook|app|consumer|wpa[23]?|wi-?fi|network)"
    r"[ _-]?\Z"
    r"|(?<!public)(?<!primary)(?<!foreign)(?<!sort)(?<!cache)_\Z"
)
CODE_OWNER = re.compile(
    r"\b(?:door|entry|gate|alarm|access|security|key ?safe|safe|lock|unlock|"
    r"verification|one-time|otp|meeting|wi-?fi|safe's)[ -]\Z"
)
ALONE = re.compile(r"(?:^|[^a-z0-9])\Z")
ANYWHERE = re.compile("")
# What a word says is given (the sort of its value), the word, and what may stand before
# it. Each begins with plain letters: a search for those is the fastest there is.
LABELS = tuple(
    (sort, re.compile(rf"{word}(?![a-z])"), before)
    for sort, word, before in (
        ("phrase", r"pass[ -]?phrases?", ANYWHERE),
        ("password", r"pass[ -]?(?:word|code|wd)s?", ANYWHERE),
        ("password", r"pwd", ANYWHERE),
        ("password", r"pswd", ANYWHERE),
        ("password", r"pw", ALONE),
        ("short", r"pass", ALONE),
        ("short", r"cred(?:ential)?s", ALONE),
        ("short", r"log-?[io]n(?: details)?", ALONE),
        ("pin", r"pin(?: ?code| number| no\.?)?", ALONE),
        ("pin", r"otp", ALONE),
        ("pin", r"code", CODE_OWNER),
        ("token", r"key", KEY_OWNER),
        ("long", r"key", ALONE),
        ("token", r"token", ALONE),
        ("token", r"token", KEY_OWNER),
        ("token", r"secret", ALONE),
        ("token", r"secret", KEY_OWNER),
        ("token", r"session[ _-]?(?:id|key)", ALONE),
        ("token", r"bearer", ALONE),
        ("token", r"basic", ALONE),
    )
)
OWNER_LENGTH = 14  # characters before a word that are looked at
MARK = re.compile(
    r"(?P<close>[\"'\])]{0,2}) {0,3}(?:value ?(?==))?"
    r"(?P<sign>(?:is|was|has been|will be)? ?(?:now |re)?(?:set|changed) (?:back )?to\b"
    r":?|:=|=>|->|==?|:|\||\bis(?: still| now)?\b:?|\bwas\b:?|\bto\b:?|(?<= )-|-(?= )|,"
    r"|\(|</t[dh]><t[dh]>)? {0,3}"
)
REACHING = re.compile(
    r" (?:for|to|of|on|is|in)\b[^.:=;\n]{1,44}?(?:\bis\b:?|\bwas\b:?|:|=) {0,2}"
)
PHRASE = re.compile(r"[a-z]{3,12}(?:[ -][a-z]{3,12}){2,7}(?= *(?:$|[.,;\n]))", re.M)
QUOTED = re.compile(r"(?P<quote>[\"'`])(?P<value>[^\"'`\n]{3,128}+)(?P=quote)")
PAIR = re.compile(r"[A-Za-z][\w.@-]{0,64}+ ?[:/] ?(?P<value>[^\s/:\"'<>|]{5,128}+)")
BARE = re.compile(r"[^\s\"'`<>|]{3,400}+")
TAGGED = re.compile(r"[\w-]{0,10}>(?P<value>[^<\s]{3,128}+)</")
CLAUSE_END = re.compile(r" *(?:$|[.,;)\n|\]]| (?:and|but|for|user|username)\b| / )")
PLACEHOLDER = re.compile(
    r"[\W_]*(?:(?:your|my|the|some|enter|insert|example|new|old)[-_ ]?[a-z_ -]*"
    r"|null|none|nil|true|false|redacted|removed|hidden|masked|withheld|secret|"
    r"password|xxx+|n/?a|tbc|tbd|todo|undefined|empty|blank|string|str|os\.\S*|"
    r"process\.env\S*|env\S*|getenv\S*|secrets?\.\S*|config\S*|settings\.\S*|"
    r"req(?:uest)?\.\S*|params\.\S*|props\.\S*|this\.\S*|form\.\S*|self\.\S*|vault\S*|https?:.*|www\..*|[a-z_.]+\(.*|.)[\W_]*",
    re.IGNORECASE,
)
VARIABLE = re.compile(r"[$%]?[{(<\[%].*|\$\w+|@microsoft\.keyvault.*", re.IGNORECASE)
NOT_SECRETS = words("not_secrets")
TECHNICAL = re.compile(
    r"(?:sha|md|oauth|bcrypt|argon|pbkdf|base|windows|win|iso|office|o|m|covid|wcag|tls|"
    r"ssl|http|ipv|utf|saml|fido|web|aes|rsa|hs|rs|es|v|version|level|step|page|section|"
    r"article|s|figure|table|nist|ac|part|year|top|tier|phase|stage|p|q|grade)"
    r"-?\d+(?:\.\d+)*[a-z]{0,2}",
    re.IGNORECASE,
)
TRAILING = ".,;:)]}\"'"


def find_written_out(reading: Reading) -> Spans:
    """The values that stand after a word for a password, a PIN, a key or a token."""
    for sort, word, before in LABELS:
        for label in word.finditer(reading.lower):
            if before.search(reading.before(label.start(), OWNER_LENGTH)):
                span = _value_after(reading, label, sort)
                if span:
                    yield span


def _value_after(reading: Reading, label: re.Match[str], sort: str) -> Span | None:
    text, end = reading.text, label.end()
    is_opened = reading.lower.startswith("<", label.start() - 1)
    if is_opened or text.startswith(">", end):
        tagged = TAGGED.match(text, end)
        if tagged and not is_placeholder(tagged["value"]):
            return tagged.span("value")
    mark = MARK.match(text, end)
    if mark:
        sign = (mark["sign"] or "").strip()
        sign = sign.rstrip(":") or sign
        span = _value_at(text, mark.end(), sort, sign, mark.end() > end)
        if span:
            return span
    reaching = REACHING.match(reading.lower, end)
    if reaching and sort != "short":
        return _value_at(text, reaching.end(), sort, "far", True)
    return None


def _value_at(
    text: str, place: int, sort: str, sign: str, is_apart: bool
) -> Span | None:
    """The span of a value that begins at a place, where it is one of this sort."""
    quoted = QUOTED.match(text, place)
    if quoted:
        value = quoted["value"]
        is_value = not is_placeholder(value) and _is_quoted_secret(value, sort, sign)
        return quoted.span("value") if is_value else None
    phrase = PHRASE.match(text, place) if sort == "phrase" else None
    if phrase:
        known = [word for word in phrase[0].split() if word in NOT_SECRETS]
        return phrase.span() if len(known) <= 1 else None
    if sort == "short" and (pair := PAIR.match(text, place)):
        return pair.span("value") if looks_random(pair["value"]) else None
    bare = BARE.match(text, place)
    if not bare or not is_apart:
        return None
    value = re.split(r"\{[%{]", bare[0])[0]  # what follows is a template's
    if sign in ("=", "=="):
        value = re.split(r"[;&,]", value)[0]
    if sort == "token" and sign == ":" and value.lower() in ("bearer", "basic"):
        return None
    value = value.rstrip(TRAILING)
    if len(value) < 3 or is_placeholder(value):
        return None
    end = place + len(value)
    tests = {
        "phrase": _is_password,
        "password": _is_password,
        "pin": _is_pin,
        "token": _is_token,
        "long": _is_long,
    }
    is_value = tests.get(sort, _is_short)(value, sign, text[end : end + 12])
    return (place, end) if is_value else None


def is_placeholder(value: str) -> bool:
    """Whether a value stands for one: ****, <password>, ${PASSWORD}."""
    signs = set(value.lower())
    if not any(sign.isalnum() for sign in value) or signs <= set("x*.-_•#"):
        return True
    return bool(VARIABLE.fullmatch(value) or PLACEHOLDER.fullmatch(value))


def looks_random(value: str) -> bool:
    """Whether a word mixes letters with digits or signs, as passwords do."""
    if TECHNICAL.fullmatch(value):
        return False
    has_letter = any(sign.isalpha() for sign in value)
    has_digit = any(sign.isdigit() for sign in value)
    has_sign = bool(re.search(r"[!@#$%^&*~+=?]", value))
    inner = value[1:]
    has_mixture = inner != inner.lower() and value != value.upper() and len(value) >= 6
    return has_letter and (has_digit or has_sign or (has_mixture and "-" not in value))


def _is_quoted_secret(value: str, sort: str, sign: str) -> bool:
    if sort == "token":
        return bool(sign) and _is_token(value, sign, "")
    if sort == "pin":
        return _is_pin(value, sign, "")
    if sort == "long":
        return _is_long(value, sign, "")
    if sign == ",":
        return _is_password(value, sign, "")
    if sort == "short":
        return bool(sign) and looks_random(value)
    return value.lower() not in NOT_SECRETS and len(value.split()) <= 6


def _is_password(value: str, sign: str, after: str) -> bool:
    if sign in ("", "to", "-", ",", "("):
        is_number = value.isdigit() and len(value) >= 6
        return is_number or (len(value) >= 6 and looks_random(value))
    if looks_random(value) and len(value) >= 4:
        return True
    if value.isdigit():
        return len(value) >= 4
    if sign in ("far", "|", "was", "</td><td>", "</th><td>") or sign.endswith(" to"):
        return False
    if value.lower() in NOT_SECRETS or not value[0].isalnum():
        return False
    if sign in ("=", "==", ":=", "=>", "->"):
        return True
    if any(word in NOT_SECRETS for word in re.split(r"[-_/]", value.lower())):
        return False
    is_participle = value.lower().endswith(("ed", "ing", "ly"))
    return not is_participle and bool(CLAUSE_END.match(after))


def _is_pin(value: str, sign: str, after: str) -> bool:
    digits = value.replace("-", "")
    if not 4 <= len(digits) <= 10 or not re.fullmatch(
        r"[A-Z#*]?\d{4,9}[A-Z#*]?", digits
    ):
        return False
    return not re.match(r" (?:people|users|days|residents)", after)


def _is_token(value: str, sign: str, after: str) -> bool:
    has_digit = any(sign.isdigit() for sign in value)
    has_letter = any(sign.isalpha() for sign in value)
    if not re.fullmatch(r"[\w+/=.~%!@#$^&*-]+", value):
        return False
    if sign in ("", "-", ",", "("):
        has_mixture = value[1:] != value[1:].lower() and value != value.upper()
        return len(value) >= 16 and has_letter and (has_digit or has_mixture)
    return len(value) >= 8 and has_digit and has_letter and looks_random(value)


def _is_long(value: str, sign: str, after: str) -> bool:
    """After a bare "key", only what is long and of every sort is one."""
    is_mixed = value != value.lower() and value != value.upper()
    return len(value) >= 24 and is_mixed and _is_token(value, "", after)


def _is_short(value: str, sign: str, after: str) -> bool:
    """After a word that says little, only a strong mixture is a password."""
    return sign in ("=", ":", "==") and len(value) >= 6 and looks_random(value)
