"""Reports, from the store to ``data.reports``: what is said of a month, a week, a day, a site, a town."""
