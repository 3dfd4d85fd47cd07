"""A stand-in for the shell of SQLite: runs the SQL it is given and prints the rows, fields between bars."""

from __future__ import annotations

import sqlite3
import sys


def main(words: list[str]) -> int:
    """Run the SQL of the second word, or of standard input, on the database of the first."""
    with sqlite3.connect(words[0]) as connection:
        if len(words) == 1:
            connection.executescript(sys.stdin.read())
        for row in connection.execute(words[1]) if len(words) > 1 else ():
            sys.stdout.write("|".join(map(str, row)) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
