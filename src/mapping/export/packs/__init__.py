"""Files to take away: each tells its filters, its snapshot and its day."""
