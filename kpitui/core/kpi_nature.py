"""What a KPI is likely to be by its name, in English and Dutch: its kind, its unit, which way is better, its pitfalls.

It is a proposal for what a person leaves open, and never more: each can be said otherwise. Two pitfalls are known by
name as well: a figure that flatters, for it can grow without anything coming of it, and a thing that no single number
shows. What the template library knows goes before all this; that is the services' work.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import NamedTuple

from kpitui.core.expression import Expression

MONEY = "money"
"""Stands for the currency of the business, which nobody but the business knows."""

_FLATTERING = Expression(
    r"\b((?:page|paid |post|video|story)?-?\s?views?|impressions?|likes?|followers?|fans?|hits|reach|shares|retweets"
    r"|claps|thumbs up|hearts|mentions|unique visitors|app downloads|installs|registered users|page ?rank"
    r"|domain authority"
    r"|(?:pagina)?-?\s?weergaven?|(?:advertentie)?vertoningen|impressies|vind-ik-leuks|duimpjes|hartjes|volgers?|bereik"
    r"|vermeldingen|unieke bezoekers|geregistreerde gebruikers)\b"
)

_UNMEASURABLE = Expression(
    r"\b((?:work(?:ing)? ?)?atmosphere|ambiance|morale|happiness|happier|motivation|culture|trust|reputation|creativity"
    r"|work-?\s?life balance|balance in life|well-?being|team ?spirit|awareness|fun|joy|engagement of (?:the )?team"
    r"|professionalism|leadership"
    r"|(?:werk)?sfeer|geluk|gelukkiger|motivatie|(?:bedrijfs)?cultuur|vertrouwen|reputatie|creativiteit"
    r"|werk-?\s?privé-?\s?balans|balans|welzijn|teamgeest|saamhorigheid|naamsbekendheid|bekendheid|(?:werk)?plezier"
    r"|professionaliteit|leiderschap|imago|uitstraling)\b"
)
_MEASURED = Expression(
    r"\b(?:scores?|marks?|ratings?|surveys?|index|points|number of|days|hours|percentage)\b|%"
    r"|score\b|cijfer|enqu[eê]te|punten|aantal|dagen\b|uren\b|percentage"
)
"""Words that say in what a thing is measured all the same."""

_BETTER = Expression(r"^(?:a |an |een |het |de )?(?:better|nicer|improved?|betere?|mooiere?|fijnere?)\b")
"""A name that says what is wanted, and not what is counted."""


_PER = Expression(
    r"\bper\s+(?!(?:working )?(?:day|week|month|quarter|year|annum)s?\b|(?:werk)?dag\b|maand\b|kwartaal\b|jaar\b"
    r"|(?:telefoon|post|mail|e-?mail|app|brief|koerier|fiets|trein|auto|bank|pin|saldo)\b)\w"
)
"""One thing per another, which is an average; not what a period brings, nor, in Dutch, by what way it came."""
_DIVIDED = Expression(
    r"(?<=[\w.)])\s*/\s*(?P<by>sessions?|visits?|users?|visitors?|customers?|clients?|orders?|transactions?"
    r"|clicks?|cost|spend"
    r"|conv|conversions?|leads?|items?|units?|posts?|hours?|hr|h|min|sec|s|km|nights?|bezoek|bezoeker|klant"
    r"|order|uur)\b"
)
"""The same with a stroke, as pages / session."""
_PEOPLE = Expression(
    r"^(?:total |daily |weekly |monthly |all |site |website |web |active |engaged )*"
    r"(?:unique\w*|visitors?|users?|people|viewers?|listeners?|readers?|reach|accounts reached)\b"
    r"|\buniques?\b|^(?:unieke? |actieve |totaal |alle )*(?:bezoekers?|gebruikers|kijkers|luisteraars|lezers|bereik)\b"
    r"|\bunieke?\b|\b(?:unique|visiteurs|utilisateurs|besucher|nutzer|visitantes|usuarios)\b"
)
_ARRIVALS = Expression(
    r"\buser (?:profile|installs|uninstalls|ratings?|reviews)\b|\b(?:new|first|nieuwe?|eerste)\b|\bper\b|/|%"
)
"""New people are new once, and a figure for each of them is none of people."""


_STUCK = re.compile(r"_|(?<=[a-z])(?=[A-Z][a-z])|(?<=[a-z]{3})(?=[A-Z]{2})")
"""Where the words of a name stand together, as in unit_price and unitPrice."""


_OF_A_PERIOD = Expression(
    r"\b(?:[ma]rr|(?:monthly|annual|yearly) recurring|recurring revenue|run ?rate|revenue|turnover|sales|income|salary"
    r"|omzet|maandomzet|jaaromzet|inkomsten|inkomen|salaris|verkopen)\b"
)
"""Money that comes in anew every month, of which the latest number counts all the same."""


def is_money_of_a_period(name: str) -> bool:
    """Tell whether a KPI by its name is money of every month, as recurring revenue is, and none that can run out."""
    return _OF_A_PERIOD.search(name) is not None


class Nature(NamedTuple):
    """What is proposed for a KPI; an empty text or None proposes nothing."""

    kind: str = ""
    unit: str = ""
    """`MONEY` for the currency of the business."""
    better: str = ""
    every: str = ""
    floor: float | None = None
    ceiling: float | None = None

    def fields(self, currency: str) -> dict[str, object]:
        """Return what is proposed, by the names that the fields of a KPI have."""
        named: Mapping[str, object] = self._replace(unit=currency if self.unit == MONEY else self.unit)._asdict()
        return {name: value for name, value in named.items() if value not in ("", None)}


def _rule(words: str, nature: Nature) -> tuple[Expression, Nature]:
    return Expression(rf"(?:{words})"), nature


_MARK = Nature("sample", floor=1, ceiling=10)
"""A mark from 1 to 10, which is a sign of what no number shows."""

_NOT_WHEN = "".join(
    rf"(?<!\b{word} )"
    for word in ("per", "by", "by the", "an", "each", "every", "a", "within the", "elk", "ieder", "op")
)
"""No word before an hour by which it is when something is counted and not what is: people by the hour."""

_RULES: tuple[tuple[Expression, Nature], ...] = (
    _rule(
        r"\b(?:hourly|day|daily|exchange) rates?\b|uurtarief|dagtarief|\btari(?:ef|even)\b|wisselkoers",
        Nature("sample", MONEY),
    ),
    _rule(r"^(?:billable|pay|unit|base|standard|charge|bill|cost|labou?r) rates?$", Nature("sample", MONEY)),
    _rule(r"^rates?$", Nature("sample")),
    _rule(
        r"^(?:gem\.|gem(?= )|moy\.|durchschn\.|Ø) ?(?:bon|order|bestel|factuur|prijs|besteding|panier"
        r"|bestellwert|warenkorb)",
        Nature("sample", MONEY),
    ),
    _rule(
        r"pr[ůu]měr|tepov|tętno|średni|genomsnitt|gjennomsnitt|gennemsnit|keskimäär|\bátlag|\bmoyen"
        r"|herzfrequenz|fréquence|frecuencia|frequenza|frekvence|frekvens|\bpuls\b|\bpouls\b"
        r"|\b(?:maxim[aá]l|minim[aá]l|máxim|mínim|massim)\w+",
        Nature("sample"),
    ),
    _rule(r"^(?:gem\.|moy\.|durchschn\.|prom\.)|\b(?:moyenne?|promedio|durchschnitt\w*)\b", Nature("sample")),
    _rule(
        r"\b(?:occupancy|conversion|utili[sz]ation|currency|rental)\b.*\b(?:tax|taxes|fees?|costs?|charges?)$",
        Nature("flow", MONEY, "lower"),
    ),
    _rule(
        r"\b(?:heart|respiratory|respiration|breathing|pulse|frame|bit|refresh|sample|sampling|stroke) ?rate\b"
        r"|hartslag|ademhaling|\b(?:hr|bpm|hrv|roas|drag factor|cal(?:ories)?/(?:hour|hr|h)|age|leeftijd|alter|position"
        r"|rank(?:ing)?|positie)\b",
        Nature("sample"),
    ),
    _rule(r"\b(?:ctr|cvr|ttr|vtr|acos|tacos)\b", Nature("sample", "%")),
    _rule(r"\b(?:aov|arpu|arppu|arpa|ltv|clv|cltv|adr|revpar|asp|lifetime value|rpm|epc)\b", Nature("sample", MONEY)),
    _rule(
        r"\b(?:unique (?:visitors|users|listeners)|(?:daily|weekly|monthly)? ?active users|dau|wau|mau)\b"
        r"|unieke (?:bezoekers|gebruikers|luisteraars)|actieve gebruikers",
        Nature("stamped", every="week"),
    ),
    _rule(
        r"\b(?:bounce|churn|abandon|cancell?ation|refund|return|error|complaint|no-?show|reject|defect|absence)\w*"
        r" (?:rate|percentage|ratio|share)\b|%.*\b(?:bounce|churn)|\bchurn\b|\babsenteeism\b"
        r"|(?:bounce|opzeg|annulerings|retour|fout|klacht|verzuim|uitval|no-show)-?\w*"
        r"(?:percentage|ratio|quote)|\bverloop\b|\b(?:ziekte|kort|lang)?verzuim\b",
        Nature("sample", "%", "lower"),
    ),
    _rule(r"\bcosts? per\b|kosten per", Nature("sample", MONEY, "lower")),
    _rule(r"\bconv.*/ ?(?:kosten|co[uû]t|cost)", Nature("sample")),
    _rule(
        r"\bconv(?:ersion|\.)[- ]?(?:value|wert|waarde)\b|\bconversie-?waarde\b|waarde van (?:alle )?conversies"
        r"|(?:valeur|valor|valore)\b.*\bconv(?:ersi|\.)",
        Nature("flow", MONEY),
    ),
    # What a tax of so many percent came to, and what it is of, are amounts.
    _rule(
        r"\b(?:omzet|sales|revenue|turnover|umsatz|net|netto|gross|bruto)\b.*\d ?%|"
        r"\b(?:vat|btw|tax|gst|mwst|ust|iva|tva|moms)\b.*\d ?%|\d ?% ?\b(?:vat|btw|tax|gst|mwst|ust|iva|tva|moms)\b",
        Nature("flow", MONEY),
    ),
    _rule(r"\b(?:time|hours|minutes) spent\b|bestede (?:tijd|uren)", Nature("flow", "h")),
    _rule(
        r"\b(?:rate|rates|percentage|percent|pct|ratio|share|margin|utili[sz]ation|occupancy|conversion|uptime)\b|%"
        r"|percentage|ratio\b|\baandeel\b|marge\b|bezetting|\bconversie(?!s\b)|quote\b|\bprocent\b",
        Nature("sample", "%"),
    ),
    _rule(
        r"\b(?:days|weeks|months|dagen|weken) (?:overdue|late|outstanding|on (?:the )?market|te laat)\b|\bdso\b",
        Nature("sample", better="lower"),
    ),
    _rule(
        r"\b(?:new|net new|churned|lost|expansion|contraction|reactivation|upgrade|downgrade) [ma]rr\b",
        Nature("flow", MONEY),
    ),
    _rule(
        r"\b(?:hours|uren) (?:unpaid|unbilled|onbetaald)\b|\b(?:unpaid|unbilled|onbetaalde) (?:hours|uren)\b",
        Nature("flow", "h"),
    ),
    _rule(
        r"\b(?:repaid|repayments?|paid (?:off|back))\b|aflossing|afgelost|terugbetaald", Nature("flow", MONEY),
    ),
    _rule(
        r"\b(?:debt|debts|loan|mortgage|overdraft|unpaid|outstanding|overdue|receivables|payables)\b"
        r"|schuld|lening|hypotheek|openstaand|onbetaald|debiteuren|crediteuren",
        Nature("level", MONEY, "lower"),
    ),
    _rule(
        r"\b(?:\w*balance|cash|savings|bank account|liquidity|reserves?|buffer|equity|net worth|mrr|arr|order book"
        r"|portfolio(?: value)?|market value|recurring revenue)\b"
        r"|^(?:the |de )?bank$|saldo|solde\b|kontostand|guthaben|egyenleg|\bkas\b|kasgeld|spaar"
        r"|bankrekening|liquiditeit|reserve|buffer|tagesendsumme|(?:kassen|tages|anfangs|end)bestand\b|kassenstand"
        r"|eigen vermogen|orderportefeuille|terugkerende omzet",
        Nature("level", MONEY),
    ),
    _rule(
        r"^stand (?:van )?(?:de )?(?:elektra|elektriciteit|stroom|gas|water|meter|teller|zähler|strom|wasser"
        r"|dal|piek|hoog|laag)"
        r"|\bmeter ?(?:reading|stand)\b|\bodometer\b|meterstand|tellerstand|kilometerstand|z(?:ä|ae)hlerstand"
        r"|\b(?:import|export) t[12]\b|\btotal (?:import|export)\b.*kwh",
        Nature("level"),
    ),
    _rule(
        r"\b(?:stock|inventory) value\b|voorraadwaarde", Nature("level", MONEY),
    ),
    _rule(r"^(?:total |net |current )?(?:assets|liabilities)$|marktwaarde", Nature("level", MONEY)),
    _rule(
        r"^(?!.*\b(?:new|added|closed|opened|sold|nieuwe?)\b).*(?:\b(?:backlinks|referring domains|watchers|following"
        r"|streak|fte|active listings|vacant units|open (?:issues|orders|deals|projects)"
        r"|(?:tickets|issues|orders) open|(?:qty|quantity|units|number)? ?(?:on hand|in stock|op voorraad)"
        r"|disk (?:used|space|usage)|(?:tank|fuel|battery|water) ?level"
        r"|(?:active|current|paying|actieve|huidige|betalende|aktive) (?:\w+ )?(?:subscriptions|customers|clients"
        r"|accounts|contracts|licen[cs]es|patients|students|donors|installs|installations|installaties|devices"
        r"|apparaten|klanten|abonnementen|contracten|kunden|abos))\b"
        r"|lagerbestand|^bestand$|^mitarbeiter$|^einwohner$|^abonn[ée]s?$|^effectif$|^seguidores$|^existencias$|^giacenza$)",
        Nature("level"),
    ),
    _rule(
        r"\b(?:stock|inventory|backlog|work in progress|open tickets|open tasks|unread)\b"
        r"|voorraad|werkvoorraad|open (?:tickets|taken)",
        Nature("level"),
    ),
    _rule(
        r"\b(?:net|organic|sponsored|auto-?invited|difference in|change in|increase in|growth (?:in|of)|netto"
        r"|organische|gesponsorde|verschil in|verandering in|toename(?: van)?|groei van)\b.*"
        r"\b(?:subscribers|followers|fans|members|patrons|contacts|connections|abonnees|volgers|leden)\b"
        r"|\b(?:subscriber|follower|fan|member)s? (?:change|difference|growth|delta)\b",
        Nature("flow"),
    ),
    _rule(
        r"\b(?:new|gained|lost|churned|cancell?ed|nieuwe|opgezegde|verloren)\b.*\b(?:subscribers|followers|fans"
        r"|members|patrons|contacts|connections|abonnees"
        r"|volgers|leden)\b|\b(?:subscribers|followers|members) gained\b",
        Nature("flow"),
    ),
    _rule(
        r"\b(?:subscribers|followers|fans|members|list size|contacts|headcount|employees"
        r"|staff|patrons|connections|weight|bmi|body fat|(?:fat|bone|muscle|lean|body) mass|waist)\b"
        r"|hydration \(kg\)|\blist$"
        r"|abonnees|volgers|leden\b|ledental|lijst$|contacten|medewerkers|personeel|\bgewicht\b|vetmassa"
        r"|spiermassa|buikomvang",
        Nature("level"),
    ),
    _rule(
        r"\b(?:load|loading|page|site) ?-?(?:time|speed)\b|\bwebsite speed\b|laadtijd|sitesnelheid"
        r"|snelheid van de (?:web)?site",
        Nature("sample", "s", "lower"),
    ),
    _rule(
        r"^(?:max(?:imum)?|min(?:imum)?|peak|highest|lowest|hoogste|laagste)\b|\b(?:wind|average|avg|max|top"
        r"|moving|running|car)[ _].*speed\b|\b(?:speed|pace|grade|cadence|altitude)$"
        r"|\belevation (?:low|high)$|\bmax(?:imum)?\.?\b|\b(?:watts?|kw)\b|\(w\)|°[cf]|\b(?:humidity|voltage|pulse|spo2"
        r"|blood pressure|systolic|diastolic|hpa|ppm|ping|latency|rpe|productivity|priority|intensity"
        r"|difficulty|watched full|retention|frequency|frequentie)\b|luchtvochtigheid|bloeddruk",
        Nature("sample"),
    ),
    _rule(
        r"\b(?:stickiness|inflation|inflatie|unemployment|yield|rente)$"
        r"|^(?:anteil|taux|tasa|tasso)\b|(?:öffnungs|klick|absprung|auslastungs|storno)rate\b",
        Nature("sample", "%"),
    ),
    _rule(r"^(?:preis|prix|precio|prezzo|tariff|tarief|bid|max\.? bid|koers|kurs)\b", Nature("sample", MONEY)),
    _rule(
        r"\b(?:growth|groei|wow|mom|yoy|csat)$"
        r"|\b(?:glucose|bloedsuiker|state of charge|soc|battery|readiness|recovery|vo2 ?max|lcp|cls|fcp|inp|ttfb|tbt"
        r"|p(?:50|75|90|95|99)|percentile|mpg|l/100 ?km|domain authority|visibility|ctl|atl|tsb|ftp)\b"
        r"|^(?:std\.? ?dev\w*|standard deviation|standaarddeviatie|mediaan|index|pressure|luchtdruk|noise|cijfer|d[ra]"
        r"|cpu|co2)(?: \(?(?:level|ppm|db|hpa|mbar)\)?)?$|\b(?:session|visit|call) duration$"
        r"|\btime (?:to|until|till) (?:first )?(?:response|reply|resolution|interactive|first byte)\b",
        Nature("sample"),
    ),
    _rule(
        r"\b(?:response|reply|waiting|wait|handling|resolution|turnaround) ?time\b|reactietijd|antwoordtijd|wachttijd"
        r"|afhandeltijd",
        Nature("sample", "h", "lower"),
    ),
    _rule(
        r"\b(?:lead time|delivery time|days to payment|payment days|days to deliver|cycle time)\b"
        r"|doorlooptijd|levertijd|betaaltermijn|betaaldagen|levertermijn",
        Nature("sample", better="lower"),
    ),
    _rule(
        r"\b(?:order value|basket|average (?:order|receipt|invoice|sale|price)|prices?)\b|bestelwaarde|orderwaarde"
        r"|gemiddelde? (?:bon|factuur|prijs|bestelling)|prijs\b|prijzen\b|bonbedrag",
        Nature("sample", MONEY),
    ),
    _rule(
        r"\b(?:cost per|cpc|cpa|cpm|ecpm|cpl|cpv|cpt|cpi|cpe|cpcv|cac)\b|kosten per", Nature("sample", MONEY, "lower"),
    ),
    _rule(
        r"^(?!.*\b(?:average|avg|mean|gemiddeld)).*(?<!/)\b(?:[mk]?wh|kcal|calories|calorieën)\b", Nature("flow"),
    ),
    _rule(
        r"\b(?:average|avg|mean|median|score|rating|ratings|stars|grade|nps|satisfaction|temp|temperature|strain|mood|stress"
        r"|energy"
        r"|sleep quality)\b"
        r"|temperatur\b|gemiddeld|\bscore\b|waardering|sterren|rapportcijfer|tevredenheid|bewertung|\bø|ø\b|temperatuur"
        r"|stemming|slaapkwaliteit",
        Nature("sample"),
    ),
    _rule(
        r"\b(?:costs?|expenses?|spend|spending|spent|fees|refunds|discounts|taxes|ad budget|waste|losses)\b"
        r"|kosten\b|uitgaven|bestedingen|terugbetalingen|kortingen|belasting|derving|verlies",
        Nature("flow", MONEY, "lower"),
    ),
    _rule(
        r"\b(?:revenue|turnover|income|profit|earnings|takings|donations|tips|royalties|invoiced|budget)\b"
        r"|omzet|inkomsten|winst|opbrengst|donaties|fooien|royalty|gefactureerd",
        Nature("flow", MONEY),
    ),
    _rule(
        r"\b(?:complaints|errors|bugs|defects|faults|mistakes|returns|cancell?ations|no-?shows|unsubscribes"
        r"|accidents|outages"
        r"|rejects|sick ?days|sick leave|absences|days (?:of illness|ill)|missed calls)\b"
        r"|klachten|fouten|storingen|retouren|annuleringen|afmeldingen|uitschrijvingen|ongelukken|ziektedagen"
        r"|verzuimdagen|ziekmeldingen"
        r"|uitval|gemiste oproepen",
        Nature("flow", better="lower"),
    ),
    _rule(r"\bovertime\b|overuren|overwerk|verzuimuren|\b(?:absence|sick) hours\b", Nature("flow", "h", "lower")),
    _rule(rf"{_NOT_WHEN}\bhours?\b|\buren\b|{_NOT_WHEN}\buur\b|urenaantal|\w+uren\b", Nature("flow", "h")),
    _rule(rf"{_NOT_WHEN}\bminutes?\b|\bminuten\b", Nature("flow", "min")),
    _rule(r"\b(?:km|kilomet(?:er|re)s?)\b", Nature("flow", "km")),
)  # fmt: skip
"""The first pattern that a name holds decides; what holds none adds up and is counted."""


_TAKEN_OFF = Expression(
    r"(?:(?<=revenue)|(?<=sales)|(?<=income)|(?<=turnover)|(?<=gross)|(?<=total)|(?<=earnings)|(?<=omzet)"
    r"|(?<=inkomsten)"
    r"|(?<=bruto)|(?<=totaal)|(?<=verkoop))\s+[-\u2013\u2212]\s+\w.*$"
    r"|(?<=\w)\s+\(?(?:after|minus|less|without|before|excluding|excl\.?|net of|na|min|zonder|exclusief|vóór)\s+\w.*$"
)
"""What is left out of a figure and is not what it is: revenue after fees is no cost."""


def nature_of(name: str) -> Nature:
    """Return what a KPI called *name* is likely to be; an empty proposal where its name tells nothing."""
    if is_unmeasurable(name):
        return _MARK
    whole = _TAKEN_OFF.sub("", _STUCK.sub(" ", name))
    nature = next((nature for words, nature in _RULES if words.search(whole)), Nature())
    # Revenue per customer is no revenue: two days of it do not add up.
    if nature.kind not in ("", "flow"):
        return nature
    if (divided := _DIVIDED.search(whole)) is not None:
        above = nature_of(whole[: divided.start()])
        # What came of every euro is no amount.
        return above._replace(kind="sample", unit="" if divided["by"].casefold() in ("cost", "spend") else above.unit)
    return nature._replace(kind="sample") if _PER.search(name) else nature


_UNIT_NAMED = Expression(
    r"(?:^|[\s(\[])(?:(?P<eur>€|eur|euro'?s?)|(?P<usd>\$|usd|dollars?)|(?P<gbp>£|gbp)|(?P<percent>%|percent|procent))"
    r"[)\]]?\s*$"
)
"""A unit at the end of a name: ``Margin €``, ``Margin (EUR)``, ``Margin in euro``."""


def unit_named(name: str) -> str:
    """Return the unit that stands at the end of a name: ``EUR``, ``USD``, ``GBP`` or ``%``; empty where none does."""
    match = _UNIT_NAMED.search(name)
    group = match.lastgroup if match else None
    return "%" if group == "percent" else (group or "").upper()


def counts_people(name: str) -> bool:
    """Tell whether a column called *name* counts different people: two days of it cannot be added up."""
    plain = name.replace("_", " ")
    return _PEOPLE.search(plain) is not None and _ARRIVALS.search(plain) is None


def is_flattering(name: str) -> bool:
    """Tell whether *name*, or a sentence, speaks of a figure that can grow without anything coming of it."""
    return _FLATTERING.search(name) is not None


def is_unmeasurable(name: str) -> bool:
    """Tell whether *name*, or a sentence, speaks of what many figures show together and none alone.

    A better or nicer something says what is wanted; it can be measured where it names what is counted.
    """
    if _MEASURED.search(name):
        return False
    if _UNMEASURABLE.search(name):
        return True
    return _BETTER.match(name.strip()) is not None and not any(words.search(name) for words, _nature in _RULES)
