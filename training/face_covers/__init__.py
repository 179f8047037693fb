"""What the check `face-occluded` knows of masks and hands, learnt from drawn ones."""
