"""Reports of many measures by one Excel form: made for an area and quarter, filled in without a network, brought back."""
