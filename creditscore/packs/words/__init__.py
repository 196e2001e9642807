"""Rules in words: a pack in, sentences, tables and pages for those who read rules out."""
