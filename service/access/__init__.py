"""Who may do what: roles, accounts, sign-ins, and the actor of one request."""
