"""Tables as offices write them: where the figures lie in a sheet, and what they count."""
