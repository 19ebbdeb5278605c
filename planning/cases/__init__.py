"""What follows a visit: findings, orders, dispositions, look-backs, and who must come along."""
