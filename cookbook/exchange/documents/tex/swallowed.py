"""Commands and environments of LaTeX that say nothing to a reader, and those that only draw."""

from __future__ import annotations

from cookbook.press.pictures.drawing_styles import word_set

SWALLOWED = {
    "\\usepackage": "om", "\\RequirePackage": "om", "\\PassOptionsToPackage": "mm",
    "\\crefname": "mmm", "\\Crefname": "mmm", "\\crefformat": "mm", "\\Crefformat": "mm",
    "\\crefrangeformat": "mm", "\\Crefrangeformat": "mm", "\\crefmultiformat": "mmmmm",
    "\\Crefmultiformat": "mmmmm", "\\crefrangemultiformat": "mmmmm",
    "\\Crefrangemultiformat": "mmmmm", "\\setcounter": "mm", "\\addtocounter": "mm",
    "\\setlength": "mm", "\\addtolength": "mm", "\\newcounter": "mo", "\\newlength": "m",
    "\\numberwithin": "mm", "\\counterwithin": "mm", "\\theoremstyle": "m", "\\setitemize": "om",
    "\\setenumerate": "om", "\\setlist": "om", "\\hypersetup": "m", "\\geometry": "m",
    "\\pagestyle": "m", "\\thispagestyle": "m", "\\pagenumbering": "m", "\\usetikzlibrary": "m",
    "\\tikzset": "m", "\\pgfplotsset": "m", "\\newaliascnt": "mm", "\\aliascntresetthe": "m",
    "\\addcontentsline": "mmm", "\\markright": "m", "\\markboth": "mm", "\\newbox": "m",
    "\\refstepcounter": "m", "\\stepcounter": "m", "\\bibliographystyle": "m",
    "\\bibliography": "m", "\\addbibresource": "om", "\\printbibliography": "o",
    "\\graphicspath": "m", "\\includeonly": "m", "\\lstset": "m", "\\setmainfont": "om",
    "\\definecolor": "mmm", "\\colorlet": "mm", "\\color": "om", "\\captionsetup": "om",
    "\\enlargethispage": "m", "\\pagebreak": "o", "\\linebreak": "o", "\\nopagebreak": "o",
    "\\hyphenation": "m", "\\allowdisplaybreaks": "o", "\\displaybreak": "o", "\\vskip": "",
    "\\newtheoremstyle": "mmmmmmmmm", "\\fontsize": "mm", "\\titleformat": "mmmmm",
    "\\addlinespace": "o", "\\cmidrule": "om", "\\specialrule": "mmm",
    "\\DeclareUnicodeCharacter": "mm", "\\AtBeginDocument": "m",
    "\\glsaddall": "o", "\\makeglossaries": "", "\\nomenclature": "omm",
}  # fmt: skip
"""What goes with its arguments: "o" stands for one in square brackets, "m" for one in braces."""
DRAWINGS = word_set("tikzpicture pspicture picture forest axis circuitikz asy mpost prooftree")
HARMLESS = word_set(
    r"\vskip \setbox \hskip \small \large \Large \LARGE \huge \Huge \footnotesize \scriptsize "
    r"\normalsize \tiny \bfseries \itshape \rmfamily \sffamily \ttfamily \scshape \upshape "
    r"\flushbottom \raggedbottom \indent \par \ignorespaces \unskip \null \strut \hrule \hrulefill "
    r"\dotfill \appendix \titlepage \abovedisplayskip \baselineskip \parindent \parskip "
    r"\selectfont \onehalfspacing \doublespacing \singlespacing \columnbreak \balance \samepage "
    r"\bigbreak \medbreak \smallbreak \goodbreak \penalty \hss \vss \hfil \vfil \break \newline \/ "
    r"\@ \textwidth \linewidth \columnwidth \paperwidth \textheight \bf \it \rm \sf \tt \sc \em "
    r"\toprule \midrule \bottomrule \hline \nolinkurl \nocite \documentclass \date \marginpar"
)
"""What pandoc passes over, and nobody misses."""
