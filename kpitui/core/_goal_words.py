"""The words of goals in English and Dutch: directions, periods, what is done, and those that name nothing measured."""

from __future__ import annotations

import re

MORE = (
    "more|increas(?:e|es|ed|ing)|raise[sd]?|raising|grow(?:s|n|ing|th)?|higher|boost(?:s|ing)?|up|gain(?:s|ing)?"
    "|extra|additional|rise[ns]?|rising|lift(?:s|ing)?|expand(?:s|ing)?|add(?:s|ing)?|upwards|larger|bigger|greater"
    "|another|above|over|longer|double[sd]?|doubling|triple[sd]?|tripling|exceed|climb|push|scale|meer|verhoo?g(?:en"
    "|t|de|d)?|verhoging|hogere?|groei(?:en|t)?|laten groeien|stijg(?:en|t|ing)?|toename|toenemen|neemt toe|omhoog"
    "|vergro(?:ten|ot)|uitbreiden|opvoeren|opkrikken|boven|erbij|plus|opschroeven|ophogen|opbouwen|optrekken"
    "|laten stijgen|grotere?|langere?|opgekrikt|opgeschroefd|opgevoerd|gestegen|toegenomen|gegroeid"
)
LESS = (
    "fewer|less|reduc(?:e|es|ed|ing|tion)|lower(?:s|ed|ing)?|decreas(?:e|es|ed|ing)|cut(?:s|ting)?|drop(?:s|ping)?"
    "|down|shorten(?:s|ed|ing)?|shrink|limit|below|under|faster|quicker|decline|trim|bring down|save|saving|slash"
    "|smaller|minimi[sz]e|shorter|cheaper|eliminate|decrease|minder|verlaa?g(?:en|t|de|d)?|verlaging|lagere?|daling"
    "|dalen|daalt|afname|afnemen|neemt af|omlaag|vermind(?:er|eren|ert|ering)|verkort(?:en|ing)?|beperk(?:en|t)?"
    "|terugbrengen|terugdringen|onder|sneller|inkorten|besparen|bespaar|besparing|bezuinigen|bezuinig|min|reductie"
    "|verkleinen|afbouwen|terugschroeven|kortere?|schrappen|goedkoper|drukken|kleinere?|eraf|gedaald|afgenomen"
    "|teruggebracht|teruggedrongen|verminderd|teruggeschroefd"
)
KEEP = (
    "keep|hold|maintain|stay|stays|remain|retain|houd(?:en|t)?|hou|behoud(?:en)?|blij(?:f|ft|ven)|handhaven"
    "|vasthouden|keeping|staying|never let|nooit"
)

DIRECTION = re.compile(
    rf"(?<=\s)(?:(?P<more>{MORE})|(?P<less>{LESS})|(?P<keep>{KEEP}))(?=\s)|^ (?:{MORE}|{LESS}|{KEEP}) $"
)
"""A word for a direction, within a sentence or as all there is."""

SAVING = frozenset(
    ["save", "saves", "saving", "savings", "besparen", "bespaar", "bespaart", "besparing", "bezuinigen", "bezuinig"]
)
"""Verbs whose figure is a change for the less, where it is said on what."""

LOSING = frozenset(["lose", "shed", "afvallen", "kwijtraken"])
"""Verbs whose figure is a change for the less of what is better low."""

PERIOD_OF: dict[str, str] = {
    **dict.fromkeys(("day", "days", "dag", "dagen", "daily", "dagelijks", "dagelijkse"), "day"),
    **dict.fromkeys((
        "working day", "workday", "work day", "business day", "weekday", "working days", "workdays", "business days",
        "weekdays", "werkdag", "werkdagen", "doordeweekse dag", "doordeweekse dagen", "work-day", "working-day",
    ), "workday"),
    **dict.fromkeys(("week", "weeks", "weken", "wk", "weekly", "wekelijks", "wekelijkse"), "week"),
    **dict.fromkeys(
        ("month", "months", "maand", "maanden", "mnd", "mo", "monthly", "maandelijks", "maandelijkse"), "month"
    ),
    **dict.fromkeys(("quarter", "quarters", "kwartaal", "kwartalen", "quarterly", "qtr", "driemaandelijks"), "quarter"),
    **dict.fromkeys((
        "year", "years", "yr", "jaar", "jaren", "yearly", "annual", "annually", "jaarlijks", "jaarlijkse", "annum",
    ), "year"),
}  # fmt: skip
"""The periods by the words for them."""

