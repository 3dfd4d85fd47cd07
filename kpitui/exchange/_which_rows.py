"""Which rows of a plain table count: the question that is asked where a column says that not all of them do.

What was cancelled or is not settled, what went back without a minus, what is in another row already: nobody but the
reader of a file knows whether such rows are meant, so that they are never added up without a word.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Protocol

from kpitui.core.errors import mark
from kpitui.core.kpi_nature import MONEY, nature_of
from kpitui.core.text import in_single_quotes
from kpitui.exchange._row_evidence import have_both_sides, sides_at, split_by, wholes
from kpitui.exchange.numerals import figure_of, unit_called
from kpitui.exchange.reading import LEFT_OUT, MOST_WORDS, OTHER_THAN, Caution, ReadingChoices, Survey
from kpitui.exchange.table import excerpt, excerpts, folded_name, names_balance, names_sum, spaced


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
    "Perhaps not all rows count: '{column}' has {names}. Say which rows count, such as --only '{quoted}', or count "
    "all of them: --map '{skipped}'"
)
_WHICH_LATEST = mark(
    "A day has several numbers for {kpi}, one for each '{column}': {names}. Say which rows count, such as --only "
    "'{quoted}', or keep the last number of each day: --map '{skipped}'"
)
_NOT_COUNTED = re.compile(
    r"(?:.*[ _-])?(?:fail(?:ed|ure)?|declined|canceled|cancelled|cancellation|rejected|refused|void(?:ed)?|expired"
    r"|pending|drafts?|unpaid|refunded|reverted|reversed|chargeback|disputed|incomplete|abandoned|aborted"
    r"|unsuccessful|error|lost|verloren"
    r"|no[ _-]?show|cancell?ed[ _-]by[ _-].*|vorgemerkt|reserviert|reserverat|offen|überfällig|afgezegd"
    r"|overdue|(?<!resolution )payouts?|withdrawals?|opname|geannuleerd|mislukt|afgewezen|geweigerd|verlopen"
    r"|terugbetaald|concept"
    r"|openstaand|onbetaald|uitbetaling|entwurf|gelöscht|deleted|verwijderd"
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
    r"|reembolso|addebit[oi]|rimborso"
    r"|money out|spent|ausgang|ausgänge|abgang|belastung(?:en)?|auszahlung(?:en)?|abbuchung(?:en)?"
    r"|sorties?|retraits?|décaissements?|egresos?|salidas?|retiros?|retiradas?|débitos?|debitos?|saídas?|saidas?"
    r"|despesas?|saques?|estornos?|uscit[ae]|preliev[oi]|spes[ae]|storno|plăți|ieșiri?|iesiri?|cheltuieli|retragere"
    r"|obciążeni[ea]|obciazeni[ea]|wydat(?:ek|ki)|rozch(?:ód|ody)|wypłat[ay]|wychodząc[aey]"
    r"|výdaje?|vydaje?|odchozí|výběr|odpis|výdavok|výdavky|odchádzajúc[ae]|terhelés|kiadás(?:ok)?|kimenő"
    r"|uttag|utgift(?:er)?|utbetalning(?:ar)?|utgående|uttak|utbetaling(?:er)?|udgift(?:er)?|hævning|udbetaling(?:er)?"
    r"|menot?|otto|veloitus|gider(?:ler)?|çıkış|borç|harcama|giden|çekim"
    r"|расход(?:ы)?|списани[ея]|дебет|видат(?:ок|ки)|витрат[аи]|списання|разход|έξοδ[αο]|χρέωση|ανάληψη"
    r"|חובה|הוצאה|مدين|سحب|مصروفات?|صادر|pengeluaran|keluar|tiền ra"
    r"|支出|付款|支付|借方|转出|轉出|提现|提領|退款|出金|払出|引出|お?引き出し|お?支払い?|출금|지출|지급|차변|รายจ่าย|ถอน|จ่าย)"
    r"|ut|ud|dare|chi|付|出|借",
    re.IGNORECASE,
)
"""What a row says that is the other way round; where no amount has a minus it would be added to the others."""
_CAME_IN = re.compile(
    r"(?:.*[ _-])?(?:sales?|charges?|orders?|purchases?|payments?|verko(?:op|pen)|bestelling(?:en)?|betaling(?:en)?"
    r"|verkauf|bestellung|zahlung|ventes?|ventas?|vendita|pago|pedido)",
    re.IGNORECASE,
)
_REFUND = re.compile(
    r"(?:.*[ _-])?(?:refund(?:ed)?|return(?:ed)?|credit ?note|terugbetaling|retour|creditnota|rückerstattung|erstattung"
    r"|remboursement|reembolso|rimborso|estorno)s?",
    re.IGNORECASE,
)
_STATUS = re.compile(
    r"(?:(?!fulfil|ship|deliver|campaign|ad\b|ad[ _]set|tax|account|track|verif|e-?mail|marital|employ|stock|listing)"
    r"[^\W_]+[ _])?(?:status|statut|estado|stato|tila|stav|result|outcome|stage|fase)",
    re.IGNORECASE,
)
_STATE = re.compile(
    r"(?:[^\W_]+ ){0,2}(?:status|statut|staat|estado|stato|stav|state)(?: ?(?:code|id|nr\.?|no\.?))?", re.IGNORECASE
)
_SURELY_COUNTED = re.compile(
    r"completed?|paid|done|settled|success(?:ful)?|succeeded|cleared|booked|posted|ok|active|delivered|shipped"
    r"|fulfilled|sent|closed(?:[ _-]?won)?|approved|confirmed|executed|processed|finished|captured|accepted"
    r"|(?:payment )?received|enabled"
    r"|paused|eligible"
    r"|past guest|(?:currently )?hosting|review guest|arriving .*|checked[ -]out"
    r"|ended|attended|attending|arrived|seated|served|won|registered|enrolled|checked[ -](?:in|out)"
    r"|partially[ _]refunded|verzonden|betaald|verwerkt|geboekt"
    r"|afgerond|voltooid|geslaagd|goedgekeurd|freigegeben|genehmigt"
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
    r"|test(?:[ _-](?:mode|order|purchase|payment|transaction))?|sandbox|duplicate|spam|chargeback|disputed"
    r"|geannuleerd|verwijderd|annulée?|cancelad[oa]|storniert|gelöscht|supprimée?|eliminad[oa]|annullato)\??",
    re.IGNORECASE,
)
"""Columns that say yes of such rows."""
_IS_COUNTED = re.compile(
    r"(?:is[ _])?(?:paid|completed|confirmed|attended|settled|live(?:[ _]?mode)?|betaald|voldaan|bezahlt|payée?"
    r"|pagad[oa]|pagat[oa])\??",
    re.IGNORECASE,
)
"""Columns that say no of such rows."""
_NO = frozenset({"false", "no", "n", "0", "nee", "nein", "non", "onwaar", "falsch", "unpaid"})
_SIDES = ({"s", "h"}, {"+", "-"})
"""What the books write of an amount that has no minus: Soll and Haben, or its sign."""
_YES = frozenset({"true", "yes", "y", "1", "ja", "j", "waar", "wahr", "oui", "sí", "si", "sim", "tak", "x"})
_DESCRIBES = re.compile(
    r"(?:transaction )?(?:descriptions?|details?|memo|notes?|narration|particulars|remarks|omschrijving|beschreibung"
    r"|verwendungszweck|libellé|concepto|descrizione|mededeling(?:en)?|opis)",
    re.IGNORECASE,
)
_OF_A_NAME = re.compile(r"\bname\b|naam\b|\bnom\b|nombre", re.IGNORECASE)
"""Whose initials are no marks of debit."""
_HOW_PAID = re.compile(
    r"method|card|fulfil|ship|deliver|verzend|bezorg|lever|line ?item|tax type|betaalwijze|betaalmiddel"
    r"|zahlungsart|moyen de paiement",
    re.IGNORECASE,
)
"""Columns in which debit is a kind of card, and pending something about a parcel."""
_DETAILS = re.compile(r"details?", re.IGNORECASE)
_KIND = re.compile(r"(?:\w+ )?(?:type|typ|tipo|soort)", re.IGNORECASE)
"""A column that tells more of what another one says."""
_WHOLE = re.compile(r"total|totals|totaal|all|alle|overall|combined|gesamt|insgesamt|tous|toutes|todos|totale?", re.I)
"""A kind of row that has the others in it."""
_OF_ROWS = re.compile(
    r"(?:row|record|rec) ?(?:type|kind|code)|(?:regel|record|rij)soort|satzart|radtyp|rad typ|rivityyppi|reatüüp", re.I
)
"""Columns that tell the rows of entries from those of balances and turnovers, often by a code."""
_OF_KINDS = re.compile(rf"product type identifier|\(section\)|{_OF_ROWS.pattern}", re.IGNORECASE)
"""Codes of what was sold, downloaded for free or only updated; parts of a table; kinds of rows."""
_OF_UNITS = re.compile(r"units?(?: of measure(?:ment)?)?|uom|eenheid|einheit|unité|unidad", re.IGNORECASE)
_ACCOUNT = re.compile(r"account|rekening|konto|compte|cuenta|conto|ledger|grootboek|category|categorie", re.IGNORECASE)
_ON_EXPORT = mark(
    "'{column}' is {value} in every row. That is the balance on the day of the export, not of each day. Leave it out: "
    "--map '{skipped}', or log it anyway: --map '{quoted}=KPI'"
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
    negative = [
        column
        for column in columns
        if not column.aside and nature_of(column.header).kind != "level" and seen.columns[column.place].negative
    ]
    if (on_export := _of_export(columns, seen, choices)) is not None:
        return on_export
    if (both := _which_account(columns, seen, choices) or _which_balance(columns, seen, choices)) is not None:
        return both
    # What came in and what went out may have columns of their own, called as their rows are.
    stems = {_stem(column.header) for column in columns}
    for index, words in _worded(seen, choices):
        went_back = list(filter(_WENT_BACK.fullmatch, words))
        apart = bool(went_back) and all(_stem(word) in stems for word in went_back)
        signed = apart or any(not _falls_by_chance(went_back, index, column, seen) for column in negative)
        texts = [
            text
            for text in _in_doubt(seen.names[index].strip(), words, signed=signed)
            if not _has_column_of_its_own(text, index, columns, seen)
        ]
        texts = texts or _back_without_minus(words, index, columns, seen)
        if texts and columns:
            return _question(seen.names[index], words, texts, seen)
    return _which_whole(columns, seen, choices) or _which_balance_rows(columns, seen, choices)


def _which_balance_rows(columns: Sequence[MeasureColumn], seen: Survey, choices: ReadingChoices) -> Caution | None:
    """Return the question whether rows count that are the balance before or after the others, as they say of it."""
    sums = [column for column in columns if not column.aside and nature_of(column.header).kind in ("", "flow")]
    for index, cells in seen.begin.items():
        name = seen.names[index]
        if seen.columns[index].holds != "text" or _is_answered(name, choices):
            continue
        rows = [row for row, cell in enumerate(cells) if names_balance(cell)]
        if any(seen.begin[column.place][row].strip("0.,-") for column in sums for row in rows):
            texts = list(dict.fromkeys(cells[row] for row in rows))
            answers = _answers(f"{name}{OTHER_THAN}={','.join(texts)}", f"{name}=-")
            return _WHICH_COUNT, {"column": excerpt(name), "names": excerpts([*texts, "…"]), **answers}
    return None


def is_state(name: str) -> bool:
    """Tell whether a column says how it is with each row, in whatever its codes are written."""
    return _STATE.fullmatch(spaced(name).strip()) is not None


def _is_of_codes(name: str) -> bool:
    return is_state(name) or _OF_ROWS.fullmatch(spaced(name).strip()) is not None


_TURNOVER = re.compile(r"turnovers?|omzetten|käive|omsättning|omsetning|umsätze", re.IGNORECASE)


def _around(at: int, seen: Survey) -> set[str]:
    """Return what column *at* says of rows that another one calls a balance, a total or a turnover."""
    texts = [cells for index, cells in seen.begin.items() if seen.columns[index].holds == "text"]
    return {
        word
        for row, word in enumerate(seen.begin[at])
        if any(names_balance(cells[row]) or names_sum(cells[row]) or _TURNOVER.fullmatch(cells[row]) for cells in texts)
    }


def _worded(seen: Survey, choices: ReadingChoices) -> Iterator[tuple[int, Sequence[str]]]:
    """Yield the columns that may say which rows count, with what they say, and about which nothing was said."""
    for index, survey_of in seen.columns.items():
        name = seen.names[index]
        words = survey_of.words
        if set(seen.begin.get(index, ())) == {"+", "-"}:
            words = ("+", "-")  # a dash alone is no data elsewhere
        elif survey_of.holds == "figures" and _is_of_codes(name) and folded_name(name) not in choices.mapping:
            words = tuple(word for word, _count in Counter(filter(None, seen.begin[index])).most_common(MOST_WORDS))
            words = (*sorted(words, key=lambda word: word in _around(index, seen)),)
        elif survey_of.holds != "text" or _HOW_PAID.search(name) or _OF_A_NAME.search(name):
            continue
        # Where each row says something else, a word of it tells nothing of the row.
        if _DESCRIBES.fullmatch(name) and 2 * len(words) > seen.rows > MOST_SHOWN:
            continue
        beside_a_kind = _DETAILS.fullmatch(name) and any(map(_KIND.fullmatch, seen.names))
        if not (beside_a_kind or _is_answered(name, choices)):
            yield index, words


def _figures(column: MeasureColumn, seen: Survey) -> list[float | None]:
    return [figure_of(cell, seen.marks[column.place]) if cell else None for cell in seen.begin[column.place]]


def _falls_by_chance(went_back: Sequence[str], at: int, column: MeasureColumn, seen: Survey) -> bool:
    """Tell whether a column below zero has no sign of what went back: such rows have both signs, and no other a minus.

    So it is with what a till holds at the end of its day, which no name tells from an amount.
    """
    rows = list(zip(seen.begin.get(at, ()), _figures(column, seen), strict=True))
    back = [figure > 0 for kind, figure in rows if figure and kind in went_back]
    others = [figure > 0 for kind, figure in rows if figure and kind not in went_back]
    return 2 * sum(back) >= len(back) > 0 and all(others)


def _has_column_of_its_own(text: str, at: int, columns: Sequence[MeasureColumn], seen: Survey) -> bool:
    """Tell whether rows of a kind, such as payouts, have their figures in columns in which no other row has one."""
    kinds = seen.begin.get(at, ())
    own = [
        {kind == text for kind, cell in zip(kinds, seen.begin[column.place], strict=True) if cell.strip("0.,-")}
        for column in columns
        if not column.aside
    ]
    return {True} in own and {True, False} not in own and {False} in own


def _back_without_minus(words: Sequence[str], at: int, columns: Sequence[MeasureColumn], seen: Survey) -> list[str]:
    """Return those of *words* that are refunds without a minus where sales have none either, whatever else has one."""
    sales = list(filter(_CAME_IN.fullmatch, words))
    kinds = seen.begin.get(at, ())
    for column in columns:
        if column.aside:
            continue
        figures = list(zip(kinds, _figures(column, seen), strict=True))
        signs = {word: {figure > 0 for kind, figure in figures if kind == word and figure} for word in words}
        if any(signs[word] == {False} for word in words if _REFUND.fullmatch(word)):
            continue  # refunds have their minus, and a fee that came back has none
        if any(signs[word] == {True} for word in sales):
            back = [word for word in words if _REFUND.fullmatch(word) and signs[word] == {True}]
            if back:
                return back
    return []


def _which_whole(columns: Sequence[MeasureColumn], seen: Survey, choices: ReadingChoices) -> Caution | None:
    """Return the question whether rows count that are what the others of their day come to, by their figures."""
    sums = [column for column in columns if not column.aside and nature_of(column.header).kind in ("", "flow")]
    if not sums:
        return None
    figures = [_figures(column, seen) for column in sums]
    for index, survey_of in seen.columns.items():
        name = seen.names[index]
        if survey_of.holds != "text" or _is_answered(name, choices):
            continue
        labels = seen.begin[index]
        if texts := wholes(labels, figures, seen.begin_days):
            return _question(name, survey_of.words or list(dict.fromkeys(labels)), texts, seen)
    return None


def _is_answered(name: str, choices: ReadingChoices) -> bool:
    """Tell whether it was said which rows count by the column called *name*, or that it doesn't matter."""
    folded = folded_name(name)
    answers = {folded, folded + OTHER_THAN}
    return choices.mapping.get(folded) == LEFT_OUT or not answers.isdisjoint(choices.only)


