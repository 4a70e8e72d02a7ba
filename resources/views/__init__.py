"""The shelf's pages, by noun: resources, their versions, downloads and share links."""
