"""The inspection of files: what may come in, what it says, what it hides.

`judging.inspect_file` is the door. Storing files and recording verdicts is the rest of
this floor's; nothing here reads the database, and `child` runs without Django.
"""