PERIOD_WORD = "|".join(sorted((re.escape(word) for word in PERIOD_OF), key=len, reverse=True))

EVERY = ("each", "every", "elke", "iedere", "ieder", "elk", "any")
"""The words that leave no doubt that a figure is for each of its periods."""

COMPOUND_PERIODS = {"dag": "day", "week": "week", "maand": "month", "kwartaal": "quarter", "jaar": "year"}
COMPOUND = re.compile(
    r"(dag|week|maand|kwartaal|jaar)(omzet|winst|kosten|verkoop|verkopen|bezoekers|bestellingen|inkomen|inkomsten"
    r"|uitgaven|resultaat|opbrengst|productie)"
)
"""A Dutch word for what a period brought: maandomzet."""

_PLAIN_UNCOUNTED = """
sales earnings takings costs expenses savings fees revenues royalties receivables payables losses profits debts tips
donations taxes wages salaries prices rates proceeds winnings rents dues charges bills outgoings funds means receipts
returns margins payments refunds discounts
kosten uitgaven inkomsten opbrengsten verkopen fooien donaties schulden lonen salarissen tarieven prijzen belastingen
verdiensten baten lasten debiteuren crediteuren middelen huren bijdragen subsidies premies kortingen marges winsten
omzetten verliezen boetes reserves
euros dollars pounds pence cents centen ponden hours minutes seconds days weeks months years quarters uren minuten
seconden dagen weken maanden jaren kwartalen points punten procenten percents times stars sterren
less plus minus this across towards always perhaps besides thus tops business process access success press progress
class bonus status minstens hoogstens steeds straks sinds tijdens volgens telkens alles iets niets anders zelfs reeds
samen tegen binnen zonder boven onder tussen naast buiten even zijn worden hebben halen maken moeten willen kunnen
zullen gaan komen staan krijgen behalen bereiken verdienen innen houden blijven brengen besteden
uitgeven omzetten overhouden onderhouden vasthouden
"""
UNCOUNTED = frozenset(_PLAIN_UNCOUNTED.split())
"""Words that look like a plural behind a figure and do not say that it counts things: money, lengths of time, verbs."""

SINKING = frozenset((
    "zakken", "vallen", "dalen", "stijgen", "duiken", "klimmen", "wegzakken", "terugvallen", "liggen", "belanden",
    "eindigen", "oplopen", "uitkomen", "schommelen", "groeien", "kruipen", "blijven",
))  # fmt: skip
"""Dutch verbs for what a figure does, some of which look like things that are counted: 6 *zakken*."""

_PLAIN_SOFT = """
average avg gem gemiddeld gemiddelde gemiddelden new nieuw nieuwe extra mean net total totaal totale
"""
SOFT = frozenset(_PLAIN_SOFT.split())
"""Words that tell two names apart where both have the rest, and otherwise tell nothing."""

_PLAIN_OPTIONAL = """
earn earns earning earned verdienen verdien verdiend hour hours uur uren minute minutes minuten hr hrs euro euros
turnover days dagen send sent verstuurd versturen sturen stuur started gestart filled given gegeven made gemaakt
score scores rate percentage ratio percent number count cijfer stars sterren site kanaal channel pagina page account
profiel profile
"""
OPTIONAL = frozenset(_PLAIN_OPTIONAL.split())
"""Words that can be part of the name of a KPI and need not be: the verb or the unit that a figure comes with."""


