from __future__ import annotations

import pytest

from tests.servers.databases import NewDatabase, chosen_database


def is_marked(request: pytest.FixtureRequest) -> bool:
    return request.node.get_closest_marker("database") is not None


class TestNewDatabase:
    def test_it_gives_an_address_of_the_chosen_kind(
        self, new_database: NewDatabase, pytestconfig: pytest.Config
    ) -> None:
        kind = new_database().partition(":")[0].partition("+")[0]
        assert kind == chosen_database(pytestconfig)

    def test_it_gives_another_database_at_every_call(self, new_database: NewDatabase) -> None:
        assert new_database() != new_database()


class TestDatabaseMarker:
    def test_it_is_on_a_test_that_asks_for_a_database(
        self, new_database: NewDatabase, request: pytest.FixtureRequest
    ) -> None:
        assert callable(new_database)
        assert is_marked(request)

    def test_it_is_on_no_other_test(self, request: pytest.FixtureRequest) -> None:
        assert not is_marked(request)
