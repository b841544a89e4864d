"""What all members of a family must do, tested once per member."""
