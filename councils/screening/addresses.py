"""Postal addresses: a postcode with a house number before or after it.

A postcode alone, or with the name of a building, is left: councils publish those.
"""

import re

from councils.screening.reading import Reading, Spans
from councils.screening.words import words

LONGEST = 120  # characters from house number to postcode

INWARD = re.compile(r"[0-9](?<=[a-z].)[a-z\d]? {0,2}\d[a-z]{2}(?![a-z0-9])")
AREA = re.compile(r"(?<![a-z0-9])[a-z]{1,2}\Z")

STREET = (
    r"(?:street|str?|road|rd|avenue|ave|av|lane|ln|close|cl|drive|dr|way|place|pl|"
    r"terrace|terr|ter|crescent|cres|cr|court|ct|gardens?|gdns|grove|gr|square|sq|hill|"
    r"park|view|row|walk|mews|parade|green|rise|cottages?|villas?|bank|chare|gate|mount|"
    r"vale|dene|croft|fold|garth|wynd|meadows?|fields?|quay|wharf|yard|circus|end|side|"
    r"orchard|paddock|heights|approach|loan|bridge|broadway|parkway|gables|lea|"
    r"house|lodge|mansions|buildings|towers?)"
)
NUMBER = r"\d{1,4}[a-z]?(?: ?[-/] ?\d{1,4}[a-z]?)?"
STARTS = re.compile(
    r"(?:(?<![\w.£$€%#-])|(?<=no\.))"
    r"(?:(?P<dwelling>flat|apartment|apt)\.? ?(?:no\.? ?)?)?"
    rf"(?P<number>{NUMBER}|(?<=flat )[a-z])"
    r"(?:(?:,? |\"?[,;]\"?)(?=[a-z])|,? (?=\d{1,4}[a-z]?,? [a-z]))"
)
BEFORE_NO_HOUSE = re.compile(
    r"(?:\b(?:floor|level|ward|phase|stage|version|section|table|figure|fig|appendix|"
    r"room|paragraph|para|item|chapter|lot|zone|day|week|month|bay|gate|"
    r"po box|box|suite|unit|annex|"
    r"page|part|question|target|goal|line|step|tier|band|class|route|bus|platform|"
    r"junction|year|"
    r"key stage|article|schedule|clause|rule|module|building|block|desk|car|locker|"
    r"group|plan|plot|top|last|area|sector|district|cluster|meeting|agenda|priority|option|pilot|"
    r"january|february|march|april|may|june|july|august|september|october|november|"
    r"december|since|until|by|before|after|within|about|over|under|all|these|those|its|our)"
    r"[ :]{1,2}(?:no\.? ?|number )?|[\d/] ?|: ?\d+)\Z"
)
IN_A_YEAR = re.compile(r"\b(?:in|from|during|for|of) (?:19|20)\d\d\Z")
STREET_NEXT = re.compile(rf",? ?(?:(?:[a-z][\w'.-]*),? ){{1,4}}?{STREET}\b\.?")
DIRECTIONS = words("directions")
NO_STREET = re.compile(
    r"\b(?:january|february|march|april|may|june|july|august|september|october|"
    r"november|december|jan|feb|mar|apr|jun|jul|aug|sep|sept|oct|nov|dec|am|pm|km|mph|kg|mm|cm|zone|hours?|day|week|month|year|night|"
    r"miles?|minutes|mins|hours|days|weeks|months|years|metres|people|residents|homes|"
    r"households|properties|councils?|schools|staff|users|pilots|cases|visits|percent|"
    r"per|is|are|was|were|has|have|will|from|with|at|to|for|that|which|who|near|live|"
    r"lives|into|around|across|between|responses|records|sites|libraries|streets|roads|"
    r"spaces|sensors|cameras|bins|beds|places|stops|services|teams|officers|bus|buses)\b"
)
HOUSE_LABEL = re.compile(
    r"\b(?:house|flat|door|property|building)(?: name)?(?: or| and|/)?"
    r"(?:(?:[ _]number|[ _]no\.?| num)[^\w\n]{0,3}(?:is )?|[:=][ \"']{0,2})"
    rf"{NUMBER}(?!\w)"
)
# What stands between the cells of a row, and the word before a postcode.
LINKS = re.compile(
    r"[\"' ]{0,2}[;|,][\"' ]{0,2}(?:(?:post ?code|town|city|county)\b[\"': =]{1,4})?"
    r"|post ?code: "
)
BARE_HOUSE = re.compile(
    r"(?:\baddress|\blives? at|\bliving at|\bresidents? of|\boccupiers? of|\bhome)"
    rf"[^\w\n]{{1,3}}(?P<number>{NUMBER}),? \Z"
)
WORD = re.compile(r"[^\W\d_][\w'’.-]*")
ADDRESS_LINE = re.compile(
    r"(?:[a-z .]{0,12}[, ]{0,2})?(?:flat )?"
    rf"{NUMBER},? (?:[a-z'.-]+ ){{1,4}}?{STREET}\.?,?\s*"
)
MIDDLE_LINE = re.compile(r"\s*(?:[a-z'-]+[ ,]*){0,4}\s*")
MOST_LINES = 3  # lines above the postcode that are searched for the house number


