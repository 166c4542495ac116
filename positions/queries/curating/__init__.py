"""What curators and those who run the site are shown: the queue, the desk, the trail, how good the machine is."""
