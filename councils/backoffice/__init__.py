"""What every page of the back office is made of: its site, its bases, its moves.

Which tables it shows is each app's `admin.py`; what is allowed is `permissions.py`'s.
"""
