"""What people write while the product runs."""
