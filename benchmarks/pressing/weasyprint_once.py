"""Sets one HTML page by one call of WeasyPrint, as anybody would: weasyprint_once.py HTML PDF."""

from __future__ import annotations

import sys

import weasyprint

if __name__ == "__main__":
    document = weasyprint.HTML(filename=sys.argv[1]).render()
    document.write_pdf(sys.argv[2], pdf_variant="pdf/ua-1", optimize_images=False)
