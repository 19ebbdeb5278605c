"""
One good body for each write of something that belongs to a town.

A body that is refused for itself would prove nothing of whose town it is.
"""

from __future__ import annotations

DAY = "2026-11-23"

BODIES: dict[tuple[str, str], dict[str, str]] = {
    ("POST", "/orders/{order_id}/{change}"): {"day": DAY},
    ("POST", "/sites/{site_id}/orders"): {"kind": "stop", "day": DAY},
    ("POST", "/sites/{site_id}/dispositions"): {"kind": "shut", "day": DAY},
    ("POST", "/tips/{tip_id}/verdict"): {"verdict": "true", "day": DAY},
    ("POST", "/findings/{finding_id:path}/steps"): {"act": "escalated", "note": "拖延", "day": DAY},
    ("POST", "/api/v1/findings/{finding_id}/steps"): {"step": "still", "day": DAY},
    ("POST", "/api/v1/tips/{tip_id}/verdict"): {"verdict": "true", "day": DAY},
    ("POST", "/api/v1/sites/{site_id}/orders"): {"kind": "stop", "day": DAY},
    ("POST", "/api/v1/orders/{order_id}/follow"): {"day": DAY},
    ("POST", "/api/v1/orders/{order_id}/withdraw"): {"day": DAY},
    ("POST", "/api/v1/sites/{site_id}/dispositions"): {"kind": "shut", "day": DAY},
}
"""Method and address to the fields of its form, or the members of its JSON."""