def _question(name: str, words: Sequence[str], doubtful: Sequence[str], seen: Survey) -> Caution:
    """Return the question whether the rows with the *doubtful* ones of *words* count; where many do, those don't."""
    others = [text for text in words if text not in doubtful]
    answer = f"{name}={','.join(others or doubtful[:1])}"
    # Below the first rows one word of each shape is known, so that others with digits cannot be named.
    unseen = seen.rows > len(seen.begin_days) and any(any(map(str.isdigit, text)) for text in others)
    if len(others) > MOST_SHOWN or unseen or any("," in text for text in others):
        answer = f"{name}!={','.join(doubtful)}"
    names = excerpts([text or "''" for text in (*doubtful, *others)])
    return _WHICH_COUNT, {"column": excerpt(name), "names": names, **_answers(answer, f"{name}=-")}


def _answers(answer: str, every: str) -> dict[str, object]:
    """Return what can be answered as it is typed: which rows count, and that all do; behind a flag it is quoted."""
    quoted = {"quoted": in_single_quotes(answer), "skipped": in_single_quotes(every)}
    return {**quoted, "answer": answer, "every": every}


MOST_SHOWN = 6
"""Texts of rows that count, up to which an answer names them, and else those that don't."""


def _stem(name: str) -> str:
    """Return *name* without the ending of several: Ausgaben are what is called an Ausgabe."""
    return re.sub(r"(?<=\w{3})(?:en|[esn])$", "", folded_name(name))


