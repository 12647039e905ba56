"""The embedded model: the US English acoustic model of the pocketsphinx wheel, re-expressed as a Vosk model directory."""
