"""How Kedang looks: layout, components, styles and scripts."""
