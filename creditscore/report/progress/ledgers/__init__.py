"""The rectification ledger: what each place still has to mend."""
