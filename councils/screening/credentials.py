"""Private keys, access tokens, and passwords in addresses of services or written out.

Whether what follows a word such as "password" is one is told by `.passwords`.
"""

import re

from councils.screening.passwords import find_written_out, is_placeholder
from councils.screening.reading import Reading, Spans

PRIVATE_KEY = re.compile(
    r"-----BEGIN (?:[A-Z0-9]{1,12} ){0,3}PRIVATE KEY(?: BLOCK)?-----"
    r"|PuTTY-User-Key-File-\d: [\w-]+"
)
# The lines of a key, and no others after its first: a heading, letters, an end.
KEY_LINE = re.compile(
    r"[ ,\"']{0,4}\n{1,2}[ \"']{0,12}(?:(?:Proc-Type|DEK-Info|Version|Comment): "
    r"[^\n]{1,80}|[A-Za-z0-9+/=]{40,90}"
    r"|[A-Za-z0-9+/=]{4,90}(?=[ \"',]{0,4}\n[ \"']{0,12}-----END )"
    r"|-----END [A-Z ]{3,40}-----)(?=[ ,\"']{0,4}(?:\n|\Z))"
)

# Each shape is documented by the service that gives it out.
TOKENS = re.compile(
    r"(?:A(?:KIA|SIA)[0-9A-Z]{16}"
    r"|gh[pousr]_[A-Za-z0-9]{20,255}+|github_pat_[A-Za-z0-9_]{20,255}+"
    r"|gl(?:pat|dt|rt|ptt|cbt)-[\w-]{16,128}+"
    r"|xox[abeoprs]-[\w-]{10,255}+|xapp-\d-[\w-]{10,255}+"
    r"|sk-(?:[a-z]{2,8}-)?(?:[a-z]+\d{2}-)?(?=[A-Za-z_-]{0,64}\d)[\w-]{16,255}+"
    r"|(?:sk|rk|pk)_(?:live|test)_[A-Za-z0-9]{10,255}+|whsec_[\w+/=]{16,128}+"
    r"|AIza[\w-]{30,64}+|ya29\.[\w-]{20,255}+|GOCSPX-[\w-]{20,64}+"
    r"|eyJ[\w-]{8,4000}+\.eyJ[\w-]{4,8000}+\.[\w-]{4,2000}+"
    r"|SG\.[\w-]{10,64}+\.[\w-]{10,128}+|hf_[A-Za-z0-9]{20,64}+|npm_[A-Za-z0-9]{30,64}+"
    r"|pypi-[\w-]{30,500}+|do[opr]_v1_[a-f0-9]{32,128}+|shp(?:at|ca|pa|ss)_[a-f0-9]{32}"
    r"|AGE-SECRET-KEY-1[0-9A-Z]{20,80}+|dapi[a-f0-9]{32}|hv[sb]\.[\w-]{20,255}+"
    r"|dckr_pat_[\w-]{20,64}+|SK[a-f0-9]{32}|NRAK-[A-Z0-9]{20,40}+|key-[a-f0-9]{32}|r8_[A-Za-z0-9]{30,50}+"
    r"|gsk_[A-Za-z0-9]{20,80}+"
    r")"
)
# Telegram's bots, and the two identifiers of a key of GOV.UK Notify.
BOT_TOKEN = re.compile(r":AA(?<=\d{8}...)[\w-]{30,40}+")
NOTIFY_KEY = re.compile(
    r"-[a-f0-9]{8}(?:-[a-f0-9]{4}){3}-[a-f0-9]{12}-[a-f0-9]{8}(?:-[a-f0-9]{4}){3}-[a-f0-9]{12}"
)
AZURE_SECRET = re.compile(r"8Q~(?<=[\w~.]{3}...)[\w~.-]{30,40}+")
# What makes a token of one of these shapes possible: without any the text is skipped.
TOKEN_SIGNS = (
    *("AKIA", "ASIA", "ghp_", "gho_", "ghu_", "ghs_", "ghr_", "github_pat_", "glpat-"),
    *(
        "gldt-",
        "glrt-",
        "glptt-",
        "glcbt-",
        "xox",
        "xapp-",
        "sk-",
        "k_live_",
        "k_test_",
    ),
    *("whsec_", "AIza", "ya29."),
    *(
        "GOCSPX",
        "eyJ",
        "SG.",
        "hf_",
        "npm_",
        "pypi-",
        "_v1_",
        "shpat_",
        "shpca_",
        "shppa_",
        "shpss_",
        "AGE-SECRET",
        "dapi",
    ),
    *("SK", "dckr_pat_", "hvs.", "hvb.", "NRAK-", "key-", "r8_", "gsk_"),
)
ADDRESS_WITH_PASSWORD = re.compile(
    r"://[^/\s:@\"'<>]{0,64}+:(?P<value>[^/\s@\"<>]{1,128}+)@(?=[\w\[])"
)
# curl -u name:password, and what other programs of the command line take.
USER_OPTION = re.compile(
    r"-u(?:ser)?(?<![\w-]-u)(?<![\w-]--user)[ =]?[\"']?[\w.@-]{1,64}+:"
    r"(?P<value>[^\s\"'<>]{4,128}+)"
    r"|sshpass -p ?[\"']?(?P<shell>[^\s\"'<>]{4,128}+)"
    r"|(?:mysql|mysqldump|mariadb) [^\n]{0,80}? -p(?P<mysql>[^\s\"'<>]{4,128}+)"
)
SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]{0,30}\Z")
SIGNED = re.compile(
    r"(?<![a-z])sig=(?P<value>[\w%+/=-]{16,256}+)"
    r"|(?:AccountKey|SharedAccessKey|SharedAccessSignature|SharedSecret)="
    r"(?P<key>[\w%+/=&.-]{16,512}+)"
    r"|hooks\.slack\.com/services/(?P<hook>T\w{5,16}/B\w{5,16}/\w{10,40}+)"
    r"|webhook\.office\.com/webhookb?2?/(?P<office>[\w@/-]{20,300}+)"
    r"|discord(?:app)?\.com/api/webhooks/(?P<discord>\d{8,24}/[\w-]{20,100}+)"
    r"|X-Amz-Signature=(?P<amazon>[a-f0-9]{32,128}+)"
)

