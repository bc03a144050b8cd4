"""The measures that cooks use, and the many ways in which they write them."""

from __future__ import annotations

import re
from enum import StrEnum


class Dimension(StrEnum):
    """What a unit measures."""

    MASS = "mass"
    VOLUME = "volume"
    COUNT = "count"


class Unit(StrEnum):
    """A kitchen measure; its value is how an English book abbreviates or names one of it."""

    MG = "mg"
    G = "g"
    KG = "kg"
    OZ = "oz"
    LB = "lb"
    ML = "ml"
    CL = "cl"
    DL = "dl"
    L = "l"
    TSP = "tsp"
    DESSERTSPOON = "dessertspoon"
    TBSP = "tbsp"
    SPOON = "spoon"
    CUP = "cup"
    FL_OZ = "fl oz"
    PINT = "pint"
    QUART = "quart"
    GALLON = "gallon"
    GLASS = "glass"
    DROP = "drop"
    SPLASH = "splash"
    DASH = "dash"
    PINCH = "pinch"
    HANDFUL = "handful"
    BUNCH = "bunch"
    CLOVE = "clove"
    SLICE = "slice"
    STICK = "stick"
    TIN = "tin"
    PACKET = "packet"
    SPRIG = "sprig"
    PIECE = "piece"
    HEAD = "head"
    STALK = "stalk"
    KNOB = "knob"
    JAR = "jar"
    BAG = "bag"
    BOTTLE = "bottle"
    BOX = "box"
    BLOCK = "block"
    CUBE = "cube"
    LEAF = "leaf"
    LOAF = "loaf"
    BALL = "ball"

    @property
    def dimension(self) -> Dimension:
        """Whether it weighs, fills or counts."""
        if self in _MASSES:
            return Dimension.MASS
        return Dimension.VOLUME if self in _VOLUMES else Dimension.COUNT

    @property
    def is_package(self) -> bool:
        """Whether it is something that is sold, and so may have a size of its own."""
        return self in _PACKAGES

    @property
    def is_vague(self) -> bool:
        """Whether cooks name it without a number or an "of" (pinch salt)."""
        return self in _VAGUE


_MASSES = frozenset({Unit.MG, Unit.G, Unit.KG, Unit.OZ, Unit.LB})
_VOLUMES = frozenset(
    {
        Unit.ML, Unit.CL, Unit.DL, Unit.L, Unit.TSP, Unit.DESSERTSPOON, Unit.TBSP, Unit.SPOON,
        Unit.CUP, Unit.FL_OZ, Unit.PINT, Unit.QUART, Unit.GALLON, Unit.GLASS, Unit.DROP,
        Unit.SPLASH, Unit.DASH, Unit.PINCH,
    }
)  # fmt: skip
_PACKAGES = frozenset(
    {
        Unit.TIN, Unit.PACKET, Unit.JAR, Unit.BAG, Unit.BOTTLE, Unit.BOX, Unit.BLOCK, Unit.PIECE,
        Unit.STICK, Unit.KNOB, Unit.LOAF, Unit.BALL, Unit.SLICE, Unit.BUNCH, Unit.HEAD, Unit.CUBE,
    }
)  # fmt: skip
_VAGUE = frozenset({Unit.PINCH, Unit.DASH, Unit.SPLASH, Unit.HANDFUL})

