"""Roads in, what is wrong with them, and how one drives on some days."""
