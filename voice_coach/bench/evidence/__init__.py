"""Evidence: the weights by which two ears' findings make a margin, fitted on half the speakers, seen on the other."""
