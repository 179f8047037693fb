"""`idphoto-ray`: a collection on a cluster of Ray; needs requirements-ray.txt."""