# A German Pfund, a French livre and an Italian libbra are 500 g and more, so they stay unread.
_SYNONYMS: dict[Unit, str] = {
    Unit.MG: "mg|milligram|milligrams|milligramme|milligrammes",
    Unit.G: (
        "g|gr|grs|gm|gms|gram|grams|gramme|grammes|gramm|gramo|gramos|grama|gramas|grammo|grammi"
    ),
    Unit.KG: (
        "kg|kgs|kilo|kilos|kilogram|kilograms|kilogramme|kilogrammes|kilogramm|chilo|quilo|quilos"
    ),
    Unit.OZ: "oz|ozs|ounce|ounces|onza|onzas|onça|onças",
    Unit.LB: "lb|lbs|pound|pounds|libra|libras",
    Unit.ML: (
        "ml|mls|cc|millilitre|millilitres|milliliter|milliliters|mililitro|mililitros|millilitri"
    ),
    Unit.CL: "cl|centilitre|centilitres|centiliter|centiliters|centilitro|centilitros|centilitri",
    Unit.DL: "dl|decilitre|decilitres|deciliter|deciliters|decilitro|decilitros|decilitri",
    Unit.L: "l|lt|ltr|ltrs|litre|litres|liter|liters|litro|litros|litri",
    Unit.TSP: (
        "tsp|tsps|ts|teaspoon|teaspoons|teaspoonful|teaspoonfuls|teelöffel|"
        "c. à c.|c. à c|c.à.c.|c à c|càc|c. à café|c. à thé|cuil. à café|"
        "cuillère à café|cuillères à café|cuillerée à café|cuillerées à café|cdta|"
        "cdtas|cdita|cditas|cucharadita|cucharaditas|colher de chá|"
        "colheres de chá|colher (chá)|colheres (chá)|colher de cha|c. chá|"
        "c. de chá|cucchiaino|cucchiaini"
    ),
    Unit.DESSERTSPOON: (
        "dessertspoon|dessertspoons|dsp|dstspn|colher de sobremesa|colheres de sobremesa"
    ),
    Unit.TBSP: (
        "tbsp|tbsps|tbs|tblsp|tbl|tb|tablespoon|tablespoons|tablespoonful|"
        "tablespoonfuls|table spoon|table spoons|esslöffel|eßlöffel|c. à s.|"
        "c. à s|c.à.s.|c à s|càs|c. à soupe|cuil. à soupe|cuillère à soupe|"
        "cuillères à soupe|cuillerée à soupe|cuillerées à soupe|cda|cdas|"
        "cucharada|cucharadas|colher de sopa|colheres de sopa|colher (sopa)|"
        "colheres (sopa)|c. sopa|c. de sopa|cucchiaio|cucchiai"
    ),
    Unit.SPOON: (
        "spoon|spoons|spoonful|spoonfuls|spoonfull|colher|colheres|cuillère|cuillères|löffel"
    ),
    Unit.CUP: (
        "c|cup|cups|cupful|cupfuls|tasse|tassen|tasses|taza|tazas|tazza|"
        "tazze|xícara|xícaras|xicara|xicaras|chávena|chávenas"
    ),
    Unit.FL_OZ: "fl oz|fl. oz|fl.oz|floz|fl ozs|fluid oz|fluid ounce|fluid ounces",
    Unit.PINT: "pint|pints|pt|pts|pinta|pintas",
    Unit.QUART: "quart|quarts|qt|qts",
    Unit.GALLON: "gallon|gallons|gal|gals",
    Unit.GLASS: "glass|glasses|glas|gläser|verre|verres|vaso|vasos|copo|copos|bicchiere|bicchieri",
    Unit.DROP: "drop|drops|tropfen|goutte|gouttes|gota|gotas|goccia|gocce",
    Unit.SPLASH: "splash|splashes|drizzle|glug|glugs|spritz|squirt|squeeze|schuss|chorro|chorrito",
    Unit.DASH: "dash|dashes|spritzer",
    Unit.PINCH: (
        "pinch|pinches|prise|prisen|msp|messerspitze|pincée|pincées|pizca|"
        "pizcas|pitada|pitadas|pizzico|pizzichi"
    ),
    Unit.HANDFUL: (
        "handful|handfuls|handsful|handfull|handvoll|poignée|poignées|puñado|"
        "puñados|punhado|punhados|mão-cheia|manciata|manciate"
    ),
    Unit.BUNCH: (
        "bunch|bunches|bund|botte|bottes|bouquet|bouquets|manojo|manojos|"
        "mazzo|mazzetto|mazzetti|molho de"
    ),
    Unit.CLOVE: (
        "clove|cloves|zehe|zehen|knoblauchzehe|gousse|gousses|diente|dientes|"
        "dente|dentes|spicchio|spicchi"
    ),
    Unit.SLICE: (
        "slice|slices|rasher|rashers|scheibe|scheiben|tranche|tranches|"
        "rebanada|rebanadas|loncha|lonchas|rodaja|rodajas|fatia|fatias|fetta|"
        "fette"
    ),
    Unit.STICK: "stick|sticks",
    Unit.TIN: (
        "tin|tins|can|cans|dose|dosen|boîte|boîtes|lata|latas|lattina|lattine|scatola|scatole"
    ),
    Unit.PACKET: (
        "packet|packets|pack|packs|package|packages|pkg|pkgs|pkt|pkts|sachet|"
        "sachets|envelope|envelopes|päckchen|pck|packung|packungen|paquet|"
        "paquets|paquete|paquetes|pacote|pacotes|saqueta|saquetas|bustina|"
        "bustine|pacchetto|pacchetti"
    ),
    Unit.SPRIG: (
        "sprig|sprigs|twig|twigs|zweig|zweige|brin|brins|branche|branches|"
        "ramita|ramitas|raminho|raminhos|rametto|rametti"
    ),
    Unit.PIECE: (
        "piece|pieces|pc|pcs|chunk|chunks|stück|stücke|stk|morceau|morceaux|"
        "trozo|trozos|pedaço|pedaços|pezzo|pezzi"
    ),
    Unit.HEAD: (
        "head|heads|bulb|bulbs|kopf|köpfe|knolle|knollen|tête|têtes|cabeza|"
        "cabezas|cabeça|cabeças|testa"
    ),
    Unit.STALK: (
        "stalk|stalks|rib|ribs|stem|stems|stange|stangen|tallo|tallos|talo|talos|gambo|gambi"
    ),
    Unit.KNOB: "knob|knobs|thumb|thumbs|nub|noisette",
    Unit.JAR: (
        "jar|jars|pot|pots|tub|tubs|frasco|frascos|tarro|tarros|vasetto|vasetti|bocal|bocaux"
    ),
    Unit.BAG: "bag|bags|bolsa|bolsas|tüte|tüten|beutel|sac|sacs",
    Unit.BOTTLE: (
        "bottle|bottles|flasche|flaschen|bouteille|bouteilles|botella|botellas|"
        "garrafa|garrafas|bottiglia|bottiglie"
    ),
    Unit.BOX: (
        "box|boxes|carton|cartons|container|containers|punnet|punnets|tray|"
        "trays|brick|bricks|caja|cajas|caixa|caixas"
    ),
    Unit.BLOCK: "block|blocks|slab|slabs|bar|bars|tablette|tablettes",
    Unit.CUBE: "cube|cubes|würfel|cubo|cubos|cubetto|dado|dadi",
    Unit.LEAF: "leaf|leaves|blatt|blätter|feuille|feuilles|hoja|hojas|folha|folhas|foglia|foglie",
    Unit.LOAF: "loaf|loaves",
    Unit.BALL: "ball|balls",
}
# Here the case tells: T is a tablespoon, t a teaspoon; EL is German, el is an article.
_BY_CASE = {
    "T": Unit.TBSP,
    "t": Unit.TSP,
    "EL": Unit.TBSP,
    "TL": Unit.TSP,
    "CS": Unit.TBSP,
    "CC": Unit.TSP,
}
_BY_NAME = {name: unit for unit, names in _SYNONYMS.items() for name in names.split("|")}
MEASURE_NAMES = tuple(
    name
    for unit, names in _SYNONYMS.items()
    if unit.dimension is not Dimension.COUNT
    for name in names.split("|")
)
"""Every name of a unit that weighs or fills, in small letters."""


