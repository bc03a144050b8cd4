"""The text format of recipes, chapters and books: parse, write, typed values; nothing else."""

from cookbook.manuscript.books import Book, BookKind, EntryRef, Part, parse_book, write_book
from cookbook.manuscript.chapters import Chapter, parse_chapter, write_chapter
from cookbook.manuscript.comparing import (
    ComparedLine,
    Comparison,
    KeyChange,
    LineChange,
    Stretch,
    compare_texts,
    fold_unchanged,
)
from cookbook.manuscript.credits import (
    Credits,
    ImageCredit,
    Person,
    parse_credits,
    person_identifier,
    write_credits,
)
from cookbook.manuscript.folders import (
    BookFolder,
    Entry,
    EntryShelf,
    parse_entry,
    read_book_folder,
    read_manuscript,
    write_book_folder,
    write_entry,
)
from cookbook.manuscript.ingredients import Ingredient, parse_ingredient
from cookbook.manuscript.merges import (
    Conflict,
    Merge,
    MergeChoiceError,
    Own,
    Settled,
    Take,
    resolve,
)
from cookbook.manuscript.merging import merge_texts
from cookbook.manuscript.passages import Role
from cookbook.manuscript.problems import BookFolderError, FrontMatterError, ManuscriptError
from cookbook.manuscript.recipes import Recipe, parse_recipe, write_recipe
from cookbook.manuscript.summarising import summarise
from cookbook.manuscript.word_changes import Segment, WordChange

__all__ = [
    "Book",
    "BookFolder",
    "BookFolderError",
    "BookKind",
    "Chapter",
    "ComparedLine",
    "Comparison",
    "Conflict",
    "Credits",
    "Entry",
    "EntryRef",
    "EntryShelf",
    "FrontMatterError",
    "ImageCredit",
    "Ingredient",
    "KeyChange",
    "LineChange",
    "ManuscriptError",
    "Merge",
    "MergeChoiceError",
    "Own",
    "Part",
    "Person",
    "Recipe",
    "Role",
    "Segment",
    "Settled",
    "Stretch",
    "Take",
    "WordChange",
    "compare_texts",
    "fold_unchanged",
    "merge_texts",
    "parse_book",
    "parse_chapter",
    "parse_credits",
    "parse_entry",
    "parse_ingredient",
    "parse_recipe",
    "person_identifier",
    "read_book_folder",
    "read_manuscript",
    "resolve",
    "summarise",
    "write_book",
    "write_book_folder",
    "write_chapter",
    "write_credits",
    "write_entry",
    "write_recipe",
]
