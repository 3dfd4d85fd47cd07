"""The pages, each with a same-named style sheet, the dialogs over them, and beside a page what it is made of.

The table of the pages is `kpitui.tui.pages`.
"""
