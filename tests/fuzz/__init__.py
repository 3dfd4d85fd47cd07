"""Fuzzing by chance, for as long as one likes: ``python -m tests.fuzz NAME --minutes 10``; see `tests.fuzz.targets`."""
