"""Who a goal is of, in its own sentence: *as a plumber*, *kapsalon: …*; a trade is no part of what is measured.

A trade is told by its word: by the ending that makes a person or a place of work of it, or by a list. It counts only
where a sentence says who speaks: before a colon or a dash, behind *as a*, or with a *my* before it.
"""

from __future__ import annotations

import re

from kpitui.core._goal_tokens import Sentence
from kpitui.core._goal_words import DIRECTION, IDLE
from kpitui.core.day import MONTHS

_PEOPLE_NL = (
    r"\w{2,}(?:ier|eur|euse|loog|oog|peut|ist|iste|maker|maakster|bouwer|schrijver|schrijfster|ontwerper"
    r"|ontwerpster|trainer|coach|kok|arts|smid|boer|boerin|man|vrouw|kundige|meester|juf|tolk|zetter|jager|houder"
    r"|houdster|fotograaf|graaf|kweker|teler|verkoper|verkoopster|bezorger|leraar|lerares|docente?|tuinder|gids"
    r"|acteur|actrice|kapster|styliste?|vormgever|vormgeefster|adviseuse|architect|imker|schoonmaker|dokter|coacher"
    r"|werker|werkster|vertaler|vertaalster|verhuurder|aannemer|klusser|slager|bakker|kapper|schilder|loodgieter"
    r"|metselaar|timmerman|stratenmaker|hovenier|muzikant|zanger|zangeres|dansleraar|drukker|brouwer|ondernemer"
    r"|ondernemster|zelfstandige|freelancer|zzp-?er|zzper|kunstenaar|makelaar|eigenaar|ambtenaar|kunstenares|molenaar"
    r"|tovenaar|goochelaar|begeleider|begeleidster|beheerder|verzorger|verzorgster|ontwikkelaar|programmeur|redacteur"
    r"|illustrator|illustratrice|dj|vlogger|blogger|podcaster|youtuber|influencer|kok|traiteur|cateraar|cateringbedrijf)"
    r"|coach|kok|arts|smid|boer|dj|gids|tolk|imker|kapper|bakker|slager|schilder|loodgieter|tuinman|timmerman|metselaar"
    r"|hovenier|fotograaf|freelancer|zzp-?er|zzper|zelfstandige|ondernemer|ondernemster|makelaar|eigenaar|molenaar"
    r"|trainer|auteur|acteur|architect|vertaler|kunstenaar|docent|docente|leraar|lerares|muzikant|zanger|zangeres"
    r"|drukker|brouwer|kweker|teler|klusser|aannemer|dokter|visser|chauffeur|koerier|masseur|masseuse|therapeut"
    r"|psycholoog|notaris|advocaat|advocate|vormgever|ontwerper|schrijver|schrijfster|opticien|juwelier|bloemist"
)
_PLACES_NL = (
    r"\w{3,}(?:zaak|zaakje|winkel|winkeltje|salon|bureau|praktijk|studio|school|atelier|kwekerij|bakkerij|slagerij"
    r"|drukkerij|brouwerij|makerij|wasserij|zagerij|rijderij|erij|shop|bedrijf|bedrijfje|kantoor|huis|theek|centrum"
    r"|garage|hoeve|manege|restaurant|cafe|café|hotel|camping|galerie|fabriek|groothandel|collectief|opvang|verhuur"
    r"|academie|kraam|foodtruck|boerderij)"
    r"|atelier|salon|lunchroom|bistro|restaurant|café|cafe|hotel|camping|galerie|garage|bakkerij|slagerij|drukkerij"
    r"|brouwerij|stomerij|wasserij|rijschool|sportschool|kinderopvang|b&b|bnb|pension|manege|kwekerij|foodtruck"
    r"|ijssalon|snackbar|frituur|kroeg|bar|apotheek|kringloop|bibliotheek|theater|museum|boerderij|imkerij|webwinkel"
    r"|winkel|praktijk|studio|eenmanszaak|onderneming|bv|zzp"
)
_PEOPLE_EN = (
    r"\w{2,}(?:ologist|rapist|grapher|designer|writer|maker|trainer|teacher|tutor|coach|builder|painter|plumber|baker"
    r"|butcher|gardener|farmer|grower|brewer|florist|stylist|artist|ist|ician|ian|keeper|dresser|hairdresser|cleaner"
    r"|walker|sitter|groomer|planner|editor|translator|illustrator|author|actor|consultant|accountant|assistant|agent"
    r"|developer|programmer|engineer|carpenter|jeweller|jeweler|tailor|potter|caterer|driver|courier|mechanic|lawyer"
    r"|doctor|dentist|vet|nurse|midwife|smith|wright|monger|producer|photographer|videographer|blogger|vlogger|podcaster"
    r"|streamer|youtuber|seller|dealer|owner|founder|freelancer|contractor|landlord|instructor|guide|musician|singer"
    r"|chef|cook|barber|roofer|plasterer|decorator|landscaper|surveyor|architect|copywriter)"
    r"|plumber|baker|butcher|gardener|farmer|painter|tutor|coach|vet|dj|chef|cook|barber|potter|tailor|author|artist"
    r"|builder|carpenter|electrician|florist|freelancer|consultant|accountant|nurse|dentist|lawyer|writer|designer"
    r"|teacher|trainer|roofer|mechanic|musician|singer|driver|courier|contractor|guide|solopreneur|founder"
)
_PLACES_EN = (
    r"\w{3,}(?:shop|house|studio|salon|gallery|school|store|works|yard|farm|practice|agency|clinic|garage|bakery"
    r"|brewery|nursery|truck)"
    r"|bakery|salon|studio|shop|store|agency|practice|school|gym|gallery|cafe|café|restaurant|consultancy|firm|clinic"
    r"|garage|nursery|farm|brewery|bookshop|bookstore|pub|bar|hotel|campsite|stables|kennels|pharmacy|theatre|museum"
    r"|deli|bistro|tearoom|laundry|florist's|b&b|boutique|business|company"
)
_ANY_PLACE = "company|firm|zaak|bedrijf|webshop|webstore"
_TRADE = re.compile(rf"(?:[^\W\d_]+-)*(?:{_PEOPLE_NL}|{_PLACES_NL}|{_PEOPLE_EN}|{_PLACES_EN}|{_ANY_PLACE})")
_PLAIN_NO_TRADE = """
vier kwartier papier plezier dossier formulier scharnier rivier dier kleur deur voorkeur humeur keur beurs geur
playlist checklist waitlist list lijst paragraaf roman ziekenhuis pakhuis inhuis thuis verhuis agent
"""
_NO_TRADE = frozenset(_PLAIN_NO_TRADE.split())
"""Words with such an ending that are neither a person at work nor a place of work."""

