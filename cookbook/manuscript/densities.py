"""What a cup of an ingredient weighs, in the figures that cooks use.

A cup is the American one, 236.6 ml. Grams are those of what is spooned in and levelled, of brown
sugar that is pressed down, of fruit and vegetables as they are cut for the pot, rounded as amounts
in recipes are (`rounding.round_metric`). They were compiled for this project from what kitchen
scales say; the scoops of two cooks differ by more than the rounding.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from cookbook.manuscript.ingredient_names import head_noun


class Handling(StrEnum):
    """How cooks measure an ingredient."""

    SCOOPED = "scooped"
    """By the cup in American kitchens, by weight in others."""
    POURED = "poured"
    """By volume in both."""
    CUT = "cut"
    """By weight when it is bought; by the cup, if at all, when it has been cut."""
    GRATED = "grated"
    """Likewise, but only what is grated goes into cups."""


@dataclass(frozen=True)
class Density:
    """What an American cup of an ingredient weighs in grams; `name` is what a table calls it."""

    name: str
    grams: int
    handling: Handling


_SCOOPED = """
120 plain flour = flour|all-purpose flour|wheat flour|plain white flour|white flour
120 self-raising flour = self-rising flour|self raising flour|self rising flour
120 bread flour = strong flour|strong white flour|strong bread flour|strong white bread flour
110 cake flour = pastry flour|cake and pastry flour|00 flour|tipo 00 flour
125 wholemeal flour = whole wheat flour|whole-wheat flour|wholewheat flour|wholemeal bread flour\
|strong wholemeal flour|graham flour|atta
110 rye flour = wholegrain rye flour|whole rye flour|dark rye flour|light rye flour
110 spelt flour = wholegrain spelt flour|white spelt flour
120 buckwheat flour
150 rice flour = glutinous rice flour
90 chickpea flour = gram flour|besan|garbanzo bean flour
95 oat flour
95 ground almonds = almond flour|almond meal|almonds ground
120 coconut flour
120 tapioca flour = tapioca starch
125 masa harina
150 cornmeal = maize meal|yellow cornmeal|maize flour
160 polenta
170 semolina = coarse semolina|fine semolina
120 cornflour = cornstarch|corn starch|maize starch
150 potato starch
85 cocoa powder = cocoa|unsweetened cocoa|unsweetened cocoa powder|dutch-process cocoa powder
200 sugar = caster sugar|granulated sugar|white sugar|golden caster sugar|superfine sugar\
|cane sugar|golden sugar|castor sugar
220 brown sugar = light brown sugar|dark brown sugar|soft brown sugar|light soft brown sugar\
|dark soft brown sugar|soft light brown sugar|soft dark brown sugar|muscovado sugar\
|light muscovado sugar|dark muscovado sugar|muscovado|brown sugar packed
200 demerara sugar = turbinado sugar|raw sugar
120 icing sugar = powdered sugar|confectioners' sugar|confectioner's sugar\
|confectioners sugar|confectioners’ sugar|confectioner’s sugar
95 rolled oats = oats|porridge oats|old-fashioned oats|quick oats|quick-cooking oats\
|jumbo oats|oatmeal
175 pinhead oatmeal = steel-cut oats|steel cut oats|pinhead oats
95 oat bran
55 wheat bran = bran
110 muesli
190 rice = long-grain rice|long grain rice|white rice|basmati rice|basmati|jasmine rice\
|long-grain parboiled rice|parboiled rice|brown rice|long-grain white rice|long grain white rice
200 short-grain rice = short grain rice|pudding rice|risotto rice|arborio rice|carnaroli rice\
|sushi rice|arborio|carnaroli|paella rice|bomba rice
160 cooked rice
170 wild rice
175 couscous
170 bulgur = bulgur wheat|bulghur|cracked wheat
175 quinoa
200 pearl barley = barley
200 millet
170 buckwheat groats = buckwheat|kasha
190 red lentils = split red lentils|masoor dal
190 lentils = green lentils|brown lentils|puy lentils|black lentils|beluga lentils
200 split peas = yellow split peas|green split peas|split chickpeas|chana dal
190 dried chickpeas
190 dried beans = dried white beans|dried kidney beans|dried black beans|dried haricot beans\
|dried navy beans|dried red beans|dried pinto beans|dried butter beans|dried cannellini beans
160 chickpeas = cooked chickpeas
60 fresh breadcrumbs = fresh white breadcrumbs|soft breadcrumbs|white breadcrumbs\
|soft white breadcrumbs|fresh bread crumbs
110 dried breadcrumbs = dry breadcrumbs|fine breadcrumbs|dry bread crumbs|dried bread crumbs
60 panko = panko breadcrumbs|panko bread crumbs
140 almonds = blanched almonds|whole almonds
90 flaked almonds = sliced almonds|almond flakes
110 slivered almonds
110 walnuts = walnut halves|walnut pieces
110 pecans = pecan halves|pecan nuts
140 hazelnuts = filberts
140 cashews = cashew nuts
125 pistachios = pistachio nuts
150 peanuts
130 macadamia nuts = macadamias
140 pine nuts = pine kernels
140 mixed nuts = nuts
140 sesame seeds
140 sunflower seeds
130 pumpkin seeds = pepitas
160 linseed = flaxseed|flaxseeds|flax seeds|linseeds|golden linseed
160 chia seeds
140 poppy seeds
85 desiccated coconut = shredded coconut|unsweetened coconut|dessicated coconut
60 coconut flakes = flaked coconut
150 raisins = sultanas|currants|golden raisins|mixed dried fruit
120 dried cranberries
130 dried apricots
140 dried cherries
170 prunes = stoned prunes|pitted prunes
150 dates = medjool dates|stoned dates|pitted dates
150 dried figs
140 candied peel = mixed peel|candied orange peel
170 chocolate chips = chocolate chunks|dark chocolate chips|milk chocolate chips\
|white chocolate chips|semisweet chocolate chips|semi-sweet chocolate chips
290 salt = fine salt|table salt|fine sea salt
225 butter = salted butter|unsalted butter|margarine|sweet butter
200 lard = dripping|duck fat|goose fat
190 shortening = vegetable shortening
200 ghee = clarified butter
220 coconut oil
340 honey = runny honey|clear honey
340 golden syrup
330 treacle = black treacle|molasses|date syrup|pomegranate molasses
320 glucose syrup = corn syrup|light corn syrup|dark corn syrup|liquid glucose
320 jam = apricot jam|raspberry jam|strawberry jam|marmalade|redcurrant jelly|preserves
260 peanut butter = smooth peanut butter|crunchy peanut butter|almond butter
240 tahini
225 mayonnaise
260 ketchup = tomato ketchup
260 tomato purée = tomato paste|tomato puree
275 miso = white miso|miso paste
240 yoghurt = yogurt|natural yoghurt|natural yogurt|plain yogurt|plain yoghurt\
|greek yoghurt|greek yogurt
230 sour cream = soured cream|crème fraîche|creme fraiche|clotted cream|smetana
230 cream cheese
250 ricotta = ricotta cheese|quark
225 cottage cheese
225 mascarpone
300 condensed milk = sweetened condensed milk
240 apple sauce = applesauce|apple purée|apple puree
240 pumpkin purée = pumpkin puree
"""
_CUT = """
150 onions = onion|red onions|yellow onions|white onions
100 celery
130 carrots
150 peppers = red peppers|green peppers|yellow peppers|bell peppers|red bell peppers\
|green bell peppers
75 mushrooms = button mushrooms|chestnut mushrooms
180 tomatoes
150 cherry tomatoes
130 cucumbers = cucumber
125 courgettes = zucchini|courgette
85 aubergines = eggplants|aubergine|eggplant
90 cabbage = white cabbage|red cabbage|green cabbage
30 spinach = baby spinach|spinach leaves
150 potatoes
130 sweet potatoes
140 butternut squash = pumpkin|squash
90 broccoli = broccoli florets
110 cauliflower = cauliflower florets
110 green beans
140 peas = frozen peas|garden peas
150 sweetcorn = corn|corn kernels|sweetcorn kernels|frozen corn
150 blueberries
125 raspberries
140 blackberries
150 strawberries
100 cranberries
150 cherries
150 grapes
120 apples
150 peaches
160 plums
160 mangoes = mango
160 pineapple
120 rhubarb
170 chocolate = dark chocolate|plain chocolate|milk chocolate|white chocolate\
|bittersweet chocolate|semisweet chocolate
150 feta = feta cheese
"""
_GRATED = """
110 grated cheese = cheese|hard cheese|cheddar|cheddar cheese|mature cheddar|gruyère|gruyere\
|gruyère cheese|gruyere cheese|emmental|emmental cheese|mozzarella|mozzarella cheese|gouda\
|monterey jack|monterey jack cheese|lancashire cheese
100 grated Parmesan = parmesan|parmesan cheese|parmigiano reggiano|parmigiano|pecorino\
|pecorino romano
"""
_POURED_NAMES = """
250 soy sauce = light soy sauce|dark soy sauce|tamari|fish sauce|worcestershire sauce
320 maple syrup
240 tomato sauce
"""
# These are known by their last word: chicken stock, dry white wine, unsweetened almond milk.
_POURED = """
240 water
240 milk = buttermilk|kefir
240 cream = half-and-half
240 stock = broth|bouillon|consommé
240 wine = beer|ale|stout|cider|lager|prosecco|champagne
240 spirits = rum|brandy|whisky|whiskey|sherry|port|vodka|vermouth|marsala|liqueur|gin
240 vinegar
240 juice = lemonade|cordial|passata
240 coffee = espresso|tea
220 oil
"""
_NOT_POURED = frozenset({
    "ice cream", "whipped cream", "butter cream", "dry milk", "cream of tartar", "pastry cream",
    "powdered milk", "dried milk",
})  # fmt: skip
# Cups tell nothing of two things at once.
_TOGETHER = re.compile(r" (?:and|&|\+|und|et|y|e) ", re.IGNORECASE)
_GRATING = re.compile(r"\b(?:grated|shredded)\b", re.IGNORECASE)
_ROW = re.compile(r"(?P<grams>\d+) (?P<name>[^=]+?)(?: = (?P<others>.+))?")


def _table(rows: str, handling: Handling) -> dict[str, Density]:
    table: dict[str, Density] = {}
    for row in filter(None, rows.split("\n")):
        read = _ROW.fullmatch(row)
        if read is None:
            raise ValueError(row)
        density = Density(read["name"], int(read["grams"]), handling)
        names = [read["name"], *(read["others"] or "").split("|")]
        table |= {each.casefold(): density for each in names if each}
    return table


DENSITIES = {
    **_table(_SCOOPED, Handling.SCOOPED),
    **_table(_CUT, Handling.CUT),
    **_table(_GRATED, Handling.GRATED),
    **_table(_POURED_NAMES, Handling.POURED),
}
"""Densities by every name of an ingredient, in small letters."""
POURED = _table(_POURED, Handling.POURED)
"""Densities of what is poured, by the last word of its name."""


def find_density(name: str, line: str = "") -> Density | None:
    """Find what a cup of an ingredient weighs; `line` says how it is cut. None where unknown."""
    if not name or _TOGETHER.search(name):
        return None
    spoken, listed = " ".join(name.casefold().split()), head_noun(name).casefold()
    for each in (spoken, listed):
        density = DENSITIES.get(each)
        if density is not None:
            is_known = density.handling is not Handling.GRATED or _GRATING.search(f"{name} {line}")
            return density if is_known else None
    if spoken in _NOT_POURED or listed in _NOT_POURED:
        return None
    return POURED.get((listed or spoken).rpartition(" ")[2])
