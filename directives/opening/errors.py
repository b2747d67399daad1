class Unreadable(Exception):
    """A file whose text cannot be had. `code` says why; `facts` go into the message shown to the person.

    Codes: empty; blank (a scan without a word); too_big (size, limit); encrypted; damaged (looks_like);
    unknown_type (looks_like); not_as_named (named, looks_like); two_kinds (first, second); zip_bomb (limit, in MB);
    many_pages, many_scanned (pages, limit); big_picture (width, height, limit in millions of dots); big_page (page);
    too_hard (time or memory ran out); no_program (program, as Debian calls it).
    """

    def __init__(self, code: str, **facts: str | int) -> None:
        super().__init__(code)
        self.code = code
        self.facts = facts
