"""还差多少，最省的下一步是什么。 How far from met, and the cheapest next step."""
