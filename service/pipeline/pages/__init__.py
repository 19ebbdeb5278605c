"""Pages, pictures and files that are made from what is stored."""
