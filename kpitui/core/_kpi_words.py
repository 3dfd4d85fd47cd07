"""The words of KPIs' names that a sentence need not say, and those that it says in another form, in English and Dutch.

*Words written* is meant by "write 1,000 words a day": the verb says the participle. It is meant by "1,000 words a day"
too, while no other KPI counts words. *Cancelled lessons* are not meant by "20 lessons a week".
"""

from __future__ import annotations

import re
from typing import NamedTuple

VERBS = tuple(
    frozenset(forms.split())
    for forms in (
        "hold holds holding held houd houdt houden gehouden",
        "receive receives received ontvang ontvangt ontvangen",
        "hand hands handed uitdelen uitgedeeld uitgedeelde",
        "write writes writing wrote written schrijf schrijft schrijven schreef geschreven",
        "publish publishes publishing published publiceer publiceert publiceren gepubliceerd gepubliceerde"
        " post posts posted posting plaats plaatst plaatsen geplaatst geplaatste upload uploads uploaded"
        " uploading uploaden geupload geuploade released release put zet online",
        "drive drives driving drove driven rijd rijden rijdt rij reed gereden",
        "work works working worked werk werkt werken werkte gewerkt gewerkte",
        "send sends sending sent verstuur verstuurt versturen verstuurd verstuurde verzend verzendt verzenden"
        " verzonden stuur stuurt sturen gestuurd gestuurde uitbrengen uitgebracht uitgebrachte",
        "give gives giving gave given geef geeft geven gaf gegeven teach teaches teaching taught lesgeven"
        " verzorgen verzorgd verzorgde",
        "complete completes completing completed finish finishes finishing finished afronden rond afgerond"
        " afgeronde voltooi voltooien voltooid voltooide afmaken afgemaakt afgemaakte close closes closing"
        " closed opleveren opgeleverd opgeleverde",
        "book books booking booked boek boekt boeken geboekt geboekte",
        "serve serves serving served bedien bedient bedienen bediend bediende serveer serveren geserveerd geserveerde",
        "sell sells selling sold verkoop verkoopt verkopen verkocht verkochte",
        "earn earns earning earned verdien verdient verdienen verdiend verdiende",
        "spend spends spending spent besteed besteedt besteden bestede uitgeven",
        "win wins winning won winnen gewonnen",
        "answer answers answering answered reply replies replying replied respond responds responding"
        " responded beantwoord beantwoordt beantwoorden beantwoorde antwoord antwoorden reageer reageert"
        " reageren",
        "do does doing done doe doet doen gedaan make makes making made maak maakt maken gemaakt gemaakte"
        " produce produces producing produced"
        " produceren geproduceerd create created bake bakes baking baked bak bakt bakken gebakken",
        "ship ships shipping shipped deliver delivers delivering delivered lever levert leveren geleverd"
        " geleverde bezorg bezorgen bezorgd bezorgde",
        "read reads reading lees leest lezen gelezen",
        "build builds built building bouw bouwt bouwen bouwde gebouwd gebouwde",
        "draw draws drawn drew teken tekent tekenen tekende getekend getekende",
        "catch catches caught vang vangt vangen ving gevangen",
        "speak speaks spoke spoken spreek spreekt spreken sprak gesproken",
        "run runs ran loop loopt lopen liep gelopen",
        "meet meets met ontmoet ontmoeten ontmoette",
        "buy buys bought koop koopt kopen kocht gekocht gekochte",
        "grow grows grew grown kweek kweken gekweekt gekweekte",
        "take takes took taken neem neemt nemen nam genomen",
        "close closes closed sluit sluiten sloot gesloten",
        "find finds found vind vindt vinden vond gevonden",
        "see sees seen zie ziet zien zag gezien geziene treat treats treating treated behandel behandelt"
        " behandelen behandeld behandelde",
        "record records recorded recording opnemen opgenomen film films filmed filming gefilmd gefilmde",
        "repair repairs repaired repairing repareer repareren gerepareerd gerepareerde fix fixes fixed",
        "visit visits visited visiting bezoek bezoekt bezoeken bezocht bezochte",
        "call calls called calling bel belt bellen gebeld gebelde",
        "invoice invoices invoiced invoicing bill bills billed billing billable declarabel declarabele"
        " declareer declareren gedeclareerd gedeclareerde factureer factureren gefactureerd gefactureerde",
        "collect collects collected gather gathered verzamel verzamelen verzameld verzamelde",
        "edit edits edited editing bewerk bewerken bewerkt bewerkte",
        "plant plants planted planten geplant geplante",
        "waste wastes wasting wasted verspil verspilt verspillen verspild verspilde weggooien weggegooid weggegooide",
        "use uses using used gebruik gebruikt gebruiken gebruikte verbruik verbruikt verbruiken verbruikte",
        "lose loses losing lost verlies verliest verliezen verloor verloren kwijtraken",
        "convert converts converting converted converteren converteert",
        "coach coaches coaching coached coachen gecoacht",
        "list lists listing listed",
        "harvest harvests harvesting harvested pick picks picking picked oogst oogsten geoogst geoogste plukken"
        " geplukt",
        "translate translates translated translating vertaal vertaalt vertalen vertaald vertaalde",
        "clean cleans cleaned cleaning schoonmaken schoongemaakt schoongemaakte",
        "pack packs packed packing inpakken ingepakt ingepakte",
    )
)
"""The forms of one verb, or of those that are said of the same deed."""

