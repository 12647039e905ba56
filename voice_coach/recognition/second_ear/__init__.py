"""Second ear: Moonshine's small neural network, which heard many thousand hours of people, beside the phrase graph."""
