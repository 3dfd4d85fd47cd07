"""The rules of KPIs and goals: pure functions over plain records, standard library only.

Nothing in this layer reads a clock, a file or a database, and nothing in it speaks to a person: `today` is
passed in, and what is refused is an error with an untranslated message that the two faces translate.
"""
