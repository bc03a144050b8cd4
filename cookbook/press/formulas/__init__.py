"""TeX formulas -> vector pictures with a text alternative, for the PDF."""
