"""The app in a browser of this machine, as the command `kpitui serve`; the extra ``web`` installs what it needs."""
