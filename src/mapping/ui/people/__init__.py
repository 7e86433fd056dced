"""The page of accounts, for those who administer them."""
