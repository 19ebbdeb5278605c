"""What is known of each site as of a day, before anybody scores it."""
