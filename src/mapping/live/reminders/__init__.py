"""What is due and overdue, written to whom it concerns: as letters, as files, and by mail where a server for it is set."""
