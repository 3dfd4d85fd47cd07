"""Columns that number things: an order, a customer, a postcode. Their figures measure nothing and are no days.

By their names, or by cells such as 01234 and 1, 2, 3.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from kpitui.exchange.table import spaced

_PAPERS = (
    r"documento|factura|fatura|pedido|cuenta|conta|client[e]|recibo|nota|opera(?:ción|ção)|referencia|referência"
    r"|transac(?:ción|ção)|transação|tarjeta|cartão|s[ée]rie"
)
"""What has a number in Spanish and Portuguese; a number of several, such as pedidos, counts them."""
_THINGS = re.compile(
    r"(?:^|\b)(?:u?ids?|uuid|guid|(?:order|invoice|customer|transaction|receipt|account|reference|phone"
    r"|serial|house|street|row|line) ?(?:numbers?|nummer|#|nos?\.?|nr\.?)|(?:\w*(?:order|factuur|klant|rekening"
    r"|transactie|bon|volg|telefoon|huis|artikel)-?nummer)|volgnr\.?|zip(?: ?code)?|post(?:al)?[ -]?code|iban|barcode"
    r"|\w*konto(?:nummer| ?nr\.?)?|\w*(?:compte?|aux|account|acct|rekening|grootboek|konto|cuenta|conto|ecriture|piece"
    r"|journal|doc|invoice|order|customer|client)[ _-]?(?:num|nr|no)\.?"
    r"|bankleitzahl(?: \w+)?|blz|kreditkarte|kredietkaart|credit ?card"
    r"|card (?:number|no\.?|used)|\w+szám|last ?(?:4|four)(?: digits)?"
    r"|(?!total|average|avg|mean|the)[^\W\d_]+ (?:number|nummer)|[^\W\d_]+nummer|[^\W\d_]+ nr\.?|txnidx"
    r"|(?:check|slip|receipt|order|invoice|ticket|ref|doc(?:ument)?|case|po|txn|account|customer|item) ?#"
    r"|(?:set|sort|display|exercise) order|(?:set|row|item|superset|split|lap) index"
    rf"|num[ée]ro(?: \w+)*|número(?: d(?:o|a|el|e la) \w+|(?: de)? (?:{_PAPERS}))?|n[°º](?: \w+\.?)*"
    r"|nume[r](?: \w+)*|číslo(?: \w+)*|номер(?: \w+)*|\w*(?:番号|编号|編號|번호)|[^\W\d_]{2,}nr\.?"
    r"|identifiers?|(?<!per )\bversion|(?<!per )\bcode"
    r"|vat (?:id|number)|btw-?nr|(?:discount|coupon|product|kortings) ?code|(?:earnings|fiscal|tax|book) year|boekjaar"
    r"|(?:chq|cheque|check|ref|utr|voucher|slip|doc|bill) (?:ref )?(?:no|nr|num|number)\.?|hour of day|s(?:r"
    r"|l)?\.? ?no|serial(?: no)?"
    r"|hsn(?:[ /]+sac)?|festschreibung|mahnstufe|ip address|cumulative|uzovi|agb(?:-?code)?|bsn"
    r"|[^\W\d_]*referenz|(?:klant|betalings|mandaats)?(?:referentie|kenmerk)|reference|référence|referencia|referência"
    r"|riferimento|referens|referanse|(?:variabil\w+|konštantn\w+|konstantn\w+|specifick\w+|variable) symbol"
    r"|cumulatief|running (?:total|balance)|lopend totaal|to date|[ymqw]td|lifetime|all[- ]time"
    r"|so far this (?:week|month|quarter|year))$"
    r"|^[vks]s$|^lifetime\b|^(?:order|invoice|receipt|transaction|bestelling|factuur)$"
    r"|^(?:nos?\.?|nr\.?|#|plz|phone|telefoon|mobile|bic|swift|sku|ean|upc|isbn|asin|kvk|year|jaar|month|maand|week"
    r"|jahr|année|annee|año|anno|monat|mois|mes|mese|quartal|trimestre|semaine|semana|settimana|woche|kalenderwoche"
    r"|(?:week|wk) ?(?:nr|no|number|num)\.?|weekday(?: (?:no|nr|number|index))?|day of (?:the )?(?:week|month|year)"
    r"|dow|wochentag|weekdag|dag|tag|day|jour|giorno|día"
    r"|quarter|kwartaal|latitude|longitude|lat|lng|ip|code|mcc"
    r"|store|shop|branch|terminal|register|till|table|room|desk|cashier|department|cost cent(?:er|re)|ledger|gl account"
    r"|stn|filiaal|kassa|tafel|kamer|kostenplaats|grootboek(?:rekening)?|filiale|kasse|tisch|kostenstelle)$",
    re.IGNORECASE,
)
"""Names of columns that number or name things: as the end of a name, or, what also measures (a week), as all of it."""
_WEEK_NUMBER, LAST_WEEK = re.compile(r"kw|wk|cw", re.IGNORECASE), 53
"""Short names of a week, of which one is a unit of power too."""
LEAST_RISING = 8
"""Values without a fall from which a column is a running total, and no chance."""
LONGEST_FIGURE, LONGEST_NUMBER = 15, 40
"""Digits of a whole number that is none of what is measured; a cell of more than those is damaged."""
_SERIAL = re.compile(
    r"(?:\b|_)(?:u?ids?|uuid|guid|numbers?|nummers?|num|nr|no|code|ref(?:erence)?|serial)\.?$|nummer$|nr\.?$|#|n[°º]"
    r"|^(?:order|invoice|receipt|transaction|bestelling|factuur|rechnung|beleg|bon)$",
    re.IGNORECASE,
)
"""Names of columns whose figures are never days, as those of invoices that begin with their year may seem."""
_BRACKETS = re.compile(r"\s*[(\[][^)\]]*[)\]]\s*$")
_APART = re.compile(r"[_\-./]+")


def is_serial_name(name: str) -> bool:
    """Tell whether a column by its name alone has the numbers of things, which may begin with a year."""
    return _SERIAL.search(spaced(name).strip()) is not None


def numbers_things(name: str, cells: Sequence[str]) -> bool:
    """Tell whether a column numbers things and measures nothing: by its name, or by cells such as 01234 or 1, 2, 3."""
    plain = _BRACKETS.sub("", spaced(name).strip())
    if _THINGS.search(plain) or _THINGS.search(_APART.sub(" ", plain).strip()):
        return True
    if not cells or not all(cell.isascii() and cell.isdigit() for cell in cells):
        return False
    if _WEEK_NUMBER.fullmatch(plain) and all(1 <= int(cell) <= LAST_WEEK for cell in cells):
        return True
    if any(len(cell) > 1 and cell[0] == "0" for cell in cells):
        return True
    numbers = [int(cell) for cell in cells]
    steps = {after - before for before, after in pairwise(numbers)}
    # A few days with one more each are figures that somebody named; row numbers have no name, or go on.
    enough = len(numbers) >= (LEAST_RISING if plain else 4)
    counted = enough and 1 in (numbers[0], numbers[-1]) and steps in ({1}, {-1})
    different = len(set(numbers))
    # No amount and no count of a small business has so many digits, but an account or a reference has.
    if LONGEST_FIGURE <= max(map(len, cells)) <= LONGEST_NUMBER:
        return True
    long = len(numbers) >= 3 and different == len(numbers) and min(numbers) >= 10**8
    same = len(numbers) >= 2 and different == 1 and numbers[0] >= 10**7
    return counted or long or same
