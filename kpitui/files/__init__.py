"""Files that other people and programs may have put on the disk: whether one may be trusted, and how one is opened."""
