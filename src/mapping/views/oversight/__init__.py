"""What a snapshot says of execution: frames brought together from the store, the statistics and the rules."""
