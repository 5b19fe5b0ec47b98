"""如果门槛变了：谁得谁失。 What if a threshold moved: who gains and who loses."""