_IDLE = """
altijd always slipping falling dropping dipping sinking zakken zakt valt duikt
ok okay oké goed nou right honestly seriously
realistically ideally frankly hoping eerlijk gezegd serieus
eigenlijk liefst kwijt birthday verjaardag tops enkele nobody niemand no-one
calendar love hope hopes schrijf publiceer verstuur stuur plaats a an the of in on at to for by with per and or from
until untill till than as my our your their its this that these i we it is be are was were been want wants wanted
would like wish goal aim get gets getting have has having make makes reach reaches reaching achieve achieves
achieving bring brings bringing let number numbers amount level rate's should must will need needs percentage-points
people who compared versus vs last year's year years month months week weeks quarter day today now much many least
most no not only just so there during within into onto about around approximately per- come coming comes improving
improvement improved better go goes going times end beginning begin hit hits hitting write writes publish onboard
deliver do does out off all every each please i'd i'll we'd we'll us me able sure that's at-least win wins winning
attract attracts earn sell sells selling sold land landing nooit generate generates collect collects receive
receives acquire acquires sign book booking create creates secure secures securing obtain obtains ensure ensures
drive drives see plan intend manage accomplish stand sit succeed want's committed focus first qualify turn upload
uploads record film uploading publishing tussen website online staan staat realiseren realiseer zorgen zorg ervoor
creep creeping hoogste drift drifting shave shaving knock somewhere ergens
behelst uitkomt opleveren oplevert tellen binnenkrijgen binnenslepen ben bent zijn zitten stijgt groeit gelijk
voortaan minder komt eerste doorlopend continu binnen erbij uploaden opnemen filmen maken maak neem op drukken
turning back further steadily steady consistently regularly again still also too very really finally ultimately
hopefully target targets objective kpi measured minimum maximum max min roughly circa ca approx almost nearly
exactly past through via average worth take takes taking set sets setting rate become becomes becoming half-yearly when
where which whole full entire over onwards onward forward between here currently today's can could may might our's
his her they them he she you am aiming trying move moves moving keep add adding run produce produces log logging
total totals overall combined altogether zo'n telkens af eraf great lovely nice
together including incl excluding excl shop's webshop shop store company business
firm studio practice salon cafe café restaurant bakery webstore site-wide welcome welcoming gain sign-up place
placed delivers get-to sees deliver's driven never yearly monthly weekly daily annual annually upon one ones other
others any such own de het een der den des van aan te tot voor met bij uit en naar dan als mijn onze ons je jouw hun
dit dat deze die ik wij wil willen wens doel doelstelling krijgen krijg krijgt hebben heb heeft halen haal gehaald
bereiken bereik behalen behaal brengen breng brengt laten laat aantal aantallen niveau moet moeten zou zal zullen
graag mensen vergeleken opzichte vorig vorige jaar jaren maand maanden weken kwartaal dag dagen nu vandaag veel
minimaal maximaal minstens hoogstens niet geen alleen om er gedurende ongeveer rond komen kom gaan ga doen doe
tijdens vanaf sinds uiterlijk einde eind ten beter verbeteren verbetering keer maal zoveel zo tegen ook weer mij
mezelf elke iedere ieder elk start schrijven publiceren leveren plaatsen worden wordt word zit ligt wel nog al toch
zeker echt eindelijk uiteindelijk liever samen alles streefwaarde streven streef verkopen verkoop verkoopt werven
werf winnen aantrekken aantrek binnenhalen genereren verzamelen verzamel ontvangen ontvang draaien draai onder terug
verder steeds structureel vaste-basis regelmatig hooguit bijna precies exact tenminste sluiten afsluiten sluit
scoren scoor zetten zet boeken boek totaal gemiddeld inclusief exclusief webwinkel winkel zaak bedrijf praktijk
webshops ze hij zij kunnen kan mag mogen hele heel volledig wat hoeveel welke waar waarin ergens iets stuks stuk
kwijt- bezig helft keren eigen ander andere anderen moment komend gegaan gekomen behaald bereikt uitkomen klaar
"""
_PLAIN_HOLDING = """
aanhouden aantikken aanwakkeren aanzienlijk aftikken aims alle ambitie ambition ask asking averaging basically
beginnen belanden bereikt bewerkstelligen bijschaven binnenbrengen binnenharken binnenhengelen binnenkomen
binnenkomt breach brengt capped comfortable comfortably crack daarmee daarvan daarvoor dankzij decent desire dik
doorbreken doorgaan doorgroeien draait duidelijk edge einddoel eindig eindigen eindigt eke eraan erin ermee erop
eruit ervan eventually everybody everyone fetch fijn fijne fixen flink folks fors gaat garanderen geleidelijk
gently gestaag gewoon ging goede gradually haalt hard healthy hebben herfstmaanden hiermee hiervoor hijsen hoef
hoeft hoeven hover inch ingaan ingaande ingang intends intention inzet inzetten jr klaarspelen klimmen klimt
knallen komen krap krijgt krikken leap left lekker lentemaanden leuk leuke lig liggen looking lukken lukt lying
m'n maakt managed manages mere merkbaar mik mikken mikpunt mikt missie mission mn mooi mooie muster myself nail
nastreven neer neerzetten netjes notch noteer noteren nudge onszelf ophalen opklimmen oppoetsen optimaliseer
optimaliseren ourselves overhoud overhouden overhoudt overschrijden overstijgen overstijgt overtreffen passeer
passeren plans prettig probeer probeert proberen raakt raken reached ready regelt registreer registreren
resolution richt richten ruim rustig schieten scrape settle simpelweg simply sits sitting slaagt slagen slowly
smash soar solid squeeze sta staande stands stapsgewijs stevig stimuleren stond stonden streefdoel substantieel
surpass tegelijk tegenover tel telde telt terechtkomen tick tik tikken tikt til tillen tilt toegroeien toewerken
trekken trekt uitbouwen uitgroeien uitkom vanuit veiligstellen verwelkom verwelkomen volgens volhouden voornemen
waarmaken weet weten wintermaanden worden z'n zelf zelfs zichtbaar zoeken zoekt zomermaanden zorgt
"""
HOLDING = frozenset(_PLAIN_HOLDING.split())
"""Verbs and asides that hold a wish together, none of which counts anything."""
IDLE = HOLDING | frozenset(_IDLE.split())
"""Words that name nothing measured: articles, pronouns, prepositions, verbs and asides that hold a wish together."""

