"""The words everybody speaks: nouns and ports, standard library only."""
