"""Who may call, for what, and how many photos: keys, tokens of a gateway, and quotas."""
