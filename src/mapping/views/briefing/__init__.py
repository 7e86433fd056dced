"""What a meeting is told of an area: its figures, what needs attention and why, and in what order to go."""
