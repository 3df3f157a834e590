"""The package of one profile: the tree that an agency takes, and a record of it (package.json)."""