_BUSINESS = frozenset((
    "shop", "store", "company", "business", "firm", "studio", "practice", "salon", "cafe", "café", "restaurant",
    "bakery", "webstore", "webshop", "webwinkel", "winkel", "zaak", "bedrijf", "praktijk",
))  # fmt: skip
"""Words for a business of any trade."""

_WORD = r"[^\W\d_][^\s,]*"
_AT_START = re.compile(
    r"^ (?:(?:ik ben|i am|i'm|wij zijn|we are|van|for|voor|de|het|een|my|our|mijn|onze|m'n|a|an|the) )*"
    rf"(?P<who>(?:{_WORD} ){{1,5}}),(?= )"
)
"""A clause at the beginning that only says who speaks: *Kapsalon:*, *Wedding photographer -*, *Salon Bella,*."""
_AS_ONE = re.compile(rf"(?<=\s)(?:als|as an?|as the) (?P<who>(?:{_WORD} ){{1,3}})")
"""*Als meubelmaker*, *as a freelance writer*."""
_AS_FIRST = re.compile(
    r" (?P<who>als (?!(?:het|de|een|ik|we|wij|er|alles|mijn|onze|je|dit|dat|in|nu|vorige?|deze|dan|ze|zij|hij|alle"
    rf"|iedereen|niemand|iemand) )(?:{_WORD} ){{1,3}}?|as an? (?:{_WORD} ){{1,4}}?)"
    r"(?=(?:,|ik|wil|i|i'd|i'm|we|my|zou|moet|streef|haal|elke?|iedere|minstens|maximaal|minimaal|hooguit|meer|minder"
    r"|in|voor|[€£$]|[0-9]\S*) )"
)
"""*Als duivenmelker wil ik*: at the beginning anything is what somebody is."""
_AT_ONES = re.compile(
    r"(?<=\s)(?:(?:met|voor|in|bij|van|with|for|at|of|from|uit) (?:de|het|the) |(?:mijn|m'n|onze|ons|my|our) )"
    rf"(?P<who>(?!(?:new|nieuwe?) )(?:{_WORD} ){{1,2}})"
)
"""*Met de lunchroom*, *my painting firm*: the whole business."""


def is_trade(word: str) -> bool:
    """Tell whether a word names somebody's work, or a place of work, by its ending or by itself."""
    return (
        (word not in IDLE or word in _BUSINESS) and word not in MONTHS and word not in _NO_TRADE
        and DIRECTION.fullmatch(f" {word} ") is None and _TRADE.fullmatch(word) is not None
    )  # fmt: skip


def who_is_named(line: Sentence) -> tuple[str, ...]:
    """Return the words of a line that only say who the goal is of; they stay in it."""
    named: list[str] = []
    match = _AT_START.match(line.text)
    if match is not None:
        named += _with_trade(match["who"].split(), behind=2)
    match = _AS_FIRST.match(line.text)
    if match is not None:
        named += match["who"].split()
    for pattern in (_AS_ONE, _AT_ONES):
        for match in pattern.finditer(line.text):
            named += _with_trade(match["who"].split())
    return tuple(word for word in dict.fromkeys(named) if word not in IDLE)


def _with_trade(words: list[str], behind: int | None = None) -> list[str]:
    """Return *words* up to a trade among them, and those *behind* it, its name, where there are no more than that."""
    place = next((place for place, word in enumerate(words) if is_trade(word)), None)
    if place is None or place > LONGEST_KIND or any(map(_says_more, words[:place])):
        return []
    if behind is None:
        return words[: place + 1]
    name = words[place + 1 :]
    moves = any(DIRECTION.fullmatch(f" {word} ") for word in name)
    return [] if moves or len(name) > behind else words


LONGEST_KIND = 2
"""Words before a trade that say of what kind it is: *freelance wedding* photographer."""


def _says_more(word: str) -> bool:
    """Tell whether a word before a trade makes more of a clause than a name of it: *more clients for* my salon."""
    return word in IDLE or DIRECTION.fullmatch(f" {word} ") is not None