def find_addresses(reading: Reading) -> Spans:
    """Addresses from house number to postcode, or the other way round."""
    for inward in INWARD.finditer(reading.lower):
        area = AREA.search(reading.lower[max(0, inward.start() - 3) : inward.start()])
        if not area:
            continue
        start, end = inward.start() - len(area[0]), inward.end()
        house = _house_before(reading, start)
        if house is None:
            house = _house_on_earlier_line(reading, start, end)
        if house is not None:
            yield house, end
            continue
        last = _street_after(reading, end)
        if last is not None:
            yield start, last


def _house_before(reading: Reading, postcode: int) -> int | None:
    """Where the house number before a postcode stands, or None."""
    before = reading.before(postcode, LONGEST)
    offset = postcode - len(before)
    labelled = HOUSE_LABEL.search(before)
    if labelled:
        return offset + labelled.start()
    bare = BARE_HOUSE.search(before)
    if bare:
        return offset + bare.start("number")
    for found in STARTS.finditer(before):
        place = offset + found.start()
        between = LINKS.sub(", ", before[found.end() :])
        if found["dwelling"] is None:
            if BEFORE_NO_HOUSE.search(reading.before(place, 24)):
                continue
            if IN_A_YEAR.search(before[: found.end("number")]):
                continue
            if re.search(r"\d{5}|[:;@]|\. [a-z]{4}.*\. ", between):
                continue
        original = reading.text[offset + found.end() : postcode]
        if _leads_to_postcode(found, between, original):
            return place
    return None


def _leads_to_postcode(found: re.Match[str], between: str, original: str) -> bool:
    """Whether what follows a number up to the postcode reads as an address."""
    number = found["number"]
    if found["dwelling"]:
        between = re.sub(r"^\d{1,4}[a-z]?,? ", "", between)
    street = STREET_NEXT.match(between)
    if street and not NO_STREET.search(street[0]):
        tail = between[street.end() :]
        if not re.search(r"\b(?:is|was|are|has|have|covers?|serves?)\b", tail):
            return True
    if NO_STREET.search(between):
        return False
    if re.fullmatch(r"(?:19|20)\d\d", number):
        return False
    words = WORD.findall(original)
    if not 1 <= len(words) <= 9:
        return False
    named = [word for word in words if word.lower() not in DIRECTIONS]
    return bool(named) and words[0][0].isupper() and all(w[0].isupper() for w in named)


def _street_after(reading: Reading, end: int) -> int | None:
    """The end of a house number and street that follow a postcode, or None."""
    after = reading.after(end, 70)
    labelled = HOUSE_LABEL.match(after, re.match(r"[^\w\n]*(?:and )?", after).end())  # type: ignore[union-attr]  # it always matches
    if labelled:
        return end + labelled.end()
    found = re.match(
        rf"[^\w\n]{{1,4}}{NUMBER},? (?:[a-z'.-]+ ){{1,3}}?{STREET}\b", after
    )
    if found and not NO_STREET.search(found[0]):
        return end + found.end()
    return None


def _house_on_earlier_line(reading: Reading, start: int, end: int) -> int | None:
    """The start of an address block whose last line holds the postcode.

    Only lines that hold nothing but parts of an address make a block.
    """
    tail = reading.after(end, 3).strip(" .,")
    if tail or not MIDDLE_LINE.fullmatch(reading.before(start, 60)):
        return None
    here = reading.line_of(start)
    starts = reading.line_starts
    for line in range(here - 1, max(-1, here - 1 - MOST_LINES), -1):
        piece = reading.lower[starts[line] : starts[line + 1] - 1]
        if len(piece) > 60:
            return None
        if ADDRESS_LINE.fullmatch(piece):
            found = re.search(rf"(?:flat )?{NUMBER}", piece)
            return starts[line] + found.start() if found else None
        if not piece.strip() or not MIDDLE_LINE.fullmatch(piece):
            return None
    return None
