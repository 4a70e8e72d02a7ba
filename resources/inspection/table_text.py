"""Keeps a row of a table in one line, its cells parted by tabs.

The readers of documents and slides write words and line ends into a list; where a cell
or a row ends, the list's own end is mended here.
"""

END, CELL_END = "\n", "\t"
MOST_EMPTY = 30  # cells of one entry that stands for many


def end_cell(words: list[str], start: int, times: int = 1) -> None:
    """End a cell whose words began at that place of the list, and its last line.

    `times` is for a cell that stands for several beside each other.
    """
    if len(words) > start and words[-1] == END:
        words.pop()
    words += [CELL_END] * min(times, MOST_EMPTY)


def end_row(words: list[str]) -> None:
    """End a row, without the empty cells at its end."""
    while words and words[-1] == CELL_END:
        words.pop()
    if words and words[-1] != END:
        words.append(END)
