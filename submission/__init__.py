"""The submission: package, reviewer's guides, archive and its verification, the edition for sharing."""
