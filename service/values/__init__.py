"""What flows along the path of a photo: frozen values without behaviour of their own."""
