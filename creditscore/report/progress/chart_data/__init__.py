"""What each chart shows and says, before anything is drawn."""