def _spelling(name: str) -> str:
    """Give the pattern of a name, whose spaces may be any white space."""
    return r"\s".join(re.escape(word) for word in name.split(" "))


# What follows must not continue the word: "2 t-bones" are no teaspoons, "3 l'eau" no litres.
# Nor are rib eyes ribs, or pot roasts pots.
_END = r"(?:\.(?!\w)|(?!\w))(?![-'’]\w| (?:eye|roast|sticker|noodle)s?\b)"
_CASED = re.compile(rf"(?P<name>{'|'.join(sorted(_BY_CASE, key=len, reverse=True))}){_END}")
_ANY_CASE = re.compile(
    rf"(?P<name>{'|'.join(_spelling(n) for n in sorted(_BY_NAME, key=len, reverse=True))}){_END}",
    re.IGNORECASE,
)


def read_unit(text: str) -> tuple[Unit, str] | None:
    """Read the unit that `text` begins with; give it and the text that follows, or None."""
    text = text.lstrip()
    if match := _CASED.match(text):
        return _BY_CASE[match["name"]], text[match.end() :].lstrip()
    if match := _ANY_CASE.match(text):
        name = " ".join(match["name"].split()).lower()
        unit = _BY_NAME.get(name)
        # Ignoring case, "ſ" matches "s" without being its lower case.
        return (unit, text[match.end() :].lstrip()) if unit else None
    return None
