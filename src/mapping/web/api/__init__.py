"""`/api/v1`: measures, reports, figures and snapshots for other systems; its routes, its description and its page are of one table."""