def _in_doubt(name: str, words: Sequence[str], *, signed: bool) -> list[str]:
    """Return which of the *words* of a column say that their rows may not count; none where all rows do."""
    if len(words) > 1 and (
        _OF_KINDS.fullmatch(spaced(name).strip()) or (_OF_UNITS.fullmatch(name) and all(map(unit_called, words)))
    ):
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
    if doubtful:
        doubtful |= set(filter(names_balance, words))
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
    if not any(seen.columns[column.place].cancels for column in own):
        figures = [[_loosely(cell) for cell in seen.begin[column.place]] for column in own]
        if not have_both_sides(figures, seen.begin_days):
            return None
    texts = [(seen.names[index], survey_of.words) for index, survey_of in seen.columns.items() if survey_of.words]
    accounts = [(name, words) for name, words in texts if _ACCOUNT.search(name) and len(words) > 1]
    if not accounts:
        kinds = {
            index: seen.begin[index]
            for index, survey_of in seen.columns.items()
            if len(survey_of.words) > 1 and not _OF_A_NAME.search(seen.names[index])
        }
        sides = [sides_at(kinds, _figures(column, seen)) for column in own if seen.columns[column.place].cancels]
        accounts = [(seen.names[index], seen.columns[index].words) for index in sides if index is not None]
    if not accounts or any(_is_answered(name, choices) for name, _words in accounts):
        return None
    name, words = min(accounts, key=lambda account: len(account[1]))
    return _BOTH_SIDES, _answers(f"{name}={excerpt(words[0])}", f"{name}=-")


def _loosely(cell: str) -> float | None:
    """Return the figure of a cell with whichever decimal mark it has."""
    return figure_of(cell, ".") or figure_of(cell, ",") if cell else None


def _which_balance(columns: Sequence[MeasureColumn], seen: Survey, choices: ReadingChoices) -> Caution | None:
    """Return the question which rows count, where a balance or the like has one for each of several things a day."""
    texts = {
        index: seen.begin[index]
        for index, survey_of in seen.columns.items()
        if survey_of.words and not _is_answered(seen.names[index], choices)
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
                **_answers(f"{name}={excerpt(words[0])}", f"{name}=-"),
            }
    return None
