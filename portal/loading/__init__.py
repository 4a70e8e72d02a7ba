"""What the portal starts with: the region's own facts, a demonstration, a large load.

Each module loads one of them; what they load stands in data files.
"""
