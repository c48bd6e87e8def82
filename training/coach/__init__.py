"""How the sentence model of the coach is made: its sentences, its background, its network, its arrays."""
