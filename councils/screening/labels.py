"""Words before a number that say what it is, where that is nothing sensitive.

Which finding asks for which words is the business of the modules of each kind.
"""

import re

from councils.screening.reading import Reading

REACH = 32  # characters looked at before a number

OTHER_NUMBER = re.compile(
    r"(?:\b(?:order|invoice|ref|reference|refs|case|ticket|uprn|usrn|urn|po|mpan|mprn|"
    r"serial|imei|barcode|ean|isbn|utr|company|charity|registration|registered|"
    r"companies house|asset|tender|contract|batch|meter|parcel|tracking|transaction|"
    r"job|incident|application|record|product|part|stock|sku|id|doi|vat|duns|"
    r"account|customer|docket|consignment|timestamp|epoch|model|build|version|licence|"
    r"permit|requisition|lot|item|object|row|file|page|grant|purchase order)"
    r"[ .:#\-]{0,3}(?:no\.?|number|num|nr|id|code|ref|reference)?"
    r"[ .:#=\-]{0,3}(?:is |was |of )?[\"'(]?)\Z"
)


def names_another_number(reading: Reading, start: int) -> bool:
    """Whether the words before a place call it an order's, a case's and so on."""
    return bool(OTHER_NUMBER.search(reading.before(start, REACH)))
