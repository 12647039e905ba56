"""The embedded model: the pocketsphinx wheel's US English acoustic model, re-expressed as a Vosk model directory."""
