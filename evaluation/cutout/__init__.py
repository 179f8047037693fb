"""How well people are cut out: against photos with known alpha, beside rembg."""
