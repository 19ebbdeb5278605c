"""Why a visit is not made, and what would have to change for it: found by trying it."""
