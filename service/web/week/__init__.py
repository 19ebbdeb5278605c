"""The week on the pages of the service: its state, its teams, its versions, changes and prices."""
