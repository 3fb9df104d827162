"""ipcase-kg: Chinese IP typical cases as a knowledge graph in which every link carries its words."""

__version__ = "0.1.0"
