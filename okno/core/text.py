"""Text of strangers, made harmless for lists, letters and logs."""


def printable(text: str) -> str:
    """Return the text with a space for every sign that is none: line ends, controls, marks that turn the direction."""
    return "".join(sign if sign.isprintable() else " " for sign in text)


def one_line(text: str, at_most: int) -> str:
    """Return the text as one line of bounded length, that PostgreSQL can keep and no reader is deceived by."""
    return " ".join(printable(text).split())[:at_most].rstrip()


def several_lines(text: str, at_most: int) -> str:
    """Return the text as lines of bounded length together, without what PostgreSQL cannot keep."""
    return keepable(text).replace("\r\n", "\n").strip()[:at_most].rstrip()


def keepable(text: str) -> str:
    """Return the text without what PostgreSQL cannot keep: NUL, and halves of signs as JSON can spell them."""
    return text.replace("\x00", "").encode("utf-8", "ignore").decode("utf-8")
