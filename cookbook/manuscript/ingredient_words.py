"""Words that say how an ingredient is cut, chosen or counted, but not what it is."""

from __future__ import annotations


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


ADVERBS = _words(
    """
    about again already approximately coarsely completely diagonally evenly extra finely firmly
    fresh freshly generously gently good half just lengthwise lightly loosely neatly newly
    nicely not optionally partially partly preferably quite really roughly slightly softly so
    super thickly thinly tightly too very well
    """
)
PREPARATIONS = _words(
    """
    baked beaten blanched bleached blended boiled boned broken browned bruised butterflied
    chilled chopped cleaned cooked cooled cored crumbled crushed cubed cut debearded deboned
    defrosted dehydrated deseeded destemmed deveined diced dissolved divided drained dried
    fileted filleted flaked fed fried grated grilled ground grounded halved heated hulled
    julienned juiced ladled mashed measured melted minced mixed packed pared parboiled peeled
    picked pitted poached pounded powdered prepared pressed pureed puréed quartered refrigerated
    reserved rinsed roasted rolled scrubbed seeded separated shaved shelled shredded shucked
    sieved sifted skinned slashed sliced slivered smashed snipped soaked softened split
    spiralized squeezed steamed stemmed stewed stoned strained stripped thawed toasted torn
    trimmed unbeaten uncooked unpeeled warmed washed whipped whisked zested
    """
)
SIZES = _words(
    """
    baby big fat giant huge jumbo large larger lg long md med medium medium-size medium-sized
    mini narrow short small smaller smallish sm sized thick thin tiny wide
    """
)
MEASURE_MANNERS = _words(
    """
    very big fat full generous good heaped heaping healthy large level leveled levelled loose medium
    metric nice overfilled packed rounded scant small thick thin tiny us imperial whole heavy
    light fresh
    """
)
QUALITIES = _words(
    """
    additional any authentic available best blonde boneless bone-in certified cheap clean cold
    concentrated all cool crisp crusty day-old decent desired dry edible enough extra-virgin
    favorite favourite few finest firm fluffy free-range fresh full-fat full good good-quality
    grass-fed heaped heaping hearty high high-quality home-made homemade hot ice-cold icy lean
    leftover level low-fat low-sodium lukewarm many more natural neutral new nice non-iodized of
    organic other own plain pre-cooked premium pure quality raw real ready-made most refined
    reduced-sodium regular ripe room-temperature rustic skin-on skinless skinned small some
    stale standard store-bought strong sturdy tender the these unbleached unflavored unrefined
    unsalted unsweetened untreated unwaxed usual warm whole your a an my each every extra-large
    extra several lots plenty little bit gluten-free organically virgin low fat-free non-fat
    nonfat luke sodium general purpose all-purpose salted reduced ample amount nicely sharp
    farmed frozen tinned canned jarred bottled packaged fine coarse course un-cooked unpeeled
    bite-sized bite-size
    """
)
# Parts by which a plant is bought or cut: an index lists the plant.
PARTS = _words(
    """
    bulb bulbs clove cloves floret florets head heads leaf leaves piece pieces rib ribs slice
    slices sprig sprigs stalk stalks stem stems stick sticks twig twigs bunch bunches wedge
    wedges chunk chunks strips rounds rings knob bits cube cubes branch branches bowl bowls mug
    mugs shot shots jigger sheet sheets strand strands ear ears rasher rashers lardon lardons
    pod pods meat
    """
)
# Before these, the part is what is meant: bay leaves, stock cubes.
PART_IS_THE_THING = _words(
    """
    bay curry lime makrut kaffir grape vine banana lotus lasagne lasagna stock bouillon fish
    bread chicken ice pea pasta lunch stew bamboo gelatine gelatin crab mozzarella lettuce
    pandan shiso betel sugar beef-stock consommé lady
    """
)
UTENSILS = _words(
    """
    cheesecloth thermometer sieve colander skewer skewers foil parchment pan skillet oven grill
    spoon knife recipient bowl blender thermos jar cooker dish dishes marbles pot wok mixer
    tongs toothpick toothpicks twine processor grater whisk rack strainer spatula
    """
)
# A name ends where one of these begins; the rest is a remark.
REMARK_OPENERS = _words(
    """
    about and/or any approx approximately as at because but by depending eg e.g. ex. each enough
    for from if i.e. in including instead into like q q.b q.b. q.s q.s. qb some used optional or
    per plus preferably see such that to until which weighing when where with without works you
    i cut i'm i've it is found whatever are can should will may
    """
)
SINGULARS = _words(
    """
    couscous hummus houmous asparagus molasses swiss cress watercress bass lemongrass glass
    haggis citrus octopus allspice grits kass fines herbes quinoa cheese rice schnapps lass
    cassis worcestershire tabasco bourguignons haas hass frankfurts oats brussels schmaltz
    harissa vermicelli spaghetti
    """
)
# Things that come by number stand in the plural in an index.
COUNTED = _words(
    """
    almond anchovy apple apricot artichoke aubergine avocado bagel banana bean beet beetroot
    berry biscuit blackberry blueberry bone breast breadcrumb bun caper carrot cashew cherry
    chestnut chickpea chile chili chilli chip chive chop clementine coconut cookie courgette
    crab cracker cranberry crouton crumb cube cucumber currant cutlet date drumstick eggplant
    egg fig fillet filet flake gherkin grape grapefruit green hazelnut herb jalapeno jalapeño
    kidney lardon leek leg lemon lentil lime mandarin mango meatball mushroom mussel nectarine
    nut olive onion orange oyster parsnip pea peach peanut pear pecan peppercorn pickle
    pistachio plum pod potato prawn prune radish raisin raspberry rib sardine sausage scallion
    scallop seed shallot shank snail spice sprout steak strawberry sultana tangerine thigh
    tomatillo tomato tortilla turnip vegetable walnut wing wrap yolk frankfurter clam noodle
    leaf cornichon habanero poblano serrano chipotle topping roll
    """
)
PROPER = {
    word.lower(): word
    for word in _words(
        """
    Worcestershire Dijon Parmigiano Reggiano Pecorino Romano Greek Gouda Gruyère Gruyere
    Emmental Emmentaler Cheddar Brie Camembert Parmesan Tabasco Frank's Cajun Italian Chinese
    Thai Sichuan Szechuan Shaoxing Japanese Korean Mexican Indian French English Spanish Swiss
    Turkish Arborio Basmati Carnaroli Guinness Marsala Sriracha Kalamata Roquefort Manchego
    Brussels Napa Yukon Provence Marzano San Cognac Hungarian Welsh Portuguese Moroccan
    Norwegian Swedish Belgian Gaeta MSG BBQ UHT Vegemite Marmite Nutella Philadelphia Canadian
    Cornish American Irish Danish Scotch Jamaican Kewpie Maldon Monterey Tajín Tajin Himalayan
    Persian Polish Ceylon Lao Vietnamese Dutch German
    """
    )
}
# A spice is listed without its "powder".
SPICES = _words(
    """
    paprika cinnamon turmeric coriander cumin fenugreek masala cardamom pepper matcha nutmeg
    ginger clove
    """
)
CHEESES = _words(
    """
    parmesan pecorino romano gruyere gruyère gouda cheddar mozzarella feta ricotta emmental brie
    mascarpone halloumi camembert parmigiano reggiano provolone gorgonzola
    """
)
# Alone these are half a name: black or white pepper.
COLOURS = _words(
    """
    black white red green yellow brown orange button sweet sour hot dark light blue bell
    """
)
# A pepper of these kinds is a fruit; black and cayenne pepper aren't counted.
PEPPERS = _words(
    """
    bell red green yellow sweet hot chili chilli jalapeno jalapeño chipotle orange poblano
    serrano banana habanero rose
    """
)
# Here the first word belongs to the name, though elsewhere it is a quality.
KEPT_PAIRS = frozenset(
    pair.replace("_", " ")
    for pair in _words(
        """
        whole_wheat whole_grain hot_sauce hot_dog hot_dogs hot_pepper hot_chili mixed_spice
        mixed_herbs mixed_vegetables mixed_greens mixed_nuts mixed_peel baked_beans whipped_cream
        strong_flour light_cream double_cream fat_free ice_cubes refried_beans condensed_milk
        evaporated_milk pulled_pork corned_beef powdered_sugar ground_beef ground_pork ground_meat
        ground_chicken ground_lamb ground_turkey minced_beef minced_meat minced_pork minced_lamb
        rolled_oats cut_oats mashed_potatoes short_ribs baby_back split_peas long_grain short_grain
        spare_ribs natural_yogurt sun_dried dried_fruit dry_yeast dry_mustard dry_milk long_pepper
        short_crust roasted_peppers stewed_tomatoes hot_mustard broken_rice roasted_sesame
        """
    )
)
