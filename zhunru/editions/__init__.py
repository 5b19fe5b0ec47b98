"""同一技术两版规范的比较。 Two editions of the rules of a technique compared."""
