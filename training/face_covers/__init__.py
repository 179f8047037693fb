"""What checks know of masks, hands, glasses and shut eyes, learnt from drawn ones and labels."""
