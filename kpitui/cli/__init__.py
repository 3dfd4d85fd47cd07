"""The command line: standard output is data, standard error is narration, no logic of its own.

Each command is one module and one row in `commands`; `main` finds it and turns errors into exit statuses. Beside them
stands what commands print: the ``_lines`` of a thing for people, its ``_record`` for programs.
"""
