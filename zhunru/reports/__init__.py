"""校验报告的各种形式，一种一个模块。 The forms of a validation report, a module for each."""
