"""`kpitui log` that asks: for what is due, and for what is missing."""

from __future__ import annotations

from tests.cli.conftest import Shell


def test_what_is_due_is_asked_for(shop: Shell) -> None:
    """A line each; what is not understood is asked again, an empty answer is later, each number is saved at once."""
    done = shop.ok("log", given=b"1249.50\nmany\n18\n\n")
    assert done.out.split("\n") == [
        "Revenue (€), Mon 23 Nov:", "  € 1,249.50", "Orders, Mon 23 Nov:", "  18", "Visitors, Mon 23 Nov:",
        "2 numbers logged", "",
    ]  # fmt: skip
    assert "Not a number: many" in done.err and "3 numbers to log" in done.err
    assert shop.ok("due", "--count").out == "1\n"
    assert shop.ok("log", given=b"q\n").out.endswith("0 numbers logged\n")
    shop.ok("log", given=b"600\n")
    assert shop.ok("log").out == "All done for today\n"


def test_the_missing_days_are_walked(shop: Shell) -> None:
    """The days without a number, the oldest first, of all KPIs or of one; a skipped KPI is not asked for again."""
    shop.ok("log", "revenue", "100", "2026-11-16")
    shop.ok("log", "orders", "3", "2026-11-17")
    done = shop.ok("log", "--gaps", given=b"110\n\ns\n5\n")
    asked = [line for line in done.out.split("\n") if line.endswith(":")]
    assert asked == [
        "Revenue (€), Tue 17 Nov:", "Revenue (€), Wed 18 Nov:", "Orders, Wed 18 Nov:", "Revenue (€), Thu 19 Nov:",
    ]  # fmt: skip
    assert done.out.endswith("2 numbers logged\n")
    one = shop.ok("log", "--gaps", "orders", "--since", "2026-11-19", given=b"")
    assert one.out.startswith("Orders, Thu 19 Nov:") and "1 number to log" in one.err
    assert shop.ok("log", "--gaps", "visitors").out == "Nothing is missing\n"
    for words in (("--gaps", "-m", "x"), ("--since", "yesterday"), ("-m", "x")):
        assert shop("log", *words).status == 2
