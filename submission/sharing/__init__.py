"""The edition for sharing: the built SDTM and ADaM without anybody's identity, by declared rules."""
