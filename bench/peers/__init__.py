"""The same page as three other tools' documentation would have it built; settings come from the environment."""
