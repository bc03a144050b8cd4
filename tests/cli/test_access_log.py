from __future__ import annotations

import pytest

from cookbook.cli.access_log import line_of


class TestLineOf:
    @pytest.mark.parametrize(
        ("path", "shown"),
        [
            ("/books/our-soups/1/read/stone-soup.html", "/books/our-soups/1/read/stone-soup.html"),
            ("/editing/the-soups-of-our-grandmothers", "/editing/the-soups-of-our-grandmothers"),
            ("/enter/Zm9vYmFyYmF6cXV4Zm9vYmFyYmF6", "/enter/…"),
            ("/reset/WyIxMjM0NTY3ODkwYWJjIl0.aB-cD_eF.xyz123/", "/reset/…/"),
        ],
    )
    def test_it_leaves_out_what_opens_doors(self, path: str, shown: str) -> None:
        assert line_of("GET", path, "200", 3.4) == f"GET {shown} 200 3 ms"

    def test_no_path_begins_a_line_of_its_own(self) -> None:
        line = line_of("GET", "/x\nGET /people 200 1 ms\x1b[2J\xc3\xa9", "404", 1)
        assert line == "GET /x%0AGET%20/people%20200%201%20ms%1B[2J%C3%A9 404 1 ms"