SAID_BY_VERB = {
    "earn": ("revenue", "income", "earnings", "takings", "turnover", "omzet", "inkomsten", "opbrengst", "verdiensten"),
    "spend": ("spend", "spending", "costs", "expenses", "hours", "uren", "uitgaven", "kosten", "budget"),
    "answer": ("response", "reply", "reactie", "reactietijd", "antwoordtijd"),
    "work": ("work", "werk", "working", "werkuren"),
    "sell": ("sales", "verkopen"),
    "book": ("bookings", "boekingen"),
    "ship": ("delivery", "levertijd", "bezorgtijd", "verzendtijd", "leverdagen"),
    "convert": ("conversion", "conversie"),
}
"""The nouns that a verb says, by a form of it."""

ALIKE = (
    "kilometer kilometre km kilometers kilometres",
    "revenue turnover takings omzet opbrengst opbrengsten",
    "rating ratings star stars score beoordeling beoordelingen ster sterren cijfer waardering",
    "client clients customer customers",
    "klant klanten cliënt cliënten",
    "pupil pupils student students",
    "leerling leerlingen cursist cursisten",
    "trip trips ride rides",
    "factuur facturen rekening rekeningen",
    "advertentie advertenties reclame reclames",
    "ad ads advertising advertisement advertisements advert adverts",
    "mileage mile miles",
)
"""Words for the same thing, of which the first stands for all."""

NEWLY_SAID = frozenset(
    [
        "win",
        "gain",
        "sign",
        "land",
        "attract",
        "acquire",
        "onboard",
        "welcome",
        "winnen",
        "winst",
        "werven",
        "werf",
        "aantrekken",
        "binnenhalen",
        "binnenslepen",
    ]
)
"""Verbs that can only be said of new ones."""

NEWLY_SAID_OFTEN = NEWLY_SAID | frozenset(
    ["get", "book", "start", "take", "krijgen", "krijg", "boeken", "another", "erbij", "aannemen"]
)
"""Words that are said of new ones where so many come in a period."""

NEWLY_SAID_OF_MORE = NEWLY_SAID_OFTEN - {"start"} | frozenset(["more", "extra", "meer", "binnen"])
"""Words beside which customers of a template's name are new ones."""

_PLAIN_LOSSES = """
cancelled canceled cancel cancels cancellation cancellations missed lost lose loses losing returned return refunded
refused rejected declined unpaid overdue late failed no-show churned abandoned dropped wasted spoiled broken
damaged negative open outstanding unanswered unsold afgezegd afgezegde gemist gemiste verloren verlies verliezen
geannuleerd geannuleerde afgewezen geretourneerd geretourneerde onbetaald onbetaalde openstaand openstaande te-laat
mislukt mislukte verspild verspilde weggegooid weggegooide kapot kapotte negatief negatieve vervallen opgezegd
opgezegde onbeantwoord onbeantwoorde
"""
_PLAIN_SORTS = """
repeat returning recurring regular paying paid organic terugkerende vaste betalende betaalde
"""
SORTS = frozenset(_PLAIN_SORTS.split())
"""Words for a part of people or things without which a name is about more than it counts: they must be said too."""

_PLAIN_PEOPLE = """
client clients customer customers guest guests patient patients people member members klant klanten cliënten gast
gasten patiënten mensen leden
"""
PEOPLE = frozenset(_PLAIN_PEOPLE.split())
"""Who something is of or from, which is no part of what it is: a rating *from my patients*."""

_PLAIN_COMING = """
enquiry inquiry lead project request assignment contract deal order signup aanvraag opdracht bestelling
"""
COMING = frozenset(_PLAIN_COMING.split())
"""What comes in and does not stay: so many of them a week are so many new ones."""