THINGS_TOO = frozenset(("boeken", "plaatsen", "books", "prints", "films", "records", "places"))
"""Words that name what is counted right behind a figure, and are a verb or nothing elsewhere."""

_PLAIN_SPELLED_AS_MEANT = """
manden wekken deken dragen order orders leads minder marge margin weekend monday sunday daily money third drive
drives winter stock reader
readers letter letters paper lower power cover store score parts hours house months raise rise prijs price prices
groep groei dagen vragen jaren waren uren leden reden verlopen verkopen about above leven geven lezen march match
batch churn april maken taken zaken mails dozen people email trips quotes quote member members carts seats meals
deals steps stops shops drops zonder werken verlaten
"""
SPELLED_AS_MEANT = frozenset(_PLAIN_SPELLED_AS_MEANT.split())
"""Words that are near one that a sentence is read by, and are meant as they stand."""

_PLAIN_OFTEN_MISSPELLED = """
percent procent percentage procentpunt points until before between tussen vanaf uiterlijk christmas easter minstens
maximaal hoogstens minimaal least maximum minimum volgend volgende komende komend increase increasing raise reduce
reducing decrease double growth verhogen verhoging verlagen verlaging groeien stijgen dalen halveren omlaag omhoog
summer zomer eerste tweede derde vierde first second fourth during gedurende average gemiddelde gemiddeld starting
beginning throughout through including
"""
OFTEN_MISSPELLED = frozenset(_PLAIN_OFTEN_MISSPELLED.split())
"""Words that a sentence is read by, besides those of days, numbers and directions."""

SHORT_SLIPS = {
    "teh": "the", "hte": "the", "adn": "and", "vna": "van", "untl": "until", "unti": "until", "utnil": "until",
    "vanf": "vanaf", "vana": "vanaf", "vnaf": "vanaf", "aprl": "april", "apri": "april", "mrch": "march",
    "marhc": "march", "mach": "march", "tahn": "than", "thn": "than", "fro": "for", "yr": "year", "b4": "before",
    "pls": "please", "plz": "please", "wanna": "want", "gonna": "going", "gotta": "must", "aub": "graag",
    "qoq": "quarter-on-quarter", "svp": "graag", "ff": "graag", "ppl": "people", "tmrw": "tomorrow", "wkn": "weken",
    "wks": "weeks", "mths": "months", "mnths": "months", "mnden": "maanden", "yrs": "years", "qtrs": "quarters",
    "hlf": "half", "kwrt": "kwartaal", "nit": "niet", "neit": "niet", "niett": "niet", "nto": "not", "vd": "van",
    "mt": "met", "mte": "met", "vor": "voor", "voro": "voor", "wiht": "with", "frm": "from", "mbt": "van",
    "jr": "jaar",
}  # fmt: skip
"""Short words that are written wrong or cut off, each with what it stands for."""

_PLAIN_BETTER = """
improve improves improved improving improvement verbeter verbeteren verbetert verbetering better beter
"""
BETTER = frozenset(_PLAIN_BETTER.split())
"""Words for the way that is better, which a KPI tells."""

_PLAIN_COMPARED = """
happier nicer stronger healthier calmer tevredener blijere gelukkiger mooiere fijnere sterkere gezondere
"""
COMPARED = BETTER | frozenset(_PLAIN_COMPARED.split())
"""Words that say of something that it is to be better in some way."""
