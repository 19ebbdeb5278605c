"""The scorecard: its factors, points and colours, and the sentences that give reasons."""
