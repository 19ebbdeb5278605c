"""Sites as people name them, find them and may show them."""
