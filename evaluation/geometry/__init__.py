"""How well the head is found and placed: hand-marked photos, finished photos remeasured."""
