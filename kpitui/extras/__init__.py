"""What few need, each behind one door: a package with its parts together, which only the table of commands knows.

An extra may import services and what is below; its module `command` is its command of the shell, and may import what
other commands do. Nothing imports an extra: commands and checks of the doctor name it by a string.
"""