UNIT_WORDS = {
    "l": ("litre", "litres", "liter", "liters"),
    "kg": ("kilo", "kilos", "kilogram", "kilograms", "kilo's"),
    "km": ("km", "kilometre", "kilometres", "kilometer", "kilometers"),
    "mi": ("mi", "mile", "miles"),
}
"""How the units are said that no figure of a sentence has."""


class Concept(NamedTuple):
    """A figure that a sentence says by what happens, and not by its name: *de site laadt in 2 seconden*."""

    pattern: re.Pattern[str]
    """What a sentence says, all its words in a row with spaces around them."""
    units: frozenset[str]
    """The units that its figure can have; ``money`` for any currency, empty for none."""
    beside: frozenset[str]
    """What it may name besides, and be no other figure for it."""
    names: tuple[frozenset[str], ...]
    """The words of which a KPI for it has all in one of its names, as whole words or as the end of one."""
    rated: bool = False
    """Whether its figure is a mark out of ten at most."""


def _concept(pattern: str, units: str, beside: str, *names: str, rated: bool = False) -> Concept:
    return Concept(
        re.compile(rf" (?:{pattern}) "), frozenset(units.split(",")), frozenset(beside.split()),
        tuple(frozenset(name.split()) for name in names), rated,
    )  # fmt: skip


_ASKED = (
    "mail mails mailtje mailtjes e-mail e-mails email emails message messages bericht berichten berichtje berichtjes"
    " vraag vragen aanvraag aanvragen question questions enquiry enquiries inquiry inquiries request requests"
    " app appje appjes telefoontje telefoontjes klant klanten customer customers client clients cliënt cliënten"
    " lead leads mensen people iedereen everyone everybody dm dms ticket tickets supportvraag supportvragen inbox"
    " klantvragen klantvraag contactformulier wachten wacht wachttijd wait waiting waits hear"
)
_RATERS = (
    "klant klanten customer customers client clients cliënt cliënten gast gasten guest guests cursist cursisten"
    " student students patient patients patiënten mensen people ouders parents deelnemers participants kopers buyers"
    " google gemiddeld average opdrachtgever opdrachtgevers"
)
CONCEPTS = (
    _concept(
        "(?:gemiddelde?|average|an|a|een|per) (?:\\w+ ){0,3}(?:order|bestelling|bon)|(?:bon|bestel|order)bedrag",
        "money", "order bestelling bon bonbedrag bestelbedrag orderbedrag bedrag opleveren oplevert waard worth spend"
        " besteden besteedt uitgeven"
        " geeft klant klanten customer customers value waarde",
        "orderwaarde", "bestelwaarde", "order value", "gemiddelde bon", "average receipt", "bonbedrag", "basket",
    ),
    _concept(
        "laadtijd|laadsnelheid|laden|laad|laadt|geladen|inladen|openen|opent|load|loads|loaded|loading|open|opens",
        "s,min", "website site webshop webwinkel pagina pagina's homepage home page pages startpagina shop web mobiel"
        " mobile store checkout",
        "laadtijd", "load time", "loading time", "site speed", "page speed", "website speed", "sitesnelheid",
        "snelheid site", "laadsnelheid", "websitesnelheid",
    ),
    _concept(
        "reactietijd|antwoordtijd|(?:be)?antwoord(?:en|t)?|beantwoord|antwoorden|reageer|reageert|reageren|reactie|reacties|terugmailen"
        "|terugbellen|terugappen|antwoord terug|answer|answers|answered|answering|reply|replies|replying|respond"
        "|responds|responding|response|get back",
        "h,min,s", _ASKED,
        "reactietijd", "response time", "reply time", "answer time", "antwoordtijd", "reactiesnelheid",
    ),
    _concept(
        r"(?:geven|geeft|gaven) (?:\w+ )?(?:ons|mij|me|m'n|mijn)|(?:ons|mij|me|onze \w+|mijn \w+)(?: \w+){0,3}"
        " (?:geven|beoordelen|waarderen)"
        "|(?:beoordelen|beoordeelt|waarderen|waardeert) (?:ons|mij|me)"
        "|(?:rate|rates|rating|score|scores) (?:us|me|my|our)"
        "|(?:give|gives|giving) (?:us|me|my|our)",
        "", _RATERS,
        "beoordeling", "klantbeoordeling", "waardering", "rating", "klanttevredenheid", "tevredenheid",
        "satisfaction", rated=True,
    ),
    _concept(
        "cancellations?|annulering(?:en)?|afzegging(?:en)?|afgezegd|geannuleerd",
        "", "klant klanten customers clients boekingen bookings afspraken appointments",
        "geannuleerde afspraken", "afgezegde afspraken", "geannuleerde boekingen", "cancelled bookings",
        "cancelled appointments", "canceled appointments", "canceled bookings",
    ),
    _concept(
        "(?:dag|dagen|weken|day|days|weeks) (?:helemaal )?(?:vrij|off|vakantie|holiday)|vrije dag(?:en)?"
        "|(?:dag|dagen) \\w{0,8} ?vrij",
        ",weeks", "vrij vrije off nemen take vakantie holiday helemaal neem",
        "vrije dagen", "days off", "vakantiedagen", "holidays taken", "days holiday",
    ),
    _concept(
        "open|opens|opened|opent|openen|geopend|geopende|openingspercentage|openingsratio|opening",
        "%", "nieuwsbrief nieuwsbrieven nieuwsbrieflezers newsletter newsletters mail mails e-mail email emails lezers"
        " readers subscribers abonnees ontvangers recipients mailing mailings",
        "openingspercentage", "open rate", "openingsratio", "opening rate",
    ),
    _concept(
        r"(?:charge|charging|bill|ask|vragen|vraag|rekenen|reken|berekenen|factureren)(?: \w+){0,4} (?:uur|hour|uren)"
        "|(?:uur|hour) (?:vragen|rekenen|berekenen|factureren)|per (?:uur|hour)(?: (?:vragen|rekenen|berekenen))?",
        "money", "charge charging bill ask vragen vraag rekenen reken berekenen factureren klanten customers clients",
        "uurtarief", "hourly rate", "hour rate", "uurloon", "rate per hour", "tarief uur",
    ),
    _concept(
        r"(?:op|in) (?:\w+ ){0,2}(?:bank|bankrekening|rekening|account)"
        "|(?:bank|bankrekening)|buffer",
        "money", "bank bankrekening rekening buffer account build building save saving sparen spaar opbouwen opbouw"
        " opsparen business zakelijke zakelijk company bedrijfsrekening",
        "banksaldo", "bank balance", "saldo", "cash", "banktegoed", "spaarsaldo", "buffer",
    ),
    _concept(
        "openstaande? (?:posten|post|bedrag|bedragen|rekeningen|debiteuren)|openstaand|debiteuren"
        "|outstanding (?:bills|amounts?|balance|balances|payments)|unpaid bills|receivables",
        "money", "klanten customers clients totaal bedrag alle all",
        "openstaande facturen", "onbetaalde facturen", "unpaid invoices", "outstanding invoices", "debiteuren",
        "receivables",
    ),
)  # fmt: skip
"""What is said by what happens, each with the names that a KPI for it has."""

