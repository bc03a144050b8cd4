"""What a press takes over from presses before it: entries as parsed, composed, numbered, cited."""
