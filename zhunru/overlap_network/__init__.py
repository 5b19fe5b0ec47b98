"""跨规范重叠的网络及其布局。 The network of overlaps between regulations, and its layout."""
