"""What `face-occluded` knows of masks and hands, learnt from drawn ones; see the README."""
