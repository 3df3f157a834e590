"""The archive: the bag, its reader for files of strangers, the audit trail, the signature."""
