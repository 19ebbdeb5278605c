"""
How a store of an older version becomes one of today: numbered steps, each recorded.

A new step is a module ``mNNNN_noun.py`` with a function ``upgrade(connection)`` and a line in
``data/migrations/steps.py``; docs/adr/0003-store-and-migrations.md says why they are our own.
"""
