"""Who may call, for what, and for how many photos: keys, tokens of a gateway, and quotas."""
