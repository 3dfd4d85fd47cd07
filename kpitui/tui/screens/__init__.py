"""One page of the app per file, each with a same-named style sheet; the table of them is `kpitui.tui.pages`."""
