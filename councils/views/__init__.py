"""Pages of the ground floor; each module serves one noun."""
