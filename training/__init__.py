"""How the portrait network in the package was made: data, network, losses, training, export."""
