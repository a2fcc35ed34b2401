/// Says what a rollout would do, before anything moves: the real machine, gates and admission over
/// the real inventory in virtual time; only what devices do is a model.
///
/// Main types: [dev.sluice.rollout.plan.WhatIf] and [dev.sluice.rollout.plan.RolloutPlan]. It
/// refuses to decide anything by itself: waves and gates are those of the rollout machine. Shells
/// depend on it.
@NullMarked
@CheckReturnValue
package dev.sluice.rollout.plan;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
