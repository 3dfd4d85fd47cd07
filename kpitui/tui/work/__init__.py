"""What runs beside the keys: reading in the background, the backup of the day, hooks, writes that wait."""
