"""What makes a release of a commit, and looks at what the service brings along."""
