"""RFC 3676: text that was wrapped for the journey."""

from __future__ import annotations


def unflow(text: str, *, delete_space: bool = False) -> str:
    """
    Join the lines that `format=flowed` broke.

    Quoted lines come out with `>` and one space; a signature's `-- ` stays a line of its own.

    Args:
        text: The body with LF line ends.
        delete_space: The parameter `DelSp=yes`: the space at a soft break is not part of the text.
    """
    lines: list[str] = []
    open_depth: int | None = None
    paragraph: list[str] = []

    def close() -> None:
        nonlocal open_depth
        if open_depth is not None:
            mark = ">" * open_depth + " " if open_depth else ""
            lines.append((mark + "".join(paragraph)).rstrip(" ") if mark else "".join(paragraph))
            paragraph.clear()
            open_depth = None

    for line in text.split("\n"):
        content = line.lstrip(">")
        depth = len(line) - len(content)
        # Space-stuffing: one space that the sender put in front of what looked special.
        content = content.removeprefix(" ")
        signature = content == "-- "
        if open_depth is not None and (depth != open_depth or signature):
            close()
        soft = content.endswith(" ") and not signature
        paragraph.append(content[:-1] if soft and delete_space else content)
        open_depth = depth
        if not soft:
            close()
    close()
    return "\n".join(lines)
