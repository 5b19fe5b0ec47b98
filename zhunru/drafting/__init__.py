"""由粘贴的原文起草一部规范的 Turtle。 Draft the Turtle of a regulation from a pasted text."""
