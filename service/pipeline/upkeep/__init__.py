"""The store looked after: backups, health, history, accounts."""