SIGNED_SIGNS = (
    *("sig=", "AccountKey=", "SharedAccess", "SharedSecret=", "X-Amz-Signature="),
    *("hooks.slack.com", "webhook.office.com", "api/webhooks"),
)


def find_credentials(reading: Reading) -> Spans:
    """Keys, tokens and passwords; of a private key, all its lines."""
    text = reading.text
    if "PRIVATE KEY" in text or "PuTTY" in text:
        yield from _private_keys(text)
    yield from _tokens(text)
    if "://" in text:
        for found in ADDRESS_WITH_PASSWORD.finditer(text):
            scheme = SCHEME.search(text[max(0, found.start() - 30) : found.start()])
            if scheme and not is_placeholder(found["value"]):
                yield found.start() - len(scheme[0]), found.end("value")
    if "-u" in text or " -p" in text:
        yield from _values(USER_OPTION, text)
    if any(sign in text for sign in SIGNED_SIGNS):
        yield from _values(SIGNED, text)
    yield from find_written_out(reading)


def _values(pattern: re.Pattern[str], text: str) -> Spans:
    """The one named part of each match, where it stands for nothing else."""
    for found in pattern.finditer(text):
        group = found.lastgroup or ""
        if not is_placeholder(found[group]):
            yield found.span(group)


def _tokens(text: str) -> Spans:
    if any(sign in text for sign in TOKEN_SIGNS):
        for found in TOKENS.finditer(text):
            if not text[max(0, found.start() - 1) : found.start()].isalnum():
                yield found.span()
    for found in BOT_TOKEN.finditer(text):
        yield found.start() - 8, found.end()
    for found in NOTIFY_KEY.finditer(text):
        yield found.start() + 1, found.end()
    for found in AZURE_SECRET.finditer(text):
        yield found.start() - 3, found.end()


def _private_keys(text: str) -> Spans:
    place = 0
    while found := PRIVATE_KEY.search(text, place):
        place = found.end()
        while line := KEY_LINE.match(text, place):
            place = line.end()
        yield found.start(), place
