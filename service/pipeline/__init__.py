"""
The steps of the main job, one module each, in the order in which data flows.

``ledgers`` and ``roads`` fill the store; ``scores`` and ``cells`` work out risk; ``week`` plans;
``drawing`` writes pages. Each step reads tables, calls a pure function of ``geo``, ``planning`` or
``maps``, and writes what it returned. ``demo`` runs all of them on an invented town.
"""
