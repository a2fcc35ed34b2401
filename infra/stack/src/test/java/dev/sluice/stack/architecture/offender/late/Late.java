package dev.sluice.stack.architecture.offender.late;

import dev.sluice.stack.architecture.offender.early.Early;
import java.util.List;

/// Uses what comes before it.
public record Late(List<Early> before) {}
