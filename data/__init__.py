"""
What everyone agrees on, and the doors to the outside.

The contracts (``errors``, ``units``, ``model``, ``schema``, ``ports``, ``datum``, ``crs``,
``words``, ``headers`` and ``findings``) are pure and may be imported from anywhere. The doors
(``ledger``, ``roads``, ``config``, ``store``, ``sample``, ``export``) touch files and are imported
by ``service`` alone. Import names from the modules.
"""
