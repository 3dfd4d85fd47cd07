"""`kpitui pull`: what each source brought on standard output, why one failed on the other, status 1 when one did."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import Shell

GOOD = '[source.till]\nkind = "command"\ncommand = ["echo", "12.50"]\nkpi = "revenue"\n'
BAD = '[source.broken]\nkind = "command"\ncommand = ["false"]\nkpi = "orders"\n'


@pytest.fixture
def config(tmp_path: Path) -> Path:
    """A file of sources with one that answers."""
    path = tmp_path / "sources.toml"
    path.write_text(GOOD)
    return path


def test_a_pull(shop: Shell, config: Path) -> None:
    """What is new is counted and saved; again it is the same."""
    done = shop.ok("pull", "--config", str(config))
    assert done.out == "till: 1 new\n"
    assert "till: 1 already there" in shop.ok("pull", "till", "--config", str(config)).out
    assert "imported till" in shop.ok("undo").out


def test_one_fails_and_the_other_is_saved(shop: Shell, config: Path) -> None:
    """Status 1, the failure told on standard error, the success kept."""
    config.write_text(BAD + GOOD)
    done = shop("pull", "--config", str(config))
    assert (done.status, done.out[:11], done.err[:40]) == (
        1,
        "till: 1 new",
        "broken: The command failed (status 1): -",
    )


def test_as_json(shop: Shell, config: Path) -> None:
    """One document with every source, the failed one with its reason."""
    config.write_text(BAD + GOOD)
    done = shop("pull", "--json", "--dry-run", "--config", str(config))
    broken, till = done.json["sources"]
    assert (done.status, done.json["dry_run"]) == (1, True)
    assert (broken["new"], "status 1" in broken["error"]) == (None, True)
    assert (till["new"], till["batch"], till["error"]) == (1, None, None)


def test_the_list_asks_nobody(shop: Shell, config: Path) -> None:
    """Names and kinds, in words and as JSON."""
    config.write_text(GOOD + '[source.odd]\nkind = "odd"\n')
    assert shop.ok("pull", "--list", "--config", str(config)).out.splitlines() == [
        "till  a command that prints a number or a CSV",
        "odd   ?",
    ]
    assert shop.ok("pull", "--list", "--json", "--config", str(config)).json[0] == {"source": "till", "kind": "command"}
    assert "imported" not in shop.ok("history").out


def test_a_dry_run(shop: Shell, config: Path) -> None:
    """Nothing is saved, and that is said."""
    assert "nothing was saved" in shop.ok("pull", "--dry-run", "--config", str(config)).err
    assert "imported" not in shop.ok("history").out


@pytest.mark.parametrize("seconds", ["0", "-1", "86401"])
def test_a_time_out_that_is_none(shop: Shell, config: Path, seconds: str) -> None:
    """The refusal says what it can be."""
    done = shop("pull", "--config", str(config), f"--timeout={seconds}")
    assert (done.status, f"can't be {seconds} seconds" in done.err) == (1, True)


def test_without_sources(shop: Shell) -> None:
    """The refusal says where they are described."""
    done = shop("pull")
    assert done.status == 1
    assert "kpitui/sources.toml" in done.err


def test_no_database_is_made(new_shell: Shell, config: Path) -> None:
    """A pull from cron on a machine without a database makes none."""
    assert new_shell("pull", "--config", str(config)).status == 3
    assert not new_shell.database.exists()
