"""The words of wishes in English and Dutch: directions, numbers, periods, and those that name nothing measured."""

from __future__ import annotations

import re

from kpitui.core.calendar import By

MORE = (
    "more|increas(?:e|es|ed|ing)|raise[sd]?|raising|grow(?:s|n|ing|th)?|higher|boost(?:s|ing)?|up|gain(?:s|ing)?|extra"
    "|additional|rise[ns]?|rising|lift(?:s|ing)?|expand(?:s|ing)?|earn(?:s|ing)?|win(?:s|ning)?|attract(?:s|ing)?|add"
    "|above|over|double[sd]?|doubling|triple[sd]?|tripling|exceed|sell"
    "|meer|verhoo?g(?:en|t|de|d)?|verhoging|hogere?|groei(?:en|t)?|laten groeien|stijg(?:en|t|ing)?|toename|toenemen"
    "|neemt toe|omhoog|vergro(?:ten|ot)|uitbreiden|opvoeren|verdubbel(?:en|t|ing)?|verdrievoudig(?:en|t|ing)?"
    "|opkrikken|boven|verdienen|werven|aantrekken|erbij|winnen|plus|opschroeven|verkopen"
)
LESS = (
    "fewer|less|reduc(?:e|es|ed|ing|tion)|lower(?:s|ed|ing)?|decreas(?:e|es|ed|ing)|cut(?:s|ting)?|drop(?:s|ping)?|down"
    "|shorten(?:s|ed|ing)?|shrink|limit|below|under|halve[sd]?|halving|half|faster|quicker|decline|trim|bring down|save"
    "|minder|verlaa?g(?:en|t|de|d)?|verlaging|lagere?|daling|dalen|daalt|afname|afnemen|neemt af|omlaag|vermind(?:er"
    "|eren|ert|ering)"
    "|verkort(?:en|ing)?|beperk(?:en|t)?|terugbrengen|terugdringen|halveer|halveren|halvering|onder|sneller|inkorten"
    "|besparen"
    "|min|helft|reductie|bezuinig(?:en)?"
)
KEEP = (
    "keep|hold|maintain|stay|stays|remain|retain|houd(?:en|t)?|hou|behoud(?:en)?|blij(?:f|ft|ven)|handhaven|vasthouden"
)

DIRECTION = re.compile(
    rf"(?<=\s)(?:(?P<more>{MORE})|(?P<less>{LESS})|(?P<keep>{KEEP}))(?=\s)|^ (?:{MORE}|{LESS}|{KEEP}) $"
)
"""A word for a direction, within a sentence or as all there is."""


PERIOD_OF: dict[str, By] = {
    "day": "day", "dag": "day", "daily": "day", "dagelijks": "day", "dagelijkse": "day",
    "week": "week", "weekly": "week", "wekelijks": "week", "wekelijkse": "week",
    "month": "month", "maand": "month", "monthly": "month", "maandelijks": "month", "maandelijkse": "month",
    "quarter": "quarter", "kwartaal": "quarter", "quarterly": "quarter",
    "year": "year", "jaar": "year", "yearly": "year", "annual": "year", "jaarlijks": "year", "jaarlijkse": "year",
}  # fmt: skip
"""The periods by the words for them."""

PER = re.compile(
    r"(?<=\s)(?:(?:per|a|an|each|every|elke|iedere|ieder|elk|de|the)\s(?P<each>day|dag|week|month|maand|quarter"
    r"|kwartaal|year|jaar)"
    r"|(?P<every>daily|dagelijkse?|weekly|wekelijkse?|monthly|maandelijkse?|quarterly|yearly|annual|jaarlijkse?))(?=\s)"
)
"""What a figure is for: ``per week``, ``a month``, ``weekly``."""

EVERY = ("each", "every", "elke", "iedere", "ieder", "elk")
"""The words that leave no doubt that a figure is for each of its periods."""

COUNTS = {
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
    "eleven": 11, "twelve": 12, "fifteen": 15, "twenty": 20, "twenty-five": 25, "thirty": 30, "forty": 40, "fifty": 50,
    "hundred": 100, "thousand": 1000,
    "één": 1, "twee": 2, "drie": 3, "vier": 4, "vijf": 5, "zes": 6, "zeven": 7, "acht": 8, "negen": 9,
    "tien": 10, "elf": 11, "twaalf": 12, "vijftien": 15, "twintig": 20, "vijfentwintig": 25, "dertig": 30,
    "veertig": 40, "vijftig": 50, "honderd": 100, "duizend": 1000,
}  # fmt: skip
"""Numbers that are written as words."""

_IDLE = """
a an the of in on at to for by with per and or from until till than as my our your their its this that these i we it
is be are want wants wanted would like wish goal aim get gets have has make makes reach reaches achieve achieves
bring brings let number amount total level average rate's should must will need needs percent percentage-points
people who compared versus vs last year's year years month months week weeks quarter day days now today new much
many least most no not only just so there during within into onto about around ca approximately per- come improve
improving improvement better go goes going take takes times end start starting begin beginning hit hits post posts
close closes write publish onboard deliver send do does complete finish

de het een der den des van in op aan te tot voor met bij uit per en of naar dan als mijn onze ons je jouw hun zijn
dit dat deze die ik wij we wil willen wens doel doelstelling krijgen krijg hebben heb heeft halen haal gehaald maken
maak bereiken bereik behalen behaal brengen breng laten laat aantal totaal totale niveau gemiddeld gemiddelde
gemiddelden moet moeten zou zal zullen graag procent percentage mensen vergeleken opzichte vorig vorige jaar jaren
maand maanden week weken kwartaal dag dagen nu vandaag nieuw veel minimaal maximaal minstens hoogstens niet geen
alleen om er gedurende binnen ongeveer circa rond komen gaan doen tijdens vanaf sinds uiterlijk einde eind ten beter
verbeteren verbetering keer maal zoveel zo tegen over ook weer mij mezelf elke iedere ieder elk begin start sluiten
schrijven publiceren leveren sturen plaatsen afronden worden wordt zit ligt was
"""
IDLE = frozenset(_IDLE.split())
"""Words that do not name what is measured: articles, pronouns, prepositions, and verbs that hold a wish together."""
