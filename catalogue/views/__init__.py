"""Pages of the catalogue; each module serves one noun."""
