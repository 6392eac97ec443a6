"""The drawn pictures: the garden, the scenes, and how they are drawn."""
