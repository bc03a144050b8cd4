"""Generated cookbooks of any size: book folders of plausible recipes, the same every time.

    .venv/bin/python benchmarks/generated.py RECIPES FOLDER [PHOTO_EVERY]

Every recipe has a headnote, eight to fourteen ingredients and six to twelve steps, and takes one
page or two at 6 x 9 inches, as recipes of real collections do. One recipe in ten names another.
With PHOTO_EVERY, one recipe in so many has a photo of its own.
"""

from __future__ import annotations

import random
import sys
from pathlib import Path

from PIL import Image, ImageChops, ImageFilter


def _listed(words: str) -> tuple[str, ...]:
    return tuple(words.split())


IN_A_PART = 50
COOKS = 60
PHOTO_SIZE = (1600, 1200)
WORDS = _listed(
    "a the slow warm gentle broad kitchen table morning evening garden river market neighbour "
    "grandmother winter summer bread soup stew pan oven flame spoon bowl knife board butter onion "
    "stir simmer fold scatter rest cover lift turn wait taste season serve keep bring fill pour "
    "until while before after under over beside without with from into golden tender crisp soft "
    "clear thick fragrant bitter sweet sharp smoky salted roasted chopped grated melted cooled"
)
THINGS = _listed(
    "flour butter eggs milk cream onions garlic carrots celery leeks potatoes parsnips turnips "
    "cabbage kale spinach tomatoes peppers aubergines courgettes beans lentils chickpeas barley "
    "rice oats honey apples pears plums quinces lemons oranges raisins almonds walnuts hazelnuts "
    "cinnamon nutmeg cloves ginger thyme rosemary sage parsley dill mint mustard vinegar cider "
    "stock bacon ham lamb beef chicken cod herring mackerel mussels cheese curd yeast poppy-seed "
    "caraway fennel"
)
KINDS = ("soup", "stew", "bread", "cake", "pie", "salad", "roast", "pudding", "broth", "dumplings")
PLACES = ("Almeirim", "Lund", "Cork", "Graz", "Tartu", "Bergen", "Nîmes", "Porto", "Vaasa", "Split")
SHAPES = ("chopped", "sliced", "grated", "soaked overnight", "at room temperature", "peeled")
UNITS = ("g", "ml", "tbsp", "tsp", "handfuls of")


def main(arguments: list[str]) -> int:
    """Write a book folder of so many recipes; give the exit code."""
    numbers = [*arguments[:1], *arguments[2:]]
    if len(arguments) not in (2, 3) or not all(each.isdecimal() for each in numbers):
        print(__doc__)
        return 2
    write_cookbook(Path(arguments[1]), *map(int, numbers))
    return 0


def write_cookbook(folder: Path, recipes: int, photo_every: int = 0) -> None:
    """Write a book folder with so many recipes, in parts of IN_A_PART."""
    (folder / "recipes").mkdir(parents=True, exist_ok=True)
    names = [recipe_name(number) for number in range(recipes)]
    for number, name in enumerate(names):
        text = recipe_text(number, names)
        if photo_every and number % photo_every == 0:
            write_photo(folder / "images" / f"{name}.jpg", number)
            photo = (
                f"photo: images/{name}.jpg\nphoto-alt: The {KINDS[number % len(KINDS)]} in a bowl"
            )
            text = text.replace("\ncourse:", f"\n{photo}\ncourse:", 1)
        (folder / "recipes" / f"{name}.md").write_text(text, encoding="utf-8")
    lines = [
        "title: Generated Cookbook",
        "kind: cookbook",
        "language: en-GB",
        "licence: CC-BY-4.0",
        "editors: [Ada Obi]",
        "parts:",
    ]
    for start in range(0, recipes, IN_A_PART):
        lines += [f"  - title: Part {start // IN_A_PART + 1}", "    entries:"]
        lines += [f"      - recipes/{name}.md" for name in names[start : start + IN_A_PART]]
    (folder / "book.yaml").write_text("\n".join(lines) + "\n", encoding="utf-8")


def recipe_name(number: int) -> str:
    """Give the stem of a recipe's file."""
    return f"{number:04d}-{_thing(number)}-{KINDS[number % len(KINDS)]}"


def write_photo(file: Path, number: int) -> None:
    """Write a photo of nothing, as large and as hard to pack as one from a phone, sent on."""
    file.parent.mkdir(exist_ok=True)
    grain = random.Random(number).randbytes(PHOTO_SIZE[0] * PHOTO_SIZE[1])  # noqa: S311 -- likewise
    noise = Image.frombytes("L", PHOTO_SIZE, grain).filter(ImageFilter.GaussianBlur(2))
    light = Image.linear_gradient("L").resize(PHOTO_SIZE)
    Image.merge("RGB", (light, noise, ImageChops.add(light, noise))).save(file, quality=85)


def recipe_text(number: int, names: list[str]) -> str:
    """Give a recipe's text."""
    chance = random.Random(number)  # noqa: S311 -- no secret, the same every time
    thing, kind, place = _thing(number), KINDS[number % len(KINDS)], PLACES[number % len(PLACES)]
    lines = [
        "---",
        "kind: recipe",
        f"title: {place} {thing} {kind} {number + 1}",
        f"by: Cook Number {number % COOKS + 1}",
        f"town: {place}",
        f"yield: {chance.randint(2, 12)} portions",
        f"prep: {chance.randint(1, 9) * 5} min",
        f"cook: {chance.randint(2, 18) * 5} min",
        f"course: {kind}",
        "---",
        _sentences(chance, chance.randint(2, 5)),
        "",
        "## Ingredients",
    ]
    for each in chance.sample(THINGS, chance.randint(8, 14)):
        amount = f"{chance.randint(1, 40) * 25} {chance.choice(UNITS)}"
        shape = f", {chance.choice(SHAPES)}" if chance.random() < 0.4 else ""  # noqa: PLR2004 -- a share
        lines.append(f"- {amount} {each}{shape}")
    lines += ["", "## Method"]
    for step in range(chance.randint(6, 12)):
        lines.append(f"{step + 1}. {_sentences(chance, chance.randint(1, 3))}")
    if number % 10 == 3:  # noqa: PLR2004 -- one in ten
        other = names[(number * 7 + 11) % len(names)]
        lines += ["", "## Notes", f"Goes well with [](../recipes/{other}.md)."]
    return "\n".join(lines) + "\n"


def _thing(number: int) -> str:
    return THINGS[number * 7 % len(THINGS)]


def _sentences(chance: random.Random, count: int) -> str:
    return " ".join(_sentence(chance) for _ in range(count))


def _sentence(chance: random.Random) -> str:
    words = [chance.choice(WORDS) for _ in range(chance.randint(7, 16))]
    return f"{' '.join(words).capitalize()}."


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
