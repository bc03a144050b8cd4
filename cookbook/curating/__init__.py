"""The room of curating: calling, reviewing, arranging and releasing."""
