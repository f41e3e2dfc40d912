"""Questions and answers among customers, and ideas: who may read and write them, how they are looked at, found and told of."""
