"""In which encoding a text is that is not UTF-8: by which letters its bytes would be.

An encoding fits where nearly all signs beyond ASCII are letters of one of its languages, or signs that stand in any
text. Where several fit, that of western Windows goes first. Those of East Asia are known by words of their tables.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

_WESTERN = (
    "äöüß", "áàâäéèêëíìîïóòôöúùûüç", "àâæçéèêëîïôœùûüÿ", "áéíóúüñ", "ãõáéíóúâêôçàü", "àèéìíîòóùú", "æøåéèêóòâô",
    "åäöéàüšž", "áéíóúýþæöð", "àèéíïòóúüç",
)  # fmt: skip
_CENTRAL = (
    "ąćęłńóśźż", "áčďéěíňóřšťúůýž", "áäčďéíĺľňóôŕšťúýž", "áéíóöőúüű", "ăâîşţșț", "čćđšž", "äöüß",
)  # fmt: skip
_CYRILLIC = ("абвгдежзийклмнопрстуфхцчшщъыьэюяё", "абвгґдеєжзиіїйклмнопрстуфхцчшщьюя")
_GREEK = ("αβγδεζηθικλμνξοπρσςτυφχψωάέήίόύώϊϋΐΰ",)
_ANY = frozenset("€£¥§°©®™–—‘’‚“”„…•·«»‹›½¼±×µ´\u00a0\u202f")
"""Signs that stand in a text of any language."""
_IN_PLACE = re.compile(r"(?<=m)[²³]|(?<=[n.0-9])[ºª]|(?<![^\W_])[¿¡]")
"""Signs that stand in such a text behind or before something only."""
_OUT_OF_PLACE = re.compile(r"(?<=[^\W\d_])[‘‚“”„•](?=[^\W\d_])")
_MIXED_WORD = re.compile(r"(?<=[a-zA-Z])[^\x00-\x7f]|[^\x00-\x7f](?=[a-zA-Z])")
_CAPITAL_WITHIN = re.compile(r"(?<=[^\W\d_A-ZА-ЯΆ-Ϋ])[А-ЯΆ-Ϋ]")
"""What no word in Cyrillic or Greek has: Latin letters, and a capital behind a small letter."""
_OF_TERMINALS = frozenset("£§°«»½±\u00a0")

_SINGLE: tuple[tuple[str, str, tuple[str, ...], frozenset[str]], ...] = (
    ("cp1252", "Windows-1252", _WESTERN, _ANY),
    ("cp1250", "Windows-1250", _CENTRAL, _ANY),
    ("iso8859_2", "ISO-8859-2", _CENTRAL, _ANY),
    ("cp1251", "Windows-1251", _CYRILLIC, _ANY | {"№"}),
    ("cp1253", "Windows-1253", _GREEK, _ANY),
    ("cp1254", "Windows-1254", ("çğıİöşüâîû",), _ANY),
    ("cp1257", "Windows-1257", ("ąčęėįšųūž", "āčēģīķļņšūž", "äõöüšž"), _ANY),
    ("mac_roman", "Mac OS Roman", _WESTERN, _OF_TERMINALS),
    ("cp850", "CP850", _WESTERN, _OF_TERMINALS),
    ("cp852", "CP852", _CENTRAL, _OF_TERMINALS),
)
"""What an encoding is called in Python and by people, the letters of its languages, its other signs."""
_OTHER_SCRIPTS = frozenset({"cp1251", "cp1253"})
_DOUBLE: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    ("cp932", "Shift JIS", ("日付", "取引", "金額", "残高", "年月", "入金", "出金", "売上", "数量", "合計", "日時")),
    ("gb18030", "GB 18030", ("日期", "金额", "余额", "交易", "收入", "支出", "时间", "数量", "订单", "合计")),
    ("big5", "Big5", ("日期", "金額", "餘額", "交易", "收入", "支出", "時間", "數量", "訂單", "合計")),
    ("cp949", "EUC-KR", ("날짜", "일자", "거래", "금액", "잔액", "일시", "매출", "수량", "합계")),
)
"""The same, with words of which one stands in nearly every table."""

ENCODING_NAMES = {code: name for code, name, *_more in (*_SINGLE, *_DOUBLE)}

LEAST_FIT = 0.9
"""The part of the signs beyond ASCII that are letters of one language, from which an encoding other than that of
western Windows fits."""
_MIXED = 0.95
"""What counts for a sign of western Windows where the letters are of several of its languages."""


def encodings_of(sample: bytes) -> Iterator[str]:
    """Yield the encodings in which *sample*, whole lines of a text that is not UTF-8, can be, the best one first."""
    for code, _name, words in _DOUBLE:
        text = _decoded(sample, code)
        if any(word in text for word in words):
            yield code
    fits = {code: _fit(_decoded(sample, code), code) for code, *_more in _SINGLE}
    # Of those that fit alike the order of the table counts.
    for code in sorted(fits, key=lambda code: -fits[code]):
        if fits[code] >= LEAST_FIT or code == "cp1252":
            yield code


def _decoded(sample: bytes, code: str) -> str:
    try:
        return sample.decode(code)
    except UnicodeDecodeError:
        return ""


def _fit(text: str, code: str) -> float:
    """Return which part of the signs of *text* beyond ASCII are letters of one language of an encoding, or its signs.

    Also where they are letters of several of the languages of western Windows, which counts a little less.
    """
    own_script = code in _OTHER_SCRIPTS
    odd = len(_OUT_OF_PLACE.findall(text))
    odd += len(_MIXED_WORD.findall(text)) + len(_CAPITAL_WITHIN.findall(text)) if own_script else 0
    beyond = [sign for sign in _IN_PLACE.sub("", text.lower()) if sign > "\x7f"]
    if not beyond:
        return 1.0 if text else 0.0
    alphabets, signs = _alphabets(code)
    fit: float = max(sum(sign in letters or sign in signs for sign in beyond) for letters in alphabets) - odd
    if code == "cp1252":
        letters = frozenset[str]().union(*alphabets)
        fit = max(fit, _MIXED * (sum(sign in letters or sign in signs for sign in beyond) - odd))
    return fit / len(beyond)


@cache
def _alphabets(code: str) -> tuple[tuple[frozenset[str], ...], frozenset[str]]:
    alphabets, signs = next((row[2], row[3]) for row in _SINGLE if row[0] == code)
    return tuple(map(frozenset, alphabets)), signs
