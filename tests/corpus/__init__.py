"""Files made by generators: tables in the forms offices write them, and broken ones with one fault each."""
