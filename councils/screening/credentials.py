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
KEY_END = "-----END "

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
    r"|NRAK-[A-Z0-9]{20,40}+|key-[a-f0-9]{32}|r8_[A-Za-z0-9]{30,50}+"
    r"|gsk_[A-Za-z0-9]{20,80}+"
    r")"
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
    *("hvs.", "hvb.", "NRAK-", "key-", "r8_", "gsk_"),
)
ADDRESS_WITH_PASSWORD = re.compile(
    r"://[^/\s:@\"'<>]{0,64}+:(?P<value>[^/\s@\"<>]{1,128}+)@(?=[\w\[])"
)
SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]{0,30}\Z")
SIGNED = re.compile(
    r"[?&;]sig=(?P<value>[\w%+/=-]{16,256}+)"
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
    if any(sign in text for sign in SIGNED_SIGNS):
        for found in SIGNED.finditer(text):
            group = found.lastgroup or ""
            if not is_placeholder(found[group]):
                yield found.span(group)
    yield from find_written_out(reading)


def _tokens(text: str) -> Spans:
    if any(sign in text for sign in TOKEN_SIGNS):
        for found in TOKENS.finditer(text):
            if not text[max(0, found.start() - 1) : found.start()].isalnum():
                yield found.span()
    for found in AZURE_SECRET.finditer(text):
        yield found.start() - 3, found.end()


def _private_keys(text: str) -> Spans:
    place = last = 0
    while found := PRIVATE_KEY.search(text, place):
        if 0 <= last < found.end():  # sought once: there may be no end at all
            last = text.find(KEY_END, found.end())
        place = last if last > 0 else found.end()
        yield found.start(), place
