"""Everything drawn: display geometry, the area layer, classes with colours, legend, palettes."""
