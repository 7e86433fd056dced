"""The pages of execution: the matrix, the gaps, the posts, and their parts on the mahalla's page."""
