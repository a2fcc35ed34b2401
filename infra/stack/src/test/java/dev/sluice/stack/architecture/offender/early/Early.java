package dev.sluice.stack.architecture.offender.early;

import dev.sluice.stack.architecture.offender.late.Late;

/// Uses what comes after it.
public record Early(Late late) {}
