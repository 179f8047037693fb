"""How well people are cut out: this service and rembg against photos with known alpha."""
