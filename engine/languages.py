"""The languages of editions, pages and questions."""

ENGLISH, CHINESE = LANGUAGES = ("en", "zh")