LOSSES = frozenset(_PLAIN_LOSSES.split())
"""Words without which a name is about the opposite: they must be said."""

_PLAIN_RATES = """
rate percentage ratio graad pct
"""
RATES = frozenset(_PLAIN_RATES.split())
"""Words for a part of something, which a sentence says by its percent sign."""

_TIMES = "hour hours uur uren minute minutes minuten time tijd duration duur"
_SPENT = "cost costs expense expenses spend spending budget kosten uitgaven budget"
_EARNED = "revenue revenues income earnings takings turnover sales royalties omzet inkomsten opbrengst"
" opbrengsten verdiensten"
_PRICED = "price prices fee fees value prijs prijzen tarief tarieven waarde bedrag"
SPENT, EARNED = frozenset(_SPENT.split()), frozenset(_EARNED.split())
"""Words for money that goes and for money that comes: no sentence about the one means the other."""

PARTS_NAMED = frozenset(["hour", "hours", "uur", "uren", "minute", "minutes", "minuten"]) | SPENT - {"budget"}
"""What a business has so many sorts of that the name of one sort is not meant by the word for all of them."""

SAID_BY_UNIT = {
    "time": frozenset(_TIMES.split()),
    "money": SPENT | EARNED | frozenset(_PRICED.split()),
}
"""The nouns of a name that a figure in hours or in money says by itself: 12 hours of *editing*, 900 euros on"
" *parts*."""

_PLAIN_PREPOSITIONS = """
of from for per on at in by via with van uit voor op bij met door
"""
PREPOSITIONS = frozenset(_PLAIN_PREPOSITIONS.split())
"""Words behind which a name says what kind of thing it is, and no longer which thing."""
