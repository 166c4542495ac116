"""From all that was read of a party and a target to what an article says: learnt weights choose."""
