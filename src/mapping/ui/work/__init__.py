"""The pages of those who do the work and of those who confirm it."""
