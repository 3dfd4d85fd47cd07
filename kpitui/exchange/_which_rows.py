"""Which rows of a plain table count: the question that is asked where a column says that not all of them do.

What was cancelled or is not settled, what went back without a minus, what is in another row already: nobody but the
reader of a file knows whether such rows are meant, so that they are never added up without a word.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import combinations
from typing import Protocol

from kpitui.core.errors import mark
from kpitui.core.kpi_nature import MONEY, nature_of
from kpitui.core.text import in_single_quotes
from kpitui.exchange._row_evidence import are_both_sides, split_by
from kpitui.exchange.numerals import unit_called
from kpitui.exchange.reading import LEFT_OUT, Caution, ReadingChoices, Survey
from kpitui.exchange.table import excerpt, excerpts, folded_name


class MeasureColumn(Protocol):
    """A column of figures."""

    @property
    def place(self) -> int:
        """Where it stands in the table."""

    @property
    def header(self) -> str:
        """What the file calls it."""

    @property
    def aside(self) -> str:
        """Why it becomes no new KPI; empty where it does."""


_WHICH_COUNT = mark(
    "Perhaps not all rows count: '{column}' has {names}. Say which do, such as --only "
    "'{quoted}', or count all of them: --map '{skipped}'"
)
_WHICH_LATEST = mark(
    "A day has several numbers for {kpi}, one for each '{column}': {names}. Say which rows count, such as --only "
    "'{quoted}', or keep the last of a day: --map '{skipped}'"
)
_NOT_COUNTED = re.compile(
    r"(?:.*[ _-])?(?:fail(?:ed|ure)?|declined|canceled|cancelled|cancellation|rejected|refused|void(?:ed)?|expired"
    r"|pending|drafts?|unpaid|refunded|reverted|reversed|chargeback|disputed|incomplete|abandoned|aborted"
    r"|unsuccessful|error|lost|verloren"
    r"|no[ _-]?show|cancell?ed[ _-]by[ _-].*|vorgemerkt|reserviert|reserverat|offen|überfällig|afgezegd"
    r"|overdue|payouts?|withdrawals?|opname|geannuleerd|mislukt|afgewezen|geweigerd|verlopen|terugbetaald|concept"
    r"|openstaand|onbetaald|uitbetaling"
    r"|storniert|fehlgeschlagen|abgelehnt|erstattet|ausstehend|abgebrochen|auszahlung|annulée?|échoué|remboursée?"
    r"|refusée?"
    r"|cancelad[oa]|rechazad[oa]|reembolsad[oa]|pendiente|annullato|rimborsato|rifiutato|in behandeling)",
    re.IGNORECASE,
)
"""What a row says that is no money, or money of another kind."""
_WENT_BACK = re.compile(
    r"dr|d|out|af|uit|soll|cargo"
    r"|(?:.*[ _-])?(?:refund|return(?:ed)?|credit ?note|debit|debet|expenses?|outgoing|dbit|outflow"
    r"|paid out|sell|terugbetaling|retour|creditnota|afschrijving|uitgaven?|ausgaben?|gutschrift"
    r"|(?:injectie|teruglevering|export|feed-?in|einspeisung)\b.*|rückerstattung|débit|dépenses?|remboursement|gastos?"
    r"|reembolso|addebito|uscite?|rimborso)",
    re.IGNORECASE,
)
"""What a row says that is the other way round; where no amount has a minus it would be added to the others."""
_STATUS = re.compile(
    r"(?:(?!fulfil|ship|deliver|campaign|ad\b|ad[ _]set|tax|account|track|verif|e-?mail|marital|employ|stock|listing)"
    r"[^\W_]+[ _])?(?:status|statut|estado|stato|tila|stav|result|outcome|stage|fase)",
    re.IGNORECASE,
)
_SURELY_COUNTED = re.compile(
    r"completed?|paid|done|settled|success(?:ful)?|succeeded|cleared|booked|posted|ok|active|delivered|shipped"
    r"|fulfilled|sent|closed(?:[ _-]?won)?|approved|confirmed|executed|processed|finished|captured|accepted"
    r"|(?:payment )?received|enabled"
    r"|paused|eligible"
    r"|ended|attended|attending|arrived|seated|served|won|registered|enrolled|checked[ -](?:in|out)"
    r"|partially[ _]refunded|verzonden|betaald|verwerkt|geboekt"
    r"|afgerond|voltooid|geslaagd"
    r"|uitgevoerd|bevestigd|gebucht|bezahlt|ausgeführt|abgeschlossen|erledigt|udført|gennemført|utförd|genomförd"
    r"|bokförd"
    r"|pagad[oa]|completad[oa]|pagat[oa]|eseguit[oa]|contabilizzat[oa]|payée?|réalisée?|terminée?|effectuée?"
    r"|aprovad[oa]"
    r"|complet[oa]|concluíd[oa]|pago|zaksięgowan[oa]|zrealizowan[oa]|wykonan[oa]",
    re.IGNORECASE,
)
"""What a status says of a row that counts; of one that says anything else nobody but its reader knows it."""
_BILLS = re.compile(
    r"(?:sales )?(?:invoice|bill)|sale|factuur|verkoopfactuur|rechnung|facture|factura|fattura", re.IGNORECASE
)
_PAYMENTS = re.compile(
    r"(?:bill )?(?:payment|deposit|receipt)|betaling|ontvangst|zahlung|zahlungseingang|paiement|encaissement|pago|cobro"
    r"|pagamento|incasso",
    re.IGNORECASE,
)
"""The money of what was billed, which is no more of it."""
_IS_NOT_COUNTED = re.compile(
    r"(?:is[ _])?(?:cancell?ed|refunded|void(?:ed)?|no[ _-]?show|deleted|failed|(?:\w+[ _])?afgezegd"
    r"|geannuleerd|storniert)\??",
    re.IGNORECASE,
)
"""Columns that say yes of such rows."""
_IS_COUNTED = re.compile(
    r"(?:is[ _])?(?:paid|completed|confirmed|attended|settled|betaald|voldaan|bezahlt|payée?|pagad[oa]|pagat[oa])\??",
    re.IGNORECASE,
)
"""Columns that say no of such rows."""
_NO = frozenset({"false", "no", "n", "0", "nee", "nein", "non", "onwaar", "falsch", "unpaid"})
_SIDES = ({"s", "h"}, {"+", "-"})
"""What the books write of an amount that has no minus: Soll and Haben, or its sign."""
_YES = frozenset({"true", "yes", "y", "1", "ja", "j", "waar", "wahr", "oui", "sí", "si"})
_OF_A_NAME = re.compile(r"\bname\b|naam\b|\bnom\b|nombre", re.IGNORECASE)
"""Whose initials are no marks of debit."""
_HOW_PAID = re.compile(
    r"method|card|fulfil|ship|deliver|verzend|bezorg|lever|line ?item|tax type|betaalwijze|betaalmiddel"
    r"|zahlungsart|moyen de paiement",
    re.IGNORECASE,
)
"""Columns in which debit is a kind of card, and pending something about a parcel."""
_WHOLE = re.compile(r"total|totals|totaal|all|alle|overall|combined|gesamt|insgesamt|tous|toutes|todos|totale?", re.I)
"""A kind of row that has the others in it."""
_OF_UNITS = re.compile(r"units?(?: of measure(?:ment)?)?|uom|eenheid|einheit|unité|unidad", re.IGNORECASE)
_ACCOUNT = re.compile(r"account|rekening|konto|compte|cuenta|conto|ledger|grootboek|category|categorie", re.IGNORECASE)
_ON_EXPORT = mark(
    "'{column}' is {value} in every row: the balance on the day of the export, not of each day. Leave it out: --map "
    "'{skipped}', or log it anyway: --map '{quoted}=KPI'"
)
MIN_ALIKE = 3
"""Rows with one and the same balance, each with an amount, from which it is that of one moment."""
_AMOUNTS = re.compile(
    r"amount|debi?t|cr[eé]dit|betrag|bedrag|montant|débit|importe|importo|valor|^bij$|^af$|soll|haben"
    r"|(?:money|paid) (?:in|out)",
    re.IGNORECASE,
)
_BOTH_SIDES = mark(
    "The amounts of each day add up to 0, as in double-entry bookkeeping. Say which rows count, "
    "such as --only '{quoted}', or count all of them: --map '{skipped}'"
)


def which_count(columns: Sequence[MeasureColumn], seen: Survey, choices: ReadingChoices) -> Caution | None:
    """Return the question which rows count, where a column says that not all do, and nobody said it.

    What was cancelled or failed is no revenue, whatever its sign; what went back or out is taken off by a minus, and is
    a question only where no amount has one.
    """
    signed = any(seen.columns[column.place].negative for column in columns if not column.aside)
    if (on_export := _of_export(columns, seen, choices)) is not None:
        return on_export
    if (both := _which_account(columns, seen, choices) or _which_balance(columns, seen, choices)) is not None:
        return both
    # What came in and what went out may have columns of their own, called as their rows are.
    stems = {_stem(column.header) for column in columns}
    for index, survey_of in seen.columns.items():
        name = seen.names[index]
        words = survey_of.words
        if set(seen.begin.get(index, ())) == {"+", "-"}:
            words = ("+", "-")  # a dash alone is no data elsewhere
        elif survey_of.holds != "text" or _HOW_PAID.search(name) or _OF_A_NAME.search(name):
            continue
        if folded_name(name) in choices.only:
            continue
        went_back = list(filter(_WENT_BACK.fullmatch, words))
        apart = bool(went_back) and all(_stem(word) in stems for word in went_back)
        texts = _in_doubt(name.strip(), words, signed=signed or apart)
        if texts and columns:
            others = [text for text in words if text not in texts]
            return _WHICH_COUNT, {
                "column": excerpt(name),
                "names": excerpts(words),
                "quoted": in_single_quotes(f"{name}={','.join((others or texts)[:6])}"),
                "skipped": in_single_quotes(f"{name}=-"),
            }
    return None


def _stem(name: str) -> str:
    """Return *name* without the ending of several: Ausgaben are what is called an Ausgabe."""
    return re.sub(r"(?<=\w{3})(?:en|[esn])$", "", folded_name(name))


def _in_doubt(name: str, words: Sequence[str], *, signed: bool) -> list[str]:
    """Return which of the *words* of a column say that their rows may not count; none where all rows do."""
    if len(words) > 1 and _OF_UNITS.fullmatch(name) and all(map(unit_called, words)):
        return list(words[1:])
    doubtful = set(_wholes(words)) | set(filter(_NOT_COUNTED.fullmatch, words))
    if _IS_NOT_COUNTED.fullmatch(name):
        doubtful |= {word for word in words if word.casefold() in _YES}
    if _IS_COUNTED.fullmatch(name):
        doubtful |= {word for word in words if word.casefold() in _NO}
    if not signed:
        doubtful |= set(filter(_WENT_BACK.fullmatch, words))
        doubtful |= (
            {word for word in words if word.casefold() in ("s", "-")}
            if set(map(str.casefold, words)) in _SIDES
            else set()
        )
    if len(words) > 1 and _STATUS.fullmatch(name):
        doubtful |= {word for word in words if not _SURELY_COUNTED.fullmatch(word)}
    if any(map(_BILLS.fullmatch, words)):
        doubtful |= set(filter(_PAYMENTS.fullmatch, words))
    return [word for word in words if word in doubtful]


def _wholes(words: Sequence[str]) -> list[str]:
    """Return the kinds of rows among *words* that are in others or have them: totals, lines, with beside without."""
    if len(words) < 2:
        return []
    lines = {f"{word.casefold()} {part}" for word in words for part in ("line", "item")}
    without = {word.casefold().replace("without", "with", 1) for word in words if word.casefold().startswith("without")}
    return [word for word in words if _WHOLE.fullmatch(word) or word.casefold() in without | lines]


def _of_export(columns: Sequence[MeasureColumn], seen: Survey, choices: ReadingChoices) -> Caution | None:
    """Return the question whether a balance counts that stays the same on several days while amounts go in and out."""
    own = [column for column in columns if not column.aside]
    moves = [
        column
        for column in own
        if nature_of(column.header).kind != "level"
        and (_AMOUNTS.search(column.header) or seen.columns[column.place].negative)
    ]
    if len(set(seen.begin_days) - {None}) < 2 or not any(_are_amounts(seen.begin[column.place]) for column in moves):
        return None
    for column in own:
        cells = list(filter(None, seen.begin[column.place]))
        nature = nature_of(column.header)
        constant = len(cells) >= MIN_ALIKE and len(set(cells)) == 1 and len(cells) == seen.rows <= len(seen.begin_days)
        if nature.kind != "level" or nature.unit != MONEY or not constant or not _are_amounts(cells):
            continue
        if folded_name(column.header) not in choices.mapping:
            return _ON_EXPORT, {
                "column": excerpt(column.header),
                "value": excerpt(cells[0]),
                "quoted": in_single_quotes(column.header),
                "skipped": in_single_quotes(f"{column.header}=-"),
            }
    return None


def _are_amounts(cells: Sequence[str]) -> bool:
    """Tell whether several *cells* are other than 0."""
    return sum(any(sign in "123456789" for sign in cell) for cell in cells) >= MIN_ALIKE


def _which_account(columns: Sequence[MeasureColumn], seen: Survey, choices: ReadingChoices) -> Caution | None:
    """Return the question of which account the rows are, where both sides of each entry are in the table."""
    own = [column for column in columns if not column.aside]
    pairs = ((seen.begin[one.place], seen.begin[other.place]) for one, other in combinations(own, 2))
    if not any(seen.columns[column.place].cancels for column in own) and not any(
        are_both_sides(*pair, seen.begin_days) for pair in pairs
    ):
        return None
    texts = [(seen.names[index], survey_of.words) for index, survey_of in seen.columns.items() if survey_of.words]
    accounts = [(name, words) for name, words in texts if _ACCOUNT.search(name) and len(words) > 1]
    names = [folded_name(name) for name, _words in accounts]
    if not accounts or any(name in choices.only or choices.mapping.get(name) == LEFT_OUT for name in names):
        return None
    name, words = min(accounts, key=lambda account: len(account[1]))
    return _BOTH_SIDES, {
        "quoted": in_single_quotes(f"{name}={excerpt(words[0])}"),
        "skipped": in_single_quotes(f"{name}=-"),
    }


def _which_balance(columns: Sequence[MeasureColumn], seen: Survey, choices: ReadingChoices) -> Caution | None:
    """Return the question which rows count, where a balance or the like has one for each of several things a day."""
    texts = {
        index: seen.begin[index]
        for index, survey_of in seen.columns.items()
        if survey_of.words and folded_name(seen.names[index]) not in choices.only
    }
    for column in columns:
        if column.aside or seen.columns[column.place].rising or nature_of(column.header).kind != "level":
            continue
        at = split_by(seen.begin[column.place], texts, seen.begin_days)
        if at is not None:
            name, words = seen.names[at], seen.columns[at].words
            return _WHICH_LATEST, {
                "kpi": excerpt(column.header),
                "column": excerpt(name),
                "names": excerpts(words),
                "quoted": in_single_quotes(f"{name}={excerpt(words[0])}"),
                "skipped": in_single_quotes(f"{name}=-"),
            }
    return None
