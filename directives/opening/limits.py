"""How large a thing may be before it is refused, in one place: messages and documents take the figures from here."""

MEGABYTE = 2**20
MAX_TEXT = 2_000_000  # characters
MAX_FILE = 25 * MEGABYTE
MAX_UNPACKED = 150 * MEGABYTE  # of a package (.docx, .odt)
MAX_RATIO = 200  # Word's own files unpack to about ten times their size
MAX_PART = 40 * MEGABYTE  # of XML in one part: some 2,000 pages; its tree takes ten times as much
MAX_PAGES = 300  # of a PDF or a picture file
MAX_SCANNED = 150  # pages to be recognised: some five minutes on two cores
MAX_PIXELS = 50_000_000  # of one picture: A3 at 400 dpi is 31 million
MAX_SIDE_POINTS = 4000  # of a PDF's page: A0 is 3,370 points long

OPEN_SECONDS = 9  # to find out what a file is and take out its text
PAGE_SECONDS = 90  # to recognise one page
CONVERT_SECONDS = 60  # for LibreOffice to turn an old document into a new one
MEMORY = 450 * MEGABYTE  # that one of our child processes may take
OFFICE_MEMORY = 1500 * MEGABYTE  # LibreOffice reserves much and uses little
