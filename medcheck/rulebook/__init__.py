"""rules/PACK/*.yaml → a checked RulePack: requirements, rules, readings, clause coverage. Knows nothing of the engine."""
