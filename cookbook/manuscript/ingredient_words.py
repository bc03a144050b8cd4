"""Words that say how an ingredient is cut, chosen or counted, but not what it is."""

from __future__ import annotations


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


ADVERBS = _words(
    """
    about again already approximately coarsely completely diagonally evenly extra finely firmly
    fresh freshly generously gently good half just lengthwise lightly loosely neatly newly nicely
    not optionally partially partly preferably quite really roughly slightly softly so super thickly
    thinly tightly too very well
    """
)
PREPARATIONS = _words(
    """
    baked beaten blanched bleached blended boiled boned broken browned bruised butterflied chilled
    chopped cleaned cooked cooled cored crumbled crushed cubed cut cubes debearded deboned defrosted
    dehydrated deseeded destemmed deveined diced dissolved divided drained dried fileted filleted
    flaked fried grated grilled ground halved heated hulled julienned juiced ladled mashed measured
    melted minced mixed packed pared parboiled peeled picked pitted poached pounded powdered prepared
    pressed pureed puréed quartered refrigerated reserved rinsed roasted rolled scrubbed seeded
    separated shaved shelled shredded shucked sieved sifted skinned slashed sliced slivered smashed
    snipped soaked softened split spiralized squeezed steamed stemmed stewed stoned strained stripped
    thawed toasted torn trimmed unbeaten uncooked unpeeled warmed washed whipped whisked zested
    """
)
SIZES = _words(
    """
    baby big fat giant huge jumbo large larger lg long md med medium medium-size medium-sized mini
    narrow short small smaller smallish sm sized thick thin tiny wide
    """
)
MEASURE_MANNERS = _words(
    """
    big fat full generous good heaped heaping healthy large level leveled levelled loose medium
    metric nice packed rounded scant small thick thin tiny us imperial whole heavy light fresh
    """
)
QUALITIES = _words(
    """
    additional any authentic available best blonde boneless bone-in certified cheap clean cold
    concentrated cool crisp crusty day-old decent desired dry edible enough extra-virgin favorite
    favourite few finest firm fluffy free-range fresh full-fat full good good-quality grass-fed
    heaped heaping hearty high high-quality home-made homemade hot ice-cold icy lean leftover level
    low-fat low-sodium lukewarm many more natural neutral new nice non-iodized of organic other own
    plain pre-cooked premium pure quality raw real ready-made refined reduced-sodium regular ripe
    room-temperature rustic skin-on skinless skinned small some stale standard store-bought strong
    sturdy tender the these unbleached unflavored unrefined unsalted unsweetened untreated unwaxed
    usual warm whole your a an my each every extra-large extra several lots plenty little bit
    gluten-free organically farmed frozen tinned canned jarred bottled packaged fine coarse course
    un-cooked unpeeled bite-sized bite-size
    """
)
# Parts by which a plant is bought or cut: an index lists the plant.
PARTS = _words(
    """
    bulb bulbs clove cloves floret florets head heads leaf leaves piece pieces rib ribs slice slices
    sprig sprigs stalk stalks stem stems stick sticks twig twigs bunch bunches wedge wedges chunk chunks
    strips rounds rings knob bits cube cubes branch branches
    """
)
# Before these, the part is what is meant: bay leaves, stock cubes.
PART_IS_THE_THING = _words(
    """
    bay curry lime makrut kaffir grape vine banana lotus lasagne lasagna stock bouillon bacon fish
    bread pork beef chicken ice bamboo gelatine gelatin crab mozzarella lettuce pandan shiso betel
    sugar beef-stock consommé lady
    """
)
UTENSILS = _words(
    """
    cheesecloth thermometer sieve colander skewer skewers foil parchment pan skillet oven grill
    spoon knife bowl blender pot wok baking-tray mixer tongs toothpick toothpicks twine processor
    grater whisk rack strainer spatula
    """
)
# A name ends where one of these begins; the rest is a remark.
REMARK_OPENERS = _words(
    """
    about and/or approx approximately as at because but depending eg e.g. ex. each enough for from if
    i.e. in including into like optional or per plus preferably see such that to until which weighing
    when where with without works you i cut i'm it is are can should will may
    """
)
SINGULARS = _words(
    """
    couscous hummus houmous asparagus molasses swiss cress watercress bass lemongrass glass haggis
    citrus octopus allspice grits kass fines herbes quinoa cheese rice schnapps lass cassis
    worcestershire tabasco bourguignons haas hass frankfurts oats brussels schmaltz harissa
    vermicelli spaghetti
    """
)
# Things that come by number stand in the plural in an index.
COUNTED = _words(
    """
    almond anchovy apple apricot artichoke aubergine avocado bagel banana bean beet beetroot berry
    biscuit blackberry blueberry bone bouillon-cube breast breadcrumb bun caper cardamom-pod carrot
    cashew cherry chestnut chickpea chile chili chilli chip chive chop clementine cloves-spice
    coconut cookie courgette crab cracker cranberry crouton cube cucumber currant cutlet date
    drumstick eggplant egg fig fillet filet flake gherkin grape grapefruit green hazelnut herb jalapeno jalapeño
    kidney lardon leek leg lemon lentil lime loin-chop mandarin mango meatball mushroom mussel
    nectarine nut olive onion orange oyster parsnip pea peach peanut pear pecan pepper-corn
    peppercorn pickle pine-nut pistachio plum pod potato prawn prune radish raisin raspberry rib
    salad-leaf sardine sausage scallion scallop seed shallot shank shoulder-chop shrimp-x snail
    spice sprout steak strawberry sultana tangerine thigh tomatillo tomato tortilla turnip
    vegetable walnut wing wrap yolk zucchini-x frankfurter bell-pepper clam noodle leaf cornichon
    habanero poblano serrano chipotle white-x topping roll
    """
)
PROPER = {
    word.lower(): word
    for word in """
    Worcestershire Dijon Parmigiano Reggiano Pecorino Romano Greek Gouda Gruyère Gruyere Emmental
    Emmentaler Cheddar Brie Camembert Parmesan Tabasco Frank's Cajun Italian Chinese Thai Sichuan
    Szechuan Shaoxing Japanese Korean Mexican Indian French English Spanish Swiss Turkish Arborio
    Basmati Carnaroli Guinness Marsala Sriracha Kalamata Roquefort Manchego Brussels Napa Yukon
    Provence Marzano San Old Bay Cognac Vegemite Marmite Nutella Philadelphia Canadian Cornish
    American Irish Danish Scotch Jamaican Kewpie Maldon Monterey Jack Tajín Tajin Cayenne-x
    Bolognese-x Béchamel-x Himalayan Persian Polish Ceylon Adobo-x Lao Vietnamese Dutch German
    """.split()
}
